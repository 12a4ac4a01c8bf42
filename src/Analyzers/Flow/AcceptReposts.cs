using System;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>The callback that takes one client and asks for the next: <c>EndAccept</c> and <c>BeginAccept</c> in one function.</summary>
internal static class AcceptReposts
{
    /// <summary>The only request for the next client, when it stands behind <paramref name="accept"/> in the try whose handler takes its exception; else null.</summary>
    public static IOperation? FindOnlyOnSuccess(FlowContext context, ScannedFunction function, ThrowingCall accept, CancellationToken cancellation)
    {
        if (accept.Operation is not IInvocationOperation { TargetMethod: { } method } || !method.Name.StartsWith("EndAccept", StringComparison.Ordinal))
            return null;
        if (context.Routes.FindHandler(accept.Operation, accept.Kinds, function.Root) is not { } found)
            return null;
        IOperation? first = null;
        foreach (var operation in OwnOperations(function.Root))
        {
            if (operation is not IInvocationOperation call || !AsksForNext(context, call, cancellation))
                continue;
            var isBehind = operation.Syntax.SpanStart > accept.Operation.Syntax.Span.End && IsWithin(operation, found.Try.Body);
            if (!isBehind)
                return null;
            if (first is null || operation.Syntax.SpanStart < first.Syntax.SpanStart)
                first = operation;
        }

        return first;
    }

    // BeginAccept, or a method of this project in whose text it stands.
    private static bool AsksForNext(FlowContext context, IInvocationOperation call, CancellationToken cancellation)
    {
        var method = call.TargetMethod;
        if (context.Table.Of(method, call.Instance?.Type) is { } semantics)
            return semantics.Event == SocketEvent.Accept && (semantics.Form & MemberForm.Begin) != 0;
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax(cancellation).DescendantNodes())
            {
                if (node is IdentifierNameSyntax name && name.Identifier.ValueText.StartsWith("BeginAccept", StringComparison.Ordinal))
                    return true;
            }
        }

        return false;
    }

    private static IEnumerable<IOperation> OwnOperations(IOperation root)
    {
        var stack = new Stack<IOperation>();
        stack.Push(root);
        while (stack.Count > 0)
        {
            var operation = stack.Pop();
            yield return operation;
            foreach (var child in operation.ChildOperations)
            {
                if (child is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
                    stack.Push(child);
            }
        }
    }

    private static bool IsWithin(IOperation operation, IOperation region)
    {
        for (var parent = operation; parent is not null; parent = parent.Parent)
        {
            if (parent == region)
                return true;
        }

        return false;
    }
}
