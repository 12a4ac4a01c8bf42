using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// Who starts the accept loop again, and who only looks as if.
public partial class SOCK004Tests
{
    /// <summary>A server whose loop fails with an accept, and the code that runs it: <paramref name="members"/> of it, <paramref name="types"/> beside it.</summary>
    private static Task VerifyRun(bool isFound, string members, string types = "") => Verify(
        $$"""
        interface IServer
        {
            Task RunAsync(CancellationToken stop);
        }

        class Server : IServer
        {
            private readonly TcpListener _listener = new(IPAddress.Any, 9000);
            private volatile bool _running = true;
            private Task _loop;

            public event Action<Exception> Failed;

            public async Task RunAsync(CancellationToken stop)
            {
                while (!stop.IsCancellationRequested)
                {
                    var client = await {{(isFound ? "{|SOCK004:" : "")}}_listener.AcceptTcpClientAsync(){{(isFound ? "|}" : "")}};
                    new Thread(client.Close).Start();
                }
            }

            private void Log(object what) => Console.WriteLine(what);

            {{members}}
        }

        {{types}}
        """);

    private const string Forever = "public static async Task Forever(Func<CancellationToken, Task> work, CancellationToken stop) { while (!stop.IsCancellationRequested) { try { await work(stop); } catch (Exception e) { Console.WriteLine(e); await Task.Delay(1000); } } }";
    private const string ThreeTimes = "public static async Task ThreeTimes(Func<Task> work) { for (var i = 0; ; i++) { try { await work(); return; } catch (SocketException) when (i < 3) { } } }";
    private const string Logged = "public static async Task Logged(Func<CancellationToken, Task> work, CancellationToken stop) { while (!stop.IsCancellationRequested) { try { await work(stop); } catch (Exception e) { Console.WriteLine(e); throw; } } }";
    private const string Once = "public static async Task Once(Func<CancellationToken, Task> work, CancellationToken stop) { try { await work(stop); } catch (Exception e) { Console.WriteLine(e); } }";
    private const string Naked = "public static async Task Naked(Func<CancellationToken, Task> work, CancellationToken stop) { while (!stop.IsCancellationRequested) { await work(stop); await Task.Delay(1000); } }";

    [Theory]
    [InlineData("public Task StartAsync(CancellationToken stop) => Retry.Forever(RunAsync, stop);", Forever)]
    [InlineData("public Task StartAsync(CancellationToken stop) => Retry.Forever(async s => await RunAsync(s), stop);", Forever)]
    [InlineData("public Task StartAsync(CancellationToken stop) { Func<CancellationToken, Task> work = RunAsync; return Retry.Forever(work, stop); }", Forever)]
    [InlineData("public async Task StartAsync(CancellationToken stop) => await Retry.ThreeTimes(() => RunAsync(stop));", ThreeTimes)]
    [InlineData("public void Start(CancellationToken stop) => _loop = Task.Run(() => Retry.Forever(RunAsync, stop));", Forever)]
    public Task A_helper_that_runs_the_delegate_again(string members, string helper) => VerifyRun(false, members, "static class Retry { " + helper + " }");

    [Theory]
    [InlineData("public Task StartAsync(CancellationToken stop) => Retry.Logged(RunAsync, stop);", Logged)]
    [InlineData("public Task StartAsync(CancellationToken stop) => Retry.Once(s => RunAsync(s), stop);", Once)]
    [InlineData("public async Task StartAsync(CancellationToken stop) => await Retry.Naked(RunAsync, stop);", Naked)]
    [InlineData("public void Start(CancellationToken stop) { Func<CancellationToken, Task> work = RunAsync; _loop = Retry.Once(work, stop); }", Once)]
    public Task A_helper_that_does_not(string members, string helper) => VerifyRun(true, members, "static class Retry { " + helper + " }");

    [Theory]
    [InlineData("public async Task StartAsync(Pipeline pipeline, CancellationToken stop) => await pipeline.ExecuteAsync(RunAsync, stop);", "abstract class Pipeline { public abstract Task ExecuteAsync(Func<CancellationToken, Task> work, CancellationToken stop); }")]
    [InlineData("public async Task StartAsync(IPolicy policy, CancellationToken stop) => await policy.RunAsync(() => RunAsync(stop));", "interface IPolicy { Task RunAsync(Func<Task> work); }")]
    [InlineData("public async Task StartAsync(Func<Func<Task>, Task> guard, CancellationToken stop) => await guard(() => RunAsync(stop));", "")]
    [InlineData("public Lazy<Task> Get(CancellationToken stop) => new(() => RunAsync(stop));", "")]
    public Task A_delegate_for_somebody_who_is_not_seen(string members, string types) => VerifyRun(false, members, types);

