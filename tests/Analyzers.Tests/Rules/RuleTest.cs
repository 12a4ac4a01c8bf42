using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Verification;

namespace SocketAnalyzers.Tests.Rules;

/// <summary>A test of one rule: its analyzer with the other ids switched off, and the usings that every site needs.</summary>
internal static class RuleTest
{
    private static readonly string[] FlowIds = ["SOCK001", "SOCK002", "SOCK003", "SOCK004", "SOCK006", "SOCK007", "SOCK008", "SOCK009", "SOCK013"];

    // In a file of its own, so that the sites begin with their own first line; all four reference sets have these namespaces.
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net;
        global using System.Net.Security;
        global using System.Net.Sockets;
        global using System.Text;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>A test that <paramref name="code"/> gets exactly what its markup and <paramref name="expected"/> say of the rule.</summary>
    public static CSharpAnalyzerTest<SocketFlowAnalyzer> Of(string id, string code, params DiagnosticResult[] expected)
    {
        var test = new CSharpAnalyzerTest<SocketFlowAnalyzer> { TestCode = code };
        test.DisabledDiagnostics.AddRange(FlowIds.Where(other => other != id));
        return Finish(test, expected);
    }

    /// <summary>The same for SOCK005, which is an analyzer of its own.</summary>
    public static CSharpAnalyzerTest<BacklogAnalyzer> OfBacklog(string code, params DiagnosticResult[] expected) =>
        Finish(new CSharpAnalyzerTest<BacklogAnalyzer> { TestCode = code }, expected);

    /// <summary>The same for SOCK021, which is an analyzer of its own.</summary>
    public static CSharpAnalyzerTest<LingerCopyAnalyzer> OfLingerCopy(string code, params DiagnosticResult[] expected) =>
        Finish(new CSharpAnalyzerTest<LingerCopyAnalyzer> { TestCode = code }, expected);

    /// <summary>The same for SOCK020, which is an analyzer of its own.</summary>
    public static CSharpAnalyzerTest<ConnectedGuardAnalyzer> OfConnectedGuard(string code, params DiagnosticResult[] expected) =>
        Finish(new CSharpAnalyzerTest<ConnectedGuardAnalyzer> { TestCode = code }, expected);

    /// <summary>The same for SOCK025, which is an analyzer of its own.</summary>
    public static CSharpAnalyzerTest<UnguardedShutdownAnalyzer> OfUnguardedShutdown(string code, params DiagnosticResult[] expected) =>
        Finish(new CSharpAnalyzerTest<UnguardedShutdownAnalyzer> { TestCode = code }, expected);

    /// <summary>The same for SOCK034, which is an analyzer of its own.</summary>
    public static CSharpAnalyzerTest<ConnectedLivenessAnalyzer> OfConnectedLiveness(string code, params DiagnosticResult[] expected) =>
        Finish(new CSharpAnalyzerTest<ConnectedLivenessAnalyzer> { TestCode = code }, expected);

    /// <summary>The same for SOCK035, which is an analyzer of its own.</summary>
    public static CSharpAnalyzerTest<TimeoutAnalyzer> OfTimeout(string code, params DiagnosticResult[] expected) =>
        Finish(new CSharpAnalyzerTest<TimeoutAnalyzer> { TestCode = code }, expected);

    /// <summary>The same for SOCK030, which is an analyzer of its own.</summary>
    public static CSharpAnalyzerTest<EndOfStreamAnalyzer> OfEndOfStream(string code, params DiagnosticResult[] expected) =>
        Finish(new CSharpAnalyzerTest<EndOfStreamAnalyzer> { TestCode = code }, expected);
    /// <summary>The same for SOCK032, which is an analyzer of its own.</summary>
    public static CSharpAnalyzerTest<PartialReceiveAnalyzer> OfPartialReceive(string code, params DiagnosticResult[] expected) =>
        Finish(new CSharpAnalyzerTest<PartialReceiveAnalyzer> { TestCode = code }, expected);

