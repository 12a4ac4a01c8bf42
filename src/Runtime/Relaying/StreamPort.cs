using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Relaying;

/// <summary>A stream without a socket that we know of.</summary>
internal sealed class StreamPort : RelayPort
{
    private readonly Stream _stream;
    private readonly Func<CancellationToken, ValueTask> _completeWrites;
    private readonly Action? _abort;
    private volatile bool _isEnded;

    public StreamPort(Stream stream, Func<CancellationToken, ValueTask> completeWrites, Action? abort)
    {
        _stream = stream;
        _completeWrites = completeWrites;
        _abort = abort;
    }

    public override ValueTask<int> ReadAsync(ArraySegment<byte> buffer, CancellationToken cancellation) => _stream.ReadSegmentAsync(buffer, cancellation);

    public override ValueTask WriteAsync(ArraySegment<byte> bytes, CancellationToken cancellation) => _stream.WriteSegmentAsync(bytes, cancellation);

    public override bool IsEnded => _isEnded;

    public override async ValueTask CompleteWritesAsync(CancellationToken cancellation)
    {
        await _completeWrites(cancellation).ConfigureAwait(false);
        _isEnded = true;
    }

    public override ValueTask<CloseResult?> CloseAsync(CloseOptions options, CancellationToken cancellation)
    {
        Ignoring(_stream.Dispose);
        return default;
    }

    public override void Abort()
    {
        if (_abort is not null)
            Ignoring(_abort);
        Ignoring(_stream.Dispose);
    }

    public override void Shed() => Ignoring(_stream.Dispose);
}
