using System;
using System.Collections.Generic;
using System.Linq;

namespace SocketAnalyzers.Tests.Scripted;

/// <summary>What the world does to a connection.</summary>
internal enum Kind
{
    Data,
    PeerFin,

    /// <summary>close(): FIN, and nobody who takes our bytes any more; a byte of ours that comes now is answered with RST.</summary>
    PeerCloses,
    Reset,

    /// <summary>So many bytes of ours, the FIN counting as one.</summary>
    Ack,
    AckAll,
    WindowOpens,
    WindowCloses,

    /// <summary>Our kernel has accepted so many bytes of ours.</summary>
    Wrote,
    SendsDone,

    /// <summary>The send that the close is not told of is through.</summary>
    UndeclaredDone,
    SendsFail,
    ReaderReads,
    ReaderEnds,
    ReaderFails,

    /// <summary>Flush and close_notify end, after so many bytes.</summary>
    StreamEnds,
    StreamFails,
    Cancel,
    OtherDisposes,

    /// <summary>Somebody's operation is told of the reset, and takes the error away.</summary>
    ErrorIsEaten,
    CallerShutsDown,
}

/// <summary>What the system tells of a connection.</summary>
internal enum Tells
{
    Counters,

    /// <summary>Linux before 4.19.</summary>
    CountersWithoutSent,
    Nothing,
}

internal enum Connected
{
    Yes,
    Connecting,
    Never,
    Disposed,
}

internal enum ReaderKind
{
    None,

    /// <summary>Takes each byte at once, to the end of the stream; fails with what its receive fails with.</summary>
    Greedy,

    /// <summary>As the other, and keeps the exception to itself.</summary>
    Swallowing,

    /// <summary>Does only what the script says.</summary>
    Scripted,
}

/// <param name="After">Milliseconds since the last one.</param>
internal readonly record struct Happening(int After, Kind Kind, int Count = 0)
{
    public override string ToString() => $"new({After}, Kind.{Kind}, {Count})";
}

/// <summary>A connection, how it stands when the close begins, and what happens to it from then on. Times in milliseconds, -1 for infinite.</summary>
internal sealed record Script
{
    public Connected Connected { get; init; }

    public Tells Tells { get; init; }

    /// <summary>Our side opened the connection, so its SYN is counted as acknowledged.</summary>
    public bool Opened { get; init; }

    /// <summary>The side that opened has looked at RemoteEndPoint, so that it is remembered.</summary>
    public bool AskedForPeer { get; init; }

    public bool ZeroWindow { get; init; }

    public int Written { get; init; }

    /// <summary>Bytes of a declared send; null: none is declared.</summary>
    public int? PendingSend { get; init; }

    /// <summary>Bytes of a send that is pending and not declared; null: there is none.</summary>
    public int? UndeclaredSend { get; init; }

    public ReaderKind Reader { get; init; }

    /// <summary>A stream is over the socket, which has to be flushed and ended.</summary>
    public bool HasStream { get; init; }

    /// <summary>Sends and the end of the stream fail when the connection is gone; otherwise only when the script says so.</summary>
    public bool SendsFailByThemselves { get; init; } = true;

    public bool HasSink { get; init; }

    public int Total { get; init; } = 30_000;

    public int Idle { get; init; } = 5_000;

    public int Quiet { get; init; } = 250;

    public int MaxDrained { get; init; } = 256 * 1024;

    public IReadOnlyList<Happening> Before { get; init; } = [];

    public IReadOnlyList<Happening> Events { get; init; } = [];

    public CloseOptions Limits => new() { TotalTimeout = Time(Total), IdleTimeout = Time(Idle), QuietAfterDelivery = Time(Quiet), MaxDrainedBytes = MaxDrained };

    /// <summary>As one writes it in a test.</summary>
    public override string ToString()
    {
        var plain = new Script();
        var settings = typeof(Script).GetProperties()
            .Where(property => property.CanWrite && property.Name is not (nameof(Before) or nameof(Events)) && !Equals(property.GetValue(this), property.GetValue(plain)))
            .Select(property => $"{property.Name} = {Literal(property.GetValue(this)!)}")
            .Concat(new[] { (nameof(Before), Before), (nameof(Events), Events) }.Where(list => list.Item2.Count > 0).Select(list => $"{list.Item1} = [{string.Join(", ", list.Item2)}]"));
        return $"new Script {{ {string.Join(", ", settings)} }}";
    }

    private static string Literal(object value) => value switch
    {
        Enum => $"{value.GetType().Name}.{value}",
        bool => value is true ? "true" : "false",
        _ => value.ToString()!,
    };

    private static TimeSpan Time(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
