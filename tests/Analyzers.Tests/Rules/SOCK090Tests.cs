using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Rules;
using SocketAnalyzers.Tests.Flow;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

/// <summary>A member that was given up can be seen by whoever asks, and by nobody else.</summary>
public class SOCK090Tests
{
    private const string Reason = "it is too large, or nested too deep, for the time and the stack that an analysis may take";

    private const string Code = """
        class C {
            static void Long(Socket s) { s.Shutdown(SocketShutdown.Send); s.Receive(Data); s.Receive(Data); while (s.Receive(Data) > 0) s.Receive(Data); s.Send(Data); }
            static void Short(Socket s) { s.Shutdown(SocketShutdown.Send); s.Send(Data); }
            static void Nested(Socket s) { Action a = () => { s.Shutdown(SocketShutdown.Send); while (s.Receive(Data) > 0) s.Receive(Data); s.Send(Data); }; a(); }
        }
        """;

    [Fact]
    public async Task It_is_off_until_it_is_asked_for()
    {
        Assert.DoesNotContain(await FoundAsync(Code, isOn: false, static context => context.VisitLimit = 0), static found => found.Id == "SOCK090");
        Assert.DoesNotContain(await FoundAsync(Code, isOn: true), static found => found.Id == "SOCK090");
    }

    [Fact]
    public async Task Members_whose_flow_is_over_its_budget_are_named_once()
    {
        var found = await FoundAsync(Code, isOn: true, static context => context.VisitLimit = 4);

        Assert.Equal(["Long", "Nested"], NamesIn(found));
        Assert.All(Silent(found), static diagnostic => Assert.EndsWith(Reason, diagnostic.GetMessage(null), StringComparison.Ordinal));
        Assert.Contains(found, static diagnostic => diagnostic.Id == "SOCK003");
    }

    [Fact]
    public async Task A_member_whose_rules_are_over_their_budget_is_named_once()
    {
        var found = await FoundAsync(Code, isOn: true, static context => context.StepLimit = 6);

        Assert.Contains("Long", NamesIn(found));
        Assert.DoesNotContain("Short", NamesIn(found));
        Assert.Equal(NamesIn(found).Distinct(), NamesIn(found));
    }

    [Fact]
    public async Task A_member_that_is_nested_too_deep_is_named()
    {
        var deep = string.Concat(Enumerable.Repeat("new object[] { ", 150)) + string.Concat(Enumerable.Repeat("}", 150));
        var found = await FoundAsync($"class C {{ static void Deep(Socket s) {{ s.Shutdown(SocketShutdown.Send); Log({deep}); s.Send(Data); }} }}", isOn: true);

        Assert.Equal(["Deep"], NamesIn(found));
        Assert.Equal("What SocketAnalyzers says of 'Deep' is not all: " + Reason, Assert.Single(Silent(found)).GetMessage(null));
    }

    /// <summary>Another exception than this one is thrown on by the test run, so what is said of it is asked for directly.</summary>
    [Fact]
    public async Task A_member_whose_analysis_failed_is_named()
    {
        var found = await FoundAsync(Code, isOn: true, static context => context.BodyAnalysed = static body =>
        {
            if (body.Owner.Name == "Short")
                throw new InsufficientExecutionStackException();
        });
        Assert.Equal(["Short"], NamesIn(found));

        var method = FlowCompilation.Compile(Code).GetTypeByMetadataName("C")!.GetMembers("Short").Single();
        Assert.Equal(
            "What SocketAnalyzers says of 'Short' is not all: the analysis failed with InvalidOperationException; please report it, with the code of the member",
            SilentBody.Of(method, new InvalidOperationException()).GetMessage(null));
    }

    private static IEnumerable<Diagnostic> Silent(IEnumerable<Diagnostic> found) => found.Where(static diagnostic => diagnostic.Id == "SOCK090");

    private static string[] NamesIn(IEnumerable<Diagnostic> found) =>
        [.. Silent(found).Select(static diagnostic => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan)).Order(StringComparer.Ordinal)];

    private static async Task<ImmutableArray<Diagnostic>> FoundAsync(string code, bool isOn, Action<FlowContext>? prepare = null)
    {
        var compilation = FlowCompilation.Compile(code);
        if (isOn)
            compilation = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions([new("SOCK090", ReportDiagnostic.Info)]));
        var analyzer = new SocketFlowAnalyzer { ContextCreated = prepare };
        return await compilation.WithAnalyzers([analyzer]).GetAnalyzerDiagnosticsAsync();
    }
}
