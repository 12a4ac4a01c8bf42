namespace SocketAnalyzers.Protocol;

/// <summary>
/// The transfer function of one event: for each single state the states that can follow. A state that maps to nothing
/// is one in which the operation always throws, so no normal path goes on from it.
/// </summary>
internal sealed class Transition
{
    private const int StateCount = 12;

    private readonly ConnectionStates[] _next;

    private Transition(ConnectionStates[] next) => _next = next;

    public static readonly Transition Identity = Define();
    public static readonly Transition Bind = Define((ConnectionStates.Created, ConnectionStates.Bound));
    public static readonly Transition Listen = Define((ConnectionStates.Created | ConnectionStates.Bound, ConnectionStates.Listening));

    /// <summary><c>TcpListener.Start</c> works after <c>Stop</c> too (facts §12).</summary>
    public static readonly Transition Start = Define((ConnectionStates.Created | ConnectionStates.Bound | ConnectionStates.Closed, ConnectionStates.Listening));

    public static readonly Transition Connect = Define(
        (ConnectionStates.Created | ConnectionStates.Bound | ConnectionStates.Listening, ConnectionStates.Connected),
        (ConnectionStates.Send, ConnectionStates.SendOpen),
        (ConnectionStates.Receive, ConnectionStates.ReceiveOpen));

    /// <summary>A disconnected socket may be connected again by somebody: nothing is claimed of its directions.</summary>
    public static readonly Transition Disconnect = Define(
        (ConnectionStates.Connected, ConnectionStates.Created),
        (ConnectionStates.Send, ConnectionStates.Send),
        (ConnectionStates.Receive, ConnectionStates.Receive));

    public static readonly Transition Close = Define((ConnectionStates.Life, ConnectionStates.Closed));
    public static readonly Transition ShutdownSend = Define((ConnectionStates.Send, ConnectionStates.SendShut));
    public static readonly Transition ShutdownReceive = Define((ConnectionStates.Receive, ConnectionStates.ReceiveShut));
    public static readonly Transition ShutdownBoth = Define(
        (ConnectionStates.Send, ConnectionStates.SendShut),
        (ConnectionStates.Receive, ConnectionStates.ReceiveShut));

    /// <summary>The running program decides whether the receive direction is shut too.</summary>
    public static readonly Transition ShutdownSendOrBoth = Define(
        (ConnectionStates.Send, ConnectionStates.SendShut),
        (ConnectionStates.ReceiveOpen | ConnectionStates.ReceiveEof, ConnectionStates.Receive));

    public static readonly Transition ShutdownUnknown = Define(
        (ConnectionStates.SendOpen, ConnectionStates.Send),
        (ConnectionStates.ReceiveOpen | ConnectionStates.ReceiveEof, ConnectionStates.Receive));

    /// <summary>A write that throws when the send direction is shut.</summary>
    public static readonly Transition Write = Define((ConnectionStates.SendShut, ConnectionStates.None));

    public static readonly Transition BufferedWrite = Define((ConnectionStates.Buffer, ConnectionStates.BufferDirty));
    /// <summary>A writer of which it is not known whether it flushes by itself.</summary>
    public static readonly Transition MayFlush = Define((ConnectionStates.Buffer, ConnectionStates.Buffer));
    public static readonly Transition Flushed = Define((ConnectionStates.Buffer, ConnectionStates.BufferClean));
    public static readonly Transition EndOfStream = Define((ConnectionStates.ReceiveOpen, ConnectionStates.ReceiveEof));

    /// <summary>
    /// Code that is not analysed may have moved the connection on, but never back: nobody takes a FIN back.
    /// </summary>
    public static readonly Transition Anything = Define(
        (ConnectionStates.Life, ConnectionStates.Life),
        (ConnectionStates.SendOpen, ConnectionStates.Send),
        (ConnectionStates.ReceiveOpen, ConnectionStates.Receive),
        (ConnectionStates.ReceiveEof, ConnectionStates.ReceiveEof | ConnectionStates.ReceiveShut),
        (ConnectionStates.Buffer, ConnectionStates.Buffer));

    /// <summary>The states that can follow <paramref name="states"/>.</summary>
    public ConnectionStates Apply(ConnectionStates states)
    {
        var result = ConnectionStates.None;
        for (var i = 0; i < StateCount; i++)
        {
            if (((int)states & (1 << i)) != 0)
                result |= _next[i];
        }

        return result;
    }

    private static Transition Define(params (ConnectionStates From, ConnectionStates To)[] arcs)
    {
        var next = new ConnectionStates[StateCount];
        for (var i = 0; i < StateCount; i++)
        {
            var state = (ConnectionStates)(1 << i);
            next[i] = state;
            foreach (var (from, to) in arcs)
            {
                if ((from & state) != 0)
                    next[i] = to;
            }
        }

        return new Transition(next);
    }
}
