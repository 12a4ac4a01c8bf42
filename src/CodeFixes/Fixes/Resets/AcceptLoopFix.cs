using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;

namespace SocketAnalyzers.CodeFixes.Resets;

/// <summary>
/// For the loop that accepts: it goes on with the next client, rests a little while the system has no sockets, and ends
/// when the listener is closed or stopped.
/// </summary>
internal sealed class AcceptLoopFix
{
    private readonly FailingCall _call;
    private readonly StatementSyntax _loop;
    private readonly BlockSyntax _body;
    private readonly InvocationExpressionSyntax? _accept;
    private readonly string _name;

    private AcceptLoopFix(FailingCall call, StatementSyntax loop, BlockSyntax body)
    {
        _call = call;
        _loop = loop;
        _body = body;
        var own = call.IsAccept ? call.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() : null;
        _accept = own ?? FailingCall.AcceptsIn(body).FirstOrDefault();
        _name = call.FreeName(body);
    }

    public static SyntaxNode? Mend(FailingCall call)
    {
        if (call.Loop is not { } loop || FunctionBodies.BodyOf(loop) is not BlockSyntax body || FunctionBodies.HasYield(body))
            return null;
        var fix = new AcceptLoopFix(call, loop, body);
        foreach (var mended in call.IsAccept ? fix.AroundAccept() : fix.AroundSession())
        {
            if (mended is not null && Compilable.IsNoWorse(call.Site, mended))
                return mended;
        }

        return null;
    }

    // The accept is covered, what is done with the client is not.
    private IEnumerable<SyntaxNode?> AroundSession()
    {
        if (_call.TryWithin(_body) is { } guarded && (_accept is null || !guarded.Block.Span.Contains(_accept.Span) || ClosedByUsing(guarded)))
        {
            var model = _call.Site.Model;
            // The listener may throw that too, and then has to be heard.
            var disposed = _accept is null || !guarded.Block.Span.Contains(_accept.Span) ? new[] { ResetCatches.Disposed } : System.Array.Empty<string>();
            var types = _call.Types.Concat(disposed).Where(type => !SiblingCatch.IsTaken(guarded, model, type)).ToArray();
            var index = SiblingCatch.IndexFor(guarded, model, types);
            var leave = IsLastOfLoop(guarded) ? string.Empty : "continue;";
            yield return _call.Site.Root.ReplaceNode(guarded, CatchList.Insert(guarded, index, ResetCatches.Clause(types, _name, "// One client failed: the next one is served.", leave)));
        }

        if (_accept is not null && SessionPart.Behind(_call, _accept) is { } session && session.Block.Span.Contains(_call.Node.Span))
            yield return _call.Site.Root.ReplaceNode(session.Block, session.Guarded(_call));
    }

    private bool ClosedByUsing(TryStatementSyntax guarded) =>
        ClosedConnection.Of(_call) is { } connection && (connection.Close.Length == 0 || connection.Declaration is null || !guarded.Span.Contains(connection.Declaration.Span));

    private IEnumerable<SyntaxNode?> AroundAccept()
    {
        // A function with a value cannot just end: there a stop stays the exception that it was, unless it is the program's exit code.
        var leaves = _call.GivesNothing ? new[] { "break;" } : IsMain() ? new[] { "break;", "return 0;", string.Empty } : new[] { string.Empty };
        foreach (var withSession in _call.SessionTypes.Count > 0 ? new[] { true, false } : new[] { false })
        {
            foreach (var leave in leaves)
                yield return Mended(leave, withSession);
        }
    }

    private SyntaxNode? Mended(string leave, bool withSession)
    {
        var mark = new SyntaxAnnotation();
        var site = _call.Site;
        var guarded = _call.TryWithin(_body);
        SyntaxNode root = site.Root.ReplaceNode(_loop, _loop.WithAdditionalAnnotations(mark));
        site = site.After(root);
        if (withSession)
        {
            var call = new FailingCall(site);
            if (SessionPart.Behind(call, call.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>()!) is not { } session)
                return null;
            site = site.After(site.Root.ReplaceNode(session.Block, session.Guarded(call)));
        }

        var loop = site.Root.GetAnnotatedNodes(mark).OfType<StatementSyntax>().Single();
        var body = (BlockSyntax)FunctionBodies.BodyOf(loop)!;
        var types = withSession ? new[] { ResetCatches.SocketException } : _call.Types;
        if (guarded is null)
        {
            root = site.Root.ReplaceNode(body, TryBlock.Around(body, 0, body.Statements.Count, Catches(leave, types, string.Empty, isDisposedTaken: false)));
        }
        else
        {
            var inner = new FailingCall(site).TryWithin(body)!;
            var next = IsLastOfLoop(guarded) && !withSession ? string.Empty : "continue;";
            var missing = types.Where(type => !SiblingCatch.IsTaken(inner, site.Model, type)).ToArray();
            var index = SiblingCatch.IndexFor(inner, site.Model, missing);
            root = site.Root.ReplaceNode(inner, CatchList.Insert(inner, index, Catches(leave, missing, next, SiblingCatch.IsTaken(inner, site.Model, ResetCatches.Disposed))));
        }

        return WithFirstTimer(site.After(root), mark);
    }

