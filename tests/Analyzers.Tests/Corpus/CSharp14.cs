using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Pair = (System.Net.Sockets.Socket Left, System.Net.Sockets.Socket Right);

namespace Corpus.Newest;

public static class SocketExtensions
{
    extension(Socket socket)
    {
        public bool IsTcp => socket.ProtocolType is ProtocolType.Tcp;
        public int Backlog { set => socket.Listen(value); }
        public void EndWrites() => socket.Shutdown(SocketShutdown.Send);
        public static Socket CreateTcp() => new(SocketType.Stream, ProtocolType.Tcp);
        public static Socket operator +(Socket left, byte[] right) { left.Send(right); return left; }
    }

    extension<T>(IEnumerable<T> source) where T : IDisposable
    {
        public void DisposeAll() { foreach (var item in source) item.Dispose(); }
    }

    extension(ref Counter counter) { public void Reset() => counter = default; }
}

public struct Counter
{
    public int Value;
    public void operator ++() => Value++;
    public void operator +=(int n) => Value += n;
}

public partial class Client(string host, int port = 7) : IDisposable
{
    private readonly Lock _lock = new();
    public Socket? Socket { get => field ??= Socket.CreateTcp(); set { field?.Dispose(); field = value; } }
    public partial int Port { get; set; }
    public partial Client(Pair pair);
    public partial event EventHandler? Closed;

    public Task RunAsync(Client? other, params ReadOnlySpan<byte> first)
    {
        using var self = this;
        other?.Socket?.NoDelay = true;
        other?.Socket?.LingerState?.LingerTime += 3;
        Socket?.Send(first);
        Socket?.EndWrites();
        _ = Socket! + [1, 2, .. (byte[])[3]];
        Socket.Send([1, 2, 3]);
        lock (_lock) { Socket = null; }
        var parse = (string text, out int n) => int.TryParse(text, out n);
        Counter counter = new(); counter++; counter += parse("1", out var k) ? k : nameof(List<>).Length; counter.Reset();
        List<Socket> all = [Socket.CreateTcp(), .. other is null ? [] : (Socket[])[other.Socket!]];
        all.DisposeAll();
        all[^1].Backlog = 1_000_000;
        return Task.Run(async () => await Socket!.SendAsync((byte[])[.. "ab"u8]));
    }

    public void Dispose() => Console.Write($"{host}:{port}\e[0m");
}

public partial class Client
{
    public partial int Port { get => field; set => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value)); }
    public partial Client(Pair pair) : this("h") { (Socket, _) = pair; pair.Left.Shutdown(SocketShutdown.Both); pair.Left.Send(default(ReadOnlySpan<byte>)); }
    public partial event EventHandler? Closed { add { } remove { } }
}

public interface IEnd { void End<T>(T value, Socket s) where T : allows ref struct; }

[InlineArray(4)]
public struct Four { private Socket? _first; }

public ref struct Holder<T>(ref readonly T value) : IDisposable where T : struct
{
    public readonly ref readonly T Value = ref value;
    public void Dispose() { }
    public static void Use(Four four, ref readonly int n) { four[0]?.Listen(n); foreach (var s in four) s?.Send((ReadOnlySpan<byte>)[]); using scoped var h = new Holder<int>(in n); }
}
