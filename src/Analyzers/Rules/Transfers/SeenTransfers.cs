using System;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Rules;

/// <summary>What the code does with one connection, over all the places that hold it.</summary>
internal sealed class SeenTransfers
{
    // A writer that is disposed without an await writes what waits in it, unless nothing can wait.
    private bool _writerIsDisposed;
    private bool _writerFlushesItself;

    /// <summary>A call that receives asynchronously, or null: of several the first in the source.</summary>
    public IOperation? AsyncReceive { get; private set; }

    /// <summary>The same for sending.</summary>
    public IOperation? AsyncSend { get; private set; }

    public bool HasSyncReceive { get; private set; }

    public bool HasSyncSend { get; private set; }

    /// <summary>Somebody reads the time-out, and may bound the waits with it.</summary>
    public bool IsReceiveTimeoutRead { get; private set; }

    /// <summary>The same for sending.</summary>
    public bool IsSendTimeoutRead { get; private set; }

    /// <summary>The connection goes where it is not followed: nothing is claimed.</summary>
    public bool IsLost { get; private set; }

    /// <summary>The first asynchronous transfer, where all transfers of this direction are seen and are asynchronous; else null.</summary>
    public IOperation? OnlyAsync(TransferDirection direction)
    {
        if (IsLost)
            return null;
        if (direction == TransferDirection.Receive)
            return HasSyncReceive || IsReceiveTimeoutRead ? null : AsyncReceive;
        return HasSyncSend || IsSendTimeoutRead || (_writerIsDisposed && !_writerFlushesItself) ? null : AsyncSend;
    }

    /// <summary>Nothing more can be found that matters.</summary>
    public bool IsDecided => IsLost || (HasSyncReceive && HasSyncSend);

    public void Lose() => IsLost = true;

    public void Add(TransferDirection direction, bool isAsync, IOperation call)
    {
        if (direction == TransferDirection.Receive)
        {
            HasSyncReceive |= !isAsync;
            AsyncReceive = isAsync ? FirstOf(AsyncReceive, call) : AsyncReceive;
        }
        else
        {
            HasSyncSend |= !isAsync;
            AsyncSend = isAsync ? FirstOf(AsyncSend, call) : AsyncSend;
        }
    }

    /// <summary>Waits for the other side and moves no data of the program: a handshake, a connect.</summary>
    public void AddSyncWait(bool receives)
    {
        HasSyncReceive |= receives;
        HasSyncSend = true;
    }

    public void AddTimeoutRead(TransferDirection direction)
    {
        IsReceiveTimeoutRead |= direction == TransferDirection.Receive;
        IsSendTimeoutRead |= direction == TransferDirection.Send;
    }

    public void AddDisposedWriter() => _writerIsDisposed = true;

    public void AddAutoFlush() => _writerFlushesItself = true;

    // The order in which the places are visited is not that of the source.
    private static IOperation FirstOf(IOperation? known, IOperation call)
    {
        if (known is null)
            return call;
        var byFile = string.CompareOrdinal(call.Syntax.SyntaxTree.FilePath, known.Syntax.SyntaxTree.FilePath);
        return byFile < 0 || (byFile == 0 && call.Syntax.SpanStart < known.Syntax.SpanStart) ? call : known;
    }
}

internal enum TransferDirection
{
    Receive,
    Send,
}
