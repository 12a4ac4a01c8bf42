using System.Text;
using Xunit;

namespace SocketAnalyzers.Tools.Tests;

/// <summary>What is read, what is bound to what, and what is said about the rest.</summary>
public sealed class LoadingTests : IDisposable
{
    private const string Client = "public class Client { public System.Net.Sockets.Socket Socket; }";
    private const string ClientUser = "class User { void Send(Client client, byte[] b) { var socket = client.Socket; socket.Shutdown(System.Net.Sockets.SocketShutdown.Send); socket.Send(b); } }";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_project_reference_is_followed()
    {
        _folder.WriteProject("z/Base.csproj").Write("z/Client.cs", Client);
        _folder.WriteProject("a/App.csproj", """<ItemGroup><ProjectReference Include="..\z\Base.csproj" /></ItemGroup>""").Write("a/User.cs", ClientUser);

        Assert.Single(ScanRun.Of(_folder.Root).Findings);
    }

    [Fact]
    public void A_project_reference_is_followed_through_another_one_and_into_another_folder_of_the_command_line()
    {
        _folder.WriteProject("src/z/Base.csproj").Write("src/z/Client.cs", Client);
        _folder.WriteProject("src/y/Middle.csproj", """<ItemGroup><ProjectReference Include="../z/Base.csproj" /></ItemGroup>""").Write("src/y/Nothing.cs", "class Nothing { }");
        _folder.WriteProject("app/App.csproj", """<ItemGroup><ProjectReference Include="$(MSBuildProjectDirectory)..\src\y\Middle.csproj" /></ItemGroup>""").Write("app/User.cs", ClientUser);

        Assert.Single(ScanRun.Of(_folder.PathOf("app"), _folder.PathOf("src")).Findings);
    }

