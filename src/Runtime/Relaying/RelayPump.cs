using System;
using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Relaying;

/// <summary>One direction of a relay.</summary>
internal sealed class RelayPump
{
    private readonly RelaySession _session;
    private readonly RelayOptions _options;
    private byte[]? _buffer;
    private long _bytes;
    private long _lastProgress;
    private long _lastTaken;
    private long _acknowledged;
    private volatile bool _isWriting;
    private volatile bool _isOver;

    public RelayPump(RelaySession session, RelayPort source, RelayPort destination, RelayOptions options)
    {
        _session = session;
        Source = source;
        Destination = destination;
        _options = options;
        _acknowledged = destination.Acknowledged() ?? 0;
    }

    public RelayPort Source { get; }

    public RelayPort Destination { get; }

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>The destination has not taken yet what was read; nobody is reading from the source.</summary>
    public bool IsWriting => _isWriting;

    /// <summary>It neither reads nor writes any more.</summary>
    public bool IsOver => _isOver;

    public TimeSpan LastProgress => new(Volatile.Read(ref _lastProgress));

    /// <summary>When the destination took something last, or was given the first thing to take.</summary>
    public TimeSpan LastTaken => new(Volatile.Read(ref _lastTaken));

    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            var outcome = await CopyAsync(cancellation).ConfigureAwait(false);
            if (outcome == RelayOutcome.Completed && _session.Failure?.Pump == this)
            {
                // The watch was told of the reset, so that the read shows an end.
                outcome = RelayOutcome.SourceError;
            }

            if (outcome == RelayOutcome.Completed)
            {
                BeginsWriting();
                var completing = Destination.CompleteWritesAsync(cancellation);
                if (!completing.IsCompleted)
                    _session.Waits();
                await completing.ConfigureAwait(false);
                Took(0);
            }

            _isOver = true;
            _session.Ended(this, outcome, null);
        }
        catch (Exception e)
        {
            // Whatever a stream throws.
            _isOver = true;
            _session.Ended(this, _isWriting ? RelayOutcome.DestinationError : RelayOutcome.SourceError, e);
        }
        finally
        {
            ReturnBuffer();
        }
    }

    /// <summary>A reader that is slow, but alive, is told by what its kernel acknowledges.</summary>
    public void LookAtDestination()
    {
        if (Destination.Acknowledged() is not { } acknowledged || acknowledged <= _acknowledged)
            return;
        _acknowledged = acknowledged;
        Volatile.Write(ref _lastTaken, Progress());
    }

    private async Task<RelayOutcome> CopyAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (Source.CanWait)
            {
                var waiting = Source.WaitAsync();
                if (!waiting.IsCompleted)
                    ReturnBuffer();
                await waiting.ConfigureAwait(false);
            }

            _buffer ??= _options.Pool.Rent(_options.BufferSize);
            var count = await Source.ReadAsync(new ArraySegment<byte>(_buffer, 0, _options.BufferSize), cancellation).ConfigureAwait(false);
            if (count == 0)
                return await Source.HowEndedAsync().ConfigureAwait(false);
            BeginsWriting();
            var writing = Destination.WriteAsync(new ArraySegment<byte>(_buffer, 0, count), cancellation);
            if (!writing.IsCompleted)
                _session.Waits();
            await writing.ConfigureAwait(false);
            Took(count);
        }
    }

    private void BeginsWriting()
    {
        Volatile.Write(ref _lastTaken, Progress());
        _isWriting = true;
    }

    private void Took(int count)
    {
        Volatile.Write(ref _bytes, _bytes + count);
        _isWriting = false;
        Progress();
    }

    private long Progress()
    {
        var now = _session.Elapsed.Ticks;
        Volatile.Write(ref _lastProgress, now);
        return now;
    }

    private void ReturnBuffer()
    {
        if (_buffer is null)
            return;
        _options.Pool.Return(_buffer);
        _buffer = null;
    }
}
