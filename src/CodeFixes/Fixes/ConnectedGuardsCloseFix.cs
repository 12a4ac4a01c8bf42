using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers.CodeFixes;

/// <summary>
/// SOCK020: takes the close out of the <c>if (x.Connected)</c>. What stands above the close, as a Shutdown, stays in it, and a null test stays
/// where it is. Only for a close that is a statement of that <c>if</c>, with nothing behind it but other ends of the same variable.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = ConnectedGuardsClose.Id)]
public sealed class ConnectedGuardsCloseFix : SocketCodeFixProvider
{
    /// <summary>Made by the host.</summary>
    public ConnectedGuardsCloseFix()
        : base(ConnectedGuardsClose.Id, new CloseAnyway())
    {
    }

    private sealed class CloseAnyway : FixAction
    {
        public CloseAnyway()
            : base("Close the socket whether or not it is connected", ConnectedGuardsClose.Id + ".Close")
        {
        }

        public override SyntaxNode? Rewrite(FixSite site)
        {
            if (site.Node.FirstAncestorOrSelf<IfStatementSyntax>() is not { Else: null, ContainsDirectives: false } guard || !GuardCondition.TryRead(guard.Condition, site.Node, out var nullTest))
                return null;
            if (StatementList.Around(guard) is not { } list || site.Witnesses.FirstOrDefault()?.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax close)
                return null;
            var all = guard.Statement is BlockSyntax block ? block.Statements : SyntaxFactory.SingletonList(guard.Statement);
            var index = all.IndexOf(close);
            if (index < 0 || !ConnectionEnd.IsCloseOf(close, out var owner) || all.Skip(index + 1).Any(statement => !ConnectionEnd.IsOf(statement, owner)) || HasLooseComment(guard, goesAway: nullTest is null && index == 0))
                return null;
            var moved = all.Skip(index).ToList();
            var rewritten = new List<StatementSyntax>();
            if (index > 0)
                rewritten.Add(Shortened(guard, index));
            rewritten.AddRange(nullTest is null ? Unconditional(guard, moved, index > 0) : new[] { UnderNullTest(guard, nullTest, moved, index > 0) });
            return site.Root.ReplaceNode(list.Owner, list.With(list.Statements.SelectMany(statement => statement == guard ? rewritten : new List<StatementSyntax> { statement })));
        }

        private static StatementSyntax Shortened(IfStatementSyntax guard, int kept)
        {
            var block = (BlockSyntax)guard.Statement;
            return guard.WithStatement(block.WithStatements(SyntaxFactory.List(block.Statements.Take(kept)))).WithTrailingTrivia(NewCode.LineEnd);
        }

        private static IEnumerable<StatementSyntax> Unconditional(IfStatementSyntax guard, List<StatementSyntax> moved, bool isBehind)
        {
            for (var i = 0; i < moved.Count; i++)
            {
                var statement = moved[i];
                if (i == 0 && !isBehind)
                    statement = statement.WithLeadingTrivia(guard.GetLeadingTrivia().AddRange(Comments(statement)));
                yield return NewCode.Mark(statement);
            }
        }

        private static StatementSyntax UnderNullTest(IfStatementSyntax guard, ExpressionSyntax nullTest, List<StatementSyntax> moved, bool isBehind)
        {
            if (!isBehind)
                return guard.WithCondition(nullTest.WithoutTrivia());
            var test = SyntaxFactory.ParseStatement($"if ({nullTest.WithoutTrivia()})\r\n{{\r\n{string.Concat(moved.Select(statement => statement.ToFullString()))}}}\r\n");
            return NewCode.Mark(test.WithTrailingTrivia(guard.GetTrailingTrivia()));
        }

        private static IEnumerable<SyntaxTrivia> Comments(SyntaxNode statement) =>
            statement.GetLeadingTrivia().Any(IsComment) ? statement.GetLeadingTrivia().SkipWhile(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)) : Enumerable.Empty<SyntaxTrivia>();

        // One between the tokens of an "if" that goes away has no place afterwards.
        private static bool HasLooseComment(IfStatementSyntax guard, bool goesAway) =>
            guard.Condition.DescendantTrivia().Any(IsComment) || goesAway && (guard.CloseParenToken.TrailingTrivia.Any(IsComment) || guard.IfKeyword.TrailingTrivia.Any(IsComment) || guard.OpenParenToken.TrailingTrivia.Any(IsComment)
            || guard.Statement is BlockSyntax block && (block.OpenBraceToken.LeadingTrivia.Concat(block.OpenBraceToken.TrailingTrivia).Concat(block.CloseBraceToken.LeadingTrivia).Concat(block.CloseBraceToken.TrailingTrivia)).Any(IsComment));

        private static bool IsComment(SyntaxTrivia trivia) => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia);
    }

    /// <summary>The conditions that the fix rewrites: <c>x.Connected</c>, and <c>x != null &amp;&amp; x.Connected</c>.</summary>
    private static class GuardCondition
    {
        public static bool TryRead(ExpressionSyntax condition, SyntaxNode read, out ExpressionSyntax? nullTest)
        {
            nullTest = null;
            if (condition is BinaryExpressionSyntax { Left: var left, Right: var right } && condition.IsKind(SyntaxKind.LogicalAndExpression))
            {
                nullTest = left;
                condition = right;
                if (!IsNullTest(left, read))
                    return false;
            }

            return condition == read && read is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Connected", Expression: var of } && ConnectionEnd.IsPath(of);
        }

        // Of the very object, or one that leads to it.
        private static bool IsNullTest(ExpressionSyntax test, SyntaxNode read)
        {
            var tested = test switch
            {
                BinaryExpressionSyntax { Right: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression } } comparison when test.IsKind(SyntaxKind.NotEqualsExpression) => comparison.Left,
                IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax { Expression: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression } } } } pattern => pattern.Expression,
                _ => null,
            };
            return tested is not null && ConnectionEnd.IsPath(tested) && read.ToString().StartsWith(tested + ".", System.StringComparison.Ordinal);
        }
    }
}
