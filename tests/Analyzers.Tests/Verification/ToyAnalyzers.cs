using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

// Toys are neither released (RS2008) nor loaded by a compiler (RS1036, RS1038, RS1041).
#pragma warning disable RS1036, RS1038, RS1041, RS2008

namespace SocketAnalyzers.Tests.Verification;

/// <summary>Reports every local whose name starts with "bad", once for each copy that the name's number asks for.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BadNameAnalyzer : DiagnosticAnalyzer
{
    public const string Id = "TOY001";

    private static readonly DiagnosticDescriptor Rule = new(Id, "Bad name", "'{0}' is a bad name in '{1}'", "Toys", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(Analyze, SyntaxKind.VariableDeclarator);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context)
    {
        var name = ((VariableDeclaratorSyntax)context.Node).Identifier;
        if (!name.ValueText.StartsWith("bad", StringComparison.Ordinal))
            return;
        var method = context.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.Identifier;
        Location[] witness = method is { } token ? [token.GetLocation()] : [];
        context.ReportDiagnostic(Diagnostic.Create(Rule, name.GetLocation(), witness, name.ValueText, method?.ValueText));
        if (name.ValueText == "badTwice")
            context.ReportDiagnostic(Diagnostic.Create(Rule, name.GetLocation(), witness, name.ValueText, method?.ValueText));
    }
}

/// <summary>Throws on a method that is called Crash.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CrashingAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = new("TOY002", "Crash", "Crash", "Toys", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(
            symbol =>
            {
                if (symbol.Symbol.Name == "Crash")
                    throw new InvalidOperationException("the toy is broken");
            },
            SymbolKind.Method);
    }
}

/// <summary>Two ids: TOY003 at every class with the value of <c>toys.color</c> and the target framework, TOY004 (info) at every struct.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OptionAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Class = new("TOY003", "Class", "color '{0}' on '{1}'", "Toys", DiagnosticSeverity.Warning, isEnabledByDefault: true);
    private static readonly DiagnosticDescriptor Struct = new("TOY004", "Struct", "a struct", "Toys", DiagnosticSeverity.Info, isEnabledByDefault: true);
    private static readonly DiagnosticDescriptor File = new("TOY005", "File", "a file", "Toys", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Class, Struct, File);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        // It reports in generated code too, which the kit must notice.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterSyntaxNodeAction(AnalyzeClass, SyntaxKind.ClassDeclaration);
        context.RegisterSyntaxNodeAction(
            node => node.ReportDiagnostic(Diagnostic.Create(Struct, ((StructDeclarationSyntax)node.Node).Identifier.GetLocation())), SyntaxKind.StructDeclaration);
        context.RegisterAdditionalFileAction(AnalyzeFile);
    }

    private static void AnalyzeClass(SyntaxNodeAnalysisContext context)
    {
        var options = context.Options.AnalyzerConfigOptionsProvider;
        options.GetOptions(context.Node.SyntaxTree).TryGetValue("toys.color", out var color);
        options.GlobalOptions.TryGetValue("build_property.TargetFramework", out var framework);
        context.ReportDiagnostic(Diagnostic.Create(Class, ((ClassDeclarationSyntax)context.Node).Identifier.GetLocation(), color, framework));
    }

    private static void AnalyzeFile(AdditionalFileAnalysisContext context)
    {
        var text = context.AdditionalFile.GetText(context.CancellationToken)!;
        var start = text.ToString().IndexOf("bad", StringComparison.Ordinal);
        if (start < 0)
            return;
        var span = new Microsoft.CodeAnalysis.Text.TextSpan(start, 3);
        context.ReportDiagnostic(Diagnostic.Create(File, Location.Create(context.AdditionalFile.Path, span, text.Lines.GetLinePositionSpan(span))));
    }
}

/// <summary>Does what careless analyzers do: takes it that something stands behind every dot.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CrashOnMissingNameAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = new("TOY006", "Missing name", "Missing name", "Toys", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(node => _ = ((MemberAccessExpressionSyntax)node.Node).Name.Identifier.ValueText[0], SyntaxKind.SimpleMemberAccessExpression);
    }
}