    [Theory]
    [InlineData("while (true) { try { await server.RunAsync(stop); } catch (SocketException) { await Task.Delay(1000); } }")]
    [InlineData("while (true) { try { await server.RunAsync(stop); } catch (System.Runtime.InteropServices.ExternalException) { } }")]
    [InlineData("while (true) { try { await server.RunAsync(stop); } catch (SystemException e) when (e is not OperationCanceledException) { Console.WriteLine(e); } }")]
    [InlineData("for (var i = 0; i < 5; i++) { try { await server.RunAsync(stop); return; } catch (Exception) when (!stop.IsCancellationRequested) { } }")]
    [InlineData("foreach (var pause in new[] { 1, 2, 4 }) { try { await server.RunAsync(stop); } catch (Exception) { await Task.Delay(pause); } }")]
    [InlineData("while (true) { try { await server.RunAsync(stop); } catch (SocketException) { goto next; } return; next: await Task.Delay(5); }")]
    [InlineData("while (true) { while (true) { try { await server.RunAsync(stop); } catch (SocketException) { goto next; } } next: await Task.Delay(5); }")]
    [InlineData("again: try { await server.RunAsync(stop); } catch (SocketException) { goto again; }")]
    [InlineData("while (true) { var run = server.RunAsync(stop); try { await run; } catch (SocketException) { } }")]
    [InlineData("Task run = null; while (true) { run ??= server.RunAsync(stop); try { await run; } catch (Exception) { run = null; } }")]
    [InlineData("while (true) { var run = server.RunAsync(stop); await Task.WhenAny(run); if (run.IsFaulted) Console.WriteLine(run.Exception); }")]
    [InlineData("while (true) { await server.RunAsync(stop).ContinueWith(t => Console.WriteLine(t.Exception)); }")]
    [InlineData("while (true) { await server.RunAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); }")]
    [InlineData("while (true) { var all = Task.WhenAll(server.RunAsync(stop), Task.Delay(1)); try { await all; } catch { } }")]
    [InlineData("while (true) { try { server.RunAsync(stop).Wait(); } catch (AggregateException) { } }")]
    [InlineData("while (true) { var thread = new Thread(() => { try { server.RunAsync(stop).GetAwaiter().GetResult(); } catch (SocketException) { } }); thread.Start(); thread.Join(); }")]
    [InlineData("while (!await TryAsync(server, stop)) await Task.Delay(1000);")]
    [InlineData("var state = 1; while (state != 0) { switch (state) { case 1: try { await server.RunAsync(stop); state = 0; } catch (SocketException) { state = 2; } break; case 2: await Task.Delay(1000); state = 1; break; } }")]
    [InlineData("async Task Serve() { await server.RunAsync(stop); } while (true) { try { await Serve(); } catch (Exception) { } }")]
    [InlineData("var pool = new System.Collections.Concurrent.BlockingCollection<Func<Task>>(); pool.Add(() => server.RunAsync(stop)); foreach (var job in pool) { try { await job(); } catch (Exception) { pool.Add(job); } }")]
    public Task A_supervisor(string body) => VerifyRun(false, "", Supervisor(body));

    [Theory]
    [InlineData("while (true) { try { await server.RunAsync(stop); } catch (SocketException) { break; } }")]
    [InlineData("while (true) { try { await server.RunAsync(stop); } catch (IOException) { await Task.Delay(1000); } }")]
    [InlineData("while (true) { try { await server.RunAsync(stop); } catch (SocketException e) when (e.SocketErrorCode == SocketError.Interrupted) { } }")]
    [InlineData("while (true) { try { await server.RunAsync(stop); } catch (Exception e) { Console.WriteLine(e); return; } }")]
    [InlineData("while (true) { try { await server.RunAsync(stop); } catch (Exception e) { Console.WriteLine(e); } break; }")]
    [InlineData("while (true) { try { await server.RunAsync(stop); } catch (Exception e) { Console.WriteLine(e); throw; } }")]
    [InlineData("var on = true; while (on) { try { await server.RunAsync(stop); } catch (Exception e) { Console.WriteLine(e); on = false; } }")]
    [InlineData("while (true) { var run = server.RunAsync(stop); await run; }")]
    [InlineData("var state = 1; while (state != 0) { try { await server.RunAsync(stop); } catch (SocketException) { state = 0; } }")]
    [InlineData("async Task Serve() { await server.RunAsync(stop); } while (true) { await Serve(); }")]
    [InlineData("var run = server.RunAsync(stop); while (true) { try { await run; } catch (SocketException) { await Task.Delay(1000); } }")]
    [InlineData("foreach (var port in new[] { 1, 2 }) _ = server.RunAsync(stop);")]
    [InlineData("await Task.WhenAll(server.RunAsync(stop), Task.Delay(1));")]
    [InlineData("await Task.WhenAny(server.RunAsync(stop), Task.Delay(1));")]
    [InlineData("await TryAsync(server, stop);")]
    [InlineData("try { await server.RunAsync(stop); } catch (SocketException) { goto end; } Console.WriteLine(1); end: Console.WriteLine(2);")]
    [InlineData("while (true) { try { await server.RunAsync(stop); } catch (SocketException) { goto end; } } end: Console.WriteLine(2);")]
    [InlineData("while (true) { while (true) { try { await server.RunAsync(stop); } catch (SocketException e) { if (e.ErrorCode != 3) goto end; return; } } } end: Console.WriteLine(2);")]
    public Task A_supervisor_that_does_not_start_it_again(string body) => VerifyRun(true, "", Supervisor(body));

