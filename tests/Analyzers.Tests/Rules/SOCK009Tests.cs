using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

public class SOCK009Tests
{
    [Theory]
    // Two streams that are given, and each way to end both: a cancelled token, a dispose, a using, an abort.
    [InlineData("static async Task Run(Stream a, Stream b, CancellationTokenSource end) { var up = a.CopyToAsync(b, 81920, end.Token); var down = b.CopyToAsync(a, 81920, end.Token); await {|SOCK009:Task.WhenAny(up, down)|}; end.Cancel(); await Task.WhenAll(up, down); }")]
    [InlineData("static async Task Run(Stream a, Stream b) { await {|SOCK009:Task.WhenAny(a.CopyToAsync(b), b.CopyToAsync(a))|}; a.Dispose(); b.Dispose(); }")]
    [InlineData("static async Task Run(Func<Task<Stream>> open, Func<Task<Stream>> accept) { using (var a = await open()) using (var b = await accept()) { var tasks = new[] { a.CopyToAsync(b), b.CopyToAsync(a) }; await {|SOCK009:Task.WhenAny(tasks)|}; } }")]
    [InlineData("static async Task Run(IHub hub, int id) { using (var a = await hub.OpenAsync(id)) using (var b = await hub.OpenAsync(id + 1)) { await {|SOCK009:Task.WhenAny(Copy(a, b), Copy(b, a))|}; } } " + Copy)]
    [InlineData("Stream _a, _b; async Task Run() { var up = Copy(_a, _b); var down = Copy(_b, _a); await {|SOCK009:Task.WhenAny(up, down)|}; _a.Close(); _b.Close(); } " + Copy)]
    [InlineData("readonly Dictionary<int, TaskCompletionSource<Stream>> _waiting; async Task Run(Stream a) { using (var b = await _waiting[1].Task) { await {|SOCK009:Task.WhenAny(a.CopyToAsync(b), b.CopyToAsync(a))|}; } }")]
    [InlineData("static async Task Run(Stream a, Stream b, CancellationTokenSource end, Action<int> seen) { var up = a.CopyToAsync(b, seen, end.Token); var down = b.CopyToAsync(a, seen, end.Token); await {|SOCK009:Task.WhenAny(up, down)|}; end.Cancel(); }")]
    [InlineData("static void Start(Stream a, Stream b) { Task.Run(() => Pump(a, b)); Task.Run(() => Pump(b, a)); } static void Pump(Stream from, Stream to) { var buffer = new byte[4096]; int n; while ((n = from.Read(buffer, 0, 4096)) > 0) to.Write(buffer, 0, n); {|SOCK009:to.Close()|}; }")]
    [InlineData("static void Run(Stream a, Stream b) { var up = a.CopyToAsync(b).ContinueWith(_ => {|SOCK009:b.Dispose()|}); var down = b.CopyToAsync(a); Task.WaitAll(up, down); }")]
    public Task First_end_of_two_streams(string members) => Verify(members);

    [Theory]
    // Both are waited for; a pause; a timer alone; a WebSocket, TLS, a process, a file, one stream in both places; on an error.
    [InlineData("static async Task Run(Stream a, Stream b) { var up = a.CopyToAsync(b); var down = b.CopyToAsync(a); await Task.WhenAny(up, down); await Task.WhenAll(up, down); a.Dispose(); b.Dispose(); }")]
    [InlineData("static async Task Run(Stream a, Stream b, CancellationTokenSource end) { var up = a.CopyToAsync(b, 81920, end.Token); var down = b.CopyToAsync(a, 81920, end.Token); await Task.WhenAny(up, down); end.CancelAfter(30000); await Task.WhenAll(up, down); }")]
    [InlineData("static async Task Run(Stream a, Stream b) { var both = Task.WhenAll(a.CopyToAsync(b), b.CopyToAsync(a)); await Task.WhenAny(both, Task.Delay(60000)); a.Dispose(); b.Dispose(); }")]
    [InlineData("static async Task Run(Stream a, SslStream b) { await Task.WhenAny(a.CopyToAsync(b), b.CopyToAsync(a)); a.Dispose(); b.Dispose(); }")]
    [InlineData("static async Task Run(Stream a, Web b) { await Task.WhenAny(a.CopyToAsync(b), b.CopyToAsync(a)); a.Dispose(); b.Dispose(); }")]
    [InlineData("static async Task Run(Stream a, System.Diagnostics.Process shell) { var b = shell.StandardInput.BaseStream; var c = shell.StandardOutput.BaseStream; await Task.WhenAny(a.CopyToAsync(b), c.CopyToAsync(a)); a.Dispose(); }")]
    [InlineData("static async Task Run(Stream a) { using var b = File.Open(\"log\", FileMode.Open); await Task.WhenAny(a.CopyToAsync(b), b.CopyToAsync(a)); a.Dispose(); }")]
    [InlineData("static async Task Run(Stream a, Stream b) { try { await Task.WhenAll(a.CopyToAsync(b), b.CopyToAsync(a)); } catch (IOException) { a.Dispose(); b.Dispose(); } }")]
    [InlineData("static async Task Run(Stream a, Stream b, Stream c) { await Task.WhenAny(a.CopyToAsync(b), a.CopyToAsync(c)); a.Dispose(); b.Dispose(); }")]
    [InlineData("static void Start(Stream a, Stream b) { Pump(a, b); Pump(b, a); } static void Pump(Stream from, Stream to) { var buffer = new byte[4096]; int n; while ((n = from.Read(buffer, 0, 4096)) > 0) to.Write(buffer, 0, n); to.Close(); }")]
    [InlineData("Stream _file, _index; void Write() { var buffer = new byte[4096]; int n; while ((n = _file.Read(buffer, 0, 4096)) > 0) _index.Write(buffer, 0, n); _index.Close(); } void Read() { var buffer = new byte[4096]; int n; while ((n = _index.Read(buffer, 0, 4096)) > 0) _file.Write(buffer, 0, n); _file.Close(); }")]
    public Task Nothing_is_cut(string members) => Verify(members);

    private const string Copy = "static async Task Copy(Stream from, Stream to) { var buffer = new byte[4096]; int n; while ((n = await from.ReadAsync(buffer, 0, 4096)) > 0) await to.WriteAsync(buffer, 0, n); }";

    private static Task Verify(string members) => RuleTest.Of("SOCK009",
        $$"""
        class C
        {
            {{members}}
        }

        interface IHub { Task<Stream> OpenAsync(int id); }

        static class Pumps
        {
            public static async Task CopyToAsync(this Stream from, Stream to, Action<int> seen, CancellationToken token)
            {
                var buffer = new byte[4096];
                while (!token.IsCancellationRequested)
                {
                    var n = await from.ReadAsync(buffer, 0, 4096, token);
                    if (n == 0)
                        return;
                    await to.WriteAsync(buffer, 0, n, token);
                    seen(n);
                }
            }
        }

        class Mention { Socket _socket; }

        abstract class Web : Stream { System.Net.WebSockets.WebSocket _socket; }
        """).RunAsync();
}