    /// <summary>The same for SOCK041, which is an analyzer of its own.</summary>
    public static CSharpAnalyzerTest<NestedCompletionAnalyzer> OfNestedCompletion(string code, params DiagnosticResult[] expected) =>
        Finish(new CSharpAnalyzerTest<NestedCompletionAnalyzer> { TestCode = code }, expected);

    /// <summary>All shipped analyzers on one code.</summary>
    public static CSharpAnalyzerTest<SocketFlowAnalyzer> OfAll(string code, params DiagnosticResult[] expected)
    {
        var test = new CSharpAnalyzerTest<SocketFlowAnalyzer> { TestCode = code };
        test.AdditionalAnalyzers.AddRange([new BacklogAnalyzer(), new LingerCopyAnalyzer(), new ConnectedGuardAnalyzer(), new UnguardedShutdownAnalyzer(), new EndOfStreamAnalyzer(), new PartialReceiveAnalyzer(), new ConnectedLivenessAnalyzer(), new TimeoutAnalyzer(), new NestedCompletionAnalyzer(), new InvalidOptionAnalyzer()]);
        return Finish(test, expected);
    }

    /// <summary>The usings as a file of their own.</summary>
    public static SyntaxTree UsingsTree { get; } = CSharpSyntaxTree.ParseText(Usings);

    /// <summary>What the analyzer reports on code without markup, for what a test of the kit cannot compare: properties.</summary>
    public static async Task<ImmutableArray<Diagnostic>> ReportedAsync(string id, string code)
    {
        DiagnosticAnalyzer analyzer = id == "SOCK005" ? new BacklogAnalyzer() : new SocketFlowAnalyzer();
        var compilation = CSharpCompilation.Create(
            "Test",
            [CSharpSyntaxTree.ParseText(code), CSharpSyntaxTree.ParseText(Usings)],
            ReferenceSets.Net100,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var run = await AnalyzerRunner.RunAsync(compilation, [analyzer]);
        return [.. run.Analyzers.Where(diagnostic => diagnostic.Id == id).OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    /// <summary>The test on another framework's reference assemblies.</summary>
    public static TTest On<TTest>(this TTest test, string framework)
        where TTest : AnalyzerTest
    {
        test.ReferenceAssemblies = ReferenceSets.All.Single(set => set.TargetFramework == framework).References;
        return test;
    }

    /// <summary>The test with a build property, as the package's targets make it visible.</summary>
    public static TTest With<TTest>(this TTest test, string property, string value)
        where TTest : AnalyzerTest
    {
        test.TestState.BuildProperties[property] = value;
        return test;
    }

    /// <summary>The test with lines of an .editorconfig for all C# files.</summary>
    public static TTest Configured<TTest>(this TTest test, string lines)
        where TTest : AnalyzerTest
    {
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n[*.cs]\n" + lines));
        return test;
    }

    /// <summary>The test with one more source file.</summary>
    public static TTest And<TTest>(this TTest test, string code, string file = "Other.cs")
        where TTest : AnalyzerTest
    {
        test.TestState.Sources.Add((file, code));
        return test;
    }

    /// <summary>The test as a program, for top-level statements.</summary>
    public static TTest AsProgram<TTest>(this TTest test)
        where TTest : AnalyzerTest
    {
        test.TestState.OutputKind = OutputKind.ConsoleApplication;
        return test;
    }

    private static TTest Finish<TTest>(TTest test, DiagnosticResult[] expected)
        where TTest : AnalyzerTest
    {
        test.TestState.Sources.Add(("GlobalUsings.cs", Usings));
        test.ExpectedDiagnostics.AddRange(expected);
#if ROSLYN_LATEST
        // That a pragma and generated code silence a rule is shown on the floor.
        test.TestBehaviors |= TestBehaviors.SkipSuppressionCheck | TestBehaviors.SkipGeneratedCodeCheck;
#endif
        return test;
    }
}
