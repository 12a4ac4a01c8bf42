using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace Misuse;

/// <summary>
/// A server that sends one file to each client and hangs up. Each method hangs up on its own send: what the kernel has
/// no room for yet never leaves, and the client gets a part of the file and a clean end.
/// </summary>
public static class FileServer
{
    /// <summary>The task is thrown away; the shutdown overtakes what is still to be sent.</summary>
    public static void Send(Socket client, byte[] file)
    {
        _ = client.SendAsync(file, SocketFlags.None); // SOCK008
        client.Shutdown(SocketShutdown.Send);
        client.Close();
    }

    /// <summary>A forgotten await. The end of the <c>using</c> closes the connection.</summary>
    public static async Task SendAsync(TcpListener listener, byte[] file)
    {
        using var client = await listener.AcceptTcpClientAsync();
        client.GetStream().WriteAsync(file, 0, file.Length).ConfigureAwait(false); // SOCK008
    }

    /// <summary>The task is returned, but the stream is disposed before anybody can await it.</summary>
    public static Task CopyAsync(Socket client, Stream file)
    {
        using var stream = new NetworkStream(client, ownsSocket: true);
        return file.CopyToAsync(stream); // SOCK008
    }

    /// <summary>The callback would have been the place to close.</summary>
    public static void BeginSend(Socket client, byte[] file)
    {
        client.BeginSend(file, 0, file.Length, SocketFlags.None, static result => ((Socket)result.AsyncState!).EndSend(result), client); // SOCK004, SOCK008
        client.Close();
    }

    /// <summary>The header is awaited, the file is not.</summary>
    public static async Task SendWithHeaderAsync(IPEndPoint peer, byte[] header, byte[] file)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(peer);
        await socket.SendAsync(header, SocketFlags.None);
        SendBlockAsync(socket, file).ConfigureAwait(false); // SOCK008
        socket.Shutdown(SocketShutdown.Both);
    }

    private static async Task SendBlockAsync(Socket socket, byte[] block)
    {
        await socket.SendAsync(BitConverter.GetBytes(block.Length), SocketFlags.None);
        await socket.SendAsync(block, SocketFlags.None);
    }
}
