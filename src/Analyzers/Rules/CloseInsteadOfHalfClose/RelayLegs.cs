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

/// <summary>What the end of both legs of a relay cuts off.</summary>
internal enum RelayCut
{
    /// <summary>One of them is something else than a connection that can half-close: nothing is shown.</summary>
    None,

    /// <summary>Two streams of which nothing else is known: SOCK009.</summary>
    OfStreams,

    /// <summary>One of them is a socket, and neither is something else: SOCK002.</summary>
    OfSockets,
}

/// <summary>The two connections of a relay.</summary>
internal static class RelayLegs
{
    /// <summary>What is lost when both end at the first end.</summary>
    public static RelayCut CutOf(RuleContext context, BodyAnalysis body, int a, int b) =>
        CutOf(KindOf(context, body, a), KindOf(context, body, b));

    public static RelayCut CutOf(LegKind one, LegKind other) =>
        one == LegKind.Other || other == LegKind.Other ? RelayCut.None
        : one == LegKind.Socket || other == LegKind.Socket ? RelayCut.OfSockets
        : RelayCut.OfStreams;

    /// <summary>What to do instead, as the last part of a message.</summary>
    public static string AdviceFor(RelayCut cut) => cut == RelayCut.OfStreams
        ? "wait for both directions, and pass each end on where the connection can half-close"
        : "pass each end on with Shutdown(Send) and wait for both";

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
                if (IsOther(context, type) || IsOverOther(context, type))
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
        if (IsOther(context, site.Type) || IsOverOther(context, site.Type) || IsOfOtherCode(context, site))
            return LegKind.Other;
        // The operations of a graph have no model: the same text asked again has.
        return context.Compilation.OperationOf(site.Syntax, context.Cancellation) is { } written && context.Origins.IsOverSocket(written) ? LegKind.Socket : LegKind.Unknown;
    }

    // What other code makes or has is none of the project's connections ("process.StandardInput.BaseStream", "File.OpenRead(...)"), but
    // for what only keeps it: a completed task, a channel, a collection, the two ends of a duplex pipe.
    private static bool IsOfOtherCode(RuleContext context, IOperation site) => site switch
    {
        IPropertyReferenceOperation { Property: var property } => !IsOfProject(context, property) && !IsKeeper(property.ContainingType) && !UnderlyingPlaces.IsEndOfDuplexPipe(property),
        IInvocationOperation { TargetMethod: var method } => method.ContainingType.RootNamespace() == "System" && !method.IsGenericMethod && !IsKeeper(method.ContainingType)
            && context.Flow.Table.Of(method, null) is null,
        _ => false,
    };

    private static bool IsOfProject(RuleContext context, ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, context.Compilation.Assembly);

    private static bool IsKeeper(INamedTypeSymbol? type) => type is { IsGenericType: true };

    private static bool IsStream(RuleContext context, ITypeSymbol? type) =>
        context.Flow.Kinds.Of(type) is >= KnownType.Stream and <= KnownType.PipeWriter;

    // A stream type of .NET that is over something else than a socket: TLS, a named pipe, a file, memory.
    private static bool IsOther(RuleContext context, ITypeSymbol? type) =>
        context.Flow.Types.NearestOf(type) is KnownType.SslStream or KnownType.NegotiateStream or KnownType.AuthenticatedStream
        || (context.Flow.Types.NearestOf(type) == KnownType.Stream && type is { Name: not "Stream" } && type.RootNamespace() == "System");

    // A stream of the project with a WebSocket or a stream of that kind in a field.
    private static bool IsOverOther(RuleContext context, ITypeSymbol? type)
    {
        if (context.Flow.Types.NearestOf(type) != KnownType.Stream || !context.Compilation.Declares(type!))
            return false;
        foreach (var member in type!.GetMembers())
        {
            context.Step();
            if (member is IFieldSymbol { Type: var held } && (IsOther(context, held) || IsWebSocket(held)))
                return true;
        }

        return false;
    }

    private static bool IsWebSocket(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type is { Name: "WebSocket", ContainingNamespace: { Name: "WebSockets", ContainingNamespace.Name: "Net" } })
                return true;
        }

        return false;
    }

    public static bool IsSocket(RuleContext context, ITypeSymbol? type) =>
        context.Flow.Kinds.Of(type) is KnownType.Socket or KnownType.TcpClient or KnownType.NetworkStream;

    public static string NameOf(BodyAnalysis body, int id) => body.FindName(id) ?? "the other connection";
}
