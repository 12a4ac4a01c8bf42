using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// Whether a function really is run where nobody can catch.
public partial class SOCK004Tests
{
    private static Task VerifyCallback(bool isFound, string members, string types = "") => Verify(
        $$"""
        class Connection
        {
            protected readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
            protected readonly byte[] _buffer = new byte[64];

            protected void HandleEnd(IAsyncResult result)
            {
                var count = {{(isFound ? "{|SOCK004:" : "")}}_socket.EndReceive(result){{(isFound ? "|}" : "")}};
                Console.WriteLine(count);
            }

            {{members}}
        }

        {{types}}
        """);

    private const string Guard = "try { HandleEnd(r); } catch (SocketException) { }";

    [Theory]
    [InlineData("public void Start() => _socket.BeginReceive(_buffer, 0, 64, SocketFlags.None, OnReceive, null); private void OnReceive(IAsyncResult r) { " + Guard + " }", "")]
    [InlineData("public void Start() => _socket.BeginReceive(_buffer, 0, 64, SocketFlags.None, r => { " + Guard + " }, null);", "")]
    [InlineData("", "class Derived : Connection { public void Start() => _socket.BeginReceive(_buffer, 0, 64, SocketFlags.None, OnReceive, null); private void OnReceive(IAsyncResult r) { " + Guard + " } }")]
    [InlineData("", "")]
    [InlineData("public void Start() => _socket.BeginReceive(_buffer, 0, 64, SocketFlags.None, Safe(HandleEnd), null); private static AsyncCallback Safe(AsyncCallback inner) => r => { try { inner(r); } catch (SocketException) { } };", "")]
    [InlineData("public void Start() { AsyncCallback end = HandleEnd; _socket.BeginReceive(_buffer, 0, 64, SocketFlags.None, r => { try { end(r); } catch (SocketException) { } }, null); }", "")]
    [InlineData("public void Start() => BeginOwn(HandleEnd); private void BeginOwn(AsyncCallback end) { try { end(null); } catch (SocketException) { } }", "")]
    public Task A_helper_with_the_signature_of_a_callback_that_is_only_called(string members, string types) => VerifyCallback(false, members, types);

    [Theory]
    [InlineData("public void Start() => _socket.BeginReceive(_buffer, 0, 64, SocketFlags.None, HandleEnd, null);", "")]
    [InlineData("public void Start() { var end = new AsyncCallback(HandleEnd); _socket.BeginReceive(_buffer, 0, 64, SocketFlags.None, end, null); }", "")]
    [InlineData("private AsyncCallback _end; public void Start() { _end = HandleEnd; Next(); } private void Next() => _socket.BeginReceive(_buffer, 0, 64, SocketFlags.None, _end, null);", "")]
    [InlineData("public void Start() => BeginOwn(HandleEnd); private void BeginOwn(AsyncCallback end) => _socket.BeginReceive(_buffer, 0, 64, SocketFlags.None, end, null);", "")]
    [InlineData("", "class Derived : Connection { public void Start() => _socket.BeginReceive(_buffer, 0, 64, SocketFlags.None, HandleEnd, null); }")]
    public Task The_same_that_is_made_a_callback(string members, string types) => VerifyCallback(true, members, types);

    private static Task VerifyWork(bool isFound, string start, string types = "") => Verify(
        $$"""
        class Client
        {
            private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
            private ThreadStart _work;

            public void Start()
            {
                {{start}}
            }

            private void Run() => {{(isFound ? "{|SOCK004:" : "")}}_socket.Receive(new byte[1]){{(isFound ? "|}" : "")}};

            private void Work(object state) => Run();

            private static ThreadStart Safe(ThreadStart inner) => () => { try { inner(); } catch (SocketException) { } };
        }

        {{types}}
        """);

    [Theory]
    [InlineData("ThreadStart work = Run; new Thread(() => { try { work(); } catch (SocketException) { } }).Start();", "")]
    [InlineData("ThreadStart work = Run; new Thread(Safe(work)).Start();", "")]
    [InlineData("_work = Run; new Thread(Safe(_work)).Start();", "")]
    [InlineData("ThreadStart work = Run; work = Safe(work); new Thread(work).Start();", "")]
    [InlineData("_work = Run; _work = Safe(_work); new Thread(_work).Start();", "")]
    [InlineData("new Worker().Post(Run);", "class Worker { private readonly System.Collections.Concurrent.BlockingCollection<Action> _jobs = new(); public void Post(Action job) => _jobs.Add(job); public void Run() { foreach (var job in _jobs.GetConsumingEnumerable()) { try { job(); } catch (Exception) { } } } }")]
    [InlineData("var all = new ThreadStart[] { Run }; foreach (var one in all) { try { one(); } catch (SocketException) { } }", "")]
    [InlineData("Own.ThreadPool.QueueUserWorkItem(Work);", "namespace Own { static class ThreadPool { public static void QueueUserWorkItem(WaitCallback work) { try { work(null); } catch (Exception) { } } } }")]
    [InlineData("new Own.Thread(Run).Start();", "namespace Own { class Thread { private readonly ThreadStart _run; public Thread(ThreadStart run) => _run = run; public void Start() { try { _run(); } catch (Exception) { } } } }")]
    [InlineData("var pool = new Pool(); pool.Add(Work);", "class Pool { private readonly List<WaitCallback> _all = new(); public void Add(WaitCallback work) => _all.Add(work); public void Run() { foreach (var w in _all) { try { w(null); } catch (Exception) { } } } }")]
    public Task Work_that_somebody_else_runs_in_a_try(string start, string types) => VerifyWork(false, start, types);

