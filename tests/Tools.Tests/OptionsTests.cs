using Xunit;

namespace SocketAnalyzers.Tools.Tests;

public sealed class OptionsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Help_names_every_option_and_the_exit_codes()
    {
        var run = ScanRun.Of("--help");

        Assert.Equal(0, run.ExitCode);
        foreach (var text in new[] { "--sarif", "--rule", "--severity", "--fail-on", "--option", "--tfm", "--define", "--analyzer", "--all-files", "--unbound", "--timing", "--timing-per-project", "Exit codes: 0", "3 the scan is incomplete" })
            Assert.Contains(text, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Required argument 'PATH' missing", new string[0])]
    [InlineData("There is no option --colour.", new[] { "x", "--colour" })]
    [InlineData("PATH is empty", new[] { "" })]
    [InlineData("--rule SOCK999: there is no such rule; the rules are SOCK000, SOCK001,", new[] { "x", "--rule", "SOCK999" })]
    [InlineData("--severity loud: allowed is hidden, info, warning, error.", new[] { "x", "--severity", "loud" })]
    [InlineData("--fail-on never: allowed is hidden, info, warning, error.", new[] { "x", "--fail-on", "never" })]
    [InlineData("--tfm net: allowed is a target framework such as net8.0", new[] { "x", "--tfm", "net" })]
    [InlineData("there is no option 'socket_analyzers.somaxcon'; the options are socket_analyzers.somaxconn, ", new[] { "x", "--option", "socket_analyzers.somaxcon=1" })]
    [InlineData("there is no option 'other.key'; the options are", new[] { "x", "--option", "other.key=1" })]
    [InlineData("the value is 'many'; allowed is a whole number from 1 to 2147483647.", new[] { "x", "--option", "socket_analyzers.somaxconn=many" })]
    [InlineData("--option somaxconn: allowed is KEY=VALUE, such as socket_analyzers.somaxconn=128.", new[] { "x", "--option", "somaxconn" })]
    [InlineData("--analyzer missing.dll: cannot be loaded", new[] { "x", "--analyzer", "missing.dll" })]
    [InlineData("--sarif no/such/folder/x.sarif: cannot be written", new[] { "x", "--sarif", "no/such/folder/x.sarif" })]
    public void What_is_wrong_is_said_and_the_exit_code_is_2(string message, string[] args)
    {
        var run = ScanRun.Of(args);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Contains("--help", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_can_be_chosen_more_than_once()
    {
        _folder.Write("Sender.cs", TestFolder.Misuse);

        Assert.StartsWith("SOCK005", Assert.Single(ScanRun.Of(_folder.Root, "--rule", "sock005").Findings), StringComparison.Ordinal);
        Assert.Equal(2, ScanRun.Of(_folder.Root, "--rule", "SOCK003", "--rule", "SOCK005").Findings.Count);
        Assert.Empty(ScanRun.Of(_folder.Root, "--rule", "SOCK007").Findings);
    }

    [Theory]
    [InlineData("info", 3)]
    [InlineData("warning", 2)]
    [InlineData("ERROR", 0)]
    public void What_is_milder_than_the_severity_is_left_out(string severity, int expected)
    {
        _folder.Write("Sender.cs", TestFolder.Misuse);
        _folder.Write("Server.cs", "using System.Net; using System.Net.Sockets; class Server { void Run() { var l = new TcpListener(IPAddress.Any, 80); l.Start(); l.AcceptSocket(); } }");

        Assert.Equal(expected, ScanRun.Of(_folder.Root, "--severity", severity).Findings.Count);
    }

    [Theory]
    [InlineData("info", 1)]
    [InlineData("warning", 1)]
    [InlineData("error", 0)]
    public void Fail_on_decides_the_exit_code(string level, int expected)
    {
        _folder.Write("Sender.cs", TestFolder.Misuse);

        Assert.Equal(expected, ScanRun.Of(_folder.Root, "--fail-on", level).ExitCode);
    }

    [Fact]
    public void A_finding_counts_more_than_an_incomplete_scan()
    {
        _folder.Write("Sender.cs", TestFolder.Misuse);

        Assert.Equal(1, ScanRun.Of(_folder.Root, _folder.PathOf("missing"), "--fail-on", "warning").ExitCode);
        Assert.Equal(3, ScanRun.Of(_folder.Root, _folder.PathOf("missing"), "--fail-on", "error").ExitCode);
    }

    [Fact]
    public void An_option_reaches_the_rules()
    {
        _folder.Write("Sender.cs", TestFolder.Misuse);

        Assert.Single(ScanRun.Of(_folder.Root, "--option", "socket_analyzers.somaxconn=60000").Findings);
    }

    [Theory]
    [InlineData("net472", "NETFRAMEWORK && NET472 && NET40_OR_GREATER && !NET48_OR_GREATER && !NET")]
    [InlineData("net8.0-windows10.0", "NET && NET8_0 && NET6_0_OR_GREATER && NETCOREAPP3_1_OR_GREATER && !NET9_0_OR_GREATER && WINDOWS")]
    [InlineData("netcoreapp2.0", "NETCOREAPP && NETCOREAPP2_0 && NETCOREAPP1_1_OR_GREATER && !NETCOREAPP2_1_OR_GREATER && !NET")]
    [InlineData("netstandard2.1", "NETSTANDARD && NETSTANDARD2_1 && NETSTANDARD2_0_OR_GREATER && !NETCOREAPP")]
    public void The_target_framework_decides_the_symbols(string framework, string condition)
    {
        var source = $"#if {condition}\n{TestFolder.Misuse}\n#endif\n";
        _folder.Write("loose/Sender.cs", source);
        _folder.WriteProject("app/App.csproj", $"<PropertyGroup><TargetFramework>{framework}</TargetFramework></PropertyGroup>").Write("app/Sender.cs", source);
        _folder.WriteProject("other/Other.csproj", "<PropertyGroup><TargetFramework>net9.0</TargetFramework></PropertyGroup>").Write("other/Sender.cs", source);

        Assert.Equal(2, ScanRun.Of(_folder.PathOf("app")).Findings.Count);
        Assert.Empty(ScanRun.Of(_folder.PathOf("other")).Findings);
        Assert.Equal(6, ScanRun.Of(_folder.Root, "--tfm", framework).Findings.Count);
    }

    [Theory]
    [InlineData("<TargetFrameworks>net472;netstandard2.0;net6.0;net8.0</TargetFrameworks>", "NET8_0")]
    [InlineData("<TargetFrameworks>$(Missing);net472;netstandard2.0</TargetFrameworks>", "NETSTANDARD2_0")]
    [InlineData("<TargetFrameworkVersion>v4.6.2</TargetFrameworkVersion>", "NET462")]
    [InlineData("<Own>net6.0</Own><TargetFramework>$(Own)</TargetFramework>", "NET6_0")]
    [InlineData("<TargetFramework>$(FromProps)</TargetFramework>", "NET7_0")]
    [InlineData("<DefineConstants>$(DefineConstants);TRACE;MINE</DefineConstants>", "MINE")]
    public void The_project_file_tells_the_target_framework_and_symbols(string property, string symbol)
    {
        _folder.Write("Directory.Build.props", "<Project><PropertyGroup><FromProps>net7.0</FromProps></PropertyGroup></Project>");
        _folder.WriteProject("app/App.csproj", $"<PropertyGroup>{property}</PropertyGroup>").Write("app/Sender.cs", $"#if {symbol}\n{TestFolder.Misuse}\n#endif");

        Assert.Equal(2, ScanRun.Of(_folder.Root).Findings.Count);
    }

    [Fact]
    public void Define_adds_a_symbol()
    {
        _folder.Write("Sender.cs", $"#if UNITY_SERVER && MINE\n{TestFolder.Misuse}\n#endif");

        Assert.Empty(ScanRun.Of(_folder.Root).Findings);
        Assert.Equal(2, ScanRun.Of(_folder.Root, "--define", "UNITY_SERVER", "--define", "MINE").Findings.Count);
    }

    [Fact]
    public void The_rules_see_the_target_framework()
    {
        const string Server = "using System.Net; using System.Net.Sockets; class Server { void Run() { var s = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp); s.Bind(new IPEndPoint(IPAddress.Any, 8080)); s.Listen(10); s.Accept(); } }";
        _folder.Write("Server.cs", Server);

        Assert.Contains(ScanRun.Of(_folder.Root, "--tfm", "netcoreapp2.0").Findings, finding => finding.StartsWith("SOCK006", StringComparison.Ordinal));
        Assert.DoesNotContain(ScanRun.Of(_folder.Root, "--tfm", "net8.0").Findings, finding => finding.StartsWith("SOCK006", StringComparison.Ordinal));
    }

    [Fact]
    public void Timing_prints_the_counters()
    {
        _folder.WriteProject("app/App.csproj").Write("app/Sender.cs", TestFolder.Misuse);

        var total = ScanRun.Of(_folder.Root, "--timing");
        var each = ScanRun.Of(_folder.Root, "--timing-per-project");

        Assert.Contains("| Over budget |", total.Output, StringComparison.Ordinal);
        Assert.Matches("Wall time [0-9.]+ s, peak memory [1-9][0-9]* MB.", total.Output);
        Assert.Matches(@"\| all +\| +1 \| +12 \|", total.Output);
        Assert.Contains($"| {_folder.PathOf("app")} ", each.Output, StringComparison.Ordinal);
    }
}
