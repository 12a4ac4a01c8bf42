using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;
using System.Text;

namespace Misuse;

/// <summary>
/// A client that delivers lines to a log collector and reads a receipt. Each method ends its direction too early:
/// <c>Shutdown(Send)</c> queues the FIN, and nothing more can be sent after it.
/// </summary>
public static class LineClient
{
    /// <summary>The terminator comes after the shutdown. The send throws, so the receipt below is never read.</summary>
    public static string Deliver(string host, int port, IEnumerable<string> lines)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(host, port);
        foreach (var line in lines)
            socket.Send(Encoding.ASCII.GetBytes(line + "\r\n"));

        socket.Shutdown(SocketShutdown.Send);
        socket.Send(Encoding.ASCII.GetBytes(".\r\n")); // SOCK003
        return ReadReceipt(socket);
    }

    /// <summary>The same through a writer: the socket of the stream below it has been shut down.</summary>
    public static string? DeliverWithWriter(string host, int port, IEnumerable<string> lines)
    {
        using var client = new TcpClient(host, port);
        var stream = client.GetStream();
        var reader = new StreamReader(stream, Encoding.ASCII);
        var writer = new StreamWriter(stream, Encoding.ASCII) { AutoFlush = true };
        foreach (var line in lines)
            writer.WriteLine(line);

        client.Client.Shutdown(SocketShutdown.Send);
        writer.WriteLine("."); // SOCK003
        return reader.ReadLine();
    }

    /// <summary>The commonest form: the lines still wait in the writer when the direction ends. The flush fails and all of them are lost.</summary>
    public static string? DeliverBuffered(string host, int port, IEnumerable<string> lines)
    {
        using var client = new TcpClient(host, port);
        var stream = client.GetStream();
        var reader = new StreamReader(stream, Encoding.ASCII);
        var writer = new StreamWriter(stream, Encoding.ASCII);
        foreach (var line in lines)
            writer.WriteLine(line);

        writer.WriteLine(".");
        client.Client.Shutdown(SocketShutdown.Send);
        writer.Flush(); // SOCK003
        return reader.ReadLine();
    }

    /// <summary>The shutdown hides in a helper.</summary>
    public static string DeliverBlock(string host, int port, byte[] block)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(host, port);
        using var stream = new NetworkStream(socket, ownsSocket: false);
        stream.Write(block, 0, block.Length);
        FinishSending(socket);
        stream.Write(Checksum(block), 0, 4); // SOCK003
        return ReadReceipt(socket);
    }

    /// <summary>This overload does not throw: the goodbye is lost, and only <c>error</c> knows.</summary>
    public static bool TryDeliver(Socket connected, byte[] line)
    {
        connected.Send(line);
        connected.Shutdown(SocketShutdown.Both);
        connected.Send(Encoding.ASCII.GetBytes("QUIT\r\n"), 0, 6, SocketFlags.None, out var error); // SOCK003
        connected.Close();
        return error == SocketError.Success;
    }

    private static void FinishSending(Socket socket) => socket.Shutdown(SocketShutdown.Send);

    private static byte[] Checksum(byte[] block)
    {
        var sum = 0;
        foreach (var b in block)
            sum += b;
        return BitConverter.GetBytes(sum);
    }

    private static string ReadReceipt(Socket socket)
    {
        var receipt = new StringBuilder();
        var buffer = new byte[256];
        int count;
        while ((count = socket.Receive(buffer)) > 0)
            receipt.Append(Encoding.ASCII.GetString(buffer, 0, count));
        return receipt.ToString();
    }
}

/// <summary>A session that keeps its socket in a field; the order is wrong inside <see cref="End"/>.</summary>
public sealed class LineSession : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

    public void Open(string host, int port) => _socket.Connect(host, port);

    public void Send(string line) => _socket.Send(Encoding.ASCII.GetBytes(line + "\r\n"));

    public void End(string farewell)
    {
        _socket.Shutdown(SocketShutdown.Send);
        Send(farewell); // SOCK003
    }

    public void Dispose() => _socket.Dispose();
}
