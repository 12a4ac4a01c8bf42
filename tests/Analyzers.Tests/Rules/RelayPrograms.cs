using System.Text;

namespace SocketAnalyzers.Tests.Rules;

/// <summary>
/// Relays made by combination: what the two connections stand in, how data is copied, what the first end does; each wrong, and right beside it.
/// </summary>
internal static class RelayPrograms
{
    /// <summary>Where the two connections stand: <c>A</c> and <c>B</c> are their streams.</summary>
    private sealed record Legs(string Name, string Type, string Parameters, string Setup, string A, string B, string EndA, string EndB, string HalfA, string HalfB, string More = "");

    /// <summary>How one direction is copied; <c>{0}</c> and <c>{1}</c> are the streams, <c>{2}</c> the token.</summary>
    private sealed record Copy(string Name, string Call, string Members, string Outside = "");

    /// <summary>What happens at the first end, and what should: <c>UP</c> and <c>DOWN</c> start the copies, <c>END</c> ends both connections.</summary>
    private sealed record FirstEnd(string Name, string Wrong, string Right);

    public sealed record Program(string Name, bool IsWrong, string Code);

    private static readonly Legs[] AllLegs =
    [
        new("locals", "sealed class Relay", "TcpListener listener", "var a = await listener.AcceptTcpClientAsync(); var b = new TcpClient(); await b.ConnectAsync(\"host\", 80); var up = a.GetStream(); var down = b.GetStream();",
            "up", "down", "a.Close();", "b.Close();", "a.Client.Shutdown(SocketShutdown.Send);", "b.Client.Shutdown(SocketShutdown.Send);"),
        new("fields", "sealed class Relay", "", "",
            "_a.GetStream()", "_b.GetStream()", "_a.Close();", "_b.Close();", "_a.Client.Shutdown(SocketShutdown.Send);", "_b.Client.Shutdown(SocketShutdown.Send);",
            "private readonly TcpClient _a, _b; public Relay(TcpClient a, TcpClient b) { _a = a; _b = b; }"),
        new("parameters", "sealed class Relay", "Socket left, Socket right", "using var a = new NetworkStream(left); using var b = new NetworkStream(right);",
            "a", "b", "left.Dispose();", "right.Dispose();", "left.Shutdown(SocketShutdown.Send);", "right.Shutdown(SocketShutdown.Send);"),
        new("streams", "sealed class Relay", "TcpClient one, TcpClient two", "await BetweenAsync(one.GetStream(), two.GetStream()); } private async Task BetweenAsync(Stream a, Stream b) {",
            "a", "b", "a.Dispose();", "b.Dispose();", "((NetworkStream)a).Socket.Shutdown(SocketShutdown.Send);", "((NetworkStream)b).Socket.Shutdown(SocketShutdown.Send);"),
#if ROSLYN_LATEST
        // Roslyn 4.5 does not parse primary constructors.
        new("captures", "sealed class Relay(TcpClient client, TcpClient server)", "", "",
            "client.GetStream()", "server.GetStream()", "client.Close();", "server.Close();", "client.Client.Shutdown(SocketShutdown.Send);", "server.Client.Shutdown(SocketShutdown.Send);"),
#endif
        new("tuple", "sealed class Relay", "(TcpClient Client, TcpClient Server) pair", "",
            "pair.Client.GetStream()", "pair.Server.GetStream()", "pair.Client.Dispose();", "pair.Server.Dispose();", "pair.Client.Client.Shutdown(SocketShutdown.Send);", "pair.Server.Client.Shutdown(SocketShutdown.Send);"),
        new("array", "sealed class Relay", "TcpClient[] ends", "",
            "ends[0].GetStream()", "ends[1].GetStream()", "ends[0].Close();", "ends[1].Close();", "ends[0].Client.Shutdown(SocketShutdown.Send);", "ends[1].Client.Shutdown(SocketShutdown.Send);"),
        new("helper", "sealed class Relay", "TcpClient client, string host", "var a = client.GetStream(); var b = await OpenAsync(host);",
            "a", "b", "client.Close();", "b.Close();", "client.Client.Shutdown(SocketShutdown.Send);", "((NetworkStream)b).Socket.Shutdown(SocketShutdown.Send);",
            "private static async Task<Stream> OpenAsync(string host) { var socket = new Socket(SocketType.Stream, ProtocolType.Tcp); await socket.ConnectAsync(host, 80); return new NetworkStream(socket, ownsSocket: true); }"),
        new("helpers", "sealed class Relay", "string host", "using Stream a = await OpenAsync(host), b = Open(host);",
            "a", "b", "a.Dispose();", "b.Dispose();", "Finish(a);", "Finish(b);",
            "private static async Task<Stream> OpenAsync(string host) { var socket = new Socket(SocketType.Stream, ProtocolType.Tcp); await socket.ConnectAsync(host, 80); return new NetworkStream(socket, true) { ReadTimeout = 1000 }; }"
            + " private static Stream Open(string host) { var client = new TcpClient(host, 443); Stream stream = client.GetStream(); if (host.Length > 3) stream = new SslStream(stream, false); return stream; }"
            + " private static void Finish(Stream stream) { if (stream is NetworkStream network) network.Socket.Shutdown(SocketShutdown.Send); else ((SslStream)stream).ShutdownAsync().Wait(); }"),
        new("wrapper", "sealed class Relay", "Peer a, Peer b", "",
            "a", "b", "a.Close();", "b.Close();", "a.Finish();", "b.Finish();"),
    ];

