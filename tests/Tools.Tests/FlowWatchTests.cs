using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Flow;
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

    [Fact]
    public async Task A_body_that_is_given_up_as_a_callee_too_counts_once()
    {
        var watch = new FlowWatch();
        FlowContext? flow = null;
        var analyzer = new SocketFlowAnalyzer
        {
            ContextCreated = context =>
            {
                flow = context;
                watch.Add(context);
                context.VisitLimit = 8;
            },
        };
        const string Code = "using System.Net.Sockets; class Sender { void Repeat(Socket s, byte[] b) { for (var i = 0; i < 3; i++) if (i == 1) s.Send(b); s.Dispose(); } void Twice(Socket s, byte[] b) { Repeat(s, b); s.Send(b); } }";
        var compilation = CSharpCompilation.Create("Loop", [CSharpSyntaxTree.ParseText(Code, path: "Loop.cs")], ReferenceAssemblies.All, new CSharpCompilationOptions(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary));

        await compilation.WithAnalyzers([analyzer], new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), watch.AddCrash, true, false)).GetAllDiagnosticsAsync();

        Assert.Single(watch.Problems("folder"));
        Assert.True(flow!.Counters.OverBudget > 1);
        Assert.Equal(1, watch.Cost("Loop", 1, 1, default, default).Flow.OverBudget);
    }

    [Fact]
    public async Task A_body_that_fails_is_a_problem_with_its_name_and_the_others_are_analysed()
    {
        var watch = new FlowWatch();
        var analyzer = new SocketFlowAnalyzer
        {
            ContextCreated = context =>
            {
                watch.Add(context);
                context.BodyAnalysed = static body =>
                {
                    if (body.Owner.Name == "Broken")
                        throw new InvalidOperationException("Made for a test.");
                };
            },
        };
        const string Code = "using System.Net.Sockets; class Sender { void Broken(Socket s, byte[] b) { s.Shutdown(SocketShutdown.Send); s.Send(b); } void Wrong(Socket s, byte[] b) { s.Shutdown(SocketShutdown.Send); s.Send(b); } }";
        var compilation = CSharpCompilation.Create("Senders", [CSharpSyntaxTree.ParseText(Code, path: "Sender.cs")], ReferenceAssemblies.All, new CSharpCompilationOptions(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary));

        var found = await compilation.WithAnalyzers([analyzer], new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), watch.AddCrash, true, false)).GetAnalyzerDiagnosticsAsync();

        Assert.Equal("SOCK003", Assert.Single(found).Id);
        var problem = Assert.Single(watch.Problems("folder"));
        Assert.StartsWith("failed, and so not analysed: Sender.Broken(System.Net.Sockets.Socket, byte[]) (Sender.cs:1): InvalidOperationException: Made for a test.", problem.Message, StringComparison.Ordinal);
        Assert.True(problem.IsIncomplete);
        Assert.Equal(1, watch.Cost("Senders", 1, 1, default, default).Flow.Failed);
    }
}
