using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// A receive is pending at the close: a reset takes what was sent with it, unless an answer has shown that it arrived.
public partial class SOCK002Tests
{
    [Theory]
    [InlineData("s.Send(d); _answers.Take(); s.Close();")]
    [InlineData("s.Send(d); await _channel.Reader.ReadAsync(); s.Close();")]
    [InlineData("s.Send(d); await _answered.Task; s.Close();")]
    [InlineData("s.Send(d); _signal.Wait(); s.Close();")]
    [InlineData("_signal.Wait(); s.Send(d); {|SOCK002:s.Close()|};")]
    [InlineData("_answers.Take(); s.Send(d); {|SOCK002:s.Close()|};")]
    [InlineData("s.Send(d); _answers.Take(); s.Send(d); {|SOCK002:s.Close()|};")]
    [InlineData("s.Send(d); Console.WriteLine(); {|SOCK002:s.Close()|};")]
    public Task What_was_sent_has_been_answered(string body) => RuleTest.Of(
        "SOCK002",
        $$"""
        class Client
        {
            private readonly System.Collections.Concurrent.BlockingCollection<string> _answers = new();
            private readonly System.Threading.Channels.Channel<int> _channel = System.Threading.Channels.Channel.CreateUnbounded<int>();
            private readonly TaskCompletionSource<string> _answered = new();
            private readonly ManualResetEventSlim _signal = new();

            async Task Ask(Socket s, byte[] d) { var reader = Read(s); {{body}} await Task.CompletedTask; }

            async Task Read(Socket s)
            {
                var b = new byte[100];
                try { while (await s.ReceiveAsync(b, SocketFlags.None) > 0) { _answers.Add("line"); _channel.Writer.TryWrite(1); _answered.TrySetResult(""); _signal.Set(); } } catch (SocketException) { }
            }
        }
        """).RunAsync();
}
