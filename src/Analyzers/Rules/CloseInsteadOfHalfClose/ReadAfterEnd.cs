using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>The answer is read after the end: a write, Close or Shutdown(Both), a read; or Shutdown(Both) and a drain.</summary>
internal static class ReadAfterEnd
{
    /// <param name="context">The body.</param>
    /// <param name="read">Its reads, one call for each, in source order.</param>
    /// <param name="judged">The ends after which something was read already: one end is one cause, however often is read after it.</param>
    public static void Check(RuleContext context, FlowEvent read, HashSet<FlowEvent> judged)
    {
        if (FindEnd(context, read) is not { } end || !judged.Add(end))
            return;
        var evidence = EvidenceOf(context, end, read);
        CloseInsteadOfHalfClose.Report(context, end, evidence, Consequence(context, end, evidence), read.Operation);
    }

    private static FlowEvent? FindEnd(RuleContext context, FlowEvent read)
    {
        if (read.Refs.Count != 1 || read.IsExceptional || read.Inner is not null || (read.Form & MemberForm.End) != 0 || !IsAfterEnd(read))
            return null;
        var function = read.Body ?? context.Body;
        if (!RelayLegs.CanHalfClose(context, function, read.Refs[0].ObjectId) || (context.AllFacts(read) & SocketFacts.Datagram) != 0)
            return null;
        var end = context.Events.LastEndBefore(function, read.Refs[0].ObjectId, read.Operation.Syntax.SpanStart);
        return end is { IsExceptional: false } && (ExpectsAnswer(end) || (end.Event == SocketEvent.Shutdown && CodeShape.IsInLoop(read.Operation.Syntax))) ? end : null;
    }

    private static bool IsAfterEnd(FlowEvent read) =>
        read.Before.Must(ConnectionStates.Closed, ConnectionStates.Life)
        || (read.Before.Must(ConnectionStates.ReceiveShut, ConnectionStates.Receive) && read.Before.Must(ConnectionStates.SendShut, ConnectionStates.Send));

    private static bool ExpectsAnswer(FlowEvent end) =>
        (end.Before.Always & SocketFacts.Wrote) != 0 && (end.Before.Some & SocketFacts.SawEndOfStream) == 0;

    private static Evidence EvidenceOf(RuleContext context, FlowEvent end, FlowEvent read)
    {
        if (end.Event == SocketEvent.Shutdown)
            return CodeShape.IsInLoop(read.Operation.Syntax) ? Evidence.DrainAfterShutdownBoth : Evidence.ReadAfterEnd;
        var receiver = (end.Operation as IInvocationOperation)?.Instance is { } instance ? ValueReader.Unwrap(instance).Type : null;
        return context.Flow.Kinds.Of(receiver) is KnownType.StreamWriter or KnownType.TextWriter or KnownType.BinaryWriter or KnownType.BufferedStream
            ? Evidence.WriterDisposed
            : Evidence.ReadAfterEnd;
    }

    private static string Consequence(RuleContext context, FlowEvent end, Evidence evidence)
    {
        var name = ObjectNames.Of(end, context.Body);
        return evidence switch
        {
            Evidence.WriterDisposed => "ends the whole connection of '" + name + "', which is read afterwards: leave the stream open, or end the writing with Shutdown(Send)",
            Evidence.ReadAfterEnd when end.Event != SocketEvent.Shutdown => "ends both directions of '" + name + "', and its answer is read afterwards: end the writing with Shutdown(Send), read, then close",
            _ => "refuses what the peer of '" + name + "' still sends, and the read afterwards gets only what has arrived: end the writing with Shutdown(Send) instead",
        };
    }
}
