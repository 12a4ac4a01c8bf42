using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Where an exception goes from the operation that throws it: outward through the tries around it. A call in a handler or
/// in a finally is covered by outer tries only.
/// </summary>
internal sealed class ExceptionRoutes
{
    private readonly CatchFilter _filter;

    public ExceptionRoutes(KnownTypes types) => _filter = new CatchFilter(types);

    /// <summary>What of <paramref name="kinds"/>, thrown by <paramref name="from"/>, gets out of <paramref name="boundary"/> around it.</summary>
    public ThrownKinds Leaving(IOperation from, ThrownKinds kinds, IOperation boundary)
    {
        var child = from;
        for (var parent = from.Parent; parent is not null && child != boundary && kinds != ThrownKinds.None; parent = parent.Parent)
        {
            if (parent is ITryOperation guarded && guarded.Body == child)
                kinds = Through(guarded.Catches, kinds);
            child = parent;
        }

        return kinds;
    }

    /// <summary>The innermost catch around <paramref name="from"/> that is written for a socket's failure and does not get this one: another type, or a filter that says no.</summary>
    public ICatchClauseOperation? FindWrongCatch(IOperation from, ThrownKinds kinds, IOperation boundary)
    {
        var child = from;
        for (var parent = from.Parent; parent is not null && child != boundary; parent = parent.Parent)
        {
            if (parent is ITryOperation guarded && guarded.Body == child)
            {
                foreach (var handler in guarded.Catches)
                {
                    if (_filter.IsForSockets(handler) && Caught(handler, kinds) == ThrownKinds.None)
                        return handler;
                }
            }

            child = parent;
        }

        return null;
    }

    /// <summary>The handler that takes what <paramref name="from"/> throws, with nothing thrown on; null where something gets out.</summary>
    public (ITryOperation Try, ICatchClauseOperation Handler)? FindHandler(IOperation from, ThrownKinds kind, IOperation boundary)
    {
        var child = from;
        for (var parent = from.Parent; parent is not null && child != boundary; parent = parent.Parent)
        {
            if (parent is ITryOperation guarded && guarded.Body == child)
            {
                foreach (var handler in guarded.Catches)
                {
                    if (Caught(handler, kind) == kind)
                        return _filter.Rethrown(handler, kind) == ThrownKinds.None ? (guarded, handler) : null;
                }
            }

            child = parent;
        }

        return null;
    }

    private ThrownKinds Through(ImmutableArray<ICatchClauseOperation> handlers, ThrownKinds kinds)
    {
        var left = kinds;
        var thrown = ThrownKinds.None;
        foreach (var handler in handlers)
        {
            var caught = Caught(handler, left);
            if (caught == ThrownKinds.None)
                continue;
            left &= ~caught;
            thrown |= _filter.Rethrown(handler, caught);
        }

        return left | thrown;
    }

    private ThrownKinds Caught(ICatchClauseOperation handler, ThrownKinds kinds)
    {
        var caught = ThrownKinds.None;
        for (var kind = ThrownKinds.Socket; kind <= ThrownKinds.Other; kind = (ThrownKinds)((int)kind << 1))
        {
            if ((kinds & kind) != 0 && _filter.Takes(handler, kind))
                caught |= kind;
        }

        return caught;
    }
}
