using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;

namespace SocketAnalyzers.CodeFixes.HalfClose;

/// <summary>The close goes behind the last read; where it stood, the FIN may go out.</summary>
internal static class CloseMove
{
    /// <summary>The close moves; a <c>Shutdown(Both)</c> before it would refuse the answer as well and becomes <c>Shutdown(Send)</c>.</summary>
    public static SyntaxNode? BehindLastRead(FixSite site, EndCall close)
    {
        if (AnswerRegion.Behind(site, close) is not { } region)
            return null;
        var both = ShutdownsBefore(site, region).ToList();
        if (both.Count > 0 && (HttpCode.Speaks(site.Node) || !HalfCloseUse.IsTolerated(close.Statement)))
            return null;
        var root = site.Root.TrackNodes(both.Cast<SyntaxNode>().Append(region.List.Owner));
        foreach (var argument in both)
            root = root.ReplaceNode(root.GetCurrentNode(argument)!, HalfCloseUse.SendLike(argument).WithTriviaFrom(argument));
        var owner = root.GetCurrentNode(region.List.Owner)!;
        return root.ReplaceNode(owner, Moved(site, region, StatementList.Of(owner), inItsPlace: null));
    }

    /// <summary>The same, with <c>Shutdown(Send)</c> in the place of the close.</summary>
    public static SyntaxNode? WithHalfClose(FixSite site, EndCall close)
    {
        if (AnswerRegion.Behind(site, close) is not { } region || ShutdownsBefore(site, region).Any()
            || HttpCode.Speaks(site.Node) || !HalfCloseUse.IsLastWrite(region.Names, region.Between) || HalfCloseUse.IsSendPending(site, close.Statement) || !HalfCloseUse.IsTolerated(close.Statement))
            return null;
        if (HalfCloseUse.SocketAt(site, region.Names, close.Statement, close.Receiver) is not { } socket)
            return null;
        var shutdown = HalfCloseUse.Statement(socket).WithLeadingTrivia(close.Statement.GetLeadingTrivia());
        if (!close.Statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia))
            shutdown = shutdown.WithTrailingTrivia(close.Statement.GetTrailingTrivia());
        return site.Root.ReplaceNode(region.List.Owner, Moved(site, region, region.List, shutdown));
    }

    private static SyntaxNode Moved(FixSite site, AnswerRegion region, StatementList list, StatementSyntax? inItsPlace)
    {
        var statements = list.Statements.ToList();
        var close = statements[region.First];
        // A comment in front of the close speaks of the place where it stood; the FIN has it now.
        var moved = inItsPlace is null ? close : close.WithLeadingTrivia(StatementPlace.Indentation(close.GetLeadingTrivia()));
        statements.RemoveAt(region.First);
        if (inItsPlace is not null)
            statements.Insert(region.First, inItsPlace);
        var behind = inItsPlace is null ? region.Last : region.Last + 1;
        if (region.Return is { } last)
        {
            PutBeforeReturn(site, statements, behind - 1, last, moved);
        }
        else
        {
            (statements[behind - 1], moved) = OnOneLine(statements[behind - 1], moved);
            statements.Insert(behind, moved);
        }

        return list.With(statements);
    }

    // "return reader.ReadLine();" reads first, then closes, then returns.
    private static void PutBeforeReturn(FixSite site, List<StatementSyntax> statements, int index, ReturnStatementSyntax last, StatementSyntax close)
    {
        var current = (ReturnStatementSyntax)statements[index];
        var type = site.Model.GetTypeInfo(last.Expression!);
        var name = LocalStyle.FreeName(site.Model, last, "answer", last.Parent!);
        var text = LocalStyle.VarOr((type.Type ?? type.ConvertedType)!, site.Model, last) + " " + name + " = ";
        var declaration = (LocalDeclarationStatementSyntax)NewCode.MarkNames(SyntaxFactory.ParseStatement(text + "0;"));
        var variable = declaration.Declaration.Variables[0];
        declaration = declaration
            .ReplaceNode(variable.Initializer!.Value, current.Expression!.WithoutTrivia())
            .WithLeadingTrivia(current.GetLeadingTrivia())
            .WithTrailingTrivia(current.GetTrailingTrivia());
        (statements[index], close) = OnOneLine(declaration, close);
        statements.Insert(index + 1, close);
        statements.Insert(index + 2, current
            .WithExpression(SyntaxFactory.IdentifierName(name))
            .WithReturnKeyword(current.ReturnKeyword.WithTrailingTrivia(SyntaxFactory.Space))
            .WithLeadingTrivia(StatementPlace.Indentation(current.GetLeadingTrivia())).WithTrailingTrivia(EndOf(current)));
    }

    private static IEnumerable<ExpressionSyntax> ShutdownsBefore(FixSite site, AnswerRegion region) =>
        region.List.Statements.Take(region.First)
            .SelectMany(statement => statement.DescendantNodesAndSelf(node => node is not AnonymousFunctionExpressionSyntax and not CatchClauseSyntax))
            .OfType<ExpressionStatementSyntax>().Select(EndCall.Of)
            .Where(call => call is not null && region.Names.NamedIn(call.Receiver).Any())
            .Select(call => call!.BothOf(site.Model)).OfType<ExpressionSyntax>();

    // What ended the line of the read (or the file) ends that of the close: "send(); close(); read();" stays on one line.
    private static (StatementSyntax Before, StatementSyntax Moved) OnOneLine(StatementSyntax before, StatementSyntax moved)
    {
        var (ending, end) = (before.GetTrailingTrivia(), moved.GetTrailingTrivia());
        if (end.Any(SyntaxKind.EndOfLineTrivia) == ending.Any(SyntaxKind.EndOfLineTrivia))
            return (before, moved);
        return ending.Any(SyntaxKind.EndOfLineTrivia)
            ? (before.WithTrailingTrivia(end), moved.WithTrailingTrivia(ending))
            : (before.WithTrailingTrivia(EndOf(moved)), moved.WithTrailingTrivia(end.Where(trivia => !trivia.IsKind(SyntaxKind.EndOfLineTrivia)).Concat(ending)));
    }

    private static SyntaxTriviaList EndOf(SyntaxNode statement) =>
        SyntaxFactory.TriviaList(statement.GetTrailingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)));
}
