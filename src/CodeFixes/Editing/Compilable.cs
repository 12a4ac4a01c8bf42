using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.CodeFixes.Editing;

/// <summary>The compiler's word on an edit: a fix that brings an error or a warning is none.</summary>
internal static class Compilable
{
    // What the compiler thinks of the references (their versions, a type that two of them have) says nothing about the code.
    private static readonly string[] OfReferences = { "CS0436", "CS1701", "CS1702", "CS1705" };

    /// <summary>Whether the member around the place has no error and no warning that it did not have before, an import that nobody uses aside.</summary>
    public static bool IsNoWorse(FixSite site, SyntaxNode mended)
    {
        var after = site.After(mended);
        var before = CountById(site.Model, after.Node == after.Root ? site.Root : MemberAround(site.Node), site);
        return CountById(after.Model, MemberAround(after.Node), site).All(found => before.TryGetValue(found.Key, out var count) && found.Value <= count);
    }

    private static Dictionary<string, int> CountById(SemanticModel model, SyntaxNode member, FixSite site) =>
        model.GetDiagnostics(member.FullSpan, site.Cancellation)
            .Where(found => found.Severity is DiagnosticSeverity.Error or DiagnosticSeverity.Warning && !OfReferences.Contains(found.Id))
            .GroupBy(found => found.Id)
            .ToDictionary(found => found.Key, found => found.Count());

    // The statements of a program are one member, and that is the file.
    private static SyntaxNode MemberAround(SyntaxNode node) =>
        node.AncestorsAndSelf().FirstOrDefault(parent => parent is MemberDeclarationSyntax and not (GlobalStatementSyntax or BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax)) ?? node.SyntaxTree.GetRoot();
}
