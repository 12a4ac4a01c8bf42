using CloseLab;
using CloseLab.Drawing;
using CloseLab.Observing;
using CloseLab.Running;
using CloseLab.Staging;
using Xunit;

namespace SocketAnalyzers.Tools.Tests;

/// <summary>The frame of samples/CloseLab: how a run is judged, drawn, and asked for.</summary>
public sealed class CloseLabTests
{
    [Fact]
    public void Names_are_unique_and_a_claim_is_one_line()
    {
        Assert.Distinct(Catalogue.All.Select(experiment => experiment.Name), StringComparer.OrdinalIgnoreCase);
        Assert.All(Catalogue.All, experiment => Assert.DoesNotContain('\n', experiment.Claim));
        Assert.All(Catalogue.All, experiment => Assert.StartsWith("§", experiment.Facts, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("half-close")]
    [InlineData("shutdown-send")]
    [InlineData("reset-once")]
    public async Task An_experiment_holds_here(string name)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var run = await Run.OfAsync(Catalogue.All.Single(experiment => experiment.Name == name), capture: null, CancellationToken.None);
        Assert.Equal(run.Experiment.Expected.Linux, run.Seen);
        Assert.Equal(Verdict.Holds, run.Verdict);
    }

    [Fact]
    public async Task Another_outcome_differs_and_both_are_in_the_picture_or_table()
    {
        var run = await RunAsync(new Probe { Outcome = () => "the other" });
        Assert.Equal(Verdict.Differs, run.Verdict);
        Assert.Equal("the other", run.Seen);
        Assert.Contains("class=\"bad\">the other", SequenceDiagram.Draw(run, captured: false), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_differs()
    {
        var run = await RunAsync(new Probe { Outcome = () => throw new InvalidDataException("oh") });
        Assert.Equal(Verdict.Differs, run.Verdict);
        Assert.Equal("InvalidDataException: oh", run.Seen);
    }

    [Fact]
    public async Task What_cannot_run_does_not_hold()
    {
        var run = await RunAsync(new Probe { Why = "no such program", Outcome = () => "as expected" });
        Assert.Equal(Verdict.CannotRunHere, run.Verdict);
        Assert.Equal("no such program", run.Seen);
    }

    [Fact]
    public async Task What_is_not_known_of_this_system_does_not_hold()
    {
        var run = await RunAsync(new Probe { Known = new Expectation(Linux: null), Outcome = () => "as expected" });
        Assert.Equal(Verdict.CannotRunHere, run.Verdict);
    }

    [Theory]
    [InlineData("There is no experiment 'half-open'. Did you mean half-close or http-half-close?", "half-open")]
    [InlineData("There is no experiment 'xyz'. Without", "xyz")]
    [InlineData("There is no option --colour.", "half-close", "--colour")]
    [InlineData("--repeat 0: allowed is 1 to 1000.", "half-close", "--repeat", "0")]
    [InlineData("'many'", "half-close", "--repeat", "many")]
    [InlineData("--json no/such/folder/x.json: there is no such folder.", "half-close", "--json", "no/such/folder/x.json")]
    [InlineData("--json and --svg need experiments", "--svg", "x")]
    public async Task What_is_wrong_is_said_and_the_exit_code_is_2(string message, params string[] args)
    {
        var error = new StringWriter();
        Assert.Equal(2, await CommandLine.RunAsync(args, error));
        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Segments_are_told_in_the_words_of_a_textbook()
    {
        const int A = 1, B = 2;
        const byte Fin = 1, Syn = 2, Rst = 4, Ack = 16;
        var reader = new SegmentReader();
        string? Tell(int from, int to, uint sequence, uint acknowledges, byte flags, int window = 100, int length = 0) =>
            reader.TextOf(new Segment(from, to, sequence, acknowledges, flags, window, length), withHandshake: false, out _);

        Assert.Null(Tell(A, B, 9, 0, Syn));
        Assert.Null(Tell(B, A, 99, 10, Syn | Ack));
        Assert.Null(Tell(A, B, 10, 100, Ack));
        Assert.Equal("DATA 5", Tell(A, B, 10, 100, Ack, length: 5));
        Assert.Equal("ACK, window 0", Tell(B, A, 100, 15, Ack, window: 0));
        Assert.Equal("window probe", Tell(A, B, 14, 100, Ack));
        Assert.Equal("ACK, window open", Tell(B, A, 100, 15, Ack));
        Assert.Equal("DATA 5 again", Tell(A, B, 10, 100, Ack, length: 5));
        Assert.Equal("DATA 2 + FIN", Tell(A, B, 13, 100, Ack | Fin, length: 4));
        Assert.Equal("FIN again", Tell(A, B, 17, 100, Ack | Fin));
        Assert.Equal("FIN + ACK", Tell(B, A, 100, 18, Ack | Fin));
        Assert.Equal("ACK", Tell(A, B, 18, 101, Ack));
        Assert.Equal("RST", Tell(B, A, 101, 18, Ack | Rst));
    }

    [Fact]
    public void A_stream_of_data_is_one_arrow_and_data_that_is_reset_is_a_loss()
    {
        static Event Segment(string from, string to, string text, int bytes = 0) => new(TimeSpan.Zero, EventKind.Segment, from, to, text, bytes, text == "RST");
        var merged = Segments.Merge(
        [
            Segment("a", "b", "DATA 1,000", 1000),
            Segment("b", "a", "ACK"),
            Segment("a", "b", "DATA 500 + FIN", 500),
            Segment("b", "a", "ACK"),
            Segment("b", "a", "DATA 7", 7),
            Segment("a", "b", "RST"),
        ]);

        Assert.Equal(["DATA 1,500 + FIN", "ACK", "DATA 7", "RST"], merged.Select(what => what.Text));
        Assert.Equal([false, false, true, true], merged.Select(what => what.Bad));
    }

    private static Task<Run> RunAsync(Experiment experiment) => Run.OfAsync(experiment, capture: null, CancellationToken.None);

    private sealed class Probe : Experiment
    {
        public required Func<string> Outcome { get; init; }

        public Expectation Known { get; init; } = new("as expected", "as expected", "as expected");

        public string? Why { get; init; }

        public override string Name => "probe";

        public override string Claim => "This is a probe.";

        public override string Facts => "§0";

        public override string? Obstacle => Why;

        public override Expectation Expected => Known;

        protected override string Run(Stage stage)
        {
            stage.Scene("");
            return Outcome();
        }
    }
}
