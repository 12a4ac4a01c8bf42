using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules.UnhandledReset;

/// <summary>SOCK004: the exception of a reset leaves the function where somebody should have handled it, and something dies.</summary>
internal static class UnhandledReset
{
    public const string Id = "SOCK004";

    public static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "Nothing handles the SocketException of a reset",
        "'{0}' {1}: {2}",
        RuleDescriptor.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A peer may reset its connection at any time. The next Receive or Send throws a SocketException, a stream over the socket an IOException, and Accept may fail for one client. Where nobody catches that, it ends the process (a thread, a callback, an async void method), the host (a BackgroundService), or the loop that accepts the other clients.",
        helpLinkUri: RuleDescriptor.HelpLinkFor(Id));

    public static void Check(BodyContext context, IOperation body)
    {
        var flow = context.Flow;
        var scan = FunctionScan.Of(flow, body, context.Owner, null, context.Cancellation);
        foreach (var function in scan.Functions)
        {
            if (function.Calls.Count == 0 || context.IsTest || IsTestDouble(context.Owner.ContainingType))
                continue;
            if (DyingProcess.Check(context, scan, function))
                continue;
            AcceptLoop.Check(context, scan, function);
            AcceptCallback.Check(context, function);
        }
    }

    // A peer for tests: what breaks it breaks the test, which is what a test is for.
    private static bool IsTestDouble(INamedTypeSymbol? type) =>
        type is not null
        && (type.Name.StartsWith("Mock", StringComparison.Ordinal) || type.Name.StartsWith("Fake", StringComparison.Ordinal)
            || type.Name.StartsWith("Stub", StringComparison.Ordinal) || type.Name.StartsWith("Dummy", StringComparison.Ordinal)
            || IsTestDouble(type.ContainingType));

    /// <summary>What can come out of the call, as a message says it.</summary>
    public static string Throws(ThrownKinds kinds, bool isAccept)
    {
        if (isAccept)
            return "can throw a SocketException on a transient accept error";
        var exception = kinds switch
        {
            ThrownKinds.Socket => "a SocketException",
            ThrownKinds.IO => "an IOException",
            ThrownKinds.Socket | ThrownKinds.IO => "a SocketException or an IOException",
            _ => "an exception",
        };
        return "can throw " + exception + " when the peer resets the connection";
    }

    /// <summary>Who does not catch it: nobody, or a catch that is written for sockets and does not fit.</summary>
    public static string NotCaught(ICatchClauseOperation? wrongCatch, string nobody) => wrongCatch switch
    {
        null => nobody,
        { Filter: not null } => "and the filter of the catch around it does not let that in",
        _ => "and 'catch (" + wrongCatch.ExceptionType.Name + ")' does not take that",
    };

    /// <summary>What the later fix must know.</summary>
    public static ImmutableDictionary<string, string?> Properties(string root, ThrownKinds kinds, string region, ICatchClauseOperation? wrongCatch = null)
    {
        var exceptions = (kinds & (ThrownKinds.Socket | ThrownKinds.IO)) switch
        {
            ThrownKinds.Socket => "SocketException",
            ThrownKinds.IO => "IOException",
            ThrownKinds.None => "Other",
            _ => "Both",
        };
        return ImmutableDictionary<string, string?>.Empty
            .Add("Root", root)
            .Add("Exceptions", exceptions)
            .Add("Region", region)
            .Add("WrongCatch", wrongCatch is null ? null : wrongCatch.Filter is null ? "Type" : "Filter");
    }
}
