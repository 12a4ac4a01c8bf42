namespace SocketAnalyzers.CodeFixes.HalfClose;

/// <summary>
/// The lingering close as C# 7.3, with {names} to be filled in: FIN, a drain to the peer's end under a deadline, close
/// whatever happened. Braces at the ends of lines: the formatter puts them on lines of their own where that is wanted, and
/// would not take them from there.
/// </summary>
internal static class LingeringPattern
{
    public const string Frame = """
        try {
        {shutdown}
        {drain}
        } catch (global::System.Net.Sockets.SocketException) {
        // The peer has reset the connection: there is nothing left to wait for.
        } finally {
        {socket}.Close();{comment}
        }
        """;

    public const string Shutdown = "{socket}.Shutdown(global::System.Net.Sockets.SocketShutdown.Send);";

    /// <summary>
    /// Task and ArraySegment, because .NET Framework has no other ReceiveAsync. The limit comes first in WhenAny, which gives the
    /// first of several that have ended: else a peer that never stops sending would hold the connection for ever.
    /// </summary>
    public const string AsyncDrain = """
        {ArraySegment} {rest} = new global::System.ArraySegment<byte>(new byte[4096]);
        {Task} {limit} = global::System.Threading.Tasks.Task.Delay({milliseconds}{token});
        global::System.Threading.Tasks.Task<int> {receive};
        do {
        // What comes now is of no use, but closing with it unread would reset the connection.
        {receive} = {ReceiveAsync}{rest}, global::System.Net.Sockets.SocketFlags.None);
        }
        while (await global::System.Threading.Tasks.Task.WhenAny({limit}, {receive}){configured} == {receive} && await {receive}{configured} > 0);
        """;

    /// <summary>Poll, because a ReceiveTimeout begins anew with every byte.</summary>
    public const string Drain = """
        {Bytes} {rest} = new byte[4096];
        {Stopwatch} {clock} = global::System.Diagnostics.Stopwatch.StartNew();
        long {left};
        while (({left} = {milliseconds} - {clock}.ElapsedMilliseconds) > 0 && {socket}.Poll((int){left} * 1000, global::System.Net.Sockets.SelectMode.SelectRead) && {socket}.Receive({rest}) > 0) {
        // What comes now is of no use, but closing with it unread would reset the connection.
        }
        """;
}
