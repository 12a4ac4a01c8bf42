using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;
using SocketAnalyzers.CodeFixes.Resets;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers.CodeFixes;

/// <summary>
/// SOCK025: moves the close into a finally, so that the exception goes where it went. Where no list of statements has both, and in a catch or
/// finally, where the exception would hide another one, the Shutdown gets a try of its own; that is also the second action everywhere.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = ShutdownSkipsClose.Id)]
public sealed class ShutdownSkipsCloseFix : SocketCodeFixProvider
{
    private const string Why = "// It is not connected any more: there is nothing to shut down.";

    /// <summary>Made by the host.</summary>
    public ShutdownSkipsCloseFix()
        : base(ShutdownSkipsClose.Id, new Guard(), new Catch())
    {
    }

    // The close in a finally; null where that is not the mend.
    private static SyntaxNode? WithFinally(FixSite site)
    {
        // The other witness is the Shutdown in a helper.
        var close = site.Witnesses.FirstOrDefault(witness => ListOfBoth(site.Node, witness) is not null);
        if (site.Property(ShutdownSkipsClose.ReplacesAnother) is not null || close is null || ListOfBoth(site.Node, close) is not { } block)
            return null;
        var start = IndexOf(block, site.Node);
        var first = IndexOf(block, close);
        if (start < 0 || first <= start)
            return null;
        var count = 1;
        if (ConnectionEnd.IsCloseOf(block.Statements[first], out var owner))
            count += block.Statements.Skip(first + 1).TakeWhile(statement => ConnectionEnd.IsOf(statement, owner)).Count();
        if (TryBlock.TearsDirectives(block, start, first - start) || TryBlock.TearsDirectives(block, first, count) || IsUsedBehind(block, start, first))
            return null;
        return site.Root.ReplaceNode(block, TryBlock.WithFinally(block, start, first - start, count));
    }

    // The Shutdown alone in a try.
    private static SyntaxNode? WithCatch(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax statement)
            return null;
        var clause = ResetCatches.Clause(new[] { ResetCatches.SocketException }, string.Empty, Why);
        if (statement.Parent is BlockSyntax block)
        {
            var index = block.Statements.IndexOf(statement);
            return TryBlock.TearsDirectives(block, index, 1) ? null : site.Root.ReplaceNode(block, TryBlock.Around(block, index, 1, clause));
        }

        var guarded = NewCode.Statement("try\r\n{\r\n" + statement.WithoutTrivia() + "\r\n}\r\n" + clause.Replace("\n", "\r\n"));
        return statement.ContainsDirectives || HasComment(statement.GetTrailingTrivia()) ? null : site.Root.ReplaceNode(statement, guarded.WithLeadingTrivia(statement.GetLeadingTrivia()));
    }

    private static bool HasComment(SyntaxTriviaList list) => list.Any(static trivia => !string.IsNullOrWhiteSpace(trivia.ToString()));

    // What the statements of the try declare is not seen in the finally, nor behind it.
    private static bool IsUsedBehind(BlockSyntax block, int start, int end)
    {
        var names = block.Statements.Skip(start).Take(end - start).SelectMany(static statement => statement.DescendantNodesAndSelf()).Select(NameDeclaredBy).Where(static name => name is not null).ToList();
        return names.Count > 0 && block.Statements.Skip(end).SelectMany(static statement => statement.DescendantTokens()).Any(token => names.Contains(token.ValueText));
    }

    private static string? NameDeclaredBy(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        SingleVariableDesignationSyntax designation => designation.Identifier.ValueText,
        LocalFunctionStatementSyntax function => function.Identifier.ValueText,
        LabeledStatementSyntax label => label.Identifier.ValueText,
        _ => null,
    };

    private static BlockSyntax? ListOfBoth(SyntaxNode shutdown, SyntaxNode close)
    {
        foreach (var around in shutdown.Ancestors())
        {
            if (around is BlockSyntax block && block.Span.Contains(close.Span))
                return block;
            // Another function, or the end of a program without a Main.
            if (around is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax)
                return null;
        }

        return null;
    }

    private static int IndexOf(BlockSyntax block, SyntaxNode inside)
    {
        for (var i = 0; i < block.Statements.Count; i++)
        {
            if (block.Statements[i].Span.Contains(inside.Span))
                return i;
        }

        return -1;
    }

    private sealed class Guard : FixAction
    {
        public Guard()
            : base("Close the socket even if the Shutdown throws", ShutdownSkipsClose.Id + ".Guard")
        {
        }

        public override string TitleOf(Diagnostic diagnostic) => diagnostic.AdditionalLocations.Count > 0 ? Title : "Keep the first exception even if the Shutdown throws";

        public override SyntaxNode? Rewrite(FixSite site) => WithFinally(site) ?? WithCatch(site);
    }

    private sealed class Catch : FixAction
    {
        public Catch()
            : base("Catch the exception of the Shutdown", ShutdownSkipsClose.Id + ".Catch")
        {
        }

        // Where it is what the first one does, it is there already.
        public override SyntaxNode? Rewrite(FixSite site) => WithFinally(site) is null ? null : WithCatch(site);
    }
}
