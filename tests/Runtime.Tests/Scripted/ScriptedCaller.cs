using System;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace SocketAnalyzers.Tests.Scripted;

/// <summary>The program around the close: its declared send, its reader, and the stream over the socket.</summary>
internal sealed class ScriptedCaller(ScriptedKernel kernel, Script script)
{
    private readonly TaskCompletionSource? _sends = script.PendingSend is null ? null : new TaskCompletionSource();
    // One that a half-close before has overtaken has failed at once.
    private readonly TaskCompletionSource? _undeclared =
        script.UndeclaredSend is null || script.Before.Any(static before => before.Kind == Kind.CallerShutsDown) ? null : new TaskCompletionSource();
    private readonly TaskCompletionSource? _reader = script.Reader == ReaderKind.None ? null : new TaskCompletionSource();
    private readonly TaskCompletionSource _stream = new();
    private bool _streamIsEnding;

    public bool IsEndingStream => _streamIsEnding && IsRunning(_stream);

    public Task? Sends => _sends?.Task;

    /// <summary>A send that the close is not told of.</summary>
    public Task? Undeclared => _undeclared?.Task;

    public Task? Reader => _reader?.Task;

    public bool HasOperationPending => IsRunning(_sends) || IsRunning(_undeclared) || IsRunning(_reader) || IsEndingStream;

    public Task EndStream()
    {
        _streamIsEnding = true;
        return _stream.Task;
    }

    public void Apply(Happening happening)
    {
        switch (happening.Kind)
        {
            case Kind.SendsDone when IsRunning(_sends) && kernel.FinQueued:
                _sends!.SetException(new SocketException((int)SocketError.Shutdown));
                break;
            case Kind.SendsDone when IsRunning(_sends) && IsUsable:
                kernel.Write(script.PendingSend!.Value);
                _sends!.SetResult();
                break;
            case Kind.SendsFail when IsRunning(_sends):
                _sends!.SetException(IsUsable ? new SocketException((int)SocketError.TimedOut) : WriteError());
                break;
            case Kind.UndeclaredDone when IsRunning(_undeclared) && IsUsable && !kernel.FinQueued:
                kernel.Write(script.UndeclaredSend!.Value);
                _undeclared!.SetResult();
                break;
            case Kind.StreamEnds when IsEndingStream && IsUsable && !kernel.FinQueued:
                kernel.Write(happening.Count);
                _stream.SetResult();
                break;
            case Kind.StreamFails when IsEndingStream:
                _stream.SetException(IsUsable ? new IOException("The handshake was never made.") : WriteError());
                break;
            case Kind.ReaderReads when IsRunning(_reader):
                Read(happening.Count);
                break;
            case Kind.ReaderEnds when IsRunning(_reader):
                _reader!.SetResult();
                break;
            case Kind.ReaderFails when IsRunning(_reader):
                _reader!.SetException(new InvalidDataException("That was no request."));
                break;
        }
    }

    /// <summary>What the operations that are pending do about a change of the connection.</summary>
    public void React()
    {
        if (script.Reader is ReaderKind.Greedy or ReaderKind.Swallowing)
            Read(int.MaxValue);
        if (!script.SendsFailByThemselves || IsUsable)
            return;
        if (IsRunning(_sends))
            _sends!.SetException(WriteError());
        if (IsRunning(_undeclared))
            _undeclared!.SetException(WriteError());
        if (IsEndingStream)
            _stream.SetException(WriteError());
    }

    private static bool IsRunning(TaskCompletionSource? source) => source is { Task.IsCompleted: false };

    private bool IsUsable => !kernel.Disposed && !kernel.WasReset;

    private void Read(int longest)
    {
        var buffer = new byte[Math.Min(longest, 1024)];
        while (IsRunning(_reader))
        {
            try
            {
                if (kernel.Receive(buffer) is not { } count)
                    return;
                if (count == 0)
                    _reader!.SetResult();
                else if (script.Reader == ReaderKind.Scripted)
                    return;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                if (script.Reader == ReaderKind.Swallowing)
                    _reader!.SetResult();
                else
                    _reader!.SetException(e is SocketException ? e : new SocketException((int)SocketError.OperationAborted));
            }
        }
    }

    private IOException WriteError()
    {
        var error = kernel.Disposed ? SocketError.OperationAborted : kernel.TakeError() is var waiting and not SocketError.Success ? waiting : SocketError.Shutdown;
        return new IOException("A write to a connection that is gone.", new SocketException((int)error));
    }
}
