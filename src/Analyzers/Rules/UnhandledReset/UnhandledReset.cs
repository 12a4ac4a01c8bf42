using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules.UnhandledReset;

/// <summary>SOCK004: the exception of a reset leaves the function where somebody should have handled it, and something dies.</summary>
internal static class UnhandledReset
{
    public const string Id = "SOCK004";

    // Of the other calls that a fix has to cover; a function with more of them than that is mended in steps.
    private const int LongestList = 1000;

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
            context.Step(1 + function.Calls.Count);
            if (function.Calls.Count == 0 || context.IsTest || IsTestDouble(context.Owner.ContainingType))
                continue;
            if (DyingProcess.Check(context, scan, function))
                continue;
            AcceptLoop.Check(context, scan, function);
            AcceptCallback.Check(context, function);
        }
    }

    // A peer for tests: what breaks it breaks the test, which is what a test is for.
    private static bool IsTestDouble(INamedTypeSymbol? owner)
    {
        for (var type = owner; type is not null; type = type.ContainingType)
        {
            if (type.Name.StartsWith("Mock", StringComparison.Ordinal) || type.Name.StartsWith("Fake", StringComparison.Ordinal)
                || type.Name.StartsWith("Stub", StringComparison.Ordinal) || type.Name.StartsWith("Dummy", StringComparison.Ordinal))
                return true;
        }

        return false;
    }

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

    /// <summary>What the call itself throws; of a local function only what is left of it is known.</summary>
    public static ThrownKinds KindsOf(ThrowingCall call, ThrownKinds left) => call.Kinds == ThrownKinds.None ? left : call.Kinds;

    /// <summary>The catch that does not keep it, in this function or in <paramref name="owner"/>.</summary>
    public static string NotKept(CatchMiss miss, ISymbol? owner)
    {
        var place = owner is IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction } and { Name: var name } && name.Length > 0 ? " in '" + name + "'" : null;
        return miss.Reason switch
        {
            CatchMissReason.Filter => "and the filter of the catch" + (place ?? " around it") + " does not let that in",
            CatchMissReason.ThrowsOn => "and the catch" + (place ?? " around it") + " throws it on",
            _ => "and 'catch (" + miss.Handler.ExceptionType.Name + ")'" + place + " does not take that",
        };
    }

    /// <summary>What the later fix must know.</summary>
    public static ImmutableDictionary<string, string?> Properties(string root, ThrownKinds kinds, string region, CatchMiss? miss = null) =>
        ImmutableDictionary<string, string?>.Empty
            .Add("Root", root)
            .Add("Exceptions", NameOf(kinds))
            .Add("Region", region)
            .Add("WrongCatch", miss is { Handler.ExceptionType.Name: "SocketException" or "IOException" } ? miss.Reason switch { CatchMissReason.Type => "Type", CatchMissReason.Filter => "Filter", _ => null } : null);

    /// <summary>The same of a call in <paramref name="boundary"/>, an accept loop or a function: all that leaves it, what of that others than the accept throw, and how many loops out the accept loop is.</summary>
    public static ImmutableDictionary<string, string?> Properties(string root, FunctionScan scan, ScannedFunction function, IOperation boundary, ThrowingCall call, CatchMiss? miss)
    {
        var all = ThrownKinds.None;
        var session = ThrownKinds.None;
        var others = new StringBuilder();
        foreach (var other in function.Calls)
        {
            if (!IsWithin(other.Operation, boundary))
                continue;
            var kinds = scan.Leaving(other, boundary, out _, out _);
            all |= kinds;
            if (!other.IsAccept)
                session |= kinds;
            if (kinds != ThrownKinds.None && other != call && others.Length < LongestList)
                others.Append(others.Length > 0 ? " " : "").Append(other.Operation.Syntax.SpanStart - call.Operation.Syntax.SpanStart).Append(':').Append(other.Operation.Syntax.Span.Length);
        }

        var properties = Properties(root, all, boundary is ILoopOperation ? "LoopBody" : "CallbackBody", miss)
            .Add("Session", NameOf(session))
            .Add("Others", others.ToString())
            .Add("Accept", call.IsAccept ? "True" : "False");
        return boundary is ILoopOperation ? properties.Add("Loop", LoopsUpTo(boundary, call.Operation).ToString(CultureInfo.InvariantCulture)) : properties;
    }

    private static int LoopsUpTo(IOperation loop, IOperation inner)
    {
        var count = 0;
        for (var parent = inner.Parent; parent is not null && parent != loop; parent = parent.Parent)
        {
            if (parent is ILoopOperation)
                count++;
        }

        return count;
    }

    private static bool IsWithin(IOperation operation, IOperation boundary)
    {
        for (IOperation? parent = operation; parent is not null; parent = parent.Parent)
        {
            if (parent == boundary)
                return true;
        }

        return false;
    }

    private static string NameOf(ThrownKinds kinds) => (kinds & (ThrownKinds.Socket | ThrownKinds.IO)) switch
    {
        ThrownKinds.Socket => "SocketException",
        ThrownKinds.IO => "IOException",
        ThrownKinds.None => "Other",
        _ => "Both",
    };
}
