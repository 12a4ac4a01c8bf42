using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Verification;

public class ReferenceSetsTests
{
    public static TheoryData<string> Frameworks => [.. ReferenceSets.All.Select(set => set.TargetFramework)];

    [Theory]
    [MemberData(nameof(Frameworks))]
    public void Socket_code_compiles_against_the_set(string framework)
    {
        var references = ReferenceSets.All.Single(set => set.TargetFramework == framework).References;
        var tree = CSharpSyntaxTree.ParseText(
            """
            using System.Net.Security;
            using System.Net.Sockets;
            class C { SslStream M(TcpClient c) { c.Client.Shutdown(SocketShutdown.Send); return new SslStream(c.GetStream()); } }
            """);
        var compilation = CSharpCompilation.Create("t", [tree], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

        Assert.Empty(compilation.GetDiagnostics());
    }

    [Theory]
    [InlineData("net472")]
    [InlineData("netstandard2.0")]
    public void Pipelines_completes_the_sets_that_lack_it(string framework)
    {
        var references = ReferenceSets.All.Single(set => set.TargetFramework == framework).References;
        var tree = CSharpSyntaxTree.ParseText("class C { System.IO.Pipelines.PipeReader M(System.IO.Stream s) => System.IO.Pipelines.PipeReader.Create(s); }");
        var compilation = CSharpCompilation.Create("t", [tree], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

        Assert.NotEmpty(compilation.GetDiagnostics());
        Assert.Empty(compilation.AddReferences(ReferenceSets.Pipelines).GetDiagnostics());
    }

    [Fact]
    public void The_tests_run_on_the_Roslyn_that_their_project_names()
    {
        var version = typeof(CSharpCompilation).Assembly.GetName().Version!;
#if ROSLYN_LATEST
        Assert.Equal(new Version(5, 12, 0, 0), version);
#else
        Assert.Equal(new Version(4, 5, 0, 0), version);
#endif
    }
}
