using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// One leg is a socket, the other what Kestrel or the project makes of a connection.
public partial class SOCK002Tests
{
    private const string LegRace = "await {|SOCK002:Task.WhenAny(up, down)|};";

    [Theory]
    // Kestrel's connection: of a parameter, of a local that a test proved, with a field's pipe and a stream over it.
    [InlineData("async Task RunAsync(ConnectionContext context) { using var s = await OpenAsync(1); var up = s.CopyToAsync(context.Transport.Output); var down = context.Transport.Input.CopyToAsync(s); " + LegRace + " }")]
    [InlineData("async Task RunAsync(ConnectionContext context) { var transport = context.Features.Get<IConnectionTransportFeature>()?.Transport; if (transport != null) { var token = context.ConnectionClosed; using var s = await this.OpenAsync(1); var up = s.CopyToAsync(transport.Output, token); var down = transport.Input.CopyToAsync(s, token); " + LegRace + " } }")]
    [InlineData("IDuplexPipe _pipe; async Task RunAsync(TcpClient client) { var s = client.GetStream(); var up = s.CopyToAsync(_pipe.Output); var down = _pipe.Input.CopyToAsync(s); " + LegRace + " client.Close(); await _pipe.Output.CompleteAsync(); }")]
    [InlineData("async Task RunAsync(IDuplexPipe pipe, Socket socket) { using var s = new NetworkStream(socket, true); using var p = pipe.Output.AsStream(); var up = s.CopyToAsync(p); var down = pipe.Input.CopyToAsync(s); " + LegRace + " }")]
    // A stream of the project over a socket's, whose owner is closed.
    [InlineData("async Task RunAsync(TcpClient a, TcpClient b) { var x = new Counting(a.GetStream()); var y = new Counting(b.GetStream()); var up = x.CopyToAsync(y); var down = y.CopyToAsync(x); try { " + LegRace + " } finally { if (a.Connected) a.Close(); if (b.Connected) b.Close(); } }")]
    [InlineData("async Task RunAsync(Socket a, Socket b) { Stream x = new NetworkStream(a, false), y = new Counting(new NetworkStream(b, false)); var up = x.CopyToAsync(y); var down = y.CopyToAsync(x); " + LegRace + " a.Close(); b.Close(); }")]
    // The count of the read comes through a helper on tasks.
    [InlineData("async Task RunAsync(TcpClient a, TcpClient b, CancellationTokenSource end) { var up = CopyAsync(a.GetStream(), b.GetStream(), end.Token); var down = CopyAsync(b.GetStream(), a.GetStream(), end.Token); " + LegRace + " end.Cancel(); } static async Task CopyAsync(Stream from, Stream to, CancellationToken token) { var buffer = new byte[4096]; while (true) { var n = await from.ReadAsync(buffer, 0, 4096).WithToken(token); if (n == 0) return; await to.WriteAsync(buffer, 0, n); } }")]
    // WhenAll of something else is no wait for the other direction.
    [InlineData("async Task RunAsync(TcpClient a, TcpClient b) { var x = PipeWriter.Create(a.GetStream(), new StreamPipeWriterOptions(leaveOpen: true)); var y = PipeWriter.Create(b.GetStream(), new StreamPipeWriterOptions(leaveOpen: true)); var up = a.GetStream().CopyToAsync(y); var down = b.GetStream().CopyToAsync(x); " + LegRace + " await Task.WhenAll(x.CompleteAsync().AsTask(), y.CompleteAsync().AsTask()); a.Close(); b.Close(); }")]
    [InlineData("async Task RunAsync(TcpClient a, TcpClient b, List<Task> logs) { var up = a.GetStream().CopyToAsync(b.GetStream()); var down = b.GetStream().CopyToAsync(a.GetStream()); " + LegRace + " Task.WaitAll(logs.ToArray()); a.Close(); b.Close(); }")]
    public Task Legs_that_are_no_sockets_by_name(string members) => Legs(members);

