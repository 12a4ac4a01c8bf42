using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.CodeFixes.Editing;

/// <summary>Turns "=> expression" into a block, for a fix that needs room for a second statement.</summary>
internal static class ExpressionBody
{
    /// <summary>The root with the block in place of the expression body; null for members that cannot have one.</summary>
    public static SyntaxNode? ToBlock(SyntaxNode root, SemanticModel model, ExpressionSyntax expression, StatementSyntax[] added)
    {
        // The block stands where the arrow was; what is written behind the semicolon stays behind the block.
        switch (expression.Parent)
        {
            case LambdaExpressionSyntax lambda when model.GetSymbolInfo(lambda).Symbol is IMethodSymbol symbol:
                return root.ReplaceNode(lambda, Marked(lambda.WithBody(BlockOf(expression, symbol, added))));
            case ArrowExpressionClauseSyntax { Parent: BaseMethodDeclarationSyntax method } when model.GetDeclaredSymbol(method) is { } symbol:
                var end = method.SemicolonToken.TrailingTrivia;
                return root.ReplaceNode(method, Marked(method
                    .WithExpressionBody(null).WithSemicolonToken(default)
                    .WithBody(BlockOf(expression, symbol, added).WithTrailingTrivia(end))));
            case ArrowExpressionClauseSyntax { Parent: LocalFunctionStatementSyntax function } when model.GetDeclaredSymbol(function) is IMethodSymbol symbol:
                var after = function.SemicolonToken.TrailingTrivia;
                return root.ReplaceNode(function, Marked(function
                    .WithExpressionBody(null).WithSemicolonToken(default)
                    .WithBody(BlockOf(expression, symbol, added).WithTrailingTrivia(after))));
            default:
                return null;
        }
    }

    private static BlockSyntax BlockOf(ExpressionSyntax expression, IMethodSymbol method, StatementSyntax[] added)
    {
        var bare = expression.WithoutTrivia();
        StatementSyntax last = GivesValue(method)
            ? SyntaxFactory.ReturnStatement(bare.WithLeadingTrivia(SyntaxFactory.Space))
            : SyntaxFactory.ExpressionStatement(bare);
        return NewCode.Mark(SyntaxFactory.Block(added.Append(NewCode.Mark(last.WithTrailingTrivia(NewCode.LineEnd)))));
    }

    private static bool GivesValue(IMethodSymbol method) =>
        !method.ReturnsVoid && method.MethodKind != MethodKind.Constructor
        && !(method.IsAsync && method.ReturnType is INamedTypeSymbol { IsGenericType: false });

    // Only the arrow's place is formatted anew.
    private static T Marked<T>(T node)
        where T : SyntaxNode =>
        node.WithAdditionalAnnotations(Microsoft.CodeAnalysis.Formatting.Formatter.Annotation);
}
