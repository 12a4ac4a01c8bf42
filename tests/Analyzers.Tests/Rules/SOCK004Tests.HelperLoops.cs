using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// The accept loop whose body is a delegate: the loop stands in a helper that is given it.
public partial class SOCK004Tests
{
    [Theory]
    [InlineData("while (true) run();", "Forever(() => { using var c = {|SOCK004:_listener.AcceptTcpClient()|}; });")]
    [InlineData("for (;;) { Console.WriteLine(1); run?.Invoke(); }", "Forever(One);", "{|SOCK004:_listener.AcceptTcpClient()|}")]
    [InlineData("while (!_stop.IsCancellationRequested) { try { run(); } catch (IOException) { } }", "void Serve() { using var c = {|SOCK004:_listener.AcceptTcpClient()|}; } Forever(Serve);")]
    [InlineData("while (true) { run(); Thread.Sleep(1); }", "Forever(delegate { {|SOCK004:_listener.AcceptSocket()|}.Close(); });")]
    // Somebody catches it, in the loop or around what starts it again.
    [InlineData("while (true) { try { run(); } catch (SocketException) { } }", "Forever(() => { using var c = _listener.AcceptTcpClient(); });")]
    [InlineData("while (true) { try { run(); } catch (Exception e) when (e is SocketException) { Thread.Sleep(1); } }", "Forever(One);")]
    [InlineData("while (true) run();", "Forever(() => { try { using var c = _listener.AcceptTcpClient(); } catch (SocketException) { } });")]
    [InlineData("while (true) run();", "while (true) { try { Forever(One); } catch (SocketException) { Thread.Sleep(1); } }")]
    // It has an end, runs once, or when something else says so.
    [InlineData("for (var i = 0; i < 2; i++) run();", "Forever(One);")]
    [InlineData("run();", "Forever(One);")]
    [InlineData("while (_count < 2) run();", "Forever(One);")]
    [InlineData("while (true) { run(); break; }", "Forever(One);")]
    [InlineData("while (true) { if (Console.ReadLine() == \"data\") run(); }", "Forever(One);")]
    [InlineData("while (true) Console.WriteLine(run);", "Forever(One);")]
    // The helper accepts, and the delegate accepts a data connection of that client.
    [InlineData("while (true) { using var c = {|SOCK004:_listener.AcceptTcpClient()|}; run(); }", "Forever(One);")]
    [InlineData("while (true) { Socket c; try { c = _listener.AcceptSocket(); } catch (SocketException) { continue; } run(); c.Close(); }", "Forever(() => { using var c = _listener.AcceptTcpClient(); });")]
    [InlineData("while (!_stop.IsCancellationRequested) { try { using var c = _listener.AcceptTcpClientAsync().Result; } catch (Exception) { } run(); }", "Forever(One);")]
    public Task The_loop_of_a_helper(string helper, string start, string accept = "_listener.AcceptTcpClient()") => Verify(
        $$"""
        class Server
        {
            private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
            private readonly CancellationTokenSource _stop = new();
            private int _count;

            public void Start() { _listener.Start(); {{start}} }

            private void One() { using var c = {{accept}}; _count++; }
            private void Forever(Action run) { {{helper}} }
        }
        """);

    [Theory]
    [InlineData("while (true) await run();", "async () => { using var c = await {|SOCK004:_listener.AcceptTcpClientAsync()|}; }")]
    [InlineData("while (true) await run().ConfigureAwait(false);", "One", "{|SOCK004:_listener.AcceptTcpClientAsync()|}")]
    [InlineData("while (true) { try { await run(); } catch (SocketException) { await Task.Delay(9); } }", "One")]
    // Its exception stays in the task.
    [InlineData("while (true) { _ = run(); await Task.Delay(9); }", "One")]
    public Task An_asynchronous_loop_of_a_helper(string helper, string serve, string accept = "_listener.AcceptTcpClientAsync()") => Verify(
        $$"""
        class Server
        {
            private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

            public Task Start() { _listener.Start(); return Forever({{serve}}); }

            private async Task One() { using var c = await {{accept}}; }
            private static async Task Forever(Func<Task> run) { {{helper}} }
        }
        """);

    [Fact]
    public Task A_helper_that_gives_the_first_one_back_is_no_loop() => Verify(
        """
        class Server
        {
            private static T Until<T>(Func<T> run) where T : class { while (true) { if (run() is { } found) return found; } }

            public TcpClient First(TcpListener listener) => Until(() => listener.AcceptTcpClient());
        }
        """);
}
