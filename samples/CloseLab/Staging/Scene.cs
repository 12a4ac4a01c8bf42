namespace CloseLab.Staging;

/// <summary>A connection's story between actors; an experiment that compares has several.</summary>
internal sealed record Scene(string Title, IReadOnlyList<string> Actors, bool ShowsHandshake)
{
    public List<Event> Events { get; } = [];
}

internal enum EventKind
{
    /// <summary>What an application called, or what a call returned.</summary>
    Call,

    /// <summary>The state of one end, as the kernel lists it.</summary>
    State,

    /// <summary>A TCP segment, captured.</summary>
    Segment,

    /// <summary>What the kernel's counters say.</summary>
    Note,
}

/// <summary>Something that was observed. <see cref="At"/> counts from the start of the experiment.</summary>
/// <param name="To">The receiver of a segment, else empty.</param>
/// <param name="Bytes">Payload of a segment, else 0.</param>
/// <param name="Bad">A loss or an error.</param>
internal sealed record Event(TimeSpan At, EventKind Kind, string Actor, string To, string Text, int Bytes, bool Bad);