    [Theory]
    [InlineData("<ItemGroup><PackageReference Include=\"xunit.v3\" /></ItemGroup>")]
    [InlineData("<ItemGroup><PackageReference Include=\"NUnit\" Version=\"4.0.0\" /></ItemGroup>")]
    [InlineData("<ItemGroup><Reference Include=\"nunit.framework, Version=3.0.0.0\" /></ItemGroup>")]
    [InlineData("", "MSTest.Sdk/3.10.0")]
    public void A_test_project_is_known_by_its_framework(string content, string sdk = "Microsoft.NET.Sdk")
    {
        _folder.WriteProject("Tests.csproj", content, sdk).Write("Sender.cs", TestFolder.Misuse);

        Assert.DoesNotContain(ScanRun.Of(_folder.Root).Findings, finding => finding.StartsWith("SOCK005", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<ItemGroup><PackageReference Include=\"xunit.analyzers\" /><PackageReference Include=\"NUnitLite.Runner\" /></ItemGroup>")]
    [InlineData("<ItemGroup><PackageReference Include=\"Microsoft.NET.Test.Sdk\" /></ItemGroup>")]
    public void What_is_only_near_a_test_framework_makes_no_test_project(string content)
    {
        _folder.WriteProject("App.csproj", content).Write("Sender.cs", TestFolder.Misuse);

        Assert.Contains(ScanRun.Of(_folder.Root).Findings, finding => finding.StartsWith("SOCK005", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_the_reference_the_call_is_counted_as_not_bound()
    {
        _folder.WriteProject("z/Base.csproj").Write("z/Client.cs", Client);
        _folder.WriteProject("a/App.csproj").Write("a/User.cs", ClientUser);

        var run = ScanRun.Of(_folder.Root, "--unbound");

        Assert.Empty(run.Findings);
        Assert.Contains("Socket calls: 0 bound, 1 that look like one could not be bound.", run.Output, StringComparison.Ordinal);
        Assert.Contains($"not bound {_folder.PathOf("a/User.cs")}:1:", run.Output, StringComparison.Ordinal);
        Assert.Contains("silence says nothing", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Projects_that_refer_to_each_other_do_not_hang()
    {
        _folder.WriteProject("a/A.csproj", """<ItemGroup><ProjectReference Include="../b/B.csproj;../a/A.csproj;*.csproj" /></ItemGroup>""").Write("a/Sender.cs", TestFolder.Misuse);
        _folder.WriteProject("b/B.csproj", """<ItemGroup><ProjectReference Include="../a/A.csproj" /></ItemGroup>""").Write("b/Nothing.cs", "class Nothing { }");

        Assert.Equal(2, ScanRun.Of(_folder.Root).Findings.Count);
    }

    [Fact]
    public void Files_of_no_project_are_one_compilation()
    {
        _folder.WriteProject("src/App/App.csproj").Write("src/App/Nothing.cs", "class Nothing { }");
        _folder.Write("tools/Client.cs", Client).Write("scripts/User.cs", ClientUser);

        Assert.Single(ScanRun.Of(_folder.Root).Findings);
    }

    [Fact]
    public void A_file_belongs_to_the_nearest_project_above_it()
    {
        _folder.WriteProject("App.csproj").Write("Client.cs", Client);
        _folder.WriteProject("inner/Inner.csproj").Write("inner/deep/User.cs", ClientUser);

        Assert.Empty(ScanRun.Of(_folder.Root).Findings);
    }

    [Fact]
    public void Build_output_and_packages_are_not_read()
    {
        foreach (var skipped in new[] { "bin", "obj", ".git", "node_modules", "a/BIN" })
            _folder.Write(skipped + "/Sender.cs", TestFolder.Misuse);
        _folder.Write("Nothing.cs", "class Nothing { }");

        Assert.Empty(ScanRun.Of(_folder.Root).Findings);
    }

    [Fact]
    public void Implicit_usings_hold_where_the_project_or_props_above_it_say_so()
    {
        const string Source = "using System.Net.Sockets; class C { Task M(Socket socket, byte[] b) { List<int> l = new(); socket.Listen(70000); return Task.CompletedTask; } }";
        _folder.WriteProject("a/A.csproj", "<PropertyGroup><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>").Write("a/C.cs", Source);
        _folder.Write("b/Directory.Build.props", "<Project><PropertyGroup><ImplicitUsings>true</ImplicitUsings></PropertyGroup></Project>");
        _folder.WriteProject("b/x/B.csproj", """<ItemGroup><Using Include="System.Net.Sockets" /></ItemGroup>""").Write("b/x/C.cs", Source.Replace("using System.Net.Sockets;", "", StringComparison.Ordinal));

        Assert.Equal(2, ScanRun.Of(_folder.Root).Findings.Count);
    }

    [Fact]
    public void A_file_that_is_not_utf8_is_read_and_told()
    {
        _folder.Write("Sender.cs", Encoding.Latin1.GetBytes("// \u00e9t\u00e9 \u00ff\n" + TestFolder.Misuse));

        var run = ScanRun.Of(_folder.Root);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(2, run.Findings.Count);
        Assert.Contains("Sender.cs: is not UTF-8; read as Latin-1", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_in_utf16_is_read()
    {
        _folder.Write("Sender.cs", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(TestFolder.Misuse)]);

        Assert.Equal(2, ScanRun.Of(_folder.Root).Findings.Count);
    }

    [Fact]
    public void A_file_that_is_no_text_is_told_and_the_others_are_read()
    {
        _folder.Write("Sender.cs", TestFolder.Misuse).Write("Picture.cs", [0x89, 0x50, 0, 0, 0, 0, 1]);

        var run = ScanRun.Of(_folder.Root);

        Assert.Equal(3, run.ExitCode);
        Assert.Equal(2, run.Findings.Count);
        Assert.Contains("Picture.cs: is no text", run.Error, StringComparison.Ordinal);
        Assert.Contains("The scan is incomplete: 1 problem,", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_nowhere_and_one_out_of_the_folder_are_told()
    {
        using var outside = new TestFolder();
        outside.Write("Secret.cs", TestFolder.Misuse);
        _folder.Write("Nothing.cs", "class Nothing { }");
        File.CreateSymbolicLink(_folder.PathOf("Dangling.cs"), _folder.PathOf("Missing.cs"));
        File.CreateSymbolicLink(_folder.PathOf("Outside.cs"), outside.PathOf("Secret.cs"));
        Directory.CreateSymbolicLink(_folder.PathOf("Loop"), _folder.Root);

        var run = ScanRun.Of(_folder.Root);

        Assert.Equal(3, run.ExitCode);
        Assert.Empty(run.Findings);
        Assert.Contains("Dangling.cs: is a link to a file that does not exist", run.Error, StringComparison.Ordinal);
        Assert.Contains("Outside.cs: is a link out of the scanned folder", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_the_place_of_a_file_is_a_folder()
    {
        _folder.Write("Odd.cs/Sender.cs", TestFolder.Misuse);

        Assert.Equal(2, ScanRun.Of(_folder.Root).Findings.Count);
    }

    [Fact]
    public void A_missing_path_a_file_and_a_folder_without_code_are_told_and_the_rest_is_scanned()
    {
        _folder.Write("code/Sender.cs", TestFolder.Misuse).Write("empty/readme.txt", "nothing");

        var run = ScanRun.Of(_folder.PathOf("missing"), _folder.PathOf("code/Sender.cs"), _folder.PathOf("empty"), _folder.PathOf("code"));

        Assert.Equal(3, run.ExitCode);
        Assert.Equal(2, run.Findings.Count);
        Assert.Contains("missing: there is no such folder", run.Error, StringComparison.Ordinal);
        Assert.Contains("Sender.cs: is a file; name the folder that it stands in", run.Error, StringComparison.Ordinal);
        Assert.Contains("empty: there is no C# file in this folder", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_inside_another_is_scanned_once()
    {
        _folder.Write("a/b/Sender.cs", TestFolder.Misuse);

        var run = ScanRun.Of(_folder.PathOf("a"), _folder.PathOf("a/b/"), _folder.PathOf("a/"));

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(2, run.Findings.Count);
        Assert.Contains("is scanned with", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<Project><Unclosed></Project>")]
    [InlineData("""<!DOCTYPE Project [<!ENTITY a "aaaa">]><Project><PropertyGroup><TargetFramework>&a;</TargetFramework></PropertyGroup></Project>""")]
    public void A_broken_project_file_is_told_and_its_code_is_read(string project)
    {
        _folder.Write("App.csproj", project).Write("Sender.cs", TestFolder.Misuse);

        var run = ScanRun.Of(_folder.Root);

        Assert.Equal(3, run.ExitCode);
        Assert.Equal(2, run.Findings.Count);
        Assert.Contains("App.csproj: the project file cannot be read", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Properties_that_grow_without_end_are_cut()
    {
        var grow = string.Concat(Enumerable.Range(1, 60).Select(i => $"<P{i}>$(P{i - 1})$(P{i - 1})</P{i}>"));
        _folder.WriteProject("App.csproj", $"<PropertyGroup><P0>aaaaaaaa</P0>{grow}</PropertyGroup>").Write("Sender.cs", TestFolder.Misuse);

        Assert.Equal(2, ScanRun.Of(_folder.Root).Findings.Count);
    }

    [Fact]
    public void Code_that_does_not_compile_is_analysed_where_it_can_be()
    {
        _folder.Write("Sender.cs", TestFolder.Misuse).Write("Broken.cs", "using System.Net.Sockets; class Broken { void M( { Socket s = new(; } }} else");

        Assert.Equal(2, ScanRun.Of(_folder.Root).Findings.Count);
    }

    [Theory]
    [InlineData("(", ")", "")]
    [InlineData("[", "]", "")]
    [InlineData("{", "}", "")]
    [InlineData("A<", ">", " x")]
    public void Very_deep_code_does_not_end_the_process(string open, string close, string after)
    {
        string Nest(int depth) => "using System.Net.Sockets; class Deep { void M(Socket s) { " + string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth)) + after + "; } }";
        _folder.Write("Sender.cs", TestFolder.Misuse).Write("Deep.cs", Nest(3_000)).Write("Shallow.cs", Nest(200));

        var run = ScanRun.Of(_folder.Root);

        Assert.Equal(3, run.ExitCode);
        Assert.Equal(2, run.Findings.Count);
        Assert.Contains("Deep.cs: has code more than 500 levels deep, and is not analysed", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Shallow.cs", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("!")]
    [InlineData("- ")]
    [InlineData("(int)")]
    [InlineData("await ")]
    [InlineData("a ? b : ")]
    [InlineData("a ?? ")]
    [InlineData("a = ")]
    [InlineData("x => ")]
    [InlineData("1); if (a) ; else M(")]
    [InlineData("1); label: M(")]
    [InlineData("\n#if !!!!!!!!!!")]
    [InlineData("1); if (a) M(")]
    [InlineData("from x in ")]
    [InlineData("throw ")]
    [InlineData("x is not ")]
    [InlineData("x is A and ")]
    [InlineData("a?.")]
    [InlineData("a.")]
    [InlineData("a::")]
    [InlineData("int*")]
    [InlineData("..")]
    [InlineData("1 + ")]
    [InlineData("new int[1]")]
    public void Very_long_code_does_not_end_the_process(string part)
    {
        var source = "using System.Net.Sockets; class Long { void M(Socket s) { s.Send(" + string.Concat(Enumerable.Repeat(part, 10_000)) + "1); } }";
        _folder.Write("Sender.cs", TestFolder.Misuse).Write("Long.cs", source);

        Assert.Equal(2, ScanRun.Of(_folder.Root).Findings.Count);
    }
}
