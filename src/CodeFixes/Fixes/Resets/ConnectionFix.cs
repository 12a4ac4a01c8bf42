using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers.CodeFixes.Resets;

/// <summary>
/// For a function that serves a connection: a reset ends this connection and nothing else. The same function may run again
/// (a timer, a callback, another call), and then finds the connection closed: that is handled with it.
/// </summary>
internal sealed class ConnectionFix
{
    private const string Why = "// The peer has reset the connection, or it was closed here before: only this one ends.";

    private readonly FailingCall _call;
    private readonly ClosedConnection? _connection;
    private readonly string[] _types;

    private ConnectionFix(FailingCall call)
    {
        _call = call;
        _connection = ClosedConnection.Of(call);
        // Two runs at once: the other has met the reset already, and has not closed it yet.
        var again = _connection is { IsFresh: false } && call.Function?.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(inner => CodeShape.CalledName(inner) == "GetStream") == true
            ? ResetCatches.InvalidOperation
            : ResetCatches.Disposed;
        _types = call.Types.Append(again).ToArray();
    }

    public static SyntaxNode? Mend(FailingCall call)
    {
        if (call.Body is not { } body || FunctionBodies.HasYield(body))
            return null;
        var fix = new ConnectionFix(call);
        foreach (var mended in fix.Candidates(body))
        {
            if (mended is not null && Compilable.IsNoWorse(call.Site, mended))
                return mended;
        }

        return null;
    }

