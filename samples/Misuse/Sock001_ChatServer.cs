using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Misuse;

/// <summary>
/// A chat room: what one visitor says, all others hear. Its ports are bound without a word about who may share them. On Linux
/// and macOS that is harmless; on Windows another process can bind the same port and take the visitors over.
/// </summary>
public sealed class ChatServer
{
    private readonly TcpListener _listener;
    private readonly List<Socket> _visitors = new();

    public ChatServer(int port)
    {
        _listener = new TcpListener(IPAddress.Any, port);
    }

    /// <summary>The listener is a field: made in the constructor, started here, and no method of the type settles the policy.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        _listener.Start(); // SOCK001
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var visitor = await _listener.AcceptSocketAsync(stop);
                _ = ServeAsync(visitor, stop);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (SocketException e)
            {
                Console.Error.WriteLine($"accept: {e.SocketErrorCode}");
                await Task.Delay(100, CancellationToken.None);
            }
        }

        _listener.Stop();
    }

    private async Task ServeAsync(Socket visitor, CancellationToken stop)
    {
        using var connection = visitor;
        lock (_visitors)
            _visitors.Add(connection);

        var buffer = new byte[1024];
        try
        {
            int count;
            while ((count = await connection.ReceiveAsync(buffer.AsMemory(), SocketFlags.None, stop)) > 0)
                await BroadcastAsync(connection, buffer.AsMemory(0, count), stop);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            Console.Error.WriteLine($"a visitor left: {e.Message}");
        }
        finally
        {
            lock (_visitors)
                _visitors.Remove(connection);
        }
    }

    private async Task BroadcastAsync(Socket from, ReadOnlyMemory<byte> message, CancellationToken stop)
    {
        Socket[] others;
        lock (_visitors)
            others = _visitors.FindAll(v => v != from).ToArray();
        foreach (var other in others)
            await other.SendAsync(message, SocketFlags.None, stop);
    }
}

/// <summary>The same with raw sockets, in the two shapes that servers have: everything in one method, and a helper that listens.</summary>
public static class ChatAdministration
{
    /// <summary>Answers one administrator after the other with the same banner.</summary>
    public static void ServeBanner(int port, string banner)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Any, port)); // SOCK001
        listener.Listen();
        while (true)
        {
            try
            {
                using var administrator = listener.Accept();
                administrator.Send(Encoding.UTF8.GetBytes(banner));
                administrator.Shutdown(SocketShutdown.Send);
            }
            catch (SocketException e)
            {
                Console.Error.WriteLine($"banner: {e.SocketErrorCode}");
                Thread.Sleep(100);
            }
        }
    }

    /// <summary>Writes down what one recorder sends. That this socket is a server shows only in the helper.</summary>
    public static void Record(int port, string file)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Any, port)); // SOCK001
        using var recorder = WaitForOne(listener);
        using var stream = new NetworkStream(recorder);
        using var output = File.Create(file);
        stream.CopyTo(output);
    }

    private static Socket WaitForOne(Socket listener)
    {
        listener.Listen(1);
        return listener.Accept();
    }
}
