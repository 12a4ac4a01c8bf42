using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>
/// Where the SocketException of a call goes in its body: which handlers it comes by, and what is run when one keeps it. In doubt it comes by.
/// </summary>
internal sealed class FailureWay
{
    private readonly List<TextSpan> _reached = new();
    private readonly IOperation _call;

    private FailureWay(IOperation call) => _call = call;

    /// <summary>The try that keeps the exception; null where none does, or where its handler leaves the method.</summary>
    public ITryOperation? KeptBy { get; private set; }

    /// <summary>It goes to whoever called the method.</summary>
    public bool LeavesMethod { get; private set; }

    /// <summary>It leaves a catch or finally that the call stands in, and the function around it: the exception that led there is lost.</summary>
    public bool ReplacesAnother { get; private set; }

    public static FailureWay From(IOperation call, ExceptionRoutes routes)
    {
        var way = new FailureWay(call);
        way.Follow(routes);
        return way;
    }

    /// <summary>Whether <paramref name="operation"/> may be run when the call has thrown.</summary>
    public bool Reaches(IOperation operation)
    {
        foreach (var span in _reached)
        {
            if (span.Contains(operation.Syntax.Span))
                return true;
        }

        return IsUsingAround(operation);
    }

    private void Follow(ExceptionRoutes routes)
    {
        var isThrown = true;
        var isInHandler = false;
        var isInFunction = false;
        var inside = _call;
        for (var around = _call.Parent; around is not null; inside = around, around = around.Parent)
        {
            switch (around)
            {
                case ICatchClauseOperation:
                    isInHandler = true;
                    break;
                case ITryOperation { Finally: var last } when ReferenceEquals(last, inside):
                    isInHandler = true;
                    break;
                case ITryOperation guarded:
                    if (isThrown && ReferenceEquals(guarded.Body, inside))
                        isThrown = ComesThrough(guarded, routes);
                    if (isInFunction)
                        AddHandlers(guarded);
                    if (guarded.Finally is { } cleanUp)
                        _reached.Add(cleanUp.Syntax.Span);
                    if (KeptBy is not null)
                        return;
                    break;
                // Who runs it may catch, and goes on.
                case IAnonymousFunctionOperation or ILocalFunctionOperation:
                    ReplacesAnother |= isThrown && isInHandler;
                    isInFunction = true;
                    AddBehind(around.Syntax);
                    if (around is ILocalFunctionOperation && around.Syntax.MemberAround() is { } member)
                        _reached.Add(TextSpan.FromBounds(member.SpanStart, around.Syntax.SpanStart));
                    isThrown = false;
                    break;
            }
        }

        LeavesMethod = isThrown;
        ReplacesAnother |= isThrown && isInHandler;
    }

    private void AddHandlers(ITryOperation guarded)
    {
        foreach (var handler in guarded.Catches)
            _reached.Add(handler.Syntax.Span);
    }

    // Whether it leaves the try.
    private bool ComesThrough(ITryOperation guarded, ExceptionRoutes routes)
    {
        foreach (var handler in guarded.Catches)
        {
            if (routes.Caught(handler, ThrownKinds.Socket) == ThrownKinds.None)
                continue;
            _reached.Add(handler.Syntax.Span);
            routes.ThrownOn(handler, ThrownKinds.Socket, out var isHandled);
            if (!isHandled)
                return true;
            if (IsLeftForGood(handler))
                return false;
            KeptBy = guarded;
            AddBehind(guarded.Syntax);
            return false;
        }

        return true;
    }

    // "catch (SocketException) { return; }": with a value it may be what the caller asks.
    private static bool IsLeftForGood(ICatchClauseOperation handler) =>
        HandlerExit.Of(handler.Handler) == Exits.Returns && handler.Handler.Operations is { Length: > 0 } statements && statements[statements.Length - 1] is IReturnOperation { ReturnedValue: null };

    private void AddBehind(SyntaxNode node)
    {
        if (node.MemberAround() is { } member && member.Span.End > node.Span.End)
            _reached.Add(TextSpan.FromBounds(node.Span.End, member.Span.End));
    }

    // "using (socket) { ... }", "using var stream = ...;"
    private bool IsUsingAround(IOperation operation)
    {
        if (operation is IInvocationOperation)
            return false;
        for (IOperation? scope = operation; scope is not null; scope = scope.Parent)
        {
            if (scope is IUsingOperation or IBlockOperation)
                return scope.Syntax.Span.Contains(_call.Syntax.Span);
        }

        // Of a program without a Main.
        return true;
    }
}
