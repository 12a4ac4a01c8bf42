using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>Finds the close that a call always leads to when it does not throw, and that is skipped when it throws.</summary>
internal readonly struct CloseBehind
{
    private const int MaxLevels = 64;

    private readonly ClosingContext _context;
    private readonly FailureWay _way;
    private readonly CancellationToken _cancellation;

    public CloseBehind(ClosingContext context, FailureWay way, CancellationToken cancellation)
    {
        _context = context;
        _way = way;
        _cancellation = cancellation;
    }

    /// <summary>The close, or the call that does it; null where there is none, or where code that sends or receives comes before it.</summary>
    public IOperation? Of(IOperation call, ConnectionPlace place)
    {
        var closes = new CertainClose(_context, _cancellation);
        var inside = call;
        // A "break" leads behind the loop or switch around it.
        var isBroken = false;
        for (var level = 0; level < MaxLevels && inside.Parent is { } around; level++, inside = around)
        {
            if (ReferenceEquals(around, _way.KeptBy) || around is IAnonymousFunctionOperation or ILocalFunctionOperation)
                return null;
            if (around is ILoopOperation or ISwitchOperation)
            {
                if (!isBroken && around is ILoopOperation)
                    return null;
                isBroken = false;
            }

            if (isBroken || StatementsOf(around) is not { } statements)
                continue;
            var index = statements.IndexOf(inside);
            if (index < 0)
                continue;
            if (closes.InRest(statements, index + 1, place, out var isOver) is { } close)
                return SendsBefore(close, statements, index + 1) ? null : close;
            var exits = isOver ? Exits.Returns : HandlerExit.Behind(statements, index);
            isBroken = exits == Exits.Breaks;
            if (!isBroken && (exits & Exits.GoesOn) == 0)
                return null;
        }

        return null;
    }

    private bool SendsBefore(IOperation close, ImmutableArray<IOperation> statements, int start)
    {
        for (var i = start; i < statements.Length && statements[i].Syntax.SpanStart < close.Syntax.SpanStart; i++)
        {
            foreach (var operation in MethodBodies.Walk(statements[i]))
            {
                if (operation is IInvocationOperation call && call.Syntax.SpanStart < close.Syntax.SpanStart && _context.EventOf(call) == SocketEvent.Write)
                    return true;
            }
        }

        return false;
    }

    private static ImmutableArray<IOperation>? StatementsOf(IOperation around) => around switch
    {
        IBlockOperation block => block.Operations,
        ISwitchCaseOperation section => section.Body,
        _ => null,
    };
}
