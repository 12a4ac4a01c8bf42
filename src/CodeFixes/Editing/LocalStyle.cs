using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.CodeFixes.Editing;

/// <summary>How the locals of new code are written: a name that is free, and "var" where the function around uses it.</summary>
internal static class LocalStyle
{
    /// <summary>The first of <paramref name="name"/>, name2, name3 that means nothing at <paramref name="place"/> and is no token of <paramref name="scope"/>, where the local will live.</summary>
    public static string FreeName(SemanticModel model, SyntaxNode place, string name, SyntaxNode scope)
    {
        var free = name;
        for (var i = 2; IsTaken(free); i++)
            free = name + i;
        return free;

        bool IsTaken(string text) =>
            !model.LookupSymbols(place.SpanStart, name: text).IsEmpty
            || scope.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == text);
    }

    /// <summary>"var", or the type by its full name.</summary>
    public static string VarOr(string type, SyntaxNode place) => UsesVar(place) ? "var" : type;

    public static string VarOr(ITypeSymbol type, SemanticModel model, SyntaxNode place)
    {
        var format = SymbolDisplayFormat.FullyQualifiedFormat;
        if (model.GetNullableContext(place.SpanStart).AnnotationsEnabled())
            format = format.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);
        return VarOr(type.ToDisplayString(format), place);
    }

    // What the .editorconfig says of it, the simplifier does.
    private static bool UsesVar(SyntaxNode place) =>
        ScopeOf(place).DescendantNodes().OfType<VariableDeclarationSyntax>().Any(declaration => declaration.Type.IsVar);

    private static SyntaxNode ScopeOf(SyntaxNode place)
    {
        var member = place.FirstAncestorOrSelf<MemberDeclarationSyntax>(node => node is not GlobalStatementSyntax);
        return member is null or BaseNamespaceDeclarationSyntax ? place.SyntaxTree.GetRoot() : member;
    }
}