    private static string Supervisor(string body) =>
        $$"""
        static class Supervisor
        {
            public static async Task Supervise(Server server, CancellationToken stop)
            {
                await Task.Yield();
                {{body}}
            }

            private static async Task<bool> TryAsync(IServer server, CancellationToken stop)
            {
                try
                {
                    await server.RunAsync(stop);
                    return true;
                }
                catch (SocketException)
                {
                    return false;
                }
            }
        }
        """;

    [Theory]
    [InlineData("class Keeper { private readonly IServer _server = new Server(); public async Task Keep() { while (true) { try { await _server.RunAsync(default); } catch (Exception) { } } } }")]
    [InlineData("class Keeper<T> where T : IServer, new() { public async Task Keep() { do { try { await new T().RunAsync(default); } catch (Exception) { } } while (true); } }")]
    [InlineData("class Keeper { private readonly Func<CancellationToken, Task> _run; public Keeper(Func<CancellationToken, Task> run) => _run = run; public async Task Keep() { while (true) { try { await _run(default); } catch (Exception) { } } } public static Keeper Make() => new(new Server().RunAsync); }")]
    [InlineData("record Job(string Name, Func<CancellationToken, Task> Run) { public static Job Make() => new(\"a\", new Server().RunAsync); } static class Jobs { public static async Task Keep(Job job) { while (true) { try { await job.Run(default); } catch (SocketException) { } } } }")]
    [InlineData("static class Wrap { static Func<Task> Again(Func<Task> inner) => async () => { while (true) { try { await inner(); } catch (Exception) { } } }; public static Task Main2(Server s) => Task.Run(Again(() => s.RunAsync(default))); }")]
    [InlineData("class Watch { private Server _server = new(); private Task _task; private readonly Timer _timer; public Watch() => _timer = new Timer(_ => Look(), null, 0, 1000); private void Look() { if (_task == null || _task.IsFaulted) _task = _server.RunAsync(default); } }")]
    [InlineData("class Ticks { public void Start(Server server) { var timer = new System.Timers.Timer(1000); timer.Elapsed += (s, e) => server.RunAsync(default).Wait(); timer.Start(); } }")]
    [InlineData("class Loops { public void Start(Server server) => new Thread(() => Keep(server)).Start(); private void Keep(Server server) { for (;;) { try { server.RunAsync(default).GetAwaiter().GetResult(); } catch (SocketException e) { Console.WriteLine(e); } } } }")]
    [InlineData("class Guarded { static async Task Quiet(Task task) { try { await task; } catch (Exception) { } } public async Task Keep(Server server) { while (true) await Quiet(server.RunAsync(default)); } }")]
    public Task Another_class_starts_it_again(string types) => VerifyRun(false, "", types);

