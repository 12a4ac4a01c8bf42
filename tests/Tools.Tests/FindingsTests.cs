using Xunit;

namespace SocketAnalyzers.Tools.Tests;

public sealed class FindingsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_finding_is_printed_with_its_line_message_witness_and_help_link()
    {
        _folder.Write("Sender.cs", TestFolder.Misuse);

        var run = ScanRun.Of(_folder.Root);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
        Assert.Equal([$"SOCK003 {_folder.PathOf("Sender.cs")}:8:9", $"SOCK005 {_folder.PathOf("Sender.cs")}:11:56"], run.Findings);
        var lines = run.Output.Split('\n');
        Assert.Equal("        8 | socket.Send(bytes);", lines[1]);
        Assert.Equal("    'Send' on 'socket' after Shutdown(Send) fails with SocketError.Shutdown", lines[2]);
        Assert.Equal($"    see {_folder.PathOf("Sender.cs")}:7:9", lines[3]);
        Assert.Equal("        7 | socket.Shutdown(SocketShutdown.Send);", lines[4]);
        Assert.EndsWith("/docs/rules/SOCK003.md", lines[5], StringComparison.Ordinal);
    }

    [Fact]
    public void The_summary_counts_by_rule_and_folder()
    {
        _folder.Write("a/Sender.cs", TestFolder.Misuse).Write("b/Empty.cs", "class Nothing { }");

        var run = ScanRun.Of(_folder.PathOf("a"), _folder.PathOf("b"));

        var rows = run.Output.Split('\n').Where(line => line.StartsWith('|')).Select(line => line.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        Assert.Contains(["Folder", "Files", "Socket calls", "Not bound", "SOCK003", "SOCK005", "All"], rows);
        Assert.Contains([_folder.PathOf("a"), "1", "3", "0", "1", "1", "2"], rows);
        Assert.Contains([_folder.PathOf("b"), "1", "0", "0", "0"], rows);
        Assert.Contains(["all", "2", "3", "0", "1", "1", "2"], rows);
        Assert.Contains(["SOCK003", "warning", "1", "Write after Shutdown(Send) or Shutdown(Both)"], rows);
    }

    [Fact]
    public void Redirected_output_has_no_control_characters_and_no_bar()
    {
        _folder.Write("Sender.cs", TestFolder.Misuse);

        var run = ScanRun.Of(_folder.Root, "--timing");

        Assert.DoesNotContain(run.Output + run.Error, c => char.IsControl(c) && c != '\n');
        Assert.DoesNotContain("100%", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_cannot_steer_the_terminal()
    {
        _folder.Write("Sender.cs", TestFolder.Misuse.Replace("Send(bytes);", "Send(bytes); // \u001b[2J\u202egood", StringComparison.Ordinal));

        var run = ScanRun.Of(_folder.Root);

        Assert.Contains("Send(bytes); // \uFFFD[2J\uFFFDgood", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public void Of_a_line_without_end_the_part_around_the_finding_is_shown()
    {
        var line = TestFolder.Misuse.ReplaceLineEndings(" ").Replace("class", new string('\t', 5000) + "class", StringComparison.Ordinal);
        _folder.Write("Sender.cs", line + "//" + new string('x', 5000));

        var run = ScanRun.Of(_folder.Root, "--rule", "SOCK003");

        var code = run.Output.Split('\n')[1];
        Assert.Contains("socket.Send(bytes);", code, StringComparison.Ordinal);
        Assert.InRange(code.Length, 20, 230);
    }

    [Fact]
    public void The_order_does_not_depend_on_threads()
    {
        for (var i = 0; i < 30; i++)
            _folder.Write($"{i:D2}/Sender.cs", TestFolder.Misuse.Replace("Sender", "Sender" + i, StringComparison.Ordinal));

        var first = ScanRun.Of(_folder.Root);
        var second = ScanRun.Of(_folder.Root);

        Assert.Equal(60, first.Findings.Count);
        Assert.Equal(first.Findings.Order(StringComparer.Ordinal).Select(WithoutRule).Order(StringComparer.Ordinal), first.Findings.Select(WithoutRule));
        Assert.Equal(first.Output, second.Output);
        static string WithoutRule(string finding) => finding[8..finding.IndexOf(".cs", StringComparison.Ordinal)];
    }

    [Fact]
    public void A_pragma_suppresses_and_generated_code_is_left_out()
    {
        _folder.Write("Sender.cs", "#pragma warning disable SOCK003, SOCK005\n" + TestFolder.Misuse);
        _folder.Write("Sender.g.cs", TestFolder.Misuse.Replace("Sender", "Generated", StringComparison.Ordinal));

        Assert.Empty(ScanRun.Of(_folder.Root).Findings);
    }

    [Fact]
    public void The_repositorys_own_editorconfig_is_not_obeyed()
    {
        _folder.Write("Sender.cs", TestFolder.Misuse).Write(".editorconfig", "root = true\n[*.cs]\ngenerated_code = true\ndotnet_diagnostic.SOCK003.severity = none\n");

        Assert.Equal(2, ScanRun.Of(_folder.Root).Findings.Count);
    }

    [Fact]
    public void Only_files_that_have_to_do_with_sockets_are_analysed()
    {
        _folder.Write("Sender.cs", TestFolder.Misuse).WriteOtherFiles("others");

        var chosen = ScanRun.Of(_folder.Root, "--timing");
        var all = ScanRun.Of(_folder.Root, "--timing", "--all-files");

        Assert.Equal(2, chosen.Findings.Count);
        Assert.Equal(all.Findings, chosen.Findings);
        Assert.Equal("2", Bodies(chosen));
        Assert.Equal("52", Bodies(all));
    }

    // One by one, every file costs the declarations of the whole project.
    [Fact]
    public void Where_most_files_have_to_do_with_sockets_all_are_analysed_in_one_go()
    {
        for (var i = 0; i < 10; i++)
            _folder.Write($"Sender{i}.cs", TestFolder.Misuse.Replace("Sender", "Sender" + i, StringComparison.Ordinal));
        _folder.Write("Other.cs", "class Other { int One() => 1; }");

        var run = ScanRun.Of(_folder.Root, "--timing");

        Assert.Equal(20, run.Findings.Count);
        Assert.Equal("21", Bodies(run));
    }

    [Fact]
    public void A_part_of_a_type_whose_other_part_has_the_socket_is_analysed()
    {
        _folder.Write("Fields.cs", "partial class Session { private System.Net.Sockets.TcpClient _client = new(); public void Stop() => _client.Client.Shutdown(System.Net.Sockets.SocketShutdown.Send); }");
        _folder.Write("Methods.cs", "partial class Session { public void End(byte[] bytes) { Stop(); _client.GetStream().Write(bytes, 0, 1); } }").WriteOtherFiles("others");

        var finding = Assert.Single(ScanRun.Of(_folder.Root).Findings);
        Assert.StartsWith($"SOCK003 {_folder.PathOf("Methods.cs")}:1:", finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_names_only_a_type_with_a_socket_inside_is_analysed()
    {
        _folder.WriteProject("lib/Lib.csproj").Write("lib/Session.cs", "public class Session { public System.Net.Sockets.Socket Connection; }").Write("lib/Derived.cs", "public class Special : Session { }");
        _folder.WriteProject("app/App.csproj", """<ItemGroup><ProjectReference Include="../lib/Lib.csproj" /></ItemGroup>""");
        _folder.Write("app/User.cs", "class User { void End(Special special, byte[] b) { special.Connection.Shutdown(Other.How); special.Connection.Send(b); } }");
        _folder.Write("app/Other.cs", "static class Other { public const System.Net.Sockets.SocketShutdown How = System.Net.Sockets.SocketShutdown.Send; }").WriteOtherFiles("app/others");

        var finding = Assert.Single(ScanRun.Of(_folder.Root).Findings);
        Assert.Contains("User.cs", finding, StringComparison.Ordinal);
    }
    private static string Bodies(ScanRun run)
    {
        var rows = run.Output.Split('\n').Where(line => line.StartsWith('|')).Select(line => line.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        var heading = rows.FindIndex(row => row.Contains("Bodies"));
        return rows[heading + 2][Array.IndexOf(rows[heading], "Bodies")];
    }
}
