using System.Text.Json;
using Xunit;

namespace SocketAnalyzers.Tools.Tests;

public sealed class SarifTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_log_has_what_the_schema_asks_for()
    {
        _folder.Write("src/My Sender.cs", TestFolder.Misuse);

        var (_, sarif) = ScanRun.WithSarif(_folder, _folder.Root);

        Assert.Equal("2.1.0", sarif.GetProperty("version").GetString());
        Assert.Contains("sarif-2.1.0", sarif.GetProperty("$schema").GetString(), StringComparison.Ordinal);
        var run = Assert.Single(sarif.GetProperty("runs").EnumerateArray());
        var driver = run.GetProperty("tool").GetProperty("driver");
        Assert.Equal("SocketAnalyzers", driver.GetProperty("name").GetString());
        var rules = driver.GetProperty("rules").EnumerateArray().ToList();
        Assert.All(rules, rule =>
        {
            Assert.True(Uri.TryCreate(rule.GetProperty("helpUri").GetString(), UriKind.Absolute, out _));
            Assert.NotEqual("", rule.GetProperty("shortDescription").GetProperty("text").GetString());
            Assert.Contains(rule.GetProperty("defaultConfiguration").GetProperty("level").GetString(), new[] { "none", "note", "warning", "error" });
        });
        Assert.True(run.GetProperty("invocations")[0].GetProperty("executionSuccessful").GetBoolean());
        Assert.Equal(2, run.GetProperty("results").GetArrayLength());
        Assert.All(run.GetProperty("results").EnumerateArray(), result => Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString()));
    }

    [Fact]
    public void A_result_has_its_place_counted_from_one_its_member_and_its_witness()
    {
        _folder.Write("src/My Sender.cs", TestFolder.Misuse);

        var (_, sarif) = ScanRun.WithSarif(_folder, _folder.Root, "--rule", "SOCK003");

        var result = Assert.Single(sarif.GetProperty("runs")[0].GetProperty("results").EnumerateArray());
        Assert.Equal("warning", result.GetProperty("level").GetString());
        Assert.StartsWith("'Send' on 'socket'", result.GetProperty("message").GetProperty("text").GetString(), StringComparison.Ordinal);
        var location = Assert.Single(result.GetProperty("locations").EnumerateArray());
        Assert.Equal("Sender.Finish", location.GetProperty("logicalLocations")[0].GetProperty("fullyQualifiedName").GetString());
        Assert.Equal(("src/My%20Sender.cs", 8, 9, 8, 27), Place(location));
        Assert.Equal(("src/My%20Sender.cs", 7), Place(Assert.Single(result.GetProperty("relatedLocations").EnumerateArray())) is var (uri, line, _, _, _) ? (uri, line) : default);
    }

    [Fact]
    public void Of_several_folders_each_path_tells_its_folder()
    {
        _folder.Write("repos/a+b/Sender.cs", TestFolder.Misuse).Write("repos/c+d/src/Sender.cs", TestFolder.Misuse).Write("repos/e+f/Nothing.cs", "class Nothing { }");

        var (_, sarif) = ScanRun.WithSarif(_folder, _folder.PathOf("repos/a+b"), _folder.PathOf("repos/c+d"), _folder.PathOf("repos/e+f"), "--rule", "SOCK005");

        var run = sarif.GetProperty("runs")[0];
        Assert.Equal(["a%2Bb/Sender.cs", "c%2Bd/src/Sender.cs"], run.GetProperty("results").EnumerateArray().Select(result => Place(result.GetProperty("locations")[0]).Uri));
        Assert.Equal(["a+b", "c+d", "e+f"], run.GetProperty("properties").GetProperty("scannedFolders").EnumerateArray().Select(folder => folder.GetProperty("name").GetString()));
    }

    [Fact]
    public void Folders_of_one_name_are_told_apart()
    {
        _folder.Write("x/src/Sender.cs", TestFolder.Misuse).Write("y/z/src/Sender.cs", TestFolder.Misuse);

        var (_, sarif) = ScanRun.WithSarif(_folder, _folder.PathOf("x/src"), _folder.PathOf("y/z/src"), "--rule", "SOCK005");

        Assert.Equal(["x/src/Sender.cs", "y/z/src/Sender.cs"], sarif.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Select(result => Place(result.GetProperty("locations")[0]).Uri));
    }

    [Fact]
    public void Problems_are_notifications_and_no_path_of_the_machine_is_written()
    {
        _folder.Write("a/Sender.cs", TestFolder.Misuse).Write("a/Picture.cs", [1, 0, 0, 0]).Write("a/App.csproj", "<Project>").Write("b/Nothing.cs", "class Nothing { }");

        var (run, sarif) = ScanRun.WithSarif(_folder, _folder.PathOf("a"), _folder.PathOf("b"), _folder.PathOf("missing"));

        Assert.Equal(3, run.ExitCode);
        Assert.DoesNotContain(_folder.Root, sarif.GetRawText(), StringComparison.Ordinal);
        var invocation = sarif.GetProperty("runs")[0].GetProperty("invocations")[0];
        Assert.False(invocation.GetProperty("executionSuccessful").GetBoolean());
        var notifications = invocation.GetProperty("toolExecutionNotifications").EnumerateArray().ToList();
        Assert.Equal(3, notifications.Count);
        Assert.Contains(notifications, notification => notification.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString() == "a/Picture.cs");
    }

    private static (string Uri, int StartLine, int StartColumn, int EndLine, int EndColumn) Place(JsonElement location)
    {
        var physical = location.GetProperty("physicalLocation");
        var region = physical.GetProperty("region");
        var uri = physical.GetProperty("artifactLocation").GetProperty("uri").GetString()!;
        Assert.True(Uri.TryCreate(uri, UriKind.Relative, out _));
        return (uri, region.GetProperty("startLine").GetInt32(), region.GetProperty("startColumn").GetInt32(), region.GetProperty("endLine").GetInt32(), region.GetProperty("endColumn").GetInt32());
    }
}
