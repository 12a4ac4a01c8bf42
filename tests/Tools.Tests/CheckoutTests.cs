using System.Diagnostics;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tools.Tests;

/// <summary>tools/Score/checkout.sh, with a snapshot that is made here: nothing is downloaded.</summary>
public sealed class CheckoutTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public void A_snapshot_gives_the_sources_and_project_files_of_its_commit()
    {
        var commit = Snapshot();
        _folder.Write("list.tsv", $"repo\tcommit\nme/one\t{commit}\n");

        var (code, output) = Checkout();

        Assert.Equal((0, "fetched   me/one\n"), (code, output));
        Assert.Equal(["src/A.cs", "src/A.csproj"], Files());
        Assert.Equal("class A { }\n", File.ReadAllText(_folder.PathOf("out/me+one/src/A.cs")));
    }

    [UnixFact]
    public void What_a_snapshot_lacks_is_told_and_the_others_are_read()
    {
        var commit = Snapshot();
        var blob = Git("me+one/repo", "rev-parse", "HEAD:src/A.cs").Trim();
        File.Delete(_folder.PathOf($"snapshots/me+one/repo/.git/objects/{blob[..2]}/{blob[2..]}"));
        _folder.Write("list.tsv", $"repo\tcommit\nme/one\t{commit}\nme/two\t{commit}\nme/three\tmain\n");

        var (code, output) = Checkout();

        Assert.Equal(1, code);
        Assert.Contains("left out: error: unable to read sha1 file of src/A.cs", output, StringComparison.Ordinal);
        Assert.Contains("fetched   me/one\n", output, StringComparison.Ordinal);
        Assert.Contains($"MISSING   me/two {commit}\n", output, StringComparison.Ordinal);
        Assert.Contains("skipped, not owner/name and commit: me/three\n", output, StringComparison.Ordinal);
        Assert.Equal(["src/A.csproj"], Files());
    }

    private string Snapshot()
    {
        _folder.Write("snapshots/me+one/repo/src/A.cs", "class A { }\n").Write("snapshots/me+one/repo/src/A.csproj", "<Project/>").Write("snapshots/me+one/repo/src/A.txt", "text");
        Git("me+one/repo", "init", "--quiet");
        Git("me+one/repo", "add", ".");
        Git("me+one/repo", "-c", "user.name=me", "-c", "user.email=me@example.org", "commit", "--quiet", "-m", "one");
        return Git("me+one/repo", "rev-parse", "HEAD").Trim();
    }

    private string Git(string repository, params string[] args) => Start("git", ["-C", _folder.PathOf($"snapshots/{repository}"), .. args]) is (0, var output)
        ? output
        : throw new InvalidOperationException($"git {string.Join(' ', args)} failed");

    private (int Code, string Output) Checkout() =>
        Start("bash", [Repository.PathOf("tools", "Score", "checkout.sh"), _folder.PathOf("list.tsv"), _folder.PathOf("out"), _folder.PathOf("snapshots")]);

    private List<string> Files()
    {
        var root = _folder.PathOf("out/me+one");
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(root, file)).Order(StringComparer.Ordinal).ToList();
    }

    private static (int Code, string Output) Start(string program, string[] args)
    {
        var start = new ProcessStartInfo("bash", ["-c", "exec 2>&1; exec \"$@\"", "--", program, .. args]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
