using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>What is known of the transport under one leg of a relay.</summary>
internal enum LegKind
{
    /// <summary>A stream of which nothing shows where it comes from.</summary>
    Unknown,

    /// <summary>A socket, or a stream that comes from one in this project.</summary>
    Socket,

    /// <summary>TLS, a pipe, a file: what these can half-close is another matter.</summary>
    Other,
}

/// <summary>The two connections of a relay.</summary>
internal static class RelayLegs
{
    /// <summary>Whether the end of the one cuts off what the other still sends: one of them is a socket, and neither is something else.</summary>
    public static bool AreCut(RuleContext context, BodyAnalysis body, int a, int b)
    {
        var (one, other) = (KindOf(context, body, a), KindOf(context, body, b));
        return one != LegKind.Other && other != LegKind.Other && (one == LegKind.Socket || other == LegKind.Socket);
    }

    /// <summary>A socket, or a stream that certainly is one's.</summary>
    public static bool CanHalfClose(RuleContext context, BodyAnalysis body, int id) => KindOf(context, body, id) == LegKind.Socket;

    public static LegKind KindOf(RuleContext context, BodyAnalysis body, int id)
    {
        if (!context.Legs.TryGetValue((body, id), out var known))
            context.Legs[(body, id)] = known = FindKind(context, body, id);
        return known;
    }

    private static LegKind FindKind(RuleContext context, BodyAnalysis body, int id)
    {
        var kind = LegKind.Unknown;
        for (var function = body; function is not null; function = function.Enclosing)
        {
            foreach (var slot in function.Places.Of(id))
            {
                context.Step();
                if (slot.Symbol is not { } symbol)
                    continue;
                var type = ConnectionIdentity.TypeOf(symbol);
                if (IsOther(context, type))
                    return LegKind.Other;
                if (kind == LegKind.Unknown && (IsSocket(context, type) || (IsStream(context, type) && context.Origins.IsOverSocket(symbol))))
                    kind = LegKind.Socket;
            }

            if (function.Objects[id].Site is { } site && OfSite(context, site) is var made and not LegKind.Unknown && kind == LegKind.Unknown)
                kind = made;
            if (function.Objects[id].Outer is not { } outer)
                break;
            id = outer.Id;
        }

        return kind;
    }

    private static LegKind OfSite(RuleContext context, IOperation site)
    {
        if (IsSocket(context, site.Type))
            return LegKind.Socket;
        if (IsOther(context, site.Type) || site is IPropertyReferenceOperation { Property.ContainingAssembly: { } assembly } && !SymbolEqualityComparer.Default.Equals(assembly, context.Compilation.Assembly))
            return LegKind.Other;
        // The operations of a graph have no model: the same text asked again has.
        return context.Compilation.OperationOf(site.Syntax, context.Cancellation) is { } written && context.Origins.IsOverSocket(written) ? LegKind.Socket : LegKind.Unknown;
    }

    private static bool IsStream(RuleContext context, ITypeSymbol? type) =>
        context.Flow.Kinds.Of(type) is >= KnownType.Stream and <= KnownType.PipeWriter;

    // A stream type of .NET that is over something else than a socket: TLS, a named pipe, a file, memory.
    private static bool IsOther(RuleContext context, ITypeSymbol? type) =>
        context.Flow.Types.NearestOf(type) is KnownType.SslStream or KnownType.NegotiateStream or KnownType.AuthenticatedStream
        || (context.Flow.Types.NearestOf(type) == KnownType.Stream && type is { Name: not "Stream" } && type.RootNamespace() == "System");

    public static bool IsSocket(RuleContext context, ITypeSymbol? type) =>
        context.Flow.Kinds.Of(type) is KnownType.Socket or KnownType.TcpClient or KnownType.NetworkStream;

    public static string NameOf(BodyAnalysis body, int id) => body.FindName(id) ?? "the other connection";
}
