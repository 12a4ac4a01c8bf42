using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace Corpus.Patterns;

public abstract record Message(int Kind)
{
    public sealed record Text(string Value) : Message(1);
    public sealed record Bye(bool Hard = false, SocketShutdown How = SocketShutdown.Send) : Message(2) { public required Socket Peer { get; init; } }
}

public readonly record struct Endpoint(string Host, int Port)
{
    public static implicit operator DnsEndPoint(Endpoint e) => new(e.Host, e.Port);
    public static Endpoint operator +(Endpoint e, int n) => e with { Port = e.Port + n };
}

public class Patterns
{
    private (Socket? Left, Socket? Right) _pair;

    public int Handle(object message, Socket s) => message switch
    {
        null => throw new ArgumentNullException(nameof(message)),
        Message.Text { Value: { Length: > 0 } text } => s.Send(System.Text.Encoding.UTF8.GetBytes(text)),
        Message.Bye(true, _) => Abort(s),
        Message.Bye { Hard: false, How: SocketShutdown.Send or SocketShutdown.Both, Peer: var peer } => End(peer ?? s),
        byte[] and [1, .., var last] => s.Send(new[] { last }),
        byte[] { Length: 0 } => 0,
        int n and >= 0 and not 7 => n,
        (int a, string b) when a > b.Length => a,
        ValueTuple<int, Socket> { Item2: { Connected: true } other } => other.Send(new byte[1]),
        IEnumerable<byte> e => s.Send(e.ToArray()),
        not string => -1,
        _ => 0,
    };

    private static int Abort(Socket s) { s.LingerState = new LingerOption(true, 0); s.Close(); return 0; }

    private static int End(Socket s)
    {
        s.Shutdown(SocketShutdown.Send);
        return s switch { { Connected: true, Available: > 0 and <= 100 } => s.Receive(new byte[1]), { Blocking: false } => s.Send(new byte[2]), _ => 0 };
    }

    public void Tuples(Socket a, Socket b)
    {
        (_pair.Left, _pair.Right) = (a, b);
        (a, b) = (b, a);
        var (left, right) = _pair;
        left?.Shutdown(SocketShutdown.Send);
        right!.Send((new byte[1])[..^0]);
        if (_pair is ({ Connected: true } l, { } r) && l != r && (l, r) == (a, b))
            l.Send(new byte[1]);
        foreach (var (key, (host, port)) in new Dictionary<int, Endpoint>())
            using (var c = new TcpClient(host, port + key)) { if (c is not { Client: { ProtocolType: ProtocolType.Tcp } inner }) break; inner.Dispose(); inner.Send(new byte[1]); }
        Socket? maybe = a.Connected ? a : null;
        maybe ??= new Socket(SocketType.Stream, ProtocolType.Tcp);
        var n = maybe?.Send(new byte[0]) ?? -1;
        var f = (Socket s) => { s.Close(); return n; };
        _ = f(maybe!);
    }
}
