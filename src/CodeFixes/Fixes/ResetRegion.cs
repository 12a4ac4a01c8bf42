using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.CodeFixes;

/// <summary>The region that a try goes around: the body of the accept loop, or of the callback.</summary>
internal static class ResetRegion
{
    /// <summary>The outermost loop of the function that waits for one client after the other.</summary>
    public static StatementSyntax? LoopOf(SyntaxNode node)
    {
        StatementSyntax? found = null;
        for (var parent = node.Parent; parent is not null && !IsFunction(parent); parent = parent.Parent)
        {
            if (parent is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax)
                found = (StatementSyntax)parent;
        }

        return found is not null && BodyOf(found)!.Span.Contains(node.Span) ? found : null;
    }

    public static StatementSyntax? BodyOf(StatementSyntax loop) => loop switch
    {
        WhileStatementSyntax statement => statement.Statement,
        DoStatementSyntax statement => statement.Statement,
        ForStatementSyntax statement => statement.Statement,
        _ => null,
    };

    public static BlockSyntax? FunctionBodyOf(SyntaxNode node) =>
        FunctionOf(node) switch
        {
            BaseMethodDeclarationSyntax method => method.Body,
            LocalFunctionStatementSyntax function => function.Body,
            AnonymousFunctionExpressionSyntax function => function.Block,
            _ => null,
        };

    /// <summary>Behind a "while (true)" there need be no return: only a function without a value may leave it by break.</summary>
    public static bool MayEndQuietly(SemanticModel model, StatementSyntax loop) => FunctionOf(loop) is GlobalStatementSyntax { Parent: { } program }
        ? !GivesExitCode(program)
        : FunctionBodyOf(loop) is { } body && GivesNothing(model, body);

    public static bool GivesNothing(SemanticModel model, BlockSyntax body)
    {
        var method = body.Parent switch
        {
            AnonymousFunctionExpressionSyntax function => model.GetSymbolInfo(function).Symbol as IMethodSymbol,
            { } declaration => model.GetDeclaredSymbol(declaration) as IMethodSymbol,
            _ => null,
        };
        return method is not null
            && (method.ReturnsVoid || (method.IsAsync && method.ReturnType is INamedTypeSymbol { IsGenericType: false }))
            && method.Parameters.All(parameter => parameter.RefKind != RefKind.Out);
    }

    public static bool HasYield(SyntaxNode body) => body.DescendantNodes().Any(node => node is YieldStatementSyntax);

    public static bool Accepts(SyntaxNode body) => body.DescendantNodes().OfType<SimpleNameSyntax>().Any(name => name.Identifier.ValueText.Contains("Accept"));

    /// <summary>A name for the exception that means nothing else around <paramref name="body"/> nor in it.</summary>
    public static string FreeName(SemanticModel model, SyntaxNode body)
    {
        foreach (var name in new[] { "e", "ex", "reset", "socketException" })
        {
            var isTaken = model.LookupSymbols(body.SpanStart, name: name).Any(symbol => symbol is ILocalSymbol or IParameterSymbol)
                || body.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name);
            if (!isTaken)
                return name;
        }

        return "peerReset";
    }

    private static SyntaxNode? FunctionOf(SyntaxNode node) => node.Ancestors().FirstOrDefault(IsFunction);

    private static bool GivesExitCode(SyntaxNode program) =>
        program.DescendantNodes(node => node == program || node is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or BaseTypeDeclarationSyntax))
            .Any(node => node is ReturnStatementSyntax { Expression: not null });

    private static bool IsFunction(SyntaxNode node) => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or AccessorDeclarationSyntax or MemberDeclarationSyntax;
}
