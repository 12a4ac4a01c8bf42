using System.Text;

namespace SocketAnalyzers.CodeFixes;

/// <summary>The catch clauses that a reset needs, as C# 7.3: types and error codes by their full names.</summary>
internal static class ResetCatches
{
    private const string SocketError = "global::System.Net.Sockets.SocketError.";
    private const string SocketException = "global::System.Net.Sockets.SocketException";
    private const string IOException = "global::System.IO.IOException";

    // What a peer's reset arrives as; TimedOut is what .NET makes of it in a blocking send that had sent a part (facts section 5).
    private static readonly string[] ResetFamily = { "ConnectionReset", "ConnectionAborted", "Shutdown", "TimedOut" };

    // What stopping the listener makes of a pending accept.
    private static readonly string[] StopFamily = { "OperationAborted", "Interrupted" };

    private static readonly string[] ShortageFamily = { "TooManyOpenSockets", "NoBufferSpaceAvailable" };

    /// <summary>"e.SocketErrorCode == A || e.SocketErrorCode == B"</summary>
    public static string IsReset(string exception) => IsOneOf(exception, ResetFamily);

    /// <summary>For the body of one connection: the reset family ends it, everything else goes on as before.</summary>
    public static string ForConnection(string exceptions, string name, string close)
    {
        var text = new StringBuilder();
        if (exceptions != "IOException")
            Add(text, SocketException, name, IsReset(name), close);
        if (exceptions != "SocketException")
            Add(text, IOException, name, name + ".InnerException is " + SocketException + " inner && (" + IsReset("inner") + ")", close);
        return text.ToString();
    }

    /// <summary>
    /// For the body of an accept loop: a stop ends the loop, a shortage waits a little (a bare continue would spin), and after
    /// any other failure the next client is served.
    /// </summary>
    public static string ForAcceptLoop(string exceptions, string name, string close)
    {
        var text = new StringBuilder();
        Add(text, "global::System.ObjectDisposedException", null, null, "break;");
        Add(text, SocketException, name, IsOneOf(name, StopFamily), "break;");
        // Not Task.Delay: without a free descriptor the first timer of a process can end it.
        Add(text, SocketException, name, IsOneOf(name, ShortageFamily), close + "\nglobal::System.Threading.Thread.Sleep(100);");
        Add(text, SocketException, null, null, close);
        if (exceptions != "SocketException")
            Add(text, IOException, null, null, close);
        return text.ToString();
    }

    private static string IsOneOf(string exception, string[] codes)
    {
        var text = new StringBuilder();
        foreach (var code in codes)
            text.Append(text.Length == 0 ? string.Empty : " || ").Append(exception).Append(".SocketErrorCode == ").Append(SocketError).Append(code);
        return text.ToString();
    }

    private static void Add(StringBuilder text, string type, string? name, string? filter, string body)
    {
        text.Append("catch (").Append(type);
        if (name is not null)
            text.Append(' ').Append(name);
        text.Append(')');
        if (filter is not null)
            text.Append(" when (").Append(filter).Append(')');
        text.Append("\n{\n").Append(body.Trim('\n')).Append("\n}\n");
    }
}