    [Theory]
    [InlineData("class Keeper { private readonly IServer _server = new Server(); public async Task Keep() { try { await _server.RunAsync(default); } catch (Exception) { } } }")]
    [InlineData("class Keeper { private readonly Func<CancellationToken, Task> _run; public Keeper(Func<CancellationToken, Task> run) => _run = run; public async Task Keep() { try { await _run(default); } catch (Exception) { } } public static Keeper Make() => new(new Server().RunAsync); }")]
    [InlineData("static class Wrap { static Func<Task> Logged(Func<Task> inner) => async () => { try { await inner(); } catch (Exception e) { Console.WriteLine(e); throw; } }; public static Task Main2(Server s) => Task.Run(Logged(() => s.RunAsync(default))); }")]
    [InlineData("class Guarded { static async Task Logged(Task task) { try { await task; } catch (Exception e) { Console.WriteLine(e); throw; } } public async Task Keep(Server server) { while (true) await Logged(server.RunAsync(default)); } }")]
    [InlineData("class Decorator : IServer { private readonly IServer _inner = new Server(); public async Task RunAsync(CancellationToken stop) { Console.WriteLine(1); await _inner.RunAsync(stop); } }")]
    [InlineData("class Late { private Timer _timer; public void Start(Server server) => _timer = new Timer(_ => server.RunAsync(default), null, 1000, Timeout.Infinite); }")]
    [InlineData("class Ports { public Task Start(Server server) => Task.WhenAll(Enumerable.Range(1, 3).Select(p => server.RunAsync(default))); }")]
    public Task Another_class_starts_it_once(string types) => VerifyRun(true, "", types);

    private const string Fixtures = "abstract class Fixture { public virtual Task Begin() => Task.CompletedTask; } class Middle : Fixture { public override Task Begin() => base.Begin(); } ";

    [Theory]
    [InlineData(Fixtures + "class Common : Middle { public override async Task Begin() { await base.Begin(); _ = new Server().RunAsync(default); } }")]
    [InlineData(Fixtures + "class Common : Middle { public override async Task Begin() { await base.Begin(); await new Server().RunAsync(default); } } class Last : Common { public override async Task Begin() { await base.Begin(); } }")]
    [InlineData("class First { private int _count; public virtual int Port { get { _ = new Server().RunAsync(default); return 1; } } } class Second : First { public override int Port => base.Port + 1; } class Third : Second { public override int Port => base.Port; }")]
    public Task An_override_that_begins_with_its_base_is_not_started_by_it(string types) => VerifyRun(true, "", types);

    [Theory]
    [InlineData(Fixtures + "class Common : Middle { public override async Task Begin() { await base.Begin(); await new Server().RunAsync(default); } } class Last : Common { public override async Task Begin() { while (true) { try { await base.Begin(); } catch (SocketException) { } } } }")]
    [InlineData(Fixtures + "class Common : Middle { public override Task Begin() => new Server().RunAsync(default); } class Keeper { public async Task Keep(Fixture fixture) { while (true) { try { await fixture.Begin(); } catch (Exception) { } } } }")]
    [InlineData(Fixtures + "class Common : Middle { public override async Task Begin() { try { await new Server().RunAsync(default); } catch (SocketException) { await this.Begin(); } } }")]
    public Task An_override_that_its_base_s_caller_starts_again(string types) => VerifyRun(false, "", types);

    /// <summary>Each may call each other one; there are more ways through them than one can go.</summary>
    [Fact]
    public Task Decorators_of_one_interface_are_looked_at_once_each() => VerifyRun(true, "", string.Concat(Enumerable.Range(0, 60).Select(i =>
        $"class Layer{i} : IServer {{ private readonly IServer _inner; public Layer{i}(IServer inner) => _inner = inner; public async Task RunAsync(CancellationToken stop) {{ await _inner.RunAsync(stop); }} }} ")));

    [Fact]
    public Task One_of_many_decorators_starts_it_again() => VerifyRun(false, "", string.Concat(Enumerable.Range(0, 60).Select(i =>
        $"class Layer{i} : IServer {{ private readonly IServer _inner; public Layer{i}(IServer inner) => _inner = inner; public async Task RunAsync(CancellationToken stop) {{ {(i == 59 ? "while (true) try {" : "")} await _inner.RunAsync(stop); {(i == 59 ? "} catch (SocketException) { }" : "")} }} }} ")));

    [Theory]
    [InlineData("public async Task KeepAsync(CancellationToken stop) { try { await RunAsync(stop); } catch (SocketException) { await Task.Delay(1000); await KeepAsync(stop); } }")]
    [InlineData("public void Start(CancellationToken stop) => Task.Run(() => RunAsync(stop)).ContinueWith(_ => Start(stop), TaskContinuationOptions.OnlyOnFaulted);")]
    [InlineData("public async Task KeepAsync(CancellationToken stop) { try { await RunAsync(stop); } catch (Exception e) { Failed?.Invoke(e); } } public void Start() { Failed += _ => Begin(); Begin(); } private void Begin() => _loop = KeepAsync(default);")]
    [InlineData("public event EventHandler Ended; public async Task KeepAsync() { try { await RunAsync(default); } finally { OnEnded(); } } private void OnEnded() => Ended?.Invoke(this, EventArgs.Empty); public void Start() { Ended += (s, e) => _ = KeepAsync(); _ = KeepAsync(); }")]
    [InlineData("public void Start() => _ = Task.Run(async () => { try { await RunAsync(default); } catch (Exception e) { Log(e); } finally { if (_running) Start(); } });")]
    [InlineData("public async Task KeepAsync(TaskCompletionSource<int> end, CancellationToken stop) { try { await RunAsync(stop); } catch (Exception e) { end.TrySetException(e); } }")]
    public Task It_starts_itself_again_or_tells_who_waits(string members) => VerifyRun(false, members);