    [Theory]
    [InlineData("ThreadStart work = Run; new Thread(work).Start();", "")]
    [InlineData("_work = Run; new Thread(_work).Start();", "")]
    [InlineData("ThreadStart work = null; work = Run; new Thread(work).Start();", "")]
    [InlineData("_work ??= new ThreadStart(Run); var thread = new Thread(_work);", "")]
    [InlineData("new Own.Thread(Run).Start();", "namespace Own { class Thread { private readonly System.Threading.Thread _thread; public Thread(ThreadStart run) => _thread = new System.Threading.Thread(run); public void Start() => _thread.Start(); } }")]
    public Task Work_that_becomes_a_thread(string start, string types) => VerifyWork(true, start, types);

    private static Task VerifyHosted(bool isFound, string types, string members = "") => Verify(
        $$"""
        namespace Microsoft.Extensions.Hosting
        {
            public enum BackgroundServiceExceptionBehavior { StopHost, Ignore }

            public class HostOptions { public BackgroundServiceExceptionBehavior BackgroundServiceExceptionBehavior { get; set; } }

            public abstract class BackgroundService
            {
                public virtual Task ExecuteTask => null;

                public virtual Task StartAsync(CancellationToken stop) => ExecuteAsync(stop);

                protected abstract Task ExecuteAsync(CancellationToken stop);
            }
        }

        namespace Mine
        {
            using Microsoft.Extensions.Hosting;

            class Feed : BackgroundService
            {
                private readonly TcpClient _client = new();

                protected override async Task ExecuteAsync(CancellationToken stop)
                {
                    using var reader = new StreamReader(_client.GetStream());
                    while (await {{(isFound ? "{|SOCK004:" : "")}}reader.ReadLineAsync(){{(isFound ? "|}" : "")}} is { } line)
                        Console.WriteLine(line);
                }

                {{members}}
            }

            {{types}}
        }
        """);

    [Theory]
    [InlineData("class Safe : Feed { protected override async Task ExecuteAsync(CancellationToken stop) { while (true) { try { await base.ExecuteAsync(stop); } catch (Exception) { await Task.Delay(1000); } } } }")]
    [InlineData("class Program { static void Configure(HostOptions o) => o.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore; }")]
    public Task A_service_whose_failure_does_not_stop_the_host(string types) => VerifyHosted(false, types);

    [Theory]
    [InlineData("class Logged : Feed { protected override async Task ExecuteAsync(CancellationToken stop) { Console.WriteLine(1); await base.ExecuteAsync(stop); } }")]
    [InlineData("class Program { static void Configure(HostOptions o) => o.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost; }")]
    public Task A_service_whose_failure_stops_it(string types) => VerifyHosted(true, types);

    [Theory]
    [InlineData("class Own : SynchronizationContext { public override void Post(SendOrPostCallback d, object state) { try { d(state); } catch (Exception) { } } }", "")]
    [InlineData("", "await client.GetStream().WriteAsync(new byte[1], 0, 1).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);")]
    public Task An_async_void_whose_exception_somebody_takes(string types, string statement) => Verify(
        $$"""
        class Client
        {
            public async void Send(TcpClient client)
            {
                {{(statement.Length > 0 ? statement : "await client.GetStream().WriteAsync(new byte[1], 0, 1);")}}
            }
        }

        {{types}}
        """);

    [Fact]
    public Task ConfigureAwait_without_that_option() => Verify(
        """
        class Client
        {
            public async void Send(TcpClient client) =>
                await {|SOCK004:client.GetStream().WriteAsync(new byte[1], 0, 1)|}.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
        """);

    [Theory]
    [InlineData("catch (SocketException) { Restart(); }")]
    [InlineData("catch (SocketException) { Task.Delay(100).ContinueWith(_ => Next()); }")]
    [InlineData("catch (Exception e) { _end.TrySetException(e); }")]
    public Task An_accept_callback_whose_handler_goes_on(string handler) => Verify(
        $$"""
        class Server
        {
            private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
            private readonly TaskCompletionSource<int> _end = new();

            private void OnClient(IAsyncResult r)
            {
                try
                {
                    _listener.EndAccept(r).Close();
                    Next();
                }
                {{handler}}
            }

            private void Restart()
            {
                Console.WriteLine("again");
                Next();
            }

            private void Next() => _listener.BeginAccept(OnClient, null);
        }
        """);

    [Theory]
    [InlineData("catch (SocketException) { Log(); }")]
    [InlineData("catch (Exception e) { Task.Delay(100).ContinueWith(_ => Log()); }")]
    public Task An_accept_callback_whose_handler_only_logs(string handler) => Verify(
        $$"""
        class Server
        {
            private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);

            private void OnClient(IAsyncResult r)
            {
                try
                {
                    _listener.EndAccept(r).Close();
                    {|SOCK004:Next()|};
                }
                {{handler}}
            }

            private void Log() => Console.WriteLine("again");

            private void Next() => _listener.BeginAccept(OnClient, null);
        }
        """);

    [Fact]
    public Task A_catch_of_a_type_parameter_may_take_it() => Verify(
        """
        class Client
        {
            public async void Receive<TFailure>(Socket socket)
                where TFailure : Exception
            {
                try
                {
                    await socket.ReceiveAsync(new byte[1], SocketFlags.None);
                }
                catch (TFailure e)
                {
                    Console.WriteLine(e);
                }
            }
        }
        """);
}
