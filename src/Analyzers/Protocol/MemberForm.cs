using System;

namespace SocketAnalyzers.Protocol;

/// <summary>How a member does its event: derived from the signature, so the table needs one row for all overloads.</summary>
[Flags]
internal enum MemberForm
{
    None = 0,

    /// <summary>Reports errors through <c>out SocketError</c>: it does not throw.</summary>
    ErrorCode = 1,

    /// <summary>Takes a <c>SocketAsyncEventArgs</c>: errors arrive in it, it does not throw them.</summary>
    EventArgs = 2,

    /// <summary>Returns a Task or ValueTask.</summary>
    Task = 4,

    /// <summary>The <c>Begin</c> half of a pair.</summary>
    Begin = 8,

    /// <summary>The <c>End</c> half of a pair: the event happened at <c>Begin</c>, the error surfaces here.</summary>
    End = 16,

    /// <summary>An extension method: the connection is the first argument.</summary>
    Extension = 32,
}
