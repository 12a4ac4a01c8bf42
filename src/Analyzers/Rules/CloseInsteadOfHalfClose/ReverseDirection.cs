using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>Whether somewhere beside this function the same two connections are passed on the other way round.</summary>
internal static class ReverseDirection
{
    // Of a connection in more places than this nothing is shown.
    private const int MaxPlaces = 16;

    /// <summary>What the end of both connections cuts off of that other direction; none where there is no other direction.</summary>
    public static RelayCut CutOf(RuleContext context, FlowEvent read, BodyAnalysis function, int a, int b)
    {
        var cut = RelayLegs.CutOf(context, function, a, b);
        if (cut != RelayCut.None && context.Events.Relays.ConnectsElsewhere(function, b, a))
            return cut;
        // Two streams that methods of one type read and write in turn may be a file and its index: sockets are connections.
        if (cut == RelayCut.OfSockets && IsInAnotherMethod(context, read, function, a, b))
            return cut;
        return SwappedCalls.CutOf(context, function, a, b, cut);
    }

    // A callback of a pair, a copy to the end, or a loop: what runs once may be one half of a request and its answer.
    private static bool IsInAnotherMethod(RuleContext context, FlowEvent read, BodyAnalysis function, int a, int b)
    {
        if (context.Owner.ContainingType is not { } type || !(IsCallback(context.Owner) || read.Event is SocketEvent.CopyTo or SocketEvent.Relay || CodeShape.IsInLoop(read.Operation.Syntax)))
            return false;
        var to = SharedKeysOf(context, function, a);
        foreach (var from in SharedKeysOf(context, function, b))
        {
            foreach (var key in to)
            {
                context.Step();
                if (HasOther(context, type, from, key))
                    return true;
            }
        }

        return false;
    }

    private static bool HasOther(RuleContext context, INamedTypeSymbol type, PlaceKey from, PlaceKey to)
    {
        foreach (var method in context.Flow.Relays.MethodsOf(type, from, to, context.Cancellation))
        {
            context.Step();
            if (!SymbolEqualityComparer.Default.Equals(method, context.Owner.OriginalDefinition) && !MethodsInTurn.Are(context, type, context.Owner, method))
                return true;
        }

        return false;
    }

    private static HashSet<PlaceKey> SharedKeysOf(RuleContext context, BodyAnalysis function, int id)
    {
        var keys = new HashSet<PlaceKey>();
        foreach (var slot in function.Places.Of(id))
        {
            context.Step();
            if (keys.Count < MaxPlaces && context.Flow.Relays.Identity.SharedKeyOf(function, slot) is { } key)
                keys.Add(key);
        }

        return keys;
    }

    private static bool IsCallback(ISymbol owner) => owner.HasParameterOf("IAsyncResult") || owner.HasParameterOf("SocketAsyncEventArgs");
}
