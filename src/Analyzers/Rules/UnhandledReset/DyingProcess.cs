using Microsoft.CodeAnalysis;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules.UnhandledReset;

/// <summary>A function that nobody calls who could catch: a thread, a callback, async void; and the hosted service, which takes the host with it.</summary>
internal static class DyingProcess
{
    /// <summary>True when the function is such a root and lets a reset out.</summary>
    public static bool Check(BodyContext context, FunctionScan scan, ScannedFunction function)
    {
        if (scan.EscapeOf(function) is not { First: { } call, Origin: { } origin } escape)
            return false;
        var flow = context.Flow;
        var start = flow.Starts.Of(function, context.Cancellation);
        if (start == FunctionStart.Caller || HostFrameworks.CatchFor(context, function, start))
            return false;
        // The loop in the callee is reported there.
        if (escape.IsFromAcceptLoop && AcceptLoops.LoopAround(call.Operation, function) is null)
            return true;

        var kinds = scan.Leaving(call, function.Root, out _, out _);
        var miss = flow.Routes.FindMiss(call.Operation, UnhandledReset.KindsOf(call, kinds), function.Root);
        var properties = UnhandledReset.Properties(start.ToString(), scan, function, AcceptLoops.LoopAround(call.Operation, function) ?? function.Root, call, miss);
        var who = miss is not null ? UnhandledReset.NotKept(miss, null)
            : escape.Miss is { } inner ? UnhandledReset.NotKept(inner, escape.MissOwner)
            : "and nothing catches it";
        context.Report(UnhandledReset.Descriptor, call.Operation.Syntax, origin == call.Operation ? null : origin.Syntax, properties,
            BodyContext.MemberName(call.Operation),
            UnhandledReset.Throws(kinds, escape.IsAccept) + " " + who,
            Consequence(start));
        return true;
    }

    // Measured in child processes (facts section 14).
    private static string Consequence(FunctionStart start) => start switch
    {
        FunctionStart.AsyncVoid => "an exception that leaves an async void method ends the process",
        FunctionStart.Thread => "an exception that leaves a thread's method ends the process",
        FunctionStart.ThreadPool => "an exception that leaves a work item of the thread pool ends the process",
        FunctionStart.Timer => "an exception that leaves a System.Threading.Timer callback ends the process",
        FunctionStart.AsyncCallback => "an exception that leaves an AsyncCallback ends the process",
        FunctionStart.Completed => "an exception that leaves a SocketAsyncEventArgs.Completed handler ends the process",
        _ => "an exception that leaves BackgroundService.ExecuteAsync stops the host",
    };
}