    /// <summary>
    /// "new Thread(() => session.Run())": here nothing names the connection, in the method it does. That is the place where
    /// nobody else runs it, and where the call is not repeated on what has failed.
    /// </summary>
    public static SyntaxNode? MendCallee(FailingCall call)
    {
        if (call.Site.AtWitness is not { } site || call.TryWithin(call.Site.Root) is not null || call.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } invocation)
            return null;
        var inner = new FailingCall(FunctionBodies.WithBlocks(site));
        var isRepeated = invocation.Ancestors().TakeWhile(node => node != call.Function).Any(node => node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax);
        if (isRepeated || inner.SymbolOf(inner.Function) is not { MethodKind: MethodKind.Ordinary } method || inner.Site.Model.Compilation.Options.OutputKind == OutputKind.DynamicallyLinkedLibrary && method.DeclaredAccessibility != Accessibility.Private)
            return null;
        var called = call.Site.Model.GetSymbolInfo(invocation).Symbol;
        return called?.Name == method.Name && called.ContainingType.Name == method.ContainingType.Name && IsNamedOnce(inner.Site, method) ? Mend(inner) : null;
    }

    private static bool IsNamedOnce(FixSite site, IMethodSymbol method)
    {
        var count = 0;
        foreach (var tree in site.Model.Compilation.SyntaxTrees)
        {
            foreach (var token in tree.GetRoot(site.Cancellation).DescendantTokens())
            {
                if (token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == method.Name && token.Parent is SimpleNameSyntax && ++count > 1)
                    return false;
            }
        }

        return count == 1;
    }

    private IEnumerable<SyntaxNode?> Candidates(BlockSyntax body)
    {
        yield return IntoNextTry();
        var guarded = _call.TryWithin(body);
        if (guarded is not null && !IsDeclaredIn(guarded))
        {
            foreach (var extended in Extended(guarded))
                yield return extended;
        }
        else if (_connection is not null && _call.GivesNothing)
        {
            yield return Wrapped(body, guarded);
        }
    }

    // "stream.EndWrite(result); try { stream.BeginRead(...) } catch (IOException) { ... }": the try begins one statement too late.
    private SyntaxNode? IntoNextTry()
    {
        var (block, index) = _call.Lists().FirstOrDefault();
        if (block is null || index + 1 >= block.Statements.Count || block.Statements[index] is not ExpressionStatementSyntax statement
            || block.Statements[index + 1] is not TryStatementSyntax next || statement.ContainsDirectives || next.ContainsDirectives
            || !_call.Types.All(type => next.Catches.Any(clause => SiblingCatch.Takes(clause, _call.Site.Model, type) && !SiblingCatch.Throws(clause))))
            return null;
        var moved = Indentation.Deepen(statement, Indentation.UnitOf(next, next.Block.Statements.FirstOrDefault()));
        var first = moved.WithLeadingTrivia(moved.GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)));
        var longer = next.WithBlock(next.Block.WithStatements(next.Block.Statements.Insert(0, first)));
        if (!SiblingCatch.IsTaken(next, _call.Site.Model, ResetCatches.Disposed))
            longer = CatchList.Insert(next, SiblingCatch.IndexFor(next, _call.Site.Model, new[] { ResetCatches.Disposed }), ResetCatches.Clause(new[] { ResetCatches.Disposed }, "e", "// The connection was closed here before.")).WithBlock(longer.Block);
        var above = SyntaxFactory.TriviaList(statement.GetLeadingTrivia().TakeWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)));
        longer = longer.WithLeadingTrivia(above.AddRange(next.GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))));
        var others = block.Statements.RemoveAt(index);
        return _call.Site.Root.ReplaceNode(block, block.WithStatements(others.Replace(others[index], longer)));
    }

    private bool IsDeclaredIn(TryStatementSyntax guarded) => _connection?.Declaration is { } declaration && guarded.Block.Span.Contains(declaration.Span);

    /// <summary>The try that is there gets a clause: with what its author does when a connection fails, else with the close.</summary>
    private IEnumerable<SyntaxNode?> Extended(TryStatementSyntax guarded)
    {
        var model = _call.Site.Model;
        var types = _types.Where(type => !SiblingCatch.IsTaken(guarded, model, type)).ToArray();
        var index = SiblingCatch.IndexFor(guarded, model, types);
        var name = _call.FreeName(_call.Body!);
        if (SiblingCatch.BodyFor(guarded, _call, out var variable, out var isOfClosed) is { } sibling)
        {
            var head = ResetCatches.Clause(types, variable ?? name, Why, isOfClosed ? _connection?.Close ?? string.Empty : string.Empty);
            if (variable is not null && types.Length == 1)
                head = head.Replace("(" + types[0] + ")", "(" + types[0] + " " + variable + ")");
            yield return Replaced(CatchList.Insert(guarded, index, head, sibling));
        }

        if (_connection is null || !_call.GivesNothing)
            yield break;
        var leave = IsLast(guarded) ? string.Empty : "return;";
        yield return Replaced(CatchList.Insert(guarded, index, ResetCatches.Clause(types, name, Why, _connection.Close, leave)));

        SyntaxNode Replaced(TryStatementSyntax mended) => _call.Site.Root.ReplaceNode(guarded, mended);
    }

    // Nothing of the function comes behind the try.
    private bool IsLast(TryStatementSyntax guarded)
    {
        for (SyntaxNode node = guarded; node != _call.Body; node = node.Parent!)
        {
            if (node.Parent is BlockSyntax block && block.Statements.Last() != node)
                return false;
            if (node.Parent is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax)
                return false;
        }

        return true;
    }

    /// <summary>A try of its own around the smallest part that may end with the connection.</summary>
    private SyntaxNode? Wrapped(BlockSyntax body, TryStatementSyntax? guarded)
    {
        if (Region(guarded?.Block ?? body) is not { } region || TryBlock.TearsDirectives(region.Block, region.Start, region.Count))
            return null;
        var catches = ResetCatches.Clause(_types, _call.FreeName(region.Block), Why, _connection!.Close);
        return _call.Site.Root.ReplaceNode(region.Block, TryBlock.Around(region.Block, region.Start, region.Count, catches));
    }

    private (BlockSyntax Block, int Start, int Count)? Region(BlockSyntax outermost)
    {
        var lists = _call.Lists().TakeWhile(list => list.Block.Span.Length <= outermost.Span.Length && outermost.Span.Contains(list.Block.Span)).ToList();
        if (lists.Count == 0)
            return null;
        var (block, index) = lists.Last();
        var start = 0;
        if (_connection!.Declaration is { } declaration)
        {
            (block, index) = lists.LastOrDefault(list => !list.Block.Span.Contains(declaration.Span));
            var own = lists.FirstOrDefault(list => list.Block.Statements.Any(statement => IsDeclaredBy(statement, declaration)));
            if (own.Block is not null)
            {
                (block, index) = own;
                start = block.Statements.IndexOf(statement => IsDeclaredBy(statement, declaration)) + 1;
                if (start > index)
                    return null;
            }

            if (block is null)
                return null;
        }

        if (!_connection.IsFresh && !block.Statements.Take(start).All(IsHarmless))
            return null;
        start = System.Math.Max(start, BehindSetUp(block, index));
        var end = block.Statements.IndexOf(statement => FailingCall.AsksForClient(statement) && statement.SpanStart > block.Statements[index].SpanStart);
        return (block, start, (end < 0 ? block.Statements.Count : end) - start);
    }

    // The declaration itself, and "if (!(x is Socket s)) return;", whose variable lives on behind it.
    private static bool IsDeclaredBy(StatementSyntax statement, SyntaxNode declaration) => statement switch
    {
        LocalDeclarationStatementSyntax => statement.Span.Contains(declaration.Span),
        IfStatementSyntax { Else: null } test => test.Condition.Span.Contains(declaration.Span) && test.Statement.DescendantNodesAndSelf().Any(node => node is ReturnStatementSyntax),
        ExpressionStatementSyntax => statement.Span.Contains(declaration.Span),
        _ => false,
    };

    // A connect or bind that fails is no reset, and stays what it was.
    private int BehindSetUp(BlockSyntax block, int index)
    {
        for (var i = index - 1; i >= 0; i--)
        {
            if (block.Statements[i].DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call =>
                    CodeShape.CalledName(call) is { } name && (name.Contains("Connect") && name != "Disconnect" || name is "Bind" or "Listen" or "Start")))
                return i + 1;
        }

        return 0;
    }

    // On a connection that was closed before it throws nothing either.
    private bool IsHarmless(StatementSyntax statement) =>
        !statement.DescendantNodes().Any(node => node switch
        {
            InvocationExpressionSyntax call => IsOnConnection(call.Expression) && CodeShape.CalledName(call) is not ("Close" or "Dispose"),
            MemberAccessExpressionSyntax { Parent: not InvocationExpressionSyntax } access => IsOnConnection(access) && access.Name.Identifier.ValueText is not ("Connected" or "Client"),
            BaseObjectCreationExpressionSyntax made => ClosedConnection.IsConnection(_call.Site.Model.GetTypeInfo(made).Type),
            _ => false,
        });

    private bool IsOnConnection(ExpressionSyntax expression) =>
        expression is MemberAccessExpressionSyntax access && ClosedConnection.IsConnection(_call.Site.Model.GetTypeInfo(access.Expression).Type);
}