    private const string PeerClass = """
        internal sealed class Peer
        {
            private readonly Socket _socket;
            public Peer(Socket socket) => _socket = socket;
            public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken token = default) => _socket.ReceiveAsync(buffer, SocketFlags.None, token);
            public async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken token = default) { while (data.Length > 0) data = data.Slice(await _socket.SendAsync(data, SocketFlags.None, token)); }
            public void Finish() => _socket.Shutdown(SocketShutdown.Send);
            public void Close() => _socket.Close();
        }
        """;

    private static readonly Copy[] Copies =
    [
        new("CopyToAsync", "{0}.CopyToAsync({1}, {2})", ""),
        new("pump", "PumpAsync({0}, {1}, {2})", """
            private static async Task PumpAsync(STREAM from, STREAM to, CancellationToken token)
            {
                var buffer = new byte[8192];
                int count;
                while ((count = await from.ReadAsync(buffer, token)) > 0)
                    await to.WriteAsync(buffer.AsMemory(0, count), token);
            }
            """),
        new("counting pump", "ForwardAsync({0}, {1}, n => Interlocked.Add(ref _bytes, n), {2})", """
            private long _bytes;
            private async Task ForwardAsync(STREAM source, STREAM target, Action<int> moved, CancellationToken token)
            {
                var block = System.Buffers.ArrayPool<byte>.Shared.Rent(16384);
                try
                {
                    while (true)
                    {
                        var got = await source.ReadAsync(new Memory<byte>(block), token).ConfigureAwait(false);
                        if (got == 0)
                            break;
                        Mask(block, got);
                        await target.WriteAsync(new ReadOnlyMemory<byte>(block, 0, got), token).ConfigureAwait(false);
                        moved(got);
                    }
                }
                finally
                {
                    System.Buffers.ArrayPool<byte>.Shared.Return(block);
                }
            }
            private static void Mask(byte[] data, int count) { for (var i = 0; i < count; i++) data[i] ^= 0x5a; }
            """),
        new("extension", "{0}.PassOnAsync({1}, {2})", "", """
            internal static class StreamExtensions
            {
                public static async Task PassOnAsync(this STREAM input, STREAM output, CancellationToken token)
                {
                    var bytes = new byte[4096];
                    for (;;)
                    {
                        int length = await input.ReadAsync(bytes, token);
                        if (length <= 0)
                            return;
                        await output.WriteAsync(bytes.AsMemory(0, length), token);
                    }
                }
            }
            """),
        new("Task.Run", "Task.Run(() => MoveAsync({0}, {1}, {2}))", """
            private async Task MoveAsync(STREAM x, STREAM y, CancellationToken token)
            {
                var chunk = new byte[1024];
                var read = 0;
                do
                {
                    read = await x.ReadAsync(chunk, token);
                    await y.WriteAsync(chunk.AsMemory(0, read), token);
                }
                while (read != 0);
            }
            """),
    ];

