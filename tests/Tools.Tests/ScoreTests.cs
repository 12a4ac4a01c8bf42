using SocketAnalyzers.Score;
using Xunit;

namespace SocketAnalyzers.Tools.Tests;

public sealed class ScoreTests : IDisposable
{
    private readonly TestFolder _folder = new();

    // SOCK003 at line 8 with its witness at line 7, SOCK005 at line 11.
    public ScoreTests() => _folder.Write("repos/me+one/src/Sender.cs", TestFolder.Misuse).Write("repos/me+two/Nothing.cs", "class Nothing { }");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(8, "1 / 1")]
    [InlineData(18, "1 / 1")]
    [InlineData(19, "0 / 1")]
    public void A_site_is_found_within_the_window(int line, string expected)
    {
        var score = Score([Label("me/one", line, "write_after_shutdown", "should_flag")]);

        Assert.Contains($"| SOCK003 | {expected} | 0 / 0 | 0 / 0 | 0 | 0 |", score, StringComparison.Ordinal);
        Assert.Equal(expected == "0 / 1", score.Contains($"* me/one src/Sender.cs:{line} (write_after_shutdown), nearest in this file: warning at line 8", StringComparison.Ordinal));
    }

    [Fact]
    public void A_witness_counts_and_the_window_can_be_closed()
    {
        string[] witness = [Label("me/one", 7, "write_after_shutdown", "should_flag")];
        string[] above = [Label("me/one", 6, "write_after_shutdown", "should_flag")];

        Assert.Contains("| SOCK003 | 1 / 1 |", Score(witness, "--window", "0"), StringComparison.Ordinal);
        Assert.Contains("| SOCK003 | 0 / 1 |", Score(above, "--window", "0"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, "1 / 1")]
    [InlineData(9, "1 / 1")]
    [InlineData(7, "1 / 1")]
    [InlineData(6, "0 / 1")]
    [InlineData(10, "0 / 1")]
    public void A_site_that_should_be_silent_is_hit_only_at_its_line(int line, string expected) =>
        Assert.Contains($"| SOCK003 | 0 / 0 | {expected} |", Score([Label("me/one", line, "write_after_shutdown", "should_not_flag")]), StringComparison.Ordinal);

    [Fact]
    public void A_finding_on_the_line_that_is_to_be_flagged_does_not_hit_the_line_beside_it()
    {
        var score = Score([Label("me/one", 8, "write_after_shutdown", "should_flag"), Label("me/one", 9, "write_after_shutdown", "should_not_flag")]);

        Assert.Contains("| SOCK003 | 1 / 1 | 0 / 1 |", score, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_rule_or_file_does_not_count()
    {
        var score = Score([Label("me/one", 8, "backlog", "should_not_flag"), Label("me/one", 8, "write_after_shutdown", "should_flag", "Sender.cs"), Label("me/two", 8, "write_after_shutdown", "should_flag")]);

        Assert.Contains("| SOCK003 | 0 / 2 |", score, StringComparison.Ordinal);
        Assert.Contains("| SOCK005 | 0 / 0 | 0 / 1 |", score, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("connected_guards_close", "SOCK020")]
    [InlineData("lingerstate_copy_noop", "SOCK021")]
    [InlineData("connected_liveness", "SOCK034")]
    [InlineData("callback_recursion", "SOCK041")]
    public void A_kind_counts_for_its_rule(string kind, string rule) =>
        Assert.Contains($"| {rule} | 0 / 1 | 0 / 0 |", Score([Label("me/one", 8, kind, "should_flag")]), StringComparison.Ordinal);

    [Fact]
    public void A_finding_can_answer_the_labels_of_two_rules()
    {
        Assert.Equal(["SOCK030", "SOCK032", "SOCK034"], SocketAnalyzers.Score.Label.RulesAnsweredBy("SOCK030"));
        Assert.Equal(["SOCK006"], SocketAnalyzers.Score.Label.RulesAnsweredBy("SOCK013"));
        Assert.Equal(["SOCK002"], SocketAnalyzers.Score.Label.RulesAnsweredBy("SOCK009"));
        Assert.Equal(["SOCK030", "SOCK034"], SocketAnalyzers.Score.Label.RulesAnsweredBy("SOCK034"));
        Assert.Equal(["SOCK035"], SocketAnalyzers.Score.Label.RulesAnsweredBy("SOCK035"));
    }

    [Fact]
    public void Nothing_is_dropped()
    {
        var score = Score([Label("me/three", 1, "backlog", "should_flag"), Label("me/one", 1, "linger0", "should_flag"), Label("me/one", 11, "backlog", "debatable")]);

        Assert.Contains("| SOCK005 | 0 / 0 | 0 / 0 | 1 / 1 | 1 | 0 |", score, StringComparison.Ordinal);
        Assert.Contains("Labels of repositories that were not scanned: 1\n\n* SOCK005: me/three", score, StringComparison.Ordinal);
        Assert.Contains("Labels of kinds without a rule: 1 (linger0 1)", score, StringComparison.Ordinal);
        Assert.Contains("SOCK005: debatable, hit\n\n* me/one src/Sender.cs:11 (backlog), warning at line 11", score, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_did_not_run_is_not_a_miss()
    {
        var score = Score([Label("me/one", 8, "write_after_shutdown", "should_flag")], scan: ["--rule", "SOCK005"]);

        Assert.Contains("| SOCK003 | the rule did not run | the rule did not run |", score, StringComparison.Ordinal);
        Assert.DoesNotContain("missed", score, StringComparison.Ordinal);
    }

    [Fact]
    public void With_the_sources_a_line_that_is_not_the_labelled_one_is_counted_apart()
    {
        var right = Label("me/one", 8, "write_after_shutdown", "should_flag", hash: SocketAnalyzers.Score.Label.HashOf("socket.Send(bytes); "));
        var wrong = Label("me/one", 7, "write_after_shutdown", "should_flag");
        var missing = Label("me/one", 7, "write_after_shutdown", "should_flag", "src/Missing.cs");

        var score = Score([right, wrong, missing], "--sources", _folder.PathOf("repos"));

        Assert.Contains("| SOCK003 | 1 / 1 | 0 / 0 | 0 / 0 | 0 | 2 |", score, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_folds_white_space() => Assert.Equal("7dbde93504", SocketAnalyzers.Score.Label.HashOf("\ta  b\r"));

    [Theory]
    [InlineData("{\"repo\": 1}", "labels.jsonl:1: no label")]
    [InlineData("nothing", "labels.jsonl:1: no label")]
    [InlineData("{\"repo\":\"a/b\",\"path\":\"p\",\"line\":1,\"line_sha1\":\"0\",\"kind\":\"k\",\"verdict\":\"maybe\"}", "the verdict is 'maybe'")]
    public void A_label_that_is_none_is_told_with_its_line(string label, string message)
    {
        var (code, _, error) = Run([label], [], []);

        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_sarif_is_told()
    {
        _folder.Write("labels.jsonl", "").Write("x.sarif", "{}");
        using var error = new StringWriter();

        Assert.Equal(2, Program.Run([_folder.PathOf("labels.jsonl"), _folder.PathOf("x.sarif")], TextWriter.Null, error));
        Assert.Contains("x.sarif: this is not the SARIF of tools/Scan", error.ToString(), StringComparison.Ordinal);
    }

    private static string Label(string repo, int line, string kind, string verdict, string path = "src/Sender.cs", string hash = "0") =>
        $$"""{"repo":"{{repo}}","commit":"0","path":"{{path}}","line":{{line}},"line_sha1":"{{hash}}","kind":"{{kind}}","verdict":"{{verdict}}","why":""}""";

    private string Score(string[] labels, params string[] args) => Score(labels, [], args);

    private string Score(string[] labels, string[] scan, string[]? args = null)
    {
        var (code, output, error) = Run(labels, scan, args ?? []);
        Assert.Equal((0, ""), (code, error));
        return output;
    }

    private (int Code, string Output, string Error) Run(string[] labels, string[] scan, string[] args)
    {
        _folder.Write("labels.jsonl", string.Join('\n', labels));
        ScanRun.WithSarif(_folder, [_folder.PathOf("repos/me+one"), _folder.PathOf("repos/me+two"), .. scan]);
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = Program.Run([_folder.PathOf("labels.jsonl"), _folder.PathOf("out.sarif"), .. args], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
