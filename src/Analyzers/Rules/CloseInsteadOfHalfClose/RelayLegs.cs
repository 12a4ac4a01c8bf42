using Microsoft.CodeAnalysis;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>The two connections of a relay.</summary>
internal static class RelayLegs
{
    /// <summary>Whether the event passes data from one to the other.</summary>
    public static bool Connects(ConnectionIdentity identity, FlowEvent found, BodyAnalysis function, (BodyAnalysis Body, int Id) from, (BodyAnalysis Body, int Id) to)
    {
        if (found.Event != SocketEvent.Relay)
            return false;
        for (var i = 0; i < found.Sources.Count; i++)
        {
            for (var j = 0; j < found.Refs.Count; j++)
            {
                var (source, target) = (found.Sources[i].ObjectId, found.Refs[j].ObjectId);
                if (source > TrackedObject.UnknownId && target > TrackedObject.UnknownId
                    && identity.AreOne(function, source, from.Body, from.Id) && identity.AreOne(function, target, to.Body, to.Id))
                    return true;
            }
        }

        return false;
    }

    /// <summary>A socket, or a stream that certainly is one's: what a pipe, a serial port or TLS can half-close is another matter.</summary>
    public static bool CanHalfClose(RuleContext context, BodyAnalysis body, int id)
    {
        var isSocket = false;
        for (var function = body; function is not null; function = function.Enclosing)
        {
            for (var slot = 0; slot < function.Slots.Count; slot++)
            {
                if (!function.Slots[slot].EverHeld.Contains(id) || function.Slots[slot].Symbol is not { } symbol)
                    continue;
                var type = ConnectionIdentity.TypeOf(symbol);
                if (IsEncrypted(context, type))
                    return false;
                isSocket |= IsSocket(context, type);
            }

            if (function.Objects[id].Site is { } site)
                isSocket |= IsSocket(context, site.Type);
            if (function.Objects[id].Outer is not { } outer)
                break;
            id = outer.Id;
        }

        return isSocket;
    }

    public static bool IsEncrypted(RuleContext context, ITypeSymbol? type) =>
        context.Flow.Types.NearestOf(type) is KnownType.SslStream or KnownType.NegotiateStream or KnownType.AuthenticatedStream;

    public static bool IsSocket(RuleContext context, ITypeSymbol? type) =>
        context.Flow.Kinds.Of(type) is KnownType.Socket or KnownType.TcpClient or KnownType.NetworkStream;

    public static string NameOf(BodyAnalysis body, int id)
    {
        foreach (var slot in ConnectionIdentity.PlacesOf(body, id))
            return slot.Symbol!.Name;
        return "the other connection";
    }
}
