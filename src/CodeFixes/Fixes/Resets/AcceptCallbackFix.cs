using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;

namespace SocketAnalyzers.CodeFixes.Resets;

/// <summary>For the callback that takes one client and asks for the next: the next is asked for whatever became of this one, until the listener is closed.</summary>
internal static class AcceptCallbackFix
{
    private const string Closed = "// The listener was closed: there is no next client.";

    public static SyntaxNode? Mend(FailingCall call)
    {
        if (call.Body is not { } body || !call.GivesNothing || FailingCall.AcceptsIn(body).FirstOrDefault(FailingCall.IsEndAccept) is not { } accept)
            return null;
        var (block, index) = FailingCall.ListsAround(accept).FirstOrDefault();
        // Another try in between has its own idea of what follows.
        if (block is null || (block != body && block.Parent is not TryStatementSyntax))
            return null;
        var reposts = block.Statements.Where(statement => FailingCall.AsksForClient(statement) && !statement.Span.Contains(accept.Span)).ToList();
        foreach (var mended in Candidates(call, accept, block, index, reposts))
        {
            if (mended is not null && Compilable.IsNoWorse(call.Site, mended))
                return mended;
        }

        return null;
    }

    private static IEnumerable<SyntaxNode?> Candidates(FailingCall call, InvocationExpressionSyntax accept, BlockSyntax block, int index, IReadOnlyList<StatementSyntax> reposts)
    {
        if (reposts.Count == 0)
        {
            if (!FailingCall.AsksForClient(block) && block == call.Body)
                yield return Wrapped(call.Site, block, 0, block.Statements.Count, ResetCatches.Clause(call.Types.Append(ResetCatches.Disposed).ToArray(), call.FreeName(block), "// This client failed, or the listener was closed: nobody else is waited for."));
            yield break;
        }

        if (reposts.Count > 1)
            yield break;
        var last = block.Statements.IndexOf(reposts[0]);
        if (last > index)
            yield return Mended(call, accept, block, index, last);
        // Before the accept's end, or before code that needs the client: it moves behind all of it.
        if (!block.ContainsDirectives)
        {
            var moved = block.WithStatements(block.Statements.RemoveAt(last).Add(reposts[0]));
            var site = call.Site.After(call.Site.Root.ReplaceNode(block, Tidied(moved)));
            var again = new FailingCall(site);
            if (again.Body is { } body && FailingCall.AcceptsIn(body).FirstOrDefault(FailingCall.IsEndAccept) is { } same && FailingCall.ListsAround(same).First() is var (list, at))
                yield return Mended(again, same, list, at, list.Statements.Count - 1);
        }
    }

    // An empty line above the first statement belonged to another one.
    private static BlockSyntax Tidied(BlockSyntax block) =>
        block.ReplaceNode(block.Statements[0], block.Statements[0].WithLeadingTrivia(block.Statements[0].GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))));

    private static SyntaxNode? Mended(FailingCall call, InvocationExpressionSyntax accept, BlockSyntax block, int index, int repost)
    {
        var isGuarded = block.Parent is TryStatementSyntax;
        var mark = new SyntaxAnnotation();
        var site = call.Site.After(call.Site.Root.ReplaceNode(block, block.WithAdditionalAnnotations(mark)));
        if (call.SessionTypes.Count > 0)
        {
            var marked = new FailingCall(site);
            var end = FailingCall.AcceptsIn(Current(site, mark)).First(FailingCall.IsEndAccept);
            if (SessionPart.Behind(marked, end) is { } session)
            {
                site = site.After(site.Root.ReplaceNode(session.Block, session.Guarded(marked)));
                repost -= session.Block.HasAnnotation(mark) ? session.Count - 1 : 0;
            }
        }

        var name = call.FreeName(block);
        var catches = ResetCatches.Shortage(name, "global::System.Threading.Thread.Sleep(100);", string.Empty)
            + ResetCatches.Clause(new[] { ResetCatches.SocketException, ResetCatches.Disposed }, name, "// This client failed: the next one is asked for all the same.");
        site = Step(site, mark, index, repost - index, catches);
        if (isGuarded)
            return site.Root;
        var list = Current(site, mark);
        return Step(site, mark, index, list.Statements.Count - index, ResetCatches.Clause(new[] { ResetCatches.SocketException, ResetCatches.Disposed }, name, Closed)).Root;
    }

    private static BlockSyntax Current(FixSite site, SyntaxAnnotation mark) => site.Root.GetAnnotatedNodes(mark).OfType<BlockSyntax>().Single();

    private static FixSite Step(FixSite site, SyntaxAnnotation mark, int start, int count, string catches)
    {
        var block = Current(site, mark);
        return site.After(site.Root.ReplaceNode(block, TryBlock.Around(block, start, count, catches)));
    }

    private static SyntaxNode? Wrapped(FixSite site, BlockSyntax block, int start, int count, string catches) =>
        TryBlock.TearsDirectives(block, start, count) ? null : site.Root.ReplaceNode(block, TryBlock.Around(block, start, count, catches));
}
