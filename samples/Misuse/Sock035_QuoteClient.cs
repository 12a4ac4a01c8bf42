using System;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Misuse;

/// <summary>
/// A client that asks for quotes and does not want to wait for longer than three seconds. Its lines say so; but the limits are those of the synchronous
/// calls, and it makes asynchronous ones: a server that says nothing keeps it waiting for ever.
/// </summary>
public sealed class QuoteClient : IDisposable
{
    private readonly TcpClient _client = new() { NoDelay = true };

    public async Task OpenAsync(string host)
    {
        await _client.ConnectAsync(host, 7000);
        _client.ReceiveTimeout = 3000; // SOCK035
        _client.SendTimeout = 3000; // SOCK035
    }

    public async Task<string?> AskAsync(string symbol)
    {
        var stream = _client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(symbol + "\n"));
        using var reader = new StreamReader(stream, leaveOpen: true);
        return await reader.ReadLineAsync();
    }

    public void Dispose() => _client.Dispose();
}

/// <summary>The same in an older way: the callback comes when something comes.</summary>
public sealed class QuoteListener
{
    private readonly byte[] _buffer = new byte[512];
    private readonly Socket _socket = new(SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 3000 }; // SOCK035

    public void Start() => _socket.BeginReceive(_buffer, 0, _buffer.Length, SocketFlags.None, OnReceived, null);

    private void OnReceived(IAsyncResult result) => Console.WriteLine(_socket.EndReceive(result));
}

/// <summary>Here the time-out is in force: the call is synchronous.</summary>
public static class PatientQuoteClient
{
    public static int Ask(string host, byte[] answer)
    {
        using var client = new TcpClient(host, 7000);
        client.ReceiveTimeout = 3000;
        return client.GetStream().Read(answer, 0, answer.Length);
    }

    /// <summary>And this is how an asynchronous one gets a limit.</summary>
    public static async Task<int> AskAsync(string host, byte[] answer)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        using var client = new TcpClient();
        await client.ConnectAsync(host, 7000, limit.Token);
        return await client.GetStream().ReadAsync(answer, limit.Token);
    }
}
