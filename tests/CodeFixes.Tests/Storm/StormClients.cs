using System.Net;
using System.Net.Sockets;

namespace SocketAnalyzers.CodeFixes.Tests.Storm;

/// <summary>200 clients, every second of which resets its connection at a point that a seed decides.</summary>
internal sealed class StormClients(int port, string kind, int seed, TimeSpan limit)
{
    public const int Count = 200;

    private static readonly byte[] Words = [1, 2, 3, 4, 5];

    private readonly Random _random = new(seed);

    /// <summary>All of them, or as many as find a server that lives; how many of the well-behaved were served.</summary>
    public int Run(Func<bool> isOver)
    {
        var served = 0;
        for (var i = 0; i < Count && !isOver(); i++)
        {
            try
            {
                if (i % 2 == 0)
                    ResetSomewhere();
                else if (IsServed())
                    served++;
                else
                    break;
            }
            catch (SocketException)
            {
                break;
            }
        }

        return served;
    }

    /// <summary>Whether one more client gets what it wants.</summary>
    public bool IsServed()
    {
        try
        {
            using var socket = Connect();
            if (kind is not ("tick" or "say"))
                socket.Send(Words);
            if (kind == "shortage")
                socket.Shutdown(SocketShutdown.Send);
            return Receive(socket, Words.Length) == Words.Length;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Takes all descriptors of the server for a while: connections that say nothing.</summary>
    public void TakeDescriptors(int descriptors, TimeSpan time)
    {
        var held = new List<Socket>();
        for (var i = 0; i < descriptors + 20; i++)
            held.Add(Connect());
        Thread.Sleep(time);
        foreach (var socket in held)
            socket.Dispose();
    }

    private void ResetSomewhere()
    {
        using var socket = Connect();
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        // A busy server accepts late and always finds the first words there: some come after it waits for them.
        if (_random.Next(4) == 0)
            Thread.Sleep(_random.Next(30));
        var point = _random.Next(5);
        // Before a word, behind a part of them, behind all, or with the answer unread or read in part.
        if (point > 0 && kind is not ("tick" or "say"))
            socket.Send(Words, point == 1 ? 2 : 5, SocketFlags.None);
        if (point >= 3)
            Thread.Sleep(_random.Next(3));
        if (point == 4 || kind is "tick" or "say")
            Receive(socket, _random.Next(1, 4));
    }

    private static int Receive(Socket socket, int wanted)
    {
        var buffer = new byte[wanted];
        var got = 0;
        while (got < wanted && socket.Receive(buffer, got, wanted - got, SocketFlags.None) is > 0 and var count)
            got += count;
        return got;
    }

    private Socket Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = (int)limit.TotalMilliseconds };
        socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }
}
