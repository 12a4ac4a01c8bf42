using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SocketAnalyzers.Loading;
using Xunit;

namespace SocketAnalyzers.Tools.Tests;

/// <summary>--analyzer, with a DLL that the test compiles and with our own.</summary>
public sealed class AnalyzerDllTests : IDisposable
{
    private const string Source = """
        using System.Collections.Immutable;
        using Microsoft.CodeAnalysis;
        using Microsoft.CodeAnalysis.Diagnostics;

        [DiagnosticAnalyzer(LanguageNames.CSharp)]
        public sealed class NamesAnalyzer : DiagnosticAnalyzer
        {
            private static readonly DiagnosticDescriptor On = new("OTHER1", "Type", "Type '{0}'", "Names", DiagnosticSeverity.Warning, isEnabledByDefault: true);
            private static readonly DiagnosticDescriptor Off = new("OTHER2", "Method", "Method '{0}'", "Names", DiagnosticSeverity.Error, isEnabledByDefault: false);

            public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(On, Off);

            public override void Initialize(AnalysisContext context)
            {
                context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
                context.RegisterSymbolAction(found => found.ReportDiagnostic(Diagnostic.Create(On, found.Symbol.Locations[0], found.Symbol.Name)), SymbolKind.NamedType);
                context.RegisterSymbolAction(found => found.ReportDiagnostic(Diagnostic.Create(Off, found.Symbol.Locations[0], found.Symbol.Name)), SymbolKind.Method);
            }
        }

        [DiagnosticAnalyzer(LanguageNames.CSharp)]
        public sealed class CrashingAnalyzer : DiagnosticAnalyzer
        {
            private static readonly DiagnosticDescriptor Never = new("OTHER3", "Never", "Never", "Names", DiagnosticSeverity.Warning, isEnabledByDefault: true);

            public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Never);

            public override void Initialize(AnalysisContext context)
            {
                context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
                context.RegisterCompilationAction(end => end.ReportDiagnostic(Diagnostic.Create(Never, Location.None)));
                context.RegisterSymbolAction(found => { if (found.Symbol.Name == "Crash") throw new System.InvalidOperationException("no crash wanted"); }, SymbolKind.NamedType);
            }
        }
        """;

    private readonly TestFolder _folder = new();
    private readonly TestFolder _dll = new();

    public void Dispose()
    {
        _folder.Dispose();
        _dll.Dispose();
    }

    [Fact]
    public void The_rules_of_another_dll_run_beside_ours_on_every_file()
    {
        _folder.Write("Sender.cs", TestFolder.Misuse).Write("Plain.cs", "class Plain { }");

        var run = ScanRun.Of(_folder.Root, "--analyzer", Compile());

        Assert.Equal(["OTHER1", "OTHER1", "SOCK003", "SOCK005"], run.Findings.Select(finding => finding.Split(' ')[0]).Order(StringComparer.Ordinal));
        Assert.Contains("Type 'Plain'", run.Output, StringComparison.Ordinal);
        Assert.Contains("OTHER3, at no place in a file: Never", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public void A_rule_that_is_off_is_on_when_it_is_named()
    {
        _folder.Write("Plain.cs", "class Plain { void M() { } }");

        var run = ScanRun.Of(_folder.Root, "--analyzer", Compile(), "--rule", "OTHER2", "--fail-on", "error");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error OTHER2", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("OTHER1", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_analyzer_that_crashes_is_named_and_the_scan_goes_on()
    {
        _folder.Write("Sender.cs", TestFolder.Misuse).Write("Crash.cs", "class Crash { }");

        var run = ScanRun.Of(_folder.Root, "--analyzer", Compile());

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("AD0001: CrashingAnalyzer failed with InvalidOperationException: no crash wanted", run.Error, StringComparison.Ordinal);
        Assert.Contains(run.Findings, finding => finding.StartsWith("SOCK003", StringComparison.Ordinal));
    }

    [Fact]
    public void Our_own_dll_takes_the_place_of_the_built_in_rules()
    {
        _folder.Write("Sender.cs", TestFolder.Misuse);
        var copy = _dll.PathOf("SocketAnalyzers.dll");
        File.Copy(typeof(SocketFlowAnalyzer).Assembly.Location, copy);

        Assert.Equal(2, ScanRun.Of(_folder.Root, "--analyzer", copy).Findings.Count);
    }

    [Fact]
    public void A_dll_without_analyzers_and_a_file_that_is_no_dll_are_told()
    {
        _folder.Write("Plain.cs", "class Plain { }").Write("text.dll", "text");

        Assert.Contains("there is no analyzer for C# in it", ScanRun.Of(_folder.Root, "--analyzer", typeof(FactAttribute).Assembly.Location).Error, StringComparison.Ordinal);
        Assert.Contains("cannot be loaded", ScanRun.Of(_folder.Root, "--analyzer", _folder.PathOf("text.dll")).Error, StringComparison.Ordinal);
    }

    private string Compile()
    {
        var path = _dll.PathOf("Other.dll");
        MetadataReference[] roslyn = [MetadataReference.CreateFromFile(typeof(Diagnostic).Assembly.Location), MetadataReference.CreateFromFile(typeof(CSharpCompilation).Assembly.Location)];
        var result = CSharpCompilation.Create("Other", [CSharpSyntaxTree.ParseText(Source)], ReferenceAssemblies.All.Concat(roslyn), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(path);
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return path;
    }
}