    private static readonly FirstEnd[] FirstEnds =
    [
        new("WhenAny", "await Task.WhenAny(UP, DOWN); END", "var first = HALFUP; var second = HALFDOWN; await Task.WhenAny(first, second); await Task.WhenAll(first, second); END"),
        new("array", "var tasks = new[] { UP, DOWN }; await Task.WhenAny(tasks); END", "var tasks = new[] { HALFUP, HALFDOWN }; await Task.WhenAll(tasks); END"),
        new("list", "var tasks = new List<Task>(); tasks.Add(UP); tasks.Add(DOWN); await Task.WhenAny(tasks).ConfigureAwait(false); END",
            "var tasks = new List<Task>(); tasks.Add(HALFUP); tasks.Add(HALFDOWN); while (tasks.Count > 0) tasks.Remove(await Task.WhenAny(tasks)); END"),
        new("WhenAny.ContinueWith", "_ = Task.WhenAny(UP, DOWN).ContinueWith(_ => { END });", "_ = Task.WhenAll(HALFUP, HALFDOWN).ContinueWith(_ => { END });"),
        new("await await", "var one = UP; var other = DOWN; try { await await Task.WhenAny(one, other); } finally { END }", "var one = HALFUP; var other = HALFDOWN; try { await Task.WhenAny(Task.WhenAll(one, other), Task.Delay(60000)); } finally { END }"),
        new("timer", "await Task.WhenAny(UP, DOWN, Task.Delay(TimeSpan.FromMinutes(5))); END", "await Task.WhenAny(Task.WhenAll(HALFUP, HALFDOWN), Task.Delay(TimeSpan.FromMinutes(5))); END"),
        new("token", "using var source = new CancellationTokenSource(); var one = UPTOKEN; var other = DOWNTOKEN; await Task.WhenAny(one, other); source.Cancel(); try { await Task.WhenAll(one, other); } catch (OperationCanceledException) { } END",
            "using var source = new CancellationTokenSource(); var one = HALFUP; var other = HALFDOWN; await Task.WhenAny(one, other); source.CancelAfter(30000); await Task.WhenAll(one, other); END"),
        new("finally", "async Task UpAsync() { try { await UP; } finally { ENDB } } async Task DownAsync() { try { await DOWN; } finally { ENDA } } await Task.WhenAll(UpAsync(), DownAsync());",
            "async Task UpAsync() { try { await UP; } finally { HALFB } } async Task DownAsync() { try { await DOWN; } finally { HALFA } } await Task.WhenAll(UpAsync(), DownAsync()); END"),
        new("ContinueWith", "var one = UP.ContinueWith(_ => { ENDB }); var other = DOWN.ContinueWith(_ => { ENDA }); await Task.WhenAll(one, other);",
            "var one = UP.ContinueWith(_ => { HALFB }); var other = DOWN.ContinueWith(_ => { HALFA }); await Task.WhenAll(one, other); END"),
        new("WhenEach", "await foreach (var done in Task.WhenEach(UP, DOWN)) break; END", "await foreach (var done in Task.WhenEach(HALFUP, HALFDOWN)) { } END"),
    ];

    public static IEnumerable<Program> All()
    {
        foreach (var legs in AllLegs)
        {
            foreach (var copy in Copies)
            {
                // A class of one's own has no CopyToAsync.
                if (legs.Name == "wrapper" && copy.Name == "CopyToAsync")
                    continue;
                foreach (var isWrong in new[] { true, false })
                {
                    foreach (var end in FirstEnds)
                        yield return new Program(string.Join(" x ", legs.Name, copy.Name, end.Name), isWrong, Write(legs, copy, isWrong ? end.Wrong : end.Right));
                }
            }
        }
    }

    private static string Write(Legs legs, Copy copy, string body)
    {
        var halves = body.Contains("HALFUP");
        var text = new StringBuilder(body)
            .Replace("HALFUP", "UpAsync()").Replace("HALFDOWN", "DownAsync()")
            .Replace("HALFA", legs.HalfA).Replace("HALFB", legs.HalfB)
            .Replace("ENDA", legs.EndA).Replace("ENDB", legs.EndB).Replace("END", legs.EndA + " " + legs.EndB)
            .Replace("UPTOKEN", Call(copy, legs.A, legs.B, "source.Token")).Replace("DOWNTOKEN", Call(copy, legs.B, legs.A, "source.Token"))
            .Replace("DOWN", Call(copy, legs.B, legs.A, "token")).Replace("UP", Call(copy, legs.A, legs.B, "token"));
        if (halves)
            text.Append($" async Task UpAsync() {{ await {Call(copy, legs.A, legs.B, "token")}; {legs.HalfB} }} async Task DownAsync() {{ await {Call(copy, legs.B, legs.A, "token")}; {legs.HalfA} }}");
        var type = legs.Name == "wrapper" ? "Peer" : "Stream";
        var setup = legs.Setup.Contains("} private") ? legs.Setup.Replace("await BetweenAsync(one.GetStream(), two.GetStream())", "await BetweenAsync(one.GetStream(), two.GetStream(), token)").Replace("Stream a, Stream b", "Stream a, Stream b, CancellationToken token") : legs.Setup;
        var parameters = legs.Parameters.Length == 0 ? "CancellationToken token" : legs.Parameters + ", CancellationToken token";
        return $$"""
            {{(legs.Name == "wrapper" ? PeerClass : "")}}
            internal {{legs.Type}}
            {
                {{legs.More}}
                public async Task RunAsync({{parameters}})
                {
                    {{setup}}
                    {{text}}
                }
                {{copy.Members.Replace("STREAM", type)}}
            }
            {{copy.Outside.Replace("STREAM", type)}}
            """;
    }

    private static string Call(Copy copy, string from, string to, string token) => string.Format(copy.Call, from, to, token);
}
