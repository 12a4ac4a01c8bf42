using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Loading;
using SocketAnalyzers.Scan;
using Xunit;

namespace SocketAnalyzers.Tools.Tests;

public class FlowWatchTests
{
    [Fact]
    public async Task A_body_over_budget_is_a_problem_with_its_name()
    {
        var watch = new FlowWatch();
        var analyzer = new SocketFlowAnalyzer
        {
            ContextCreated = context =>
            {
                watch.Add(context);
                context.VisitLimit = 1;
            },
        };
        const string Loop = "using System.Net.Sockets; class Sender { void Repeat(Socket s, byte[] b) { for (var i = 0; i < 3; i++) if (i == 1) s.Send(b); s.Dispose(); } }";
        var compilation = CSharpCompilation.Create("Loop", [CSharpSyntaxTree.ParseText(Loop, path: "Loop.cs")], ReferenceAssemblies.All, new CSharpCompilationOptions(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary));

        await compilation.WithAnalyzers([analyzer], new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), watch.AddCrash, true, false)).GetAllDiagnosticsAsync();

        var problem = Assert.Single(watch.Problems("folder"));
        Assert.Equal("over budget, and so not analysed: Sender.Repeat(System.Net.Sockets.Socket, byte[]) (Loop.cs:1)", problem.Message);
        Assert.True(problem.IsIncomplete);
        Assert.Equal(1, watch.Cost("Loop", 1, 1, default, default).Flow.OverBudget);
    }
}
