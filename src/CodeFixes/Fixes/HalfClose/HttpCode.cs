using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.CodeFixes.HalfClose;

/// <summary>
/// Whether a type speaks HTTP. Several HTTP servers take the FIN of a client for an abort and drop the response (facts
/// section 14), so nobody is to half-close a request.
/// </summary>
internal static class HttpCode
{
    public static bool Speaks(SyntaxNode place)
    {
        var type = place.Ancestors().OfType<BaseTypeDeclarationSyntax>().LastOrDefault() ?? place.SyntaxTree.GetRoot();
        return type.DescendantTokens().Any(NamesHttp);
    }

    private static bool NamesHttp(SyntaxToken token) => (SyntaxKind)token.RawKind switch
    {
        SyntaxKind.IdentifierToken => Contains(token.ValueText, "Http"),
        SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken => Contains(token.ValueText, "HTTP/"),
        _ => token.Text.Length > 4 && token.Parent is LiteralExpressionSyntax && Contains(token.Text, "HTTP/"),
    };

    private static bool Contains(string text, string word) => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
}
