using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;

namespace SocketAnalyzers.CodeFixes.HalfClose;

/// <summary>The writer is made with <c>leaveOpen: true</c>: disposing it still flushes, and no longer closes the connection.</summary>
internal static class LeaveOpen
{
    private static readonly Dictionary<string, string[]> Defaults = new()
    {
        // Behind the stream, what the constructor with the stream alone stands for. (That of BinaryWriter differs between the
        // frameworks, but only in what becomes of half a surrogate pair.)
        ["StreamWriter"] = new[] { "new global::System.Text.UTF8Encoding(false, true)", "1024" },
        ["BinaryWriter"] = new[] { "global::System.Text.Encoding.UTF8" },
    };

    public static SyntaxNode? Mend(FixSite site) =>
        EarlyWriter.At(site) is { } writer && ArgumentsOf(site, writer) is { } arguments
            ? site.Root.ReplaceNode(writer.Creation.ArgumentList!, arguments)
            : null;

    /// <summary>The same, and <c>Shutdown(Send)</c> behind the end of the writer, which has flushed it.</summary>
    public static SyntaxNode? MendAndHalfClose(FixSite site)
    {
        if (EarlyWriter.At(site) is not { End: { } end } writer || ArgumentsOf(site, writer) is not { } arguments || StatementList.Around(end) is not { } list)
            return null;
        if (HttpCode.Speaks(site.Node) || !HalfCloseUse.IsTolerated(end) || end.ContainsDirectives
            || !HalfCloseUse.IsLastWrite(writer.Names, list.Statements.Skip(list.IndexOf(end) + 1), writer.Variable)
            || HalfCloseUse.SocketAt(site, writer.Names, end) is not { } socket)
            return null;
        var root = site.Root.TrackNodes(writer.Creation.ArgumentList!, list.Owner);
        root = root.ReplaceNode(root.GetCurrentNode(writer.Creation.ArgumentList!)!, arguments);
        var owner = root.GetCurrentNode(list.Owner)!;
        var statements = StatementList.Of(owner).Statements.ToList();
        statements.Insert(list.IndexOf(end) + 1, HalfCloseUse.Statement(socket).WithLeadingTrivia(SyntaxFactory.Whitespace(Indentation.Of(end))));
        return root.ReplaceNode(owner, StatementList.Of(owner).With(statements));
    }

    /// <summary>What .NET Framework needs too: all arguments, and then "leaveOpen: true".</summary>
    private static ArgumentListSyntax? ArgumentsOf(FixSite site, EarlyWriter writer)
    {
        var list = writer.Creation.ArgumentList!;
        if (site.Model.GetSymbolInfo(writer.Creation).Symbol is not IMethodSymbol { ContainingType: { } type } || !Defaults.TryGetValue(type.Name, out var defaults)
            || type.ContainingNamespace.ToDisplayString() != "System.IO" || !writer.IsClosedByOthers(site.Model))
            return null;
        var given = list.Arguments.Where(argument => argument.NameColon?.Name.Identifier.ValueText != "leaveOpen").Take(defaults.Length + 1).ToList();
        if (given.Any(argument => argument.NameColon is not null) || list.ContainsDirectives)
            return null;
        var nodes = given.Select((argument, index) => index == given.Count - 1 ? argument.WithoutTrailingTrivia() : argument)
            .Concat(defaults.Skip(given.Count - 1).Append("leaveOpen: true").Select(Argument)).ToList();
        var commas = list.Arguments.GetSeparators().Take(given.Count - 1)
            .Concat(Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), nodes.Count - given.Count));
        return list.WithArguments(SyntaxFactory.SeparatedList(nodes, commas));
    }

    private static ArgumentSyntax Argument(string text) =>
        NewCode.MarkNames(SyntaxFactory.ParseArgumentList("(" + text + ")").Arguments[0]);
}
