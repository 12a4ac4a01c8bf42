using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace SocketAnalyzers.Benchmarks;

/// <summary>Two ends of one TCP connection.</summary>
internal sealed class Loopback : IDisposable
{
    // Thousands of connections leave as many ports in TIME_WAIT. On Linux at an address that nobody else uses, so that they miss nobody.
    private static readonly IPAddress Address = OperatingSystem.IsLinux() ? IPAddress.Parse("127.66.77.88") : IPAddress.Loopback;
    private static readonly Socket Listener = Listen();

    private Loopback()
    {
        Client.Connect(Listener.LocalEndPoint!);
        Server = Listener.Accept();
    }

    public Socket Client { get; } = new(SocketType.Stream, ProtocolType.Tcp);

    public Socket Server { get; }

    /// <summary>A connection that has carried a byte in each direction. Both receives have waited: only then is there what all later ones use.</summary>
    public static Loopback OpenUsed()
    {
        var connection = new Loopback();
        Exchange(connection.Server, connection.Client);
        Exchange(connection.Client, connection.Server);
        return connection;
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }

    private static Socket Listen()
    {
        var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(Address, 0));
        listener.Listen();
        return listener;
    }

    private static void Exchange(Socket to, Socket from)
    {
        var receiving = to.ReceiveAsync(new byte[1], SocketFlags.None, CancellationToken.None);
        from.Send(new byte[1]);
        receiving.AsTask().GetAwaiter().GetResult();
    }
}
