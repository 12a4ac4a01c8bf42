using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Where control goes in one function after a call in it has failed or come back: round a loop to the same call again, or out of
/// the function. What is not certain counts as a way round, because who asks claims that nobody starts it again.
/// </summary>
internal sealed class FailurePath
{
    private readonly ExceptionRoutes _routes;
    private readonly IOperation _start;
    private readonly bool _isDetached;
    private readonly List<ICatchClauseOperation> _handlers = new();
    private ThrownKinds _thrown;
    private Exits _exits;

    private FailurePath(ExceptionRoutes routes, FunctionOutcome outcome, IOperation start)
    {
        _routes = routes;
        _start = start;
        _isDetached = outcome.IsDetached;
        _thrown = outcome.Thrown;
        _exits = outcome.Returns || outcome.IsDetached ? Exits.GoesOn : Exits.None;
    }

    /// <summary>The call is made again, or the handler leaves it to somebody who is not seen here.</summary>
    public bool ComesBack { get; private set; }

    /// <summary>The first catch on the way that does not let it in, or throws it on.</summary>
    public CatchMiss? Miss { get; private set; }

    /// <summary>The function: a lambda, a local function, or the root of the body.</summary>
    public IOperation Boundary { get; private set; } = null!;

    public FunctionOutcome Outcome { get; private set; }

    /// <param name="routes">What each catch takes.</param>
    /// <param name="from">The operation that fails or comes back.</param>
    /// <param name="outcome">How.</param>
    /// <param name="start">What has to be reached again: <paramref name="from"/>, or the call that gave the task that is waited for there.</param>
    public static FailurePath Follow(ExceptionRoutes routes, IOperation from, FunctionOutcome outcome, IOperation start)
    {
        var path = new FailurePath(routes, outcome, start);
        var child = from;
        while (child.Parent is { } parent && child is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
        {
            path.Leave(child, parent);
            if (path.ComesBack)
                break;
            child = parent;
        }

        path.Boundary = child;
        path.Outcome = new FunctionOutcome(path._thrown, !path._isDetached && (path._exits & (Exits.GoesOn | Exits.Returns)) != 0, path._isDetached);
        return path;
    }

    private void Leave(IOperation child, IOperation parent)
    {
        switch (parent)
        {
            case ITryOperation guarded when guarded.Body == child:
                Handle(guarded);
                break;
            case IBlockOperation block when (_exits & Exits.GoesOn) != 0:
                _exits = (_exits & ~Exits.GoesOn) | HandlerExit.Behind(block, child);
                break;
            case IReturnOperation { Kind: OperationKind.Return } when (_exits & Exits.GoesOn) != 0:
                _exits = (_exits & ~Exits.GoesOn) | Exits.Returns;
                break;
            case ISwitchOperation when (_exits & Exits.Breaks) != 0:
                _exits = (_exits & ~Exits.Breaks) | Exits.GoesOn;
                break;
            case ILoopOperation loop when !RunsOnce(loop, child):
                GoRound(loop);
                break;
        }

        ComesBack |= (_exits & Exits.Jumps) != 0;
        if ((_exits & Exits.Throws) != 0)
            _thrown |= ThrownKinds.Other;
        _exits &= ~Exits.Throws;
    }

    private static bool RunsOnce(ILoopOperation loop, IOperation child) => loop switch
    {
        IForEachLoopOperation each => each.Collection == child,
        IForLoopOperation counted => counted.Before.Contains(child),
        _ => false,
    };

    // A task that nobody waits for is one of several where the loop has an end: "foreach (var port in ports) _ = Listen(port);".
    private void GoRound(ILoopOperation loop)
    {
        if ((_exits & (Exits.GoesOn | Exits.Continues)) != 0
            && Contains(loop, _start) && (!_isDetached || AcceptLoops.IsEndless(loop)) && !LoopStop.IsIn(_handlers, loop))
        {
            ComesBack = true;
            return;
        }

        var isBehind = (_exits & (Exits.GoesOn | Exits.Continues | Exits.Breaks)) != 0;
        _exits = (_exits & Exits.Returns) | (isBehind ? Exits.GoesOn : Exits.None);
    }

    private void Handle(ITryOperation guarded)
    {
        if (_thrown == ThrownKinds.None)
            return;
        Miss ??= _routes.MissIn(guarded.Catches, _thrown);
        var thrown = ThrownKinds.None;
        foreach (var handler in guarded.Catches)
        {
            var caught = _routes.Caught(handler, _thrown);
            _thrown &= ~caught;
            thrown |= _routes.ThrownOn(handler, caught, out var isHandled);
            if (isHandled)
                Take(handler, caught);
        }

        _thrown |= thrown;
    }

    private void Take(ICatchClauseOperation handler, ThrownKinds caught)
    {
        ComesBack |= HandsExceptionOn.IsIn(handler);
        _handlers.Add(handler);
        var exits = HandlerExit.Of(handler.Handler);
        if ((exits & Exits.Throws) != 0)
            _thrown |= caught;
        _exits |= exits & ~Exits.Throws;
    }

    private static bool Contains(IOperation outer, IOperation inner) =>
        outer.Syntax.SyntaxTree == inner.Syntax.SyntaxTree && outer.Syntax.Span.Contains(inner.Syntax.Span);
}
