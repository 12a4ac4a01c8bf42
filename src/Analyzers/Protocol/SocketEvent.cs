namespace SocketAnalyzers.Protocol;

/// <summary>What a member of a known type does to the connection that it is called on.</summary>
internal enum SocketEvent
{
    /// <summary>Named in the table, without meaning for the protocol (a getter, a time-out).</summary>
    Irrelevant,

    // The life of a socket.
    Bind,
    Listen,

    /// <summary><c>TcpListener.Start</c>: Bind and Listen in one.</summary>
    BindAndListen,

    /// <summary>Gives a new, connected object; the listener itself stays as it is.</summary>
    Accept,
    Connect,
    Disconnect,
    Close,

    // The directions.
    /// <summary>Its argument says which direction.</summary>
    Shutdown,
    Write,

    /// <summary>Text or bytes that wait in a writer until it is flushed.</summary>
    BufferedWrite,
    Flush,
    Read,

    /// <summary>Reads and writes (a TLS handshake).</summary>
    ReadWrite,

    /// <summary><c>CopyTo</c>: reads this, writes the argument.</summary>
    CopyTo,

    // Datagrams and groups.
    JoinGroup,

    // Options, decided by the arguments or the assigned value.
    /// <summary><c>SetSocketOption</c>: level, name and value say what.</summary>
    SetOption,

    /// <summary><c>SetRawSocketOption</c>: numbers of the platform, which may mean any option; no rule may claim that one is missing.</summary>
    SetRawOption,

    /// <summary>The setter of <c>ExclusiveAddressUse</c>.</summary>
    SetExclusiveAddressUse,

    /// <summary>The setter of <c>StreamWriter.AutoFlush</c>.</summary>
    SetAutoFlush,

    // Objects.
    /// <summary>Gives another view of the same connection (<c>Client</c>, <c>GetStream</c>, <c>BaseStream</c>).</summary>
    View,

    /// <summary>A constructor that wraps the connection of its argument.</summary>
    Wrap,

    /// <summary>A constructor or factory of a new object.</summary>
    Create,

    /// <summary>Replaces what the object stands for (the setter of <c>TcpClient.Client</c>), or hands it out of sight.</summary>
    Escape,

    /// <summary>The getter of <c>Connected</c>: a condition on it refines the state.</summary>
    TestConnected,

    // No member of the table has these: the flow sees them in what several members do together.
    /// <summary>What was read from one connection is written to another.</summary>
    Relay,

    /// <summary>A callee may close the connection, or shut down both directions.</summary>
    EndInCallee,

    /// <summary><c>Task.WhenAny</c>, <c>Task.WaitAny</c>, <c>Task.WhenEach</c>: goes on when the first of several is done.</summary>
    WaitForFirst,
}
