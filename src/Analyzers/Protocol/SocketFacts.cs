using System;

namespace SocketAnalyzers.Protocol;

/// <summary>
/// What happened to an object, kept twice: on some path (joined by OR) and on every path (joined by AND). Facts are
/// never taken back; what can change is a state (<see cref="ConnectionStates"/>).
/// </summary>
[Flags]
internal enum SocketFacts : ulong
{
    None = 0,

    // How it was made.
    Stream = 1UL << 0,
    Datagram = 1UL << 1,
    ProtocolTcp = 1UL << 2,

    /// <summary><c>ProtocolType.Unspecified</c> or <c>IP</c>, which are the same number.</summary>
    ProtocolUnspecified = 1UL << 3,
    FamilyInternet = 1UL << 4,

    /// <summary>AF_UNIX or another family without ports.</summary>
    FamilyOther = 1UL << 5,

    /// <summary>Made somewhere that is not analysed: a parameter, a library's result, a handle.</summary>
    FromOutside = 1UL << 6,
    FromAccept = 1UL << 7,

    // Where it is bound.
    PortZero = 1UL << 8,
    Loopback = 1UL << 9,

    // What was done to it.
    Bound = 1UL << 10,
    Listened = 1UL << 11,
    Accepted = 1UL << 12,
    Connected = 1UL << 13,
    Wrote = 1UL << 14,
    Read = 1UL << 15,
    ShutSend = 1UL << 16,
    ShutReceive = 1UL << 17,
    Closed = 1UL << 18,
    JoinedGroup = 1UL << 19,
    SawEndOfStream = 1UL << 20,

    // Address reuse. "On" and "Off" are constants; "Unknown" is a value that only the running program knows.
    ReuseOn = 1UL << 24,
    ReuseOff = 1UL << 25,
    ReuseUnknown = 1UL << 26,
    ExclusiveOn = 1UL << 27,
    ExclusiveOff = 1UL << 28,
    ExclusiveUnknown = 1UL << 29,

    /// <summary>The writer over it passes every write on at once.</summary>
    AutoFlush = 1UL << 30,

    /// <summary>A send, or a receive, that gives a task: an async method that does it is not over at its first await.</summary>
    WroteAsync = 1UL << 31,
    ReadAsync = 1UL << 32,

    /// <summary>Code that is not analysed had it in hand: nothing is claimed to be absent.</summary>
    Escaped = 1UL << 40,

    /// <summary>Any statement about who may share the port.</summary>
    ReusePolicy = ReuseOn | ReuseOff | ReuseUnknown | ExclusiveOn | ExclusiveOff | ExclusiveUnknown,

    /// <summary>Whatever makes the kernel get SO_REUSEADDR on Unix, or may.</summary>
    ReuseRequested = ReuseOn | ReuseUnknown | ExclusiveOff | ExclusiveUnknown,

    /// <summary>Port sharing is switched on by a constant.</summary>
    SharingOn = ReuseOn | ExclusiveOff,

    /// <summary>Port sharing is switched off again, or left to the running program.</summary>
    SharingOffOrUnknown = ReuseOff | ExclusiveOn | ReuseUnknown | ExclusiveUnknown,

    /// <summary>How and where one object was made and bound: another object in the same field says nothing about it.</summary>
    Identity = Stream | Datagram | ProtocolTcp | ProtocolUnspecified | FamilyInternet | FamilyOther | FromOutside | FromAccept | PortZero | Loopback,

    All = ~0UL,
}
