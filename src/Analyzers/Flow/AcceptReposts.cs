using System;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>The callback that takes one client and asks for the next: <c>EndAccept</c> and <c>BeginAccept</c> in one function.</summary>
internal static class AcceptReposts
{
    /// <summary>
    /// The only request for the next client, when it stands behind <paramref name="accept"/> in the try whose handler takes its exception, or behind
    /// that try, and the handler leaves the function; else null.
    /// </summary>
    public static IOperation? FindOnlyOnSuccess(FlowContext context, ScannedFunction function, ThrowingCall accept, CancellationToken cancellation, out bool isInTry)
    {
        isInTry = false;
        if (accept.Operation is not IInvocationOperation { TargetMethod: { } method } || !method.Name.StartsWith("EndAccept", StringComparison.Ordinal))
            return null;
        if (context.Routes.FindHandler(accept.Operation, accept.Kinds, function.Root) is not { } found)
            return null;
        // Who waits for the result that the handler sets may ask again.
        if (HandsExceptionOn.IsIn(found.Handler))
            return null;
        var requests = function.AcceptRequests ??= FindRequests(context, function, cancellation);
        // All of them behind the accept, and in the try.
        if (requests.Count == 0 || requests[0].Syntax.SpanStart <= accept.Operation.Syntax.Span.End)
            return null;
        var guarded = found.Try.Body.Syntax.Span;
        isInTry = guarded.Contains(requests[0].Syntax.Span) && guarded.Contains(requests[requests.Count - 1].Syntax.Span);
        if (!isInTry && !(requests[0].Syntax.SpanStart >= found.Try.Syntax.Span.End && LeavesFunction(found.Handler, function.Root)))
            return null;
        foreach (var request in requests)
        {
            // One that the work for the client asks for in a lambda is no part of this round.
            if (!request.IsInNestedFunction(function.Root))
                return request;
        }

        return null;
    }

    // "catch (SocketException e) { Log(e); return; }", with no finally around it that may ask.
    private static bool LeavesFunction(ICatchClauseOperation handler, IOperation root)
    {
        if ((HandlerExit.Of(handler.Handler) & ~Exits.Returns) != 0)
            return false;
        for (var around = handler.Parent; around is not null && around != root; around = around.Parent)
        {
            if (around is ILoopOperation or ITryOperation { Finally: not null })
                return false;
        }

        return true;
    }

    private static List<IOperation> FindRequests(FlowContext context, ScannedFunction function, CancellationToken cancellation)
    {
        var requests = new List<IOperation>();
        foreach (var operation in MethodBodies.Walk(function.Root))
        {
            if (operation is IInvocationOperation call && AsksForNext(context, call, cancellation))
                requests.Add(operation);
        }

        requests.Sort(static (a, b) => a.Syntax.SpanStart.CompareTo(b.Syntax.SpanStart));
        return requests;
    }

    // BeginAccept, or a method of this project that comes to it.
    private static bool AsksForNext(FlowContext context, IInvocationOperation call, CancellationToken cancellation)
    {
        var method = call.TargetMethod;
        if (context.Table.Of(method, call.Instance?.Type) is { } semantics)
            return semantics.Event == SocketEvent.Accept && (semantics.Form & MemberForm.Begin) != 0;
        return context.Calls.NodeOf(method, cancellation) is { } callee && (callee.Traits & BodyTraits.Accepts) != 0;
    }
}
