using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;

namespace SocketAnalyzers.CodeFixes;

/// <summary>A catch that was written for this and does not take it: its type is changed, or its filter gets the error codes that it misses.</summary>
internal static class WrongCatch
{
    public static SyntaxNode? Mend(FixSite site, string wrong, string exceptions)
    {
        var handler = site.Node.Ancestors().OfType<TryStatementSyntax>()
            .Where(guarded => guarded.Block.Span.Contains(site.Node.Span))
            .SelectMany(guarded => guarded.Catches)
            .FirstOrDefault(candidate => TypeOf(site, candidate) is "SocketException" or "IOException");
        if (handler?.Declaration is not { } declaration)
            return null;
        return wrong == "Type" ? WithType(site, handler, declaration, exceptions) : WithFilter(site, handler, declaration, exceptions);
    }

    private static SyntaxNode? WithType(FixSite site, CatchClauseSyntax handler, CatchDeclarationSyntax declaration, string exceptions)
    {
        // What reads the error code of a SocketException has no meaning for the other.
        if (exceptions == "Both" || handler.Filter is not null || UsesErrorCode(handler))
            return null;
        var type = exceptions == "IOException" ? "global::System.IO.IOException" : "global::System.Net.Sockets.SocketException";
        var replacement = NewCode.MarkNames(SyntaxFactory.ParseTypeName(type)).WithTriviaFrom(declaration.Type);
        return site.Root.ReplaceNode(declaration.Type, replacement);
    }

    private static SyntaxNode? WithFilter(FixSite site, CatchClauseSyntax handler, CatchDeclarationSyntax declaration, string exceptions)
    {
        var name = declaration.Identifier.ValueText;
        if (handler.Filter is not { } filter || exceptions != "SocketException" || TypeOf(site, handler) != "SocketException" || string.IsNullOrEmpty(name))
            return null;
        var text = "(" + filter.FilterExpression.WithoutTrivia() + ") || " + ResetCatches.IsReset(name);
        if (filter.FilterExpression is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.LogicalOrExpression })
            text = filter.FilterExpression.WithoutTrivia() + " || " + ResetCatches.IsReset(name);
        return site.Root.ReplaceNode(filter.FilterExpression, NewCode.MarkNames(SyntaxFactory.ParseExpression(text)));
    }

    private static string? TypeOf(FixSite site, CatchClauseSyntax handler) =>
        handler.Declaration is { } declaration ? site.Model.GetTypeInfo(declaration.Type).Type?.Name : null;

    private static bool UsesErrorCode(CatchClauseSyntax handler) =>
        handler.DescendantNodes().OfType<SimpleNameSyntax>().Any(name => name.Identifier.ValueText is "SocketErrorCode" or "ErrorCode" or "NativeErrorCode");
}