    private string Catches(string leave, IReadOnlyCollection<string> types, string next, bool isDisposedTaken)
    {
        var text = ResetCatches.Stop(_name, leave, !isDisposedTaken);
        text += ResetCatches.Shortage(_name, Pause(), next);
        return text + ResetCatches.OneClient(types, _name, next, stopsPass: leave.Length == 0);
    }

    private string Pause()
    {
        if (!IsAsync())
            return "global::System.Threading.Thread.Sleep(100);";
        var token = Token();
        return "await global::System.Threading.Tasks.Task.Delay(100" + (token is null ? string.Empty : ", " + token) + ")" + (AsyncFunction.UsesConfigureAwait(_loop) ? ".ConfigureAwait(false);" : ";");
    }

    // A program without an await has a Main that is no task, and keeps it.
    private bool IsAsync() => AsyncFunction.IsAround(_loop)
        && (_call.Function is not GlobalStatementSyntax { Parent: { } program } || program.DescendantNodes(node => node == program || !FailingCall.IsFunction(node) || node is GlobalStatementSyntax).OfType<AwaitExpressionSyntax>().Any());

    /// <summary>The token that the accept has, or the host's: who gave them expects the OperationCanceledException.</summary>
    private string? Token()
    {
        var model = _call.Site.Model;
        var given = _accept?.ArgumentList.Arguments.Select(argument => argument.Expression).FirstOrDefault(argument => model.GetTypeInfo(argument).Type?.Name == "CancellationToken");
        if (given is not null)
            return SocketExpression.IsRepeatable(model, given) ? given.WithoutTrivia().ToString() : null;
        return _call.Site.Property("Root") == "BackgroundService" ? _call.SymbolOf(_call.Function)?.Parameters.FirstOrDefault(parameter => parameter.Type.Name == "CancellationToken")?.Name : null;
    }

    /// <summary>The first timer of a process starts a thread, and without a free descriptor .NET cannot: the pause itself would end the process (facts section 15).</summary>
    private SyntaxNode WithFirstTimer(FixSite site, SyntaxAnnotation mark)
    {
        var loop = site.Root.GetAnnotatedNodes(mark).OfType<StatementSyntax>().Single();
        if (!IsAsync() || StatementList.Around(loop) is not { } list || list.Statements.Take(list.IndexOf(loop)).Any(statement => statement.ToString().Contains("Task.Delay(")))
            return site.Root;
        var wait = "// The pause below needs a timer, whose thread cannot start any more when no descriptor is free: it starts here.\r\nawait global::System.Threading.Tasks.Task.Delay(1)" + (AsyncFunction.UsesConfigureAwait(_loop) ? ".ConfigureAwait(false);" : ";");
        var lines = wait.Split('\n');
        var indentation = SyntaxFactory.Whitespace(Indentation.Of(loop));
        var above = loop.GetLeadingTrivia();
        var comment = SyntaxFactory.Comment(lines[0].Trim());
        var statement = NewCode.MarkNames(SyntaxFactory.ParseStatement(lines[1])).WithTrailingTrivia(NewCode.LineEnd)
            .WithLeadingTrivia(SyntaxFactory.TriviaList(above.TakeWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))).AddRange(new[] { indentation, comment, NewCode.LineEnd, indentation }));
        var rest = loop.WithLeadingTrivia(above.SkipWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)));
        return loop.Parent is GlobalStatementSyntax global
            ? site.Root.ReplaceNode(global, new[] { SyntaxFactory.GlobalStatement(statement), SyntaxFactory.GlobalStatement(rest) })
            : site.Root.ReplaceNode(loop, new SyntaxNode[] { statement, rest });
    }

    private bool IsMain() => _call.Function is GlobalStatementSyntax || (_call.SymbolOf(_call.Function) is { Name: "Main", IsStatic: true } method && (method.ReturnType.SpecialType == SpecialType.System_Int32 || method.IsAsync));

    private bool IsLastOfLoop(TryStatementSyntax guarded)
    {
        for (SyntaxNode node = guarded; node != _body; node = node.Parent!)
        {
            if (node.Parent is BlockSyntax block && block.Statements.Last() != node)
                return false;
            if (node.Parent is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax)
                return false;
        }

        return true;
    }
}