    [Theory]
    [InlineData("public async Task KeepAsync(CancellationToken stop) { try { await RunAsync(stop); } catch (SocketException) { Log(1); } }")]
    [InlineData("public void Start(CancellationToken stop) => Task.Run(() => RunAsync(stop)).ContinueWith(t => Log(t.Exception), TaskContinuationOptions.OnlyOnFaulted);")]
    [InlineData("public async Task KeepAsync(CancellationToken stop) { try { await RunAsync(stop); } catch (Exception e) { Failed?.Invoke(e); } } public void Start() { Failed += e => Log(e); _loop = KeepAsync(default); }")]
    [InlineData("public void Start() => _loop = RunAsync(default); public async Task StopAsync() { _running = false; try { await _loop; } catch (SocketException) { } }")]
    [InlineData("public Task StartAsync(CancellationToken stop) { _loop = RunAsync(stop); return _loop.IsCompleted ? _loop : Task.CompletedTask; }")]
    public Task It_only_says_so(string members) => VerifyRun(true, members);

    [Fact]
    public Task The_template_method_of_a_base_type_runs_it_again() => Verify(
        """
        abstract class Service
        {
            public async Task RunAsync()
            {
                while (true)
                {
                    try
                    {
                        await ServeAsync();
                    }
                    catch (Exception e)
                    {
                        Console.WriteLine(e);
                    }
                }
            }

            protected abstract Task ServeAsync();
        }

        abstract class SingleService
        {
            public async Task RunAsync()
            {
                try
                {
                    await ServeAsync();
                }
                catch (Exception e)
                {
                    Console.WriteLine(e);
                }
            }

            protected abstract Task ServeAsync();
        }

        class Right : Service
        {
            private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);

            protected override async Task ServeAsync()
            {
                while (true)
                    (await _listener.AcceptAsync()).Dispose();
            }
        }

        class Wrong : SingleService
        {
            private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);

            protected override async Task ServeAsync()
            {
                while (true)
                    (await {|SOCK004:_listener.AcceptAsync()|}).Dispose();
            }
        }
        """);

    [Fact]
    public Task A_loop_that_ends_without_an_exception_and_is_run_again() => Verify(
        """
        class Server
        {
            private readonly TcpListener _listener = new(IPAddress.Any, 9000);

            public async Task KeepAsync()
            {
                while (true)
                    await ServeAsync();
            }

            public async Task OnceAsync() => await ServeOnceAsync();

            private async Task ServeAsync()
            {
                try
                {
                    while (true)
                        (await _listener.AcceptTcpClientAsync()).Close();
                }
                catch (SocketException e)
                {
                    Console.WriteLine(e);
                }
            }

            private async Task ServeOnceAsync()
            {
                try
                {
                    while (true)
                        (await {|SOCK004:_listener.AcceptTcpClientAsync()|}).Close();
                }
                catch (SocketException e)
                {
                    Console.WriteLine(e);
                }
            }
        }
        """);

    [Fact]
    public Task Who_starts_it_again_takes_the_accept_but_not_the_stream() => Verify(
        """
        class Server
        {
            private readonly TcpListener _listener = new(IPAddress.Any, 9000);

            public void Keep()
            {
                while (true)
                {
                    try
                    {
                        Accept();
                    }
                    catch (SocketException)
                    {
                    }
                }
            }

            private void Accept()
            {
                while (true)
                {
                    var client = _listener.AcceptTcpClient();
                    {|#0:client.GetStream().WriteByte(1)|};
                }
            }
        }
        """,
        new SocketAnalyzers.Verification.DiagnosticResult("SOCK004", Microsoft.CodeAnalysis.DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'WriteByte' can throw an IOException when the peer resets the connection and 'catch (SocketException)' in 'Keep' does not take that: the accept loop ends and no other client is served"));
}
