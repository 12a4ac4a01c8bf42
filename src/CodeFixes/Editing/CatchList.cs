using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.CodeFixes.Editing;

/// <summary>Adds catch clauses beside those that a try has already, in their layout.</summary>
internal static class CatchList
{
    /// <summary>The try with <paramref name="catches"/>, given as bare lines, as its clauses from <paramref name="index"/> on; what <paramref name="body"/> does is copied behind their own lines.</summary>
    public static TryStatementSyntax Insert(TryStatementSyntax guarded, int index, string catches, BlockSyntax? body = null)
    {
        var indentation = Indentation.Of(guarded);
        var unit = Indentation.UnitOf(guarded, guarded.Block.Statements.FirstOrDefault() ?? guarded.Catches[0].Block.Statements.FirstOrDefault());
        var onOwnLine = IsFirstOfLine(guarded.Catches[0].CatchKeyword);
        var added = CatchText.Try(catches, indentation, unit, onOwnLine).Catches;
        if (body is not null)
            added = SyntaxFactory.List(added.Select(clause => clause.WithBlock(Joined(clause.Block, body, indentation, unit))));
        var between = onOwnLine ? SyntaxFactory.TriviaList(NewCode.LineEnd) : SyntaxFactory.TriviaList(SyntaxFactory.Space);
        var leading = onOwnLine ? SyntaxFactory.TriviaList(SyntaxFactory.Whitespace(indentation)) : SyntaxTriviaList.Empty;
        var clauses = guarded.Catches.ToList();
        var isLast = index == clauses.Count && guarded.Finally is null;
        if (isLast)
            clauses[index - 1] = BeforeAnother(clauses[index - 1], between);
        var ready = added.Select((clause, i) => clause.WithLeadingTrivia(leading).WithTrailingTrivia(isLast && i == added.Count - 1 ? SyntaxFactory.TriviaList(NewCode.LineEnd) : between));
        clauses.InsertRange(index, ready);
        return guarded.WithCatches(SyntaxFactory.List(clauses));
    }

    private static BlockSyntax Joined(BlockSyntax own, BlockSyntax copied, string indentation, string unit)
    {
        var isOnOneLine = !copied.ToString().Contains("\n");
        var statements = isOnOneLine
            ? copied.Statements.Select(statement => statement.WithLeadingTrivia(SyntaxFactory.Whitespace(indentation + unit)).WithTrailingTrivia(NewCode.LineEnd)).ToList()
            : copied.Statements.ToList();
        var end = own.CloseBraceToken.LeadingTrivia;
        var comment = SyntaxFactory.TriviaList(end.Take(end.Count - 1));
        var brace = isOnOneLine ? own.CloseBraceToken.WithLeadingTrivia(SyntaxFactory.Whitespace(indentation)) : copied.CloseBraceToken.WithTrailingTrivia(own.CloseBraceToken.TrailingTrivia);
        if (statements.Count > 0)
            statements[0] = statements[0].WithLeadingTrivia(comment.AddRange(statements[0].GetLeadingTrivia()));
        else
            brace = brace.WithLeadingTrivia(comment.AddRange(brace.LeadingTrivia));
        return own.WithStatements(SyntaxFactory.List(own.Statements.Concat(statements))).WithCloseBraceToken(brace);
    }

    // A comment behind the clause stays behind it.
    private static CatchClauseSyntax BeforeAnother(CatchClauseSyntax clause, SyntaxTriviaList between) =>
        clause.GetTrailingTrivia().All(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia)) ? clause.WithTrailingTrivia(between) : clause;

    private static bool IsFirstOfLine(SyntaxToken token) =>
        token.GetPreviousToken().TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia) || token.LeadingTrivia.Any(SyntaxKind.EndOfLineTrivia);
}
