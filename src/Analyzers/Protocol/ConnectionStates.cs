using System;

namespace SocketAnalyzers.Protocol;

/// <summary>
/// The protocol states of a connection as a powerset: a set bit is a state that some path can be in. The four dimensions
/// (life, each direction, the writer's buffer) are independent of each other, because reading after
/// <c>Shutdown(Send)</c> is the half-close and must stay legal.
/// </summary>
[Flags]
internal enum ConnectionStates : ushort
{
    None = 0,

    // Life of the socket.
    Created = 1 << 0,
    Bound = 1 << 1,
    Listening = 1 << 2,
    Connected = 1 << 3,
    Closed = 1 << 4,

    // Send direction.
    SendOpen = 1 << 5,
    SendShut = 1 << 6,

    // Receive direction.
    ReceiveOpen = 1 << 7,
    ReceiveEof = 1 << 8,
    ReceiveShut = 1 << 9,

    // Text or bytes that wait in a writer over the connection.
    BufferClean = 1 << 10,
    BufferDirty = 1 << 11,

    Life = Created | Bound | Listening | Connected | Closed,
    Send = SendOpen | SendShut,
    Receive = ReceiveOpen | ReceiveEof | ReceiveShut,
    Buffer = BufferClean | BufferDirty,
    All = Life | Send | Receive | Buffer,

    /// <summary>A socket that was just made.</summary>
    Fresh = Created | SendOpen | ReceiveOpen | BufferClean,

    /// <summary>A socket that Accept just returned.</summary>
    Accepted = Connected | SendOpen | ReceiveOpen | BufferClean,
}
