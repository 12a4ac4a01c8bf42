using System;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>
/// A call that starts a receive, a send or an accept and may find it done already: <c>BeginReceive</c> then runs its callback before it
/// returns, <c>ReceiveAsync(SocketAsyncEventArgs)</c> gives false.
/// </summary>
internal readonly struct PostedOperation
{
    private PostedOperation(IInvocationOperation call, SocketEvent @event, IOperation? callback)
    {
        Call = call;
        Event = @event;
        Callback = callback;
    }

    public IInvocationOperation Call { get; }

    public SocketEvent Event { get; }

    /// <summary>What a <c>Begin</c> call is given to run; null for <c>SocketAsyncEventArgs</c>, whose caller is told.</summary>
    public IOperation? Callback { get; }

    public CompletedOperation Completed => new(NameOf(Call.TargetMethod), HasState());

    /// <summary>By its name alone.</summary>
    public static bool MayBe(IMethodSymbol method) =>
        method.Name.StartsWith("Begin", StringComparison.Ordinal) || (method.ReturnType.SpecialType == SpecialType.System_Boolean && method.Name.EndsWith("Async", StringComparison.Ordinal));

    /// <param name="call">Of the source or of a graph.</param>
    /// <param name="context">The compilation.</param>
    /// <param name="cancellation">Ends the search for a stream's origin.</param>
    public static PostedOperation? Of(IInvocationOperation call, EndContext context, CancellationToken cancellation)
    {
        var method = call.TargetMethod;
        if (!MayBe(method) || context.Compilation.Declares(method) || context.Types.Table.Of(method, call.Instance is null ? null : ValueReader.Unwrap(call.Instance).Type) is not { Event: SocketEvent.Read or SocketEvent.Write or SocketEvent.Accept } semantics)
            return null;
        if ((semantics.Form & MemberForm.EventArgs) != 0)
            return method.ReturnType.SpecialType == SpecialType.System_Boolean ? new PostedOperation(call, semantics.Event, null) : null;
        // As it is written: a graph takes arguments apart.
        if ((semantics.Form & MemberForm.Begin) == 0 || context.Compilation.OperationOf(call.Syntax, cancellation) is not IInvocationOperation written || CallbackOf(written) is not { } callback)
            return null;
        return IsOfConnection(written, context, cancellation) ? new PostedOperation(written, semantics.Event, callback) : null;
    }

    private static IOperation? CallbackOf(IInvocationOperation begin)
    {
        foreach (var argument in begin.Arguments)
        {
            if (argument.Value.Type is { TypeKind: TypeKind.Delegate, Name: "AsyncCallback" })
                return argument.Value;
        }

        return null;
    }

    // The last argument of a Begin call.
    private bool HasState() =>
        Callback is null || Call.Arguments is not { Length: > 0 } arguments || ValueReader.Unwrap(arguments[arguments.Length - 1].Value).ConstantValue is not { HasValue: true, Value: null };

    // A Stream may be a file, whose reads complete on another thread.
    private static bool IsOfConnection(IInvocationOperation begin, EndContext context, CancellationToken cancellation) =>
        begin.Instance is { } receiver && (context.Types.NearestOf(receiver.Type) is not (KnownType.Stream or KnownType.BufferedStream) || ReceiveOrigin.IsConnection(receiver, TransferContext.For(context.Compilation, context.Types), cancellation));

    // AcceptAsync, BeginAcceptTcpClient: "Accept" and what stands behind it.
    private static string NameOf(IMethodSymbol method) =>
        method.Name.EndsWith("Async", StringComparison.Ordinal) ? method.Name.Substring(0, method.Name.Length - "Async".Length) : method.Name.Substring("Begin".Length);

    /// <summary>Whether <paramref name="syntax"/> is this call.</summary>
    public bool Is(SyntaxNode syntax) => syntax is InvocationExpressionSyntax && syntax == Call.Syntax;
}
