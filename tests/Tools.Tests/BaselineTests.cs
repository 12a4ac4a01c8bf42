using SocketAnalyzers.Score;
using Xunit;

namespace SocketAnalyzers.Tools.Tests;

public sealed class BaselineTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_found_is_written_and_the_same_scan_is_as_before()
    {
        Scan(TestFolder.Misuse);

        Assert.Equal((0, "+ "), Run("--update") is var (code, output) ? (code, output[..2]) : default);
        var lines = File.ReadAllLines(_folder.PathOf("baseline.tsv"));
        Assert.Equal("rule\trepository\tpath\tline\tmessage", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("SOCK003\tme/one\tsrc/Sender.cs\t8\t'Send' on 'socket' after Shutdown(Send)", StringComparison.Ordinal));
        Assert.Equal((0, "2 as before, 0 new, 0 gone\n"), Run());
    }

    [Fact]
    public void A_finding_that_went_and_one_that_came_are_a_difference()
    {
        Scan(TestFolder.Misuse);
        Run("--update");
        Scan("\n" + TestFolder.Misuse);

        var (code, output) = Run();

        Assert.Equal(1, code);
        Assert.Contains("- SOCK003\tme/one\tsrc/Sender.cs\t8\t", output, StringComparison.Ordinal);
        Assert.Contains("+ SOCK003\tme/one\tsrc/Sender.cs\t9\t", output, StringComparison.Ordinal);
        Assert.EndsWith("0 as before, 2 new, 2 gone\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_that_are_alike_are_counted()
    {
        using var output = new StringWriter { NewLine = "\n" };

        Assert.False(Baseline.Compare(["a", "a", "b"], ["a", "b"], output));
        Assert.Equal("- a\n2 as before, 0 new, 1 gone\n", output.ToString());
    }

    [Fact]
    public void A_file_that_is_no_baseline_is_told()
    {
        Scan(TestFolder.Misuse);
        _folder.Write("baseline.tsv", "something else");
        using var error = new StringWriter();

        Assert.Equal(2, Program.Run(["baseline", _folder.PathOf("baseline.tsv"), _folder.PathOf("out.sarif")], TextWriter.Null, error));
        Assert.Contains("baseline.tsv: this is no baseline: its first line must be 'rule TAB repository", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_that_is_not_there_is_told()
    {
        Scan(TestFolder.Misuse);
        using var error = new StringWriter();

        Assert.Equal(2, Program.Run(["baseline", _folder.PathOf("missing.tsv"), _folder.PathOf("out.sarif")], TextWriter.Null, error));
        Assert.Contains("missing.tsv", error.ToString(), StringComparison.Ordinal);
    }

    private void Scan(string source)
    {
        _folder.Write("repos/me+one/src/Sender.cs", source).Write("repos/me+two/Nothing.cs", "class Nothing { }");
        ScanRun.WithSarif(_folder, [_folder.PathOf("repos/me+one"), _folder.PathOf("repos/me+two")]);
    }

    private (int Code, string Output) Run(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = Program.Run(["baseline", _folder.PathOf("baseline.tsv"), _folder.PathOf("out.sarif"), .. args], output, error);
        Assert.Equal("", error.ToString());
        return (code, output.ToString());
    }
}