    [Theory]
    // Two pipes that are two connections; all are waited for, by WaitAll, as a list, of an array that was filled from it.
    [InlineData("async Task RunAsync(ConnectionContext context, ConnectionContext other) { using var s = await OpenAsync(1); var up = s.CopyToAsync(context.Transport.Output); var down = other.Transport.Input.CopyToAsync(s); await Task.WhenAny(up, down); }")]
    [InlineData("async Task RunAsync(ConnectionContext context) { using var s = await OpenAsync(1); var up = s.CopyToAsync(context.Transport.Output); var down = context.Transport.Input.CopyToAsync(s); await Task.WhenAny(up, down); await Task.WhenAll(up, down); }")]
    [InlineData("async Task RunAsync(TcpClient a, TcpClient b) { var up = a.GetStream().CopyToAsync(b.GetStream()); var down = b.GetStream().CopyToAsync(a.GetStream()); await Task.WhenAny(up, down); Task.WaitAll(new[] { up, down }, 1000); a.Close(); b.Close(); }")]
    [InlineData("async Task RunAsync(TcpClient a, TcpClient b) { var tasks = new List<Task> { a.GetStream().CopyToAsync(b.GetStream()), b.GetStream().CopyToAsync(a.GetStream()) }; await Task.WhenAny(tasks); var rest = tasks.Where(t => !t.IsCompleted); await Task.WhenAll(rest); a.Close(); b.Close(); }")]
    public Task Legs_that_are_waited_for(string members) => Legs(members);

    [Theory]
    // A helper of another type waits for the first end, and its caller closes both.
    [InlineData("Relay.RunAsync(a.GetStream(), b.GetStream())", "{|SOCK002:Task.WhenAny(a.CopyToAsync(b), b.CopyToAsync(a))|}")]
    [InlineData("a.GetStream().RunAsync(b.GetStream())", "{|SOCK002:Task.WhenAny(a.CopyToAsync(b), b.CopyToAsync(a))|}")]
    [InlineData("Task.WhenAll(Relay.RunAsync(a.GetStream(), b.GetStream()), Task.Delay(1000))", "Task.WhenAll(a.CopyToAsync(b), b.CopyToAsync(a))")]
    public Task Caller_in_another_type_that_ends_both(string call, string wait) => Verify(
        $$"""
        class Server
        {
            async Task ServeAsync(TcpClient a, TcpClient b)
            {
                using (a)
                using (b)
                    await {{call}};
            }
        }

        static class Relay
        {
            public static async Task RunAsync(this Stream a, Stream b) => await {{wait}};
        }
        """);

    private static Task Legs(string members) => Verify(
        $$"""
        using System.IO.Pipelines;

        abstract class C
        {
            {{members}}

            async Task<Stream> OpenAsync(int port) { var s = new Socket(SocketType.Stream, ProtocolType.Tcp); await s.ConnectAsync("a", port); return new NetworkStream(s, true); }
        }

        abstract class ConnectionContext { public abstract IDuplexPipe Transport { get; set; } public abstract Features Features { get; } public CancellationToken ConnectionClosed { get; } }

        interface IConnectionTransportFeature { IDuplexPipe Transport { get; } }

        abstract class Features { public abstract T Get<T>(); }

        static class Tasks
        {
            public static async Task<T> WithToken<T>(this Task<T> task, CancellationToken token)
            {
                var ended = new TaskCompletionSource<bool>();
                using (token.Register(() => ended.TrySetResult(true)))
                    return await Task.WhenAny(task, ended.Task) == task ? await task : default;
            }
        }

        class Counting : Stream
        {
            private readonly Stream _inner;

            public Counting(Stream inner) => _inner = inner;

            public long Count { get; private set; }
            public override bool CanRead => true;
            public override bool CanSeek => false;
            public override bool CanWrite => true;
            public override long Length => throw new NotSupportedException();
            public override long Position { get; set; }
            public override void Flush() => _inner.Flush();
            public override int Read(byte[] buffer, int offset, int count) { var n = _inner.Read(buffer, offset, count); Count += n; return n; }
            public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
            public override void SetLength(long value) => throw new NotSupportedException();
            public override void Write(byte[] buffer, int offset, int count) => _inner.Write(buffer, offset, count);
        }
        """);
}
