using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// What proves that a send has left before its connection ends, and what proves nothing.
public partial class SOCK008Tests
{
    private static Task VerifyAsked(string wait, bool isReported = false)
    {
        const string send = "link.SendAsync(question, SocketFlags.None)";
        return Verify($$"""
            using System.Collections.Concurrent;
            using System.Threading.Channels;

            interface IInbox { Task<string> NextAsync(); }

            class Asker
            {
                readonly TaskCompletionSource<string> _answer = new();
                readonly Channel<string> _answers = Channel.CreateUnbounded<string>();
                readonly BlockingCollection<string> _queue = new();
                readonly SemaphoreSlim _got = new(0);
                readonly CountdownEvent _count = new(1);
                readonly object _gate = new();
                readonly IInbox _inbox;
                readonly Func<Task<string>> _next;
                readonly Dictionary<int, TaskCompletionSource<string>> _open = new();
                volatile bool _acknowledged;
                Task _reading;

                public Asker(IInbox inbox, Func<Task<string>> next) { _inbox = inbox; _next = next; }

                public async Task AskAsync(Socket link, Socket other, byte[] question, Task over)
                {
                    await Task.Yield();
                    var reader = Task.Run(() => link.Receive(new byte[9]));
                    var answering = AnswerAsync(link);
                    _ = {{(isReported ? "{|SOCK008:" + send + "|}" : send)}};
                    {{wait}}
                    link.Close();
                }

                static async Task<int> AnswerAsync(Socket link) => await link.ReceiveAsync(new byte[9], SocketFlags.None);

                async Task SignalledAsync() { await _answer.Task.WaitAsync(TimeSpan.FromSeconds(5)); }

                void Signalled() { lock (_gate) Monitor.Wait(_gate); }

                Task<string> NextAsync() => _answers.Reader.ReadAsync().AsTask();

                Task CheckedAsync(string text) { if (text is null) return Task.CompletedTask; return SignalledLaterAsync(); }

                Task SignalledLaterAsync() => _answer.Task.WaitAsync(TimeSpan.FromSeconds(5));

                Task LogLaterAsync(string text) => File.AppendAllTextAsync("log", text);

                Task PausedAsync() { Log("pause"); return Task.Delay(5); }

                async Task LogAsync(string text) { await File.AppendAllTextAsync("log", text); }

                void Log(string text) => File.AppendAllText("log", text);
            }
            """);
    }

    [Theory]
    [InlineData("await _answer.Task;")]
    [InlineData("await _answer.Task.ConfigureAwait(false);")]
    [InlineData("_answer.Task.Wait();")]
    [InlineData("_ = _answer.Task.Result;")]
    [InlineData("_answer.Task.GetAwaiter().GetResult();")]
    [InlineData("var mine = new TaskCompletionSource<string>(); _open[1] = mine; await mine.Task;")]
    [InlineData("await over;")]
    [InlineData("await _reading;")]
    public Task A_task_that_somebody_else_completes(string wait) => VerifyAsked(wait);

    [Theory]
    [InlineData("_queue.Take();")]
    [InlineData("foreach (var answer in _queue.GetConsumingEnumerable()) break;")]
    [InlineData("await _answers.Reader.ReadAsync();")]
    [InlineData("await foreach (var answer in _answers.Reader.ReadAllAsync()) break;")]
    [InlineData("await _got.WaitAsync();")]
    [InlineData("_count.Wait();")]
    [InlineData("lock (_gate) while (!_acknowledged) Monitor.Wait(_gate);")]
    [InlineData("while (!_acknowledged) Thread.Yield();")]
    [InlineData("while (!_acknowledged) await Task.Yield();")]
    public Task A_queue_or_a_signal(string wait) => VerifyAsked(wait);

    [Theory]
    [InlineData("await reader;")]
    [InlineData("await answering;")]
    [InlineData("await SignalledAsync();")]
    [InlineData("Signalled();")]
    [InlineData("var text = await NextAsync();")]
    [InlineData("await CheckedAsync(\"x\");")]
    [InlineData("await SignalledLaterAsync().ConfigureAwait(false);")]
    [InlineData("await _inbox.NextAsync();")]
    [InlineData("await _next();")]
    [InlineData("var thread = new Thread(() => link.Receive(new byte[9])); thread.Start(); thread.Join();")]
    [InlineData("link.Poll(-1, SelectMode.SelectRead);")]
    [InlineData("while (link.Available == 0) await Task.Delay(1);")]
    public Task A_reader_or_somebody_who_is_asked(string wait) => VerifyAsked(wait);

    [Theory]
    [InlineData("")]
    [InlineData("await _answers.Writer.WriteAsync(\"asked\");")]
    [InlineData("_queue.Add(\"asked\");")]
    [InlineData("_got.Release();")]
    [InlineData("await LogAsync(\"asked\");")]
    [InlineData("Log(\"asked\");")]
    [InlineData("await LogLaterAsync(\"asked\");")]
    [InlineData("await PausedAsync();")]
    [InlineData("var text = await File.ReadAllTextAsync(\"x\"); Log(text);")]
    [InlineData("var reading = File.ReadAllTextAsync(\"x\"); await reading;")]
    [InlineData("await other.SendAsync(question, SocketFlags.None);")]
    [InlineData("await Task.Yield();")]
    [InlineData("await Task.CompletedTask;")]
    [InlineData("for (var i = 0; i < 3; i++) Log(\"asked\");")]
    public Task What_proves_nothing(string wait) => VerifyAsked(wait, isReported: true);
}
