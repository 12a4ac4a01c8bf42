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

    /// <summary>The innermost catch around <paramref name="from"/> that looks as if it took what this throws, and does not keep it; null where there is none.</summary>
    public CatchMiss? FindMiss(IOperation from, ThrownKinds kinds, IOperation boundary)
    {
        var child = from;
        for (var parent = from.Parent; parent is not null && child != boundary; parent = parent.Parent)
        {
            if (parent is ITryOperation guarded && guarded.Body == child)
            {
                if (MissIn(guarded.Catches, kinds) is { } miss)
                    return miss;
                kinds = Through(guarded.Catches, kinds);
            }

            child = parent;
        }

        return null;
    }

    /// <summary>The clause of one try that does not keep all of <paramref name="kinds"/>: the one that throws on, else one that does not take what none of them takes.</summary>
    public CatchMiss? MissIn(ImmutableArray<ICatchClauseOperation> handlers, ThrownKinds kinds)
    {
        var left = kinds;
        foreach (var handler in handlers)
        {
            var caught = Caught(handler, left);
            left &= ~caught;
            if (caught != ThrownKinds.None && _filter.Rethrown(handler, caught) != ThrownKinds.None)
                return new CatchMiss(handler, CatchMissReason.ThrowsOn);
        }

        foreach (var handler in handlers)
        {
            if (MissOf(handler, left) is { } miss)
                return miss;
        }

        return null;
    }

    // Another type where it is written for a socket's failure, or a filter that says no.
    private CatchMiss? MissOf(ICatchClauseOperation handler, ThrownKinds kinds)
    {
        if (kinds == ThrownKinds.None || Caught(handler, kinds) != ThrownKinds.None)
            return null;
        if (handler.Filter is not null && _filter.FitsType(handler, kinds))
            return new CatchMiss(handler, CatchMissReason.Filter);
        return _filter.IsForSockets(handler) ? new CatchMiss(handler, CatchMissReason.Type) : null;
    }

    /// <summary>What the handler certainly throws when it has caught <paramref name="kinds"/>; <paramref name="isHandled"/> when it keeps some of them.</summary>
    public ThrownKinds ThrownOn(ICatchClauseOperation handler, ThrownKinds kinds, out bool isHandled)
    {
        var thrown = ThrownKinds.None;
        isHandled = false;
        for (var kind = ThrownKinds.Socket; kind <= ThrownKinds.Other; kind = (ThrownKinds)((int)kind << 1))
        {
            if ((kinds & kind) == 0)
                continue;
            var on = _filter.Rethrown(handler, kind);
            thrown |= on;
            isHandled |= on == ThrownKinds.None;
        }

        return thrown;
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

    /// <summary>Those of <paramref name="kinds"/> that the clause may take.</summary>
    public ThrownKinds Caught(ICatchClauseOperation handler, ThrownKinds kinds)
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
