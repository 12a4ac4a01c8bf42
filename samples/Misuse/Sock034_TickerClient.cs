using System;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Misuse;

/// <summary>
/// A client that prints what a server tells, and connects again when the server goes away. It asks Connected whether it did, and looks for data before it
/// reads; so it never reads the end, and Connected never tells it: it waits for a server that has gone.
/// </summary>
public sealed class TickerClient : IDisposable
{
    private readonly TcpClient _client = new();
    private readonly byte[] _buffer = new byte[512];

    public bool IsAlive => _client.Connected;

    public void Run(string host)
    {
        _client.Connect(host, 7000);
        var stream = _client.GetStream();
        while (IsAlive) // SOCK034
        {
            if (stream.DataAvailable)
                Console.Write(Encoding.UTF8.GetString(_buffer, 0, stream.Read(_buffer)));
            else
                Thread.Sleep(50);
        }
    }

    public void Dispose() => _client.Dispose();
}

/// <summary>Somebody only waits until the peer is gone, and nobody reads: it never is.</summary>
public static class DoorBell
{
    public static async Task RingAsync(string host)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host, 7001);
        while (true)
        {
            if (!client.Connected) // SOCK034
                break;
            await Task.Delay(1000);
        }

        Console.WriteLine("The door is open.");
    }
}

/// <summary>The other way round: where Connected is false, something has failed, and this client keeps it to itself.</summary>
public sealed class MeterClient
{
    private readonly Socket _socket;

    public MeterClient(Socket socket) => _socket = socket;

    public void Tell(byte[] value) => _socket.BeginSend(value, 0, value.Length, SocketFlags.None, OnSent, null);

    public int Ask(byte[] question)
    {
        var answer = new byte[16];
        if (_socket.Connected) // SOCK034
        {
            using var stream = new NetworkStream(_socket);
            stream.Write(question);
            stream.ReadExactly(answer);
        }

        // The reading of a meter that was not asked is 0.
        return answer[3];
    }

    private void OnSent(IAsyncResult result)
    {
        if (!_socket.Connected) // SOCK034
            return;
        try
        {
            Console.WriteLine(_socket.EndSend(result));
        }
        catch (SocketException e)
        {
            Console.Error.WriteLine(e.Message);
        }
    }
}

/// <summary>A read that is pending sees the end at once, and needs no question.</summary>
public static class AttentiveTickerClient
{
    public static async Task RunAsync(string host)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host, 7000);
        var stream = client.GetStream();
        var buffer = new byte[512];
        int count;
        while ((count = await stream.ReadAsync(buffer)) > 0)
            Console.Write(Encoding.UTF8.GetString(buffer, 0, count));
    }

    /// <summary>Where a program has to look from time to time, this is the question.</summary>
    public static bool IsAtEnd(Socket socket) => socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;
}
