using System;
using System.Buffers.Binary;
using System.IO;
using System.Net.Sockets;
using System.Text;

namespace Misuse;

/// <summary>
/// Frames of a length and that many bytes. On the developer's machine each arrives in one piece; over a real network a header may come in two, and a
/// large frame does not come in one.
/// </summary>
public static class FrameReader
{
    public static byte[]? Next(NetworkStream stream)
    {
        var header = new byte[4];
        _ = stream.Read(header, 0, 4); // SOCK032
        var size = BinaryPrimitives.ReadInt32BigEndian(header);
        var frame = new byte[size];
        var count = stream.Read(frame, 0, size); // SOCK032
        if (count == 0)
            return null;
        return frame;
    }
}

/// <summary>Zeros, or what is left of the last message, become part of this one.</summary>
public sealed class MessageReader : IDisposable
{
    private readonly byte[] _buffer = new byte[1024];
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

    public string? Next(string host)
    {
        if (!_socket.Connected)
            _socket.Connect(host, 7000);
        var count = _socket.Receive(_buffer); // SOCK032
        return count == 0 ? null : Encoding.UTF8.GetString(_buffer);
    }

    public void Dispose() => _socket.Dispose();
}

/// <summary>A loop, but each round writes over the one before.</summary>
public static class ReportReader
{
    public static string Read(TcpClient client)
    {
        var socket = client.Client;
        var report = new byte[256];
        var total = 0;
        while (total < 256)
        {
            var count = socket.Receive(report, 0, 256, SocketFlags.None); // SOCK032
            if (count == 0)
                throw new EndOfStreamException();
            total += count;
        }

        return Encoding.ASCII.GetString(report, 0, 256);
    }
}

/// <summary>These take what has come, and wait for what has not.</summary>
public static class CarefulReader
{
    public static byte[] NextFrame(NetworkStream stream)
    {
        var header = new byte[4];
        stream.ReadExactly(header);
        var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(header)];
        stream.ReadExactly(frame);
        return frame;
    }

    /// <summary>A socket has no such method: a loop that ends when the peer does.</summary>
    public static bool Fill(Socket socket, byte[] buffer)
    {
        var total = 0;
        while (total < buffer.Length)
        {
            var count = socket.Receive(buffer, total, buffer.Length - total, SocketFlags.None);
            if (count == 0)
                return false;
            total += count;
        }

        return true;
    }
}
