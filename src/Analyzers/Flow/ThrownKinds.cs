using System;

namespace SocketAnalyzers.Flow;

/// <summary>The exceptions that a reset or a failing accept can come out as.</summary>
[Flags]
internal enum ThrownKinds
{
    None = 0,

    /// <summary>SocketException: the members of Socket, TcpListener and TcpClient.</summary>
    Socket = 1,

    /// <summary>IOException: streams, readers and writers over a socket, which never let a SocketException through.</summary>
    IO = 2,

    /// <summary>What a handler made of it, or the AggregateException of a blocking wait: a type that is not told apart.</summary>
    Other = 4,
}
