using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Robustness;

/// <summary>Symbols of another project of the solution: their source is not this compilation's.</summary>
public class OtherProjectTests
{
    [Theory]
    [InlineData(
        "public static class Settings { public static readonly System.Net.IPEndPoint Here = new(System.Net.IPAddress.Loopback, 0); }",
        "s.Bind(Settings.Here);", "SOCK001")]
    [InlineData(
        "public static class Settings { public static System.Net.IPEndPoint Here => new(System.Net.IPAddress.Loopback, 0); }",
        "s.Bind(Settings.Here);", "SOCK001")]
    [InlineData(
        "public static class Settings { public const int Queue = 100000; }",
        "s.Bind(new IPEndPoint(IPAddress.Any, 5000)); s.Listen(Settings.Queue);", "SOCK001 SOCK005")]
    [InlineData(
        "public static class Settings { public static readonly int Queue = 100000; }",
        "s.Bind(new IPEndPoint(IPAddress.Any, 5000)); s.Listen(Settings.Queue);", "SOCK001")]
    [InlineData(
        "public static class Settings { public static readonly System.Net.Sockets.SocketShutdown How = System.Net.Sockets.SocketShutdown.Send; }",
        "s.Shutdown(Settings.How); s.Send(new byte[1]);", "")]
    [InlineData(
        "public abstract class Settings { private System.Net.Sockets.Socket _own = new(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp); public System.Net.Sockets.Socket Own { get; set; } = null!; public void Open() => _own.Listen(); }",
        "s.Shutdown(SocketShutdown.Send); s.Send(new byte[1]);", "SOCK003")]
    [InlineData(
        "public class Settings { public System.Net.Sockets.Socket Own { get; private set; } = null!; public void Renew() => Own = new(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp); }",
        "var t = new Settings(); t.Own.Shutdown(SocketShutdown.Send); t.Renew(); t.Own.Send(new byte[1]);", "")]
    public async Task The_same_is_found_with_a_project_and_with_its_DLL(string settings, string body, string expected)
    {
        var code = "using System.Net; using System.Net.Sockets; " + settings
            + " public class Server { public void Run() { var s = new Socket(SocketType.Stream, ProtocolType.Tcp); " + body + " s.Listen(); s.Accept().Close(); } }";
        var test = new CSharpAnalyzerTest<SocketFlowAnalyzer> { TestCode = code };
        var project = test.CreateSolution(test.TestState).Projects.Single();
        var split = ProjectSplit.Of((await project.GetCompilationAsync())!).Single(split => split.Library.GetTypeByMetadataName("Settings") is not null);

        Assert.True(await SplitProperty.VerifyAsync(split, project));

        var run = await AnalyzerRunner.RunAsync(split.Rest.AddReferences(split.Library.ToMetadataReference()), Fuzzer.ShippedAnalyzers, project.AnalyzerOptions);
        Assert.Equal(expected, string.Join(' ', run.Analyzers.Select(found => found.Id).Distinct().Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task A_base_class_of_another_project_may_be_partial_and_hold_the_socket()
    {
        const string Code = """
            using System.Net.Sockets;

            public partial class Session
            {
                protected Socket Peer = null!;
            }

            public partial class Session
            {
                public void Attach(Socket s) => Peer = s;
            }

            public sealed class Greeter : Session
            {
                public void Greet(byte[] b)
                {
                    Peer.Shutdown(SocketShutdown.Send);
                    Peer.Send(b);
                }
            }
            """;
        var test = new CSharpAnalyzerTest<SocketFlowAnalyzer> { TestCode = Code };
        var project = test.CreateSolution(test.TestState).Projects.Single();

        Assert.True(await SplitProperty.VerifyAsync(Assert.Single(ProjectSplit.Of((await project.GetCompilationAsync())!)), project));
    }
}
