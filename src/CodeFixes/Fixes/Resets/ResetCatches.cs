using System.Collections.Generic;
using System.Linq;

namespace SocketAnalyzers.CodeFixes.Resets;

/// <summary>The catch clauses that a reset needs, as lines of C# 7.3: types and error codes by their full names, and a comment in each that says why.</summary>
internal static class ResetCatches
{
    public const string SocketException = "global::System.Net.Sockets.SocketException";
    public const string IOException = "global::System.IO.IOException";
    public const string Disposed = "global::System.ObjectDisposedException";

    /// <summary>What <c>GetStream</c> throws on a client whose connection has failed, and the base of <see cref="Disposed"/>.</summary>
    public const string InvalidOperation = "global::System.InvalidOperationException";

    private const string SocketError = "global::System.Net.Sockets.SocketError.";

    // What stopping the listener makes of a pending accept.
    private static readonly string[] StopFamily = { "OperationAborted", "Interrupted" };

    private static readonly string[] ShortageFamily = { "TooManyOpenSockets", "NoBufferSpaceAvailable" };

    /// <summary>One clause for all the types: a filter where there are several.</summary>
    public static string Clause(IReadOnlyCollection<string> types, string name, params string[] body)
    {
        var head = types.Count == 1
            ? "catch (" + types.First() + ")"
            : "catch (global::System.Exception " + name + ") when (" + string.Join(" || ", types.Select(type => name + " is " + type)) + ")";
        return head + "\n{\n" + string.Join("\n", body.Where(line => line.Length > 0)) + "\n}\n";
    }

    /// <summary>The listener was closed or stopped, by what an accept throws then. <paramref name="leave"/> is empty where the exception itself is the way out.</summary>
    public static string Stop(string name, string leave, bool disposedToo) => leave.Length == 0 ? string.Empty :
        (disposedToo ? Clause(new[] { Disposed }, name, "// The listener was closed: that ends the loop.", leave) : string.Empty)
        + "catch (" + SocketException + " " + name + ") when (" + IsOneOf(name, StopFamily) + ")\n{\n// The listener was stopped: that ends the loop.\n" + leave + "\n}\n";

    /// <summary>No descriptor or no memory is free.</summary>
    public static string Shortage(string name, string pause, string leave) =>
        "catch (" + SocketException + " " + name + ") when (" + IsOneOf(name, ShortageFamily) + ")\n{\n"
        + "// No socket is free: without a pause the same error would come again at once.\n" + pause + (leave.Length > 0 ? "\n" + leave : string.Empty) + "\n}\n";

    /// <summary>Any other failure of one client. <paramref name="stopsPass"/>: a stop is not taken but goes on as an exception.</summary>
    public static string OneClient(IReadOnlyCollection<string> types, string name, string leave, bool stopsPass)
    {
        const string Why = "// One client failed: the next one is served.";
        if (!stopsPass)
            return Clause(types, name, Why, leave);
        var text = "catch (" + SocketException + " " + name + ") when (" + string.Join(" && ", StopFamily.Select(code => name + ".SocketErrorCode != " + SocketError + code)) + ")\n{\n" + Why + (leave.Length > 0 ? "\n" + leave : string.Empty) + "\n}\n";
        return types.Contains(IOException) ? text + Clause(new[] { IOException }, name, Why, leave) : text;
    }

    private static string IsOneOf(string name, string[] codes) => string.Join(" || ", codes.Select(code => name + ".SocketErrorCode == " + SocketError + code));
}
