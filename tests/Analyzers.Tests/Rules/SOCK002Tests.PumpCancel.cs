using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// A direction that is over cancels the token of the other one.
public partial class SOCK002Tests
{
    [Theory]
    [InlineData("async Task RunAsync(TcpClient a, TcpClient b) { using var end = new CancellationTokenSource(); await Task.WhenAll(Copy(a.GetStream(), b.GetStream(), end), Copy(b.GetStream(), a.GetStream(), end)); static async Task Copy(NetworkStream from, NetworkStream to, CancellationTokenSource end) { try { await from.CopyToAsync(to, 81920, end.Token); } catch (IOException) { } {|SOCK002:end.Cancel()|}; } }")]
    [InlineData("readonly CancellationTokenSource _end = new(); Task Run(NetworkStream a, NetworkStream b) => Task.WhenAll(Copy(a, b), Copy(b, a)); async Task Copy(NetworkStream from, NetworkStream to) { var buffer = new byte[4096]; try { int n; while ((n = await from.ReadAsync(buffer, 0, 4096, _end.Token)) > 0) await to.WriteAsync(buffer, 0, n); } finally { {|SOCK002:_end.Cancel()|}; } }")]
    [InlineData("async Task RunAsync(TcpClient a, TcpClient b, CancellationToken token) { var end = CancellationTokenSource.CreateLinkedTokenSource(token); var x = a.GetStream(); var y = b.GetStream(); var up = Task.Run(async () => { try { await x.CopyToAsync(y, 81920, end.Token); } finally { {|SOCK002:end.Cancel()|}; } }); var down = Task.Run(async () => { try { await y.CopyToAsync(x, 81920, end.Token); } finally { {|SOCK002:end.Cancel()|}; } }); await Task.WhenAll(up, down); }")]
    public Task Cancel_in_the_pump(string members) => Verify("class C { " + members + " }");

    [Theory]
    // On an error, after a pause, when both are over, with a source of its own, with an end that is passed on, with a limit.
    [InlineData("async Task RunAsync(NetworkStream a, NetworkStream b, CancellationTokenSource end) { await Task.WhenAll(Copy(a, b, end), Copy(b, a, end)); } static async Task Copy(NetworkStream from, NetworkStream to, CancellationTokenSource end) { try { await from.CopyToAsync(to, 81920, end.Token); } catch (IOException) { end.Cancel(); } }")]
    [InlineData("async Task RunAsync(NetworkStream a, NetworkStream b, CancellationTokenSource end) { await Task.WhenAll(Copy(a, b, end), Copy(b, a, end)); } static async Task Copy(NetworkStream from, NetworkStream to, CancellationTokenSource end) { await from.CopyToAsync(to, 81920, end.Token); await Task.Delay(30000); end.Cancel(); }")]
    [InlineData("int _over; async Task RunAsync(NetworkStream a, NetworkStream b, CancellationTokenSource end) { await Task.WhenAll(Copy(a, b, end), Copy(b, a, end)); } async Task Copy(NetworkStream from, NetworkStream to, CancellationTokenSource end) { await from.CopyToAsync(to, 81920, end.Token); if (Interlocked.Increment(ref _over) == 2) end.Cancel(); }")]
    [InlineData("async Task RunAsync(NetworkStream a, NetworkStream b, CancellationTokenSource one, CancellationTokenSource two) { await Task.WhenAll(Copy(a, b, one), Copy(b, a, two)); } static async Task Copy(NetworkStream from, NetworkStream to, CancellationTokenSource end) { await from.CopyToAsync(to, 81920, end.Token); end.Cancel(); }")]
    [InlineData("async Task RunAsync(Socket a, Socket b, CancellationTokenSource end) { await Task.WhenAll(Copy(a, b, end), Copy(b, a, end)); } static async Task Copy(Socket from, Socket to, CancellationTokenSource end) { var buffer = new byte[4096]; int n; while ((n = await from.ReceiveAsync(buffer, SocketFlags.None, end.Token)) > 0) await to.SendAsync(new ArraySegment<byte>(buffer, 0, n), SocketFlags.None); to.Shutdown(SocketShutdown.Send); end.CancelAfter(30000); }")]
    [InlineData("async Task RunAsync(NetworkStream a, Stream file, CancellationTokenSource end) { await Copy(a, file, end); } static async Task Copy(Stream from, Stream to, CancellationTokenSource end) { await from.CopyToAsync(to, 81920, end.Token); end.Cancel(); }")]
    public Task Cancel_that_cuts_nothing_off(string members) => Verify("class C { " + members + " }");

    [Theory]
    // The pump is given the fields of its object, and ends the object.
    [InlineData("readonly NetworkStream _a, _b; void Start() { _ = Copy(_a, _b); _ = Copy(_b, _a); } async Task Copy(Stream from, Stream to) { try { await from.CopyToAsync(to); } finally { {|SOCK002:Close()|}; } } void Close() { _a.Dispose(); _b.Dispose(); }")]
    [InlineData("readonly TcpClient _a, _b; void Start() { new Thread(() => Pump(_a.GetStream(), _b.GetStream())).Start(); new Thread(() => Pump(_b.GetStream(), _a.GetStream())).Start(); } void Pump(NetworkStream from, NetworkStream to) { var buffer = new byte[4096]; int n; while ((n = from.Read(buffer, 0, 4096)) > 0) to.Write(buffer, 0, n); {|SOCK002:to.Close()|}; }")]
    public Task Pump_of_fields(string members) => Verify("class C { " + members + " }");

    [Theory]
    // The second end closes; the ends of others.
    [InlineData("int _over; readonly NetworkStream _a, _b; void Start() { _ = Copy(_a, _b); _ = Copy(_b, _a); } async Task Copy(Stream from, Stream to) { try { await from.CopyToAsync(to); } finally { if (Interlocked.Increment(ref _over) == 2) Close(); } } void Close() { _a.Dispose(); _b.Dispose(); }")]
    [InlineData("readonly NetworkStream _a, _b; readonly TcpClient _log; void Start() { _ = Copy(_a, _b); _ = Copy(_b, _a); } async Task Copy(Stream from, Stream to) { try { await from.CopyToAsync(to); } finally { _log.Close(); } }")]
    public Task Pump_that_ends_nothing_of_its_pair(string members) => Verify("class C { " + members + " }");
}
