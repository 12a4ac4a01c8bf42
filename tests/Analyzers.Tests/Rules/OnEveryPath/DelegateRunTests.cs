using Xunit;

namespace SocketAnalyzers.Tests.Rules.OnEveryPath;

/// <summary>A lambda that would fail is a mistake only where somebody runs it who asks nothing first.</summary>
public class DelegateRunTests
{
    [Theory]
    // Asks a flag, a state, the socket, or a parameter.
    [InlineData("if (_isOpen) run();")]
    [InlineData("if (_ended) return; run();")]
    [InlineData("if (_ended) throw new InvalidOperationException(); run();")]
    [InlineData("Check(); run();")]
    [InlineData("ObjectDisposedException.ThrowIf(_ended, this); run();")]
    [InlineData("while (_isOpen) run();")]
    [InlineData("_ = _isOpen && Ran(run);")]
    [InlineData("switch (_state) { case 1: run(); break; }")]
    [InlineData("if (_fixed.Connected) run();")]
    [InlineData("try { Console.WriteLine(1); } catch (IOException) { run(); }")]
    [InlineData("if (_isOpen) Now(run);")]
    [InlineData("void Later() { if (_isOpen) run(); } Later();")]
    [InlineData("Task.Run(() => { if (_isOpen) run(); });")]
    // Keeps it for somebody who asks, or for nobody.
    [InlineData("_kept = run;")]
    [InlineData("_queue.Enqueue(run);")]
    [InlineData("Console.WriteLine(run is null);")]
    [InlineData("Pass(run);")]
    [InlineData("There(run);")]
    public Task The_one_who_gets_it_asks_first(string helper) => Verify(helper, "End(); Pass(() => _fixed.Send(d));");

    [Theory]
    [InlineData("run();")]
    [InlineData("run?.Invoke();")]
    [InlineData("if (run != null) run();")]
    [InlineData("if (run is null) throw new ArgumentNullException(nameof(run)); run();")]
    [InlineData("ArgumentNullException.ThrowIfNull(run); run();")]
    [InlineData("lock (_queue) run();")]
    [InlineData("try { run(); } catch (SocketException) { }")]
    [InlineData("for (var i = 0; i < 3; i++) run();")]
    [InlineData("while (true) run();")]
    [InlineData("foreach (var n in new[] { 1, 2 }) { if (n == 3) break; } run();")]
    [InlineData("Console.WriteLine(_isOpen); run();")]
    [InlineData("Now(run);")]
    [InlineData("Task.Run(run);")]
    [InlineData("Again(run);")]
    [InlineData("new Thread(() => Console.WriteLine()).Start(); ThreadPool.QueueUserWorkItem(_ => Console.WriteLine()); Task.Run(run);")]
    public Task The_one_who_gets_it_runs_it(string helper) => Verify(helper, "End(); Pass(() => {|SOCK003:_fixed.Send(d)|});");

    [Theory]
    [InlineData("Action put = () => _fixed.Send(d); if (_isOpen) put();")]
    [InlineData("Action put = () => _fixed.Send(d); if (_ended) return; put();")]
    [InlineData("Action put = () => {|SOCK003:_fixed.Send(d)|}; put();")]
    [InlineData("Action put = () => {|SOCK003:_fixed.Send(d)|}; Console.WriteLine(1); new Thread(new ThreadStart(put)).Start();")]
    [InlineData("if (_ended) Console.WriteLine(2); Action put = () => {|SOCK003:_fixed.Send(d)|}; put?.Invoke();")]
    [InlineData("_asked = () => _fixed.Send(d);")]
    [InlineData("_commands[\"put\"] = () => _fixed.Send(d);")]
    [InlineData("var all = new Action[1]; all[0] = () => _fixed.Send(d);")]
    [InlineData("_run = () => {|SOCK003:_fixed.Send(d)|};")]
    [InlineData("Task.Run(() => {|SOCK003:_fixed.Send(d)|});")]
    public Task In_a_variable(string body) => Verify("", "End(); " + body);

    private static Task Verify(string helper, string body) => RuleTest.Of(
        "SOCK003",
        $$"""
        class Session
        {
            private readonly Socket _fixed = new(SocketType.Stream, ProtocolType.Tcp);
            private readonly Queue<Action> _queue = new();
            private bool _isOpen = true, _ended;
            private readonly Dictionary<string, Action> _commands = new();
            private int _state;
            private Action _kept, _asked, _run;

            public void Run(byte[] d) { {{body}} }

            private void Pass(Action run) { {{helper}} }
            private void End() { _fixed.Shutdown(SocketShutdown.Send); _isOpen = false; _ended = true; }
            private void There(Action run) => Pass(run);
            private void Again(Action run) { if (_state++ < 3) Again(run); run(); }
            private static void Now(Action run) => run();
            private static bool Ran(Action run) { run(); return true; }
            private void Check() { if (_ended) throw new InvalidOperationException(); }
            private void RunKept() { if (_isOpen) _kept(); if (_isOpen) _asked?.Invoke(); _run?.Invoke(); }
        }
        """).RunAsync();
}
