// Beside every program: a listener on loopback, a stop by SIGTERM, an accept loop that is right, and what holds clients.
using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

public static class Host
{
    private static readonly CancellationTokenSource Stop = new();
    private static PosixSignalRegistration? _signal;

    public static CancellationToken Stopping => Stop.Token;

    public static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0) { ExclusiveAddressUse = true };
        listener.Start();
        Announce((IPEndPoint)listener.LocalEndpoint, listener.Stop);
        return listener;
    }

    public static Socket ListenSocket()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ExclusiveAddressUse = true };
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Announce((IPEndPoint)listener.LocalEndPoint!, listener.Close);
        return listener;
    }

    public static void WaitForStop() => Stop.Token.WaitHandle.WaitOne();

    public static void ForEachClient(Action<Socket> handle)
    {
        var listener = ListenSocket();
        while (!Stop.IsCancellationRequested)
        {
            Socket client;
            try
            {
                client = listener.Accept();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                continue;
            }

            handle(client);
        }
    }

    private static void Announce(IPEndPoint address, Action stop)
    {
        // What .NET loads for its first SocketException, and for its first word on stderr, it cannot load without a descriptor.
        try
        {
            throw new SocketException((int)SocketError.TooManyOpenSockets);
        }
        catch (SocketException e)
        {
            Console.Error.WriteLine(e.Message);
        }

        _signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            Stop.Cancel();
            stop();
        });
        Console.WriteLine(address.Port);
    }
}

/// <summary>Takes the descriptors of a program away: its clients stay open until they have gone.</summary>
public static class Held
{
    private static readonly List<Socket> Clients = new();

    // With the first client, while there are descriptors: a thread needs some.
    static Held() => new Thread(Watch) { IsBackground = true }.Start();

    /// <summary>Echoes what is there already, and keeps the others until they have gone.</summary>
    public static void Add(Socket client)
    {
        lock (Clients)
            Clients.Add(client);
    }

    private static void Watch()
    {
        var buffer = new byte[64];
        while (true)
        {
            lock (Clients)
            {
                Clients.RemoveAll(client =>
                {
                    if (!client.Poll(0, SelectMode.SelectRead))
                        return false;
                    var count = client.Receive(buffer, 0, 64, SocketFlags.None, out _);
                    client.Send(buffer, 0, count, SocketFlags.None, out _);
                    client.Dispose();
                    return true;
                });
            }

            Thread.Sleep(2);
        }
    }
}

namespace Microsoft.Extensions.Hosting
{
    /// <summary>The base class of the same name, and what its host does: a service that fails ends the host with an error.</summary>
    public abstract class BackgroundService
    {
        protected abstract Task ExecuteAsync(CancellationToken stoppingToken);

        public int Run()
        {
            try
            {
                ExecuteAsync(Host.Stopping).GetAwaiter().GetResult();
                return 0;
            }
            catch (OperationCanceledException)
            {
                return 0;
            }
            catch (Exception e)
            {
                Console.Error.WriteLine(e);
                return 3;
            }
        }
    }
}
