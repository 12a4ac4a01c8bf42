using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>Where the exception of a reset goes: to a catch of this body, or out of it.</summary>
internal static class ExceptionRoutes
{
    /// <summary>Whether an operation of the body can throw SocketException or IOException past every catch of the body.</summary>
    public static bool LetsSocketExceptionOut(BodyAnalysis analysis)
    {
        foreach (var found in analysis.Events)
        {
            if (CanThrowOnReset(found) && found.Region is { } region && !IsCaught(region, analysis.Context.Types))
                return true;
        }

        return false;
    }

    private static bool CanThrowOnReset(FlowEvent found) =>
        found.Event is SocketEvent.Read or SocketEvent.Write or SocketEvent.ReadWrite or SocketEvent.CopyTo or SocketEvent.Accept or SocketEvent.Connect
        && (found.Form & (MemberForm.ErrorCode | MemberForm.EventArgs)) == 0;

    /// <summary>A catch without a filter around <paramref name="region"/> that takes what a reset throws: SocketException or, around a stream, IOException.</summary>
    private static bool IsCaught(ControlFlowRegion region, KnownTypes types)
    {
        for (var r = region; r.Kind != ControlFlowRegionKind.Root && r.EnclosingRegion is { } parent; r = parent)
        {
            if (r.Kind != ControlFlowRegionKind.Try || parent.Kind != ControlFlowRegionKind.TryAndCatch)
                continue;
            for (var i = 1; i < parent.NestedRegions.Length; i++)
            {
                var handler = parent.NestedRegions[i];
                if (handler.Kind == ControlFlowRegionKind.Catch && Takes(handler, types))
                    return true;
            }
        }

        return false;
    }

    private static bool Takes(ControlFlowRegion handler, KnownTypes types)
    {
        if (FlowGraph.CatchesEverything(handler))
            return true;
        for (ITypeSymbol? t = types[KnownType.SocketException]; t is not null; t = t.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(t, handler.ExceptionType))
                return true;
        }

        return types.Of(handler.ExceptionType) == KnownType.IOException;
    }
}
