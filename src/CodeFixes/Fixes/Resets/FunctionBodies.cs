using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;

namespace SocketAnalyzers.CodeFixes.Resets;

/// <summary>Gives a function or a loop braces where a try needs them.</summary>
internal static class FunctionBodies
{
    /// <summary>The site with "=> expression" of the function around, or the single statement of a loop, made a block.</summary>
    public static FixSite WithBlocks(FixSite site)
    {
        var call = new FailingCall(site);
        if (call.Loop is { } loop && BodyOf(loop) is { } single and not BlockSyntax)
        {
            var block = NewCode.Mark(Microsoft.CodeAnalysis.CSharp.SyntaxFactory.Block(single.WithTrailingTrivia(NewCode.LineEnd))).WithTrailingTrivia(single.GetTrailingTrivia());
            return site.After(site.Root.ReplaceNode(single, block));
        }

        var expression = call.Function switch
        {
            BaseMethodDeclarationSyntax { ExpressionBody: { } arrow } => arrow.Expression,
            LocalFunctionStatementSyntax { ExpressionBody: { } arrow } => arrow.Expression,
            AnonymousFunctionExpressionSyntax { ExpressionBody: { } body } => body,
            _ => null,
        };
        return expression is not null && expression.Span.Contains(site.Node.Span) && ExpressionBody.ToBlock(site.Root, site.Model, expression, System.Array.Empty<StatementSyntax>()) is { } root
            ? site.After(root)
            : site;
    }

    public static StatementSyntax? BodyOf(StatementSyntax loop) => loop switch
    {
        WhileStatementSyntax statement => statement.Statement,
        DoStatementSyntax statement => statement.Statement,
        ForStatementSyntax statement => statement.Statement,
        _ => null,
    };

    public static bool HasYield(SyntaxNode body) => body.DescendantNodes(node => node == body || !FailingCall.IsFunction(node)).Any(node => node is YieldStatementSyntax);
}
