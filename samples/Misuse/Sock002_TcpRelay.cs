using System;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace Misuse;

/// <summary>
/// Passes each connection on to a server. A client that has sent its request and says so with its FIN (<c>nc -N</c>, a
/// line protocol) still waits for the answer; this relay takes the FIN for the end of both directions.
/// </summary>
public static class TcpRelay
{
    /// <summary>The first end wins the race, and <c>using</c> cuts the other direction off.</summary>
    public static async Task RunAsync(TcpClient client, string host, int port)
    {
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(host, port);
            var up = client.GetStream();
            var down = server.GetStream();
            await Task.WhenAny(up.CopyToAsync(down), down.CopyToAsync(up)); // SOCK002
        }
    }

    /// <summary>Two loops; each closes the other's connection when its own input ends.</summary>
    public static void Start(Socket client, Socket server)
    {
        Task.Run(() => Pump(client, server));
        Task.Run(() => Pump(server, client));
    }

    private static void Pump(Socket from, Socket to)
    {
        var buffer = new byte[4096];
        int count;
        while ((count = from.Receive(buffer)) > 0)
            to.Send(buffer, 0, count, SocketFlags.None);
        to.Close(); // SOCK002
    }
}

/// <summary>The same with callbacks: a helper that ends both stands where one direction ends.</summary>
public sealed class RelaySession
{
    private readonly byte[] _up = new byte[4096];
    private readonly byte[] _down = new byte[4096];
    private readonly Socket _client;
    private readonly Socket _server;

    public RelaySession(Socket client, Socket server)
    {
        _client = client;
        _server = server;
    }

    public void Start()
    {
        _client.BeginReceive(_up, 0, _up.Length, SocketFlags.None, ClientReceived, null);
        _server.BeginReceive(_down, 0, _down.Length, SocketFlags.None, ServerReceived, null);
    }

    private void ClientReceived(IAsyncResult result)
    {
        try
        {
            var count = _client.EndReceive(result);
            if (count == 0)
            {
                CloseBoth(); // SOCK002
                return;
            }

            _server.Send(_up, 0, count, SocketFlags.None);
            _client.BeginReceive(_up, 0, _up.Length, SocketFlags.None, ClientReceived, null); // SOCK041
        }
        catch (SocketException)
        {
            CloseBoth();
        }
    }

    private void ServerReceived(IAsyncResult result)
    {
        try
        {
            var count = _server.EndReceive(result);
            if (count == 0)
            {
                CloseBoth(); // SOCK002
                return;
            }

            _client.Send(_down, 0, count, SocketFlags.None);
            _server.BeginReceive(_down, 0, _down.Length, SocketFlags.None, ServerReceived, null); // SOCK041
        }
        catch (SocketException)
        {
            CloseBoth();
        }
    }

    private void CloseBoth()
    {
        _client.Close();
        _server.Close();
    }
}

/// <summary>Clients that end the connection and then want their answer.</summary>
public static class WhoisClient
{
    public static string? Query(Socket connected, string name)
    {
        connected.Send(Encoding.ASCII.GetBytes(name + "\r\n"));
        connected.Shutdown(SocketShutdown.Both); // SOCK002
        var answer = new StringBuilder();
        var buffer = new byte[1024];
        int count;
        while ((count = connected.Receive(buffer)) > 0)
            answer.Append(Encoding.ASCII.GetString(buffer, 0, count));
        connected.Close();
        return answer.ToString();
    }

    /// <summary>The writer closes the stream that the reader needs.</summary>
    public static string? QueryLine(TcpClient client, string name)
    {
        var stream = client.GetStream();
        using (var writer = new StreamWriter(stream, Encoding.ASCII)) // SOCK002
            writer.WriteLine(name);
        return new StreamReader(stream, Encoding.ASCII).ReadLine();
    }

    /// <summary>"Give it five seconds": a reset after five milliseconds, for that is the unit, or at the first byte of the answer.</summary>
    public static void Notify(Socket connected, byte[] message)
    {
        connected.Send(message);
        connected.Close(5); // SOCK002
    }
}
