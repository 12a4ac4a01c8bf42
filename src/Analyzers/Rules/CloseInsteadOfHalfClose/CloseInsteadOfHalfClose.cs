using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>SOCK002: a connection is ended while the code itself still expects something of its other direction. A file per kind of evidence.</summary>
internal static class CloseInsteadOfHalfClose
{
    public const string Id = "SOCK002";

    public static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "Close where half-close was intended",
        "'{0}' {1}",
        RuleDescriptor.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Close, Dispose and Shutdown(Both) end both directions of a connection. Where the code shows that data of the other direction was still expected, that data is lost: what was meant is Shutdown(Send), reading to the end of the other direction, and then the close.",
        helpLinkUri: RuleDescriptor.HelpLinkFor(Id));

    /// <summary>All kinds of evidence in one body.</summary>
    public static void Check(RuleContext context)
    {
        if (AbortNames.IsAbort(context.Owner))
            return;
        if (RelayPump.HasRelay(context))
        {
            RelayPump.Check(context);
            RelayContinuation.Check(context);
            PumpCancel.Check(context);
        }

        var judged = new HashSet<FlowEvent>();
        foreach (var found in context.Body.Events)
        {
            context.Step();
            if (found.Event == SocketEvent.WaitForFirst)
                RelayRace.Check(context, found);
            else if (found.Event is SocketEvent.Read or SocketEvent.CopyTo)
                ReadAfterEnd.Check(context, found, judged);
            else if (found.Event is SocketEvent.Close or SocketEvent.Shutdown)
                CheckEnd(context, found);
        }
    }

    /// <summary>The rule that a relay breaks.</summary>
    public static DiagnosticDescriptor DescriptorOf(RelayCut cut) => cut == RelayCut.OfStreams ? RelayOfStreams.Descriptor : Descriptor;

    /// <summary>A relay, of SOCK002 or of SOCK009 by what is known of its legs.</summary>
    public static void ReportRelay(RuleContext context, RelayCut cut, FlowEvent found, string consequence, IOperation? witness, IOperation? inner = null) =>
        Report(context, DescriptorOf(cut), found, Evidence.Relay, consequence, witness, inner);

    /// <summary>Reports at <paramref name="found"/>: what shows it is the first additional location, the end inside a helper the second.</summary>
    public static void Report(RuleContext context, FlowEvent found, Evidence evidence, string consequence, IOperation? witness, IOperation? inner = null) =>
        Report(context, Descriptor, found, evidence, consequence, witness, inner);

    private static void Report(RuleContext context, DiagnosticDescriptor rule, FlowEvent found, Evidence evidence, string consequence, IOperation? witness, IOperation? inner)
    {
        var properties = ImmutableDictionary<string, string?>.Empty
            .Add("Evidence", evidence.ToString())
            .Add("Ends", found.Event == SocketEvent.WaitForFirst ? "Both" : EndOf(found));
        context.Report(rule, found, found.Operation.Syntax, new[] { witness, inner }, properties, NameOf(found), consequence);
    }

    private static void CheckEnd(RuleContext context, FlowEvent end)
    {
        CloseWithTimeout.Check(context, end);
        HttpAnswer.Check(context, end);
        PendingReceive.Check(context, end);
    }

    /// <summary>Close, Dispose or Shutdown, whether it stands here or in a helper.</summary>
    private static string EndOf(FlowEvent found) =>
        (found.Inner ?? found.Operation) is IInvocationOperation call ? call.TargetMethod.Name : "Dispose";

    private static string NameOf(FlowEvent found) => found.Operation switch
    {
        IInvocationOperation { IsImplicit: false } call when found.IsShutdownOfBoth => call.TargetMethod.Name + "(Both)",
        // The end of a using has no text of its own.
        IInvocationOperation { IsImplicit: true } => "Dispose",
        _ => RuleContext.MemberName(found.Operation),
    };
}

/// <summary>What shows that the other direction was still expected.</summary>
internal enum Evidence
{
    /// <summary>Two connections pass each other's data on, and one direction's end ends the other.</summary>
    Relay,

    /// <summary>The same connection is read afterwards.</summary>
    ReadAfterEnd,

    /// <summary>A writer that owns the connection is disposed, and a reader of it is used afterwards.</summary>
    WriterDisposed,

    /// <summary><c>Shutdown(Both)</c>, and then a loop that reads to the end.</summary>
    DrainAfterShutdownBoth,

    /// <summary>A receive of this method is under way at the end.</summary>
    PendingReceive,

    /// <summary>The callback of an HTTP server's send ends both directions.</summary>
    HttpAnswer,

    /// <summary><c>Close(n)</c>, which resets on time-out and on any incoming byte.</summary>
    CloseWithTimeout,
}
