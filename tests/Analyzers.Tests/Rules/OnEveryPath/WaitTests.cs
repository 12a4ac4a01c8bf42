using Xunit;

namespace SocketAnalyzers.Tests.Rules.OnEveryPath;

/// <summary>
/// Between a shutdown and a write others run. Where somebody assigns the field, it may hold another socket then; the same code with a
/// field that nobody assigns is wrong on every path.
/// </summary>
public class WaitTests
{
    public static TheoryData<string> Waits => new()
    {
        "_signal.WaitOne();",
        "WaitHandle.WaitAny(new WaitHandle[] { _signal });",
        "WaitHandle.SignalAndWait(_signal, _signal);",
        "_slim.Wait();",
        "if (_slim.Wait(100))",
        "_barrier.SignalAndWait();",
        "_countdown.Wait();",
        "_semaphore.Wait();",
        "await _semaphore.WaitAsync();",
        "lock (_gate) { Monitor.Wait(_gate); }",
        "lock (_gate)",
        "Thread.Sleep(100);",
        "Thread.Yield();",
        "new Thread(Work).Join();",
        "_task.Wait();",
        "_ = _task.Result;",
        "_task.GetAwaiter().GetResult();",
        "Task.WaitAll(_task);",
        "Task.Run(() => Work()).Wait();",
        "await Task.Delay(5);",
        "Parallel.Invoke(Work, Work);",
        "Parallel.For(0, 2, i => Work());",
        "_queue.Take();",
        "while (!_others.TryDequeue(out _)) { }",
        "foreach (var item in _queue.GetConsumingEnumerable())",
        "await foreach (var item in Items())",
        "foreach (var step in _steps)",
        "while (!_ready) { }",
        "while (!Volatile.Read(ref _ready)) ;",
        "again: if (!_ready) goto again;",
        "var rounds = 0; do { rounds++; } while (!_ready);",
        "for (; !_ready;) continue;",
        "var wait = new SpinWait(); while (!_ready) wait.SpinOnce();",
        "SpinWait.SpinUntil(() => _ready);",
        "_progress.Report(1);",
        "_callback(this);",
        "Ended?.Invoke();",
        "OnEnded();",
        "Pause();",
        "await PauseAsync();",
        "new[] { 1 }.ToList().ForEach(_each);",
    };

    [Theory]
    [MemberData(nameof(Waits))]
    public Task Somebody_assigns_the_field(string wait) =>
        RuleTest.Of("SOCK003", Session("private", wait, "_socket.Send(data)", "public void Dial() => _socket = Open();")).RunAsync();

    [Theory]
    [MemberData(nameof(Waits))]
    public Task Nobody_assigns_the_field(string wait) =>
        RuleTest.Of("SOCK003", Session("private", wait, "{|SOCK003:_socket.Send(data)|}", "")).RunAsync();

    [Theory]
    [InlineData("_socket.Receive(data);")]
    [InlineData("Trace(\"ending\");")]
    [InlineData("Console.WriteLine(_socket);")]
    [InlineData("foreach (var b in data) Trace(b.ToString());")]
    public Task Nothing_of_the_kind_happens(string harmless) =>
        RuleTest.Of("SOCK003", Session("private", harmless, "{|SOCK003:_socket.Send(data)|}", "public void Dial() => _socket = Open();")).RunAsync();

    [Theory]
    [InlineData("private", "public void Dial() => _socket = Open();")]
    [InlineData("private", "public void Dial() { var old = Interlocked.Exchange(ref _socket, Open()); old.Dispose(); }")]
    [InlineData("private", "public void Dial() { (_socket, _) = (Open(), 1); }")]
    [InlineData("private", "public void Dial() { ref var current = ref _socket; current = Open(); }")]
    [InlineData("private", "public void Dial() { TryOpen(out _socket); } static bool TryOpen(out Socket s) { s = Open(); return true; }")]
    [InlineData("private", "class Dialer { void Dial(Session session) { session._socket = Open(); } }")]
    [InlineData("private", "public Session(Action<Action> lost) { lost(() => _socket = Open()); }")]
    [InlineData("internal", "} class Other { void Dial(Session session) { session._socket = null!; session._socket = new Socket(SocketType.Stream, ProtocolType.Tcp); }")]
    [InlineData("protected", "")]
    [InlineData("public", "")]
    [InlineData("protected internal", "")]
    public Task Who_assigns_it(string access, string member) =>
        RuleTest.Of("SOCK003", Session(access, "_signal.WaitOne();", "_socket.Send(data)", member)).RunAsync();

