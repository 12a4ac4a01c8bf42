using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>
/// Finds the close of one connection that a list of statements always gets to, in a helper too. Code that receives on the way is a
/// conversation, whose end is no question of this list.
/// </summary>
internal readonly struct CertainClose
{
    private const int MaxCalls = 3;
    private const int MaxDepth = 32;

    private readonly ClosingContext _context;
    private readonly CancellationToken _cancellation;

    public CertainClose(ClosingContext context, CancellationToken cancellation)
    {
        _context = context;
        _cancellation = cancellation;
    }

    /// <summary>The close, or the call of the helper that does it; null where there is none.</summary>
    public IOperation? In(IOperation region, ConnectionPlace place) => In(region, place, MaxCalls, MaxDepth).Close;

    private Result In(IOperation region, ConnectionPlace place, int calls, int depth)
    {
        if (depth == 0)
            return Result.Stop;
        switch (region)
        {
            case IBlockOperation block:
                return InAll(block.Operations, place, calls, depth);
            case IMethodBodyOperation { BlockBody: { } body }:
                return In(body, place, calls, depth - 1);
            case IMethodBodyOperation { ExpressionBody: { } body }:
                return In(body, place, calls, depth - 1);
            case ITryOperation { Body: var body, Finally: var last }:
                return In(body, place, calls, depth - 1) is { IsOver: true } found ? found : last is null ? default : In(last, place, calls, depth - 1);
            case IUsingOperation { Body: var body }:
                return In(body, place, calls, depth - 1);
            case ILockOperation { Body: var body }:
                return In(body, place, calls, depth - 1);
            case ILabeledOperation { Operation: { } labeled }:
                return In(labeled, place, calls, depth - 1);
            // "if (_socket != null)": the question is the same for every close.
            case IConditionalOperation { WhenTrue: { } body, WhenFalse: null } conditional when NullTest.IsNotNull(conditional.Condition):
                return In(body, place, calls, depth - 1);
            case IExpressionStatementOperation { Operation: var expression }:
                return InExpression(expression, place, calls, depth);
            case IReturnOperation { ReturnedValue: { } value }:
                return InExpression(value, place, calls, depth);
            default:
                return Receives(region) ? Result.Stop : default;
        }
    }

    private Result InAll(IEnumerable<IOperation> statements, ConnectionPlace place, int calls, int depth)
    {
        foreach (var statement in statements)
        {
            if (In(statement, place, calls, depth - 1) is { IsOver: true } found)
                return found;
        }

        return default;
    }

    /// <summary>The same for the rest of a list, without its first <paramref name="skipped"/> statements.</summary>
    public IOperation? InRest(IBlockOperation block, int skipped, ConnectionPlace place) => InRest(block.Operations, skipped, place, out _);

    /// <param name="isOver">Whether nothing behind the list is to be looked at.</param>
    public IOperation? InRest(ImmutableArray<IOperation> statements, int skipped, ConnectionPlace place, out bool isOver)
    {
        isOver = true;
        for (var i = skipped; i < statements.Length; i++)
        {
            if (In(statements[i], place, MaxCalls, MaxDepth) is { IsOver: true } found)
                return found.Close;
        }

        isOver = false;
        return null;
    }

    private Result InExpression(IOperation expression, ConnectionPlace place, int calls, int depth)
    {
        expression = ValueReader.Unwrap(expression);
        while (expression is IAwaitOperation or IConditionalAccessOperation)
            expression = ValueReader.Unwrap(expression is IAwaitOperation awaited ? awaited.Operation : ((IConditionalAccessOperation)expression).WhenNotNull);
        if (expression is not IInvocationOperation call)
            return Receives(expression) ? Result.Stop : default;
        var happens = _context.EventOf(call);
        if (happens == SocketEvent.Close && call.Instance is { } closed && IsSocketOrItsStream(closed) && place.Equals(_context.Places(_cancellation).Of(closed)))
            return new Result(call);
        if (calls > 0 && Callee.PlaceIn(call, place, _context.Places(_cancellation)) is { } inside && _context.EndingsOf(call.TargetMethod, _cancellation) is { } body)
            return In(body.Root, inside, calls - 1, depth - 1) is { IsOver: true } found ? found.Close is null ? found : new Result(call) : default;
        return Receives(expression) ? Result.Stop : default;
    }

    // A stream in a variable may have closed before its connection did.
    private bool IsSocketOrItsStream(IOperation closed)
    {
        closed = ValueReader.Unwrap(closed);
        return closed is IInvocationOperation || _context.Types.NearestOf(closed.Type) is KnownType.Socket or KnownType.TcpClient or KnownType.UdpClient or KnownType.SafeSocketHandle;
    }

    private bool Receives(IOperation operation)
    {
        foreach (var inside in SocketAnalyzers.Flow.MethodBodies.Walk(operation))
        {
            _cancellation.ThrowIfCancellationRequested();
            if (inside is IInvocationOperation call && _context.EventOf(call) is SocketEvent.Read or SocketEvent.ReadWrite or SocketEvent.CopyTo or SocketEvent.Accept or SocketEvent.Connect)
                return true;
        }

        return false;
    }

    private readonly struct Result
    {
        public Result(IOperation? close)
        {
            Close = close;
            IsOver = true;
        }

        public static Result Stop => new(null);

        public IOperation? Close { get; }

        public bool IsOver { get; }
    }
}
