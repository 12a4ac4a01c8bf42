namespace SocketAnalyzers.Protocol;

/// <summary>One row of the protocol table as it applies to one member.</summary>
internal readonly struct MemberSemantics
{
    public MemberSemantics(SocketEvent @event, Ownership ownership, MemberForm form)
    {
        Event = @event;
        Ownership = ownership;
        Form = form;
    }

    public SocketEvent Event { get; }

    /// <summary>For <see cref="SocketEvent.View"/> and <see cref="SocketEvent.Wrap"/>: does disposing the result end the connection?</summary>
    public Ownership Ownership { get; }

    public MemberForm Form { get; }
}

/// <summary>Whether disposing a view or wrapper ends the connection under it.</summary>
internal enum Ownership
{
    /// <summary>As the wrapped object does.</summary>
    Inherit,

    /// <summary>Always (<c>TcpClient.GetStream</c>).</summary>
    Owns,

    /// <summary>Never (<c>new NetworkStream(socket)</c>).</summary>
    Borrows,

    /// <summary>A <c>bool ownsSocket</c> argument says so; absent means no.</summary>
    OwnsSocketArgument,

    /// <summary>
    /// A <c>bool</c> argument named <c>leaveOpen</c> or <c>leaveInnerStreamOpen</c> denies it; absent means as the wrapped
    /// object. Readers have other <c>bool</c> parameters: only the name tells.
    /// </summary>
    LeaveOpenArgument,

    /// <summary>A property of an options argument may deny it (<c>PipeReader.Create</c>); absent or null means as the wrapped object.</summary>
    LeaveOpenOption,
}