    [Theory]
    [InlineData("private readonly", "")]
    [InlineData("public readonly", "")]
    [InlineData("internal", "")]
    [InlineData("internal", "} class Other { object Make(Socket other) => new Session { _socket = other };")]
    [InlineData("private", "public Session() { _socket = Open(); }")]
    [InlineData("private", "public void Dispose() { _socket.Dispose(); _socket = null; }")]
    public Task Who_does_not(string access, string member) =>
        RuleTest.Of("SOCK003", Session(access, "_signal.WaitOne();", "{|SOCK003:_socket.Send(data)|}", member)).RunAsync();

    private static string Session(string access, string wait, string send, string members) =>
        $$"""
        using System.Collections.Concurrent;

        public class Session
        {
            {{access}} Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
            private readonly AutoResetEvent _signal = new(false);
            private readonly ManualResetEventSlim _slim = new();
            private readonly Barrier _barrier = new(2);
            private readonly CountdownEvent _countdown = new(1);
            private readonly SemaphoreSlim _semaphore = new(0);
            private readonly object _gate = new();
            private readonly Task<int> _task = Task.FromResult(1);
            private readonly BlockingCollection<int> _queue = new();
            private readonly ConcurrentQueue<int> _others = new();
            private readonly IEnumerable<int> _steps = Array.Empty<int>();
            private readonly IProgress<int> _progress = new Progress<int>();
            private readonly Action<Session> _callback = _ => { };
            private readonly Action<int> _each = _ => { };
            private bool _ready;

            public event Action Ended;

            public async Task FinishAsync(byte[] data)
            {
                _socket.Shutdown(SocketShutdown.Both);
                {{wait}}
                    {{send}};
                await Task.CompletedTask;
            }

            protected virtual void OnEnded() { }
            private void Pause() => _signal.WaitOne();
            private async Task PauseAsync() => await Task.Delay(1);
            private static void Work() => Console.WriteLine();
            private static void Trace(string text) => Console.WriteLine(text);
            private static async IAsyncEnumerable<int> Items() { await Task.Yield(); yield return 1; }

            private static Socket Open()
            {
                var opened = new Socket(SocketType.Stream, ProtocolType.Tcp);
                opened.Connect("peer", 1);
                return opened;
            }

            {{members}}
        }
        """;

    [Theory]
    [InlineData("private Socket _socket;", "_socket.Send(data)", "public void Dial() => _socket = new Socket(SocketType.Stream, ProtocolType.Tcp);")]
    [InlineData("private readonly Socket _socket;", "{|SOCK003:_socket.Send(data)|}", "")]
    public Task An_iterator_s_consumer_runs_at_each_step(string field, string send, string member) => RuleTest.Of(
        "SOCK003",
        $$"""
        class Session
        {
            {{field}}
            Session(Socket socket) => _socket = socket;

            public IEnumerable<int> Steps(byte[] data)
            {
                _socket.Shutdown(SocketShutdown.Send);
                yield return 1;
                {{send}};
            }

            {{member}}
        }
        """).RunAsync();

    [Theory]
    [InlineData("internal static Socket Main;", "Server.Main.Send(data)", "public static void Dial() => Server.Main = new Socket(SocketType.Stream, ProtocolType.Tcp);")]
    [InlineData("internal static readonly Socket Main = new(SocketType.Stream, ProtocolType.Tcp);", "{|SOCK003:Server.Main.Send(data)|}", "")]
    public Task A_static_field_that_another_type_assigns(string field, string send, string member) => RuleTest.Of(
        "SOCK003",
        $$"""
        static class Server { {{field}} }

        static class Ending
        {
            public static void Run(byte[] data)
            {
                Server.Main.Shutdown(SocketShutdown.Both);
                Thread.Sleep(10);
                {{send}};
            }
        }

        static class Dialing { {{member}} }
        """).RunAsync();

    [Theory]
    [InlineData("protected Socket Link; protected Peer(Socket link) { Link = link; }", "Link.Send(data)", "public void Dial() => Link = new Socket(SocketType.Stream, ProtocolType.Tcp);")]
    [InlineData("protected Socket Link { get; set; } protected Peer(Socket link) { Link = link; }", "Link.Send(data)", "public void Dial() => Link = new Socket(SocketType.Stream, ProtocolType.Tcp);")]
    [InlineData("protected Socket Link; protected Peer(Socket link) { Link = link; }", "{|SOCK003:Link.Send(data)|}", "")]
    [InlineData("protected Socket Link { get; } protected Peer(Socket link) { Link = link; }", "{|SOCK003:Link.Send(data)|}", "")]
    public Task An_inherited_field(string members, string send, string other) => RuleTest.Of(
        "SOCK003",
        $$"""
        abstract class Peer { {{members}} }

        class Ending : Peer
        {
            public Ending(Socket link) : base(link) { }

            public async Task RunAsync(byte[] data)
            {
                Link.Shutdown(SocketShutdown.Both);
                await Task.Yield();
                {{send}};
            }
        }

        class Dialing : Peer
        {
            public Dialing(Socket link) : base(link) { }

            {{other}}
        }
        """).RunAsync();
}
