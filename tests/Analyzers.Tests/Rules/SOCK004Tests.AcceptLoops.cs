using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// The loop that accepts.
public partial class SOCK004Tests
{
    private static Task VerifyServer(string body, string members = "") => Verify(
        $$"""
        class Server
        {
            private readonly TcpListener _listener = new(IPAddress.Any, 9000);
            private volatile bool _running;

            public async Task RunAsync(CancellationToken stop)
            {
                _listener.Start();
                await Task.Yield();
                {{body}}
            }

            private void Serve(TcpClient client) => new Thread(client.Close).Start();

            {{members}}
        }
        """);

    [Fact]
    public Task A_loop_without_any_handler_in_Main() => RuleTest.Of(
        "SOCK004",
        """
        var listener = new TcpListener(IPAddress.Any, 9000);
        listener.Start();
        while (true)
        {
            var client = {|#0:listener.AcceptTcpClient()|};
            new Thread(client.Close).Start();
        }
        """,
        new DiagnosticResult("SOCK004", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'AcceptTcpClient' can throw a SocketException on a transient accept error and nothing in the loop catches it: the accept loop ends and no other client is served")).AsProgram().RunAsync();

    [Fact]
    public Task A_catch_in_the_loop_that_leaves_it() => Verify(
        """
        class Server
        {
            private readonly TcpListener _listener = new(IPAddress.Any, 9000);

            public void Run()
            {
                while (true)
                {
                    try
                    {
                        var client = {|#0:_listener.AcceptTcpClient()|};
                        new Thread(client.Close).Start();
                    }
                    catch {|#1:(SocketException e)|}
                    {
                        Console.WriteLine(e.Message);
                        break;
                    }
                }
            }
        }
        """,
        new DiagnosticResult("SOCK004", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
            "'AcceptTcpClient' can throw a SocketException on a transient accept error, and the catch in the loop leaves it whatever the error is: the accept loop ends and no other client is served"));

    [Theory]
    [InlineData("while (_running) { try { Serve({|SOCK004:_listener.AcceptTcpClient()|}); } catch (SocketException) { break; } }")]
    [InlineData("while (true) { try { Serve(await {|SOCK004:_listener.AcceptTcpClientAsync(stop)|}); } catch (ObjectDisposedException) { return; } catch (Exception e) { Console.WriteLine(e); return; } }")]
    [InlineData("for (;;) { try { Serve({|SOCK004:_listener.AcceptTcpClient()|}); } catch { _listener.Stop(); return; } }")]
    [InlineData("while (_running) { try { Serve({|SOCK004:_listener.AcceptTcpClient()|}); } catch (SocketException) { _running = false; } }")]
    [InlineData("while (true) { TcpClient client = null; try { client = {|SOCK004:_listener.AcceptTcpClient()|}; } catch (SocketException e) { if (_running) Console.WriteLine(e); return; } Serve(client); }")]
    public Task A_catch_in_the_loop_that_leaves_it_for_every_error(string loop) => VerifyServer(loop);

    [Theory]
    [InlineData("while (_running) Serve(await {|SOCK004:_listener.AcceptTcpClientAsync()|});")]
    [InlineData("for (;;) Serve({|SOCK004:_listener.AcceptTcpClient()|});")]
    [InlineData("do { var s = {|SOCK004:_listener.AcceptSocket()|}; s.Close(); } while (true);")]
    [InlineData("while (!stop.IsCancellationRequested) Serve(await {|SOCK004:_listener.AcceptTcpClientAsync(stop)|}.ConfigureAwait(false));")]
    [InlineData("_ = Task.Run(() => { while (true) Serve({|SOCK004:_listener.AcceptTcpClient()|}); });")]
    [InlineData("try { while (true) Serve({|SOCK004:_listener.AcceptTcpClient()|}); } catch (SocketException e) { Console.WriteLine(e); }")]
    [InlineData("try { while (true) Serve({|SOCK004:_listener.AcceptTcpClient()|}); } catch (ObjectDisposedException) { } finally { _listener.Stop(); }")]
    [InlineData("while (true) { if (!_listener.Pending()) { Thread.Sleep(9); continue; } Serve({|SOCK004:_listener.AcceptTcpClient()|}); }")]
    [InlineData("while (true) { try { Serve({|SOCK004:_listener.AcceptTcpClient()|}); } catch (SocketException) when (!_running && stop.IsCancellationRequested) { } }")]
    [InlineData("while (true) { try { Serve({|SOCK004:_listener.AcceptTcpClient()|}); } catch (SocketException) { throw; } }")]
    public Task A_loop_that_one_failing_accept_ends(string loop) => VerifyServer(loop);

    [Theory]
    [InlineData("while (_running) { try { Serve(await _listener.AcceptTcpClientAsync()); } catch (SocketException) { } }")]
    [InlineData("while (_running) { try { Serve(_listener.AcceptTcpClient()); } catch (SocketException) { if (!_running) break; } }")]
    [InlineData("while (_running) { try { Serve(_listener.AcceptTcpClient()); } catch (SocketException e) when (e.SocketErrorCode == SocketError.Interrupted) { break; } catch (SocketException) { } }")]
    [InlineData("while (true) { try { Serve(_listener.AcceptTcpClient()); } catch (SocketException) when (!_running) { break; } catch (SocketException) { } }")]
    [InlineData("while (true) { try { Serve(_listener.AcceptTcpClient()); } catch (ObjectDisposedException) { break; } catch (SocketException) { Thread.Sleep(9); } }")]
    [InlineData("while (_running) { _listener.Start(); while (true) { try { Serve(_listener.AcceptTcpClient()); } catch (SocketException) { break; } } }")]
    [InlineData("while (true) { try { Serve(_listener.AcceptTcpClient()); } catch (SocketException) { _ = RunAsync(stop); return; } }")]
    [InlineData("var failed = 0; while (true) { try { Serve(_listener.AcceptTcpClient()); } catch (SocketException) { if (++failed > 9) break; } }")]
    [InlineData("while (_running) { try { while (_running) Serve(_listener.AcceptTcpClient()); } catch (SocketException) { _listener.Start(); } }")]
    [InlineData("for (var i = 0; i < 2; i++) Serve(_listener.AcceptTcpClient());")]
    [InlineData("foreach (var name in new[] { \"data\", \"control\" }) Serve(_listener.AcceptTcpClient());")]
    [InlineData("Serve(_listener.AcceptTcpClient());")]
    [InlineData("while (_listener.Pending()) Serve(_listener.AcceptTcpClient());")]
    [InlineData("var players = 0; while (players < 2) { Serve(_listener.AcceptTcpClient()); players++; }")]
    [InlineData("while (true) { if (_listener.Pending()) { Serve(_listener.AcceptTcpClient()); break; } }")]
    [InlineData("while (true) { Serve(_listener.AcceptTcpClient()); return; }")]
    [InlineData("while (true) { _ = _listener.AcceptTcpClientAsync(); await Task.Delay(100); }")]
    public Task A_loop_that_goes_on_or_waits_for_a_known_number(string loop) => VerifyServer(loop);

    [Fact]
    public Task The_work_for_one_client_ends_the_loop_too() => Verify(
        """
        class Server
        {
            public void Run(Socket listener)
            {
                while (true)
                {
                    Socket client;
                    try
                    {
                        client = listener.Accept();
                    }
                    catch (SocketException)
                    {
                        continue;
                    }

                    {|#0:client.Receive(new byte[4])|};
                    client.Close();
                }
            }
        }
        """,
        new DiagnosticResult("SOCK004", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'Receive' can throw a SocketException when the peer resets the connection and nothing in the loop catches it: the accept loop ends and no other client is served"));

    [Fact]
    public Task A_helper_for_one_client_that_is_awaited_in_the_loop() => VerifyServer(
        """
        while (true)
        {
            TcpClient client = null;
            try { client = await _listener.AcceptTcpClientAsync(); } catch (SocketException) { continue; }
            await {|SOCK004:GreetAsync(client)|};
        }
        """,
        "private async Task GreetAsync(TcpClient client) => await client.GetStream().WriteAsync(new byte[4], 0, 4);");

    [Fact]
    public Task The_outgoing_leg_of_a_forwarder() => VerifyServer(
        """
        while (true)
        {
            TcpClient client = null;
            try { client = await _listener.AcceptTcpClientAsync(); } catch (SocketException) { continue; }
            var target = new TcpClient();
            await {|SOCK004:target.ConnectAsync("backend", 80)|};
        }
        """);

    [Fact]
    public Task A_task_for_one_client_is_isolation() => VerifyServer(
        """
        while (_running)
        {
            TcpClient client;
            try { client = await _listener.AcceptTcpClientAsync(); } catch (SocketException) { continue; }
            _ = GreetAsync(client);
            _ = Task.Run(async () => { using (client) await client.GetStream().WriteAsync(new byte[4], 0, 4); });
        }
        """,
        "private async Task GreetAsync(TcpClient client) { using (client) await client.GetStream().WriteAsync(new byte[4], 0, 4); }");

    [Fact]
    public Task One_diagnostic_where_the_loop_is_a_threads() => Verify(
        """
        class Server
        {
            private readonly TcpListener _listener = new(IPAddress.Any, 9000);

            public void Start() => new Thread(Accept).Start();

            public void StartLater() => new Thread(() => Accept2()).Start();

            public async void StartAsync() => await AcceptAsync();

            private void Accept()
            {
                while (true)
                    {|#0:_listener.AcceptTcpClient()|}.Close();
            }

            private void Accept2()
            {
                while (true)
                    {|#1:_listener.AcceptTcpClient()|}.Close();
            }

            private async Task AcceptAsync()
            {
                while (true)
                    (await {|#2:_listener.AcceptTcpClientAsync()|}).Close();
            }
        }
        """,
        new DiagnosticResult("SOCK004", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'AcceptTcpClient' can throw a SocketException on a transient accept error and nothing catches it: an exception that leaves a thread's method ends the process"),
        new DiagnosticResult("SOCK004", DiagnosticSeverity.Warning).WithLocation(1),
        new DiagnosticResult("SOCK004", DiagnosticSeverity.Warning).WithLocation(2));

    [Fact]
    public Task A_caller_that_starts_the_loop_again() => Verify(
        """
        class Server
        {
            private readonly TcpListener _listener = new(IPAddress.Any, 9000);

            public void Run()
            {
                while (true)
                {
                    try
                    {
                        _listener.Start();
                        Accept();
                    }
                    catch (SocketException)
                    {
                        _listener.Stop();
                    }
                }
            }

            private void Accept()
            {
                while (true)
                    _listener.AcceptTcpClient().Close();
            }
        }
        """);

    [Fact]
    public Task A_wait_for_one_client_that_is_given_back() => Verify(
        """
        class Server
        {
            private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);

            public Socket WaitForClient()
            {
                while (true)
                {
                    if (!_listener.Poll(1000, SelectMode.SelectRead))
                        continue;
                    var client = _listener.Accept();
                    if (client.Connected)
                        return client;
                }
            }
        }
        """);

    [Fact]
    public Task A_batch_on_a_listener_that_does_not_block() => Verify(
        """
        class Server
        {
            public void OnReadable(Socket listener, Func<bool> more)
            {
                try
                {
                    while (more())
                        listener.Accept().Close();
                }
                catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
                {
                }
                catch (SocketException e)
                {
                    Console.WriteLine(e);
                }
            }
        }
        """);
}
