using System;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace Misuse;

/// <summary>
/// A talk server. A client that leaves closes its side, and from then on every receive gives 0, or null, at once. Nothing here stops at that: each client
/// that has left costs a processor, and its connection stays open.
/// </summary>
public sealed class TalkServer
{
    private readonly byte[] _buffer = new byte[1024];
    private readonly Socket _listener;
    private volatile bool _running = true;

    public TalkServer(Socket listener) => _listener = listener;

    public void Stop() => _running = false;

    /// <summary>The count is never tested.</summary>
    public void Serve()
    {
        using var client = _listener.Accept();
        while (_running)
        {
            var count = client.Receive(_buffer); // SOCK030
            Console.WriteLine(Encoding.UTF8.GetString(_buffer, 0, count));
        }
    }

    /// <summary>Here it is, and taken for "nothing yet".</summary>
    public async Task ServeAsync(NetworkStream stream)
    {
        while (_running)
        {
            var count = await stream.ReadAsync(_buffer); // SOCK030
            if (count == 0)
                continue;
            Console.WriteLine(Encoding.UTF8.GetString(_buffer, 0, count));
        }
    }

    /// <summary>A frame that is cut off is awaited for ever.</summary>
    public static void Fill(NetworkStream stream, byte[] frame)
    {
        var received = 0;
        while (received < frame.Length)
            received += stream.Read(frame, received, frame.Length - received); // SOCK030
    }

    /// <summary>The helper hands the count on; who calls it does not look.</summary>
    public void Relay(NetworkStream from, NetworkStream to)
    {
        while (_running)
            to.Write(_buffer, 0, Next(from)); // SOCK030
    }

    private int Next(NetworkStream from) => from.Read(_buffer, 0, _buffer.Length);
}

/// <summary>The same with callbacks: the next receive is started whatever the last one gave.</summary>
public sealed class TalkSession
{
    private readonly byte[] _buffer = new byte[1024];
    private readonly NetworkStream _stream;

    public TalkSession(NetworkStream stream) => _stream = stream;

    public void Start() => _stream.BeginRead(_buffer, 0, _buffer.Length, OnReceived, null); // SOCK041

    private void OnReceived(IAsyncResult result)
    {
        try
        {
            var count = _stream.EndRead(result); // SOCK030
            Console.WriteLine(Encoding.UTF8.GetString(_buffer, 0, count));
            Start();
        }
        catch (IOException)
        {
            _stream.Close();
        }
    }
}

/// <summary>Here the end is the end.</summary>
public static class PoliteTalk
{
    public static async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var reader = new StreamReader(client.GetStream()))
        {
            while (await reader.ReadLineAsync() is { } line)
                Console.WriteLine(line);
        }
    }

    public static void Fill(NetworkStream stream, byte[] frame) => stream.ReadExactly(frame);
}
