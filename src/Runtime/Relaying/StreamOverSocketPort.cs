using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers.Closing;

namespace SocketAnalyzers.Relaying;

/// <summary>A stream whose ends are those of the socket below it.</summary>
internal class StreamOverSocketPort : SocketPort
{
    private readonly Stream _stream;

    public StreamOverSocketPort(Stream stream, StreamTransport transport)
        : base(transport)
    {
        _stream = stream;
    }

    public override bool CanWait => false;

    public override ValueTask<int> ReadAsync(ArraySegment<byte> buffer, CancellationToken cancellation) => _stream.ReadSegmentAsync(buffer, cancellation);

    public override ValueTask WriteAsync(ArraySegment<byte> bytes, CancellationToken cancellation) => _stream.WriteSegmentAsync(bytes, cancellation);

    public override async ValueTask CompleteWritesAsync(CancellationToken cancellation)
    {
        await Transport.EndStreamAsync(null, cancellation).ConfigureAwait(false);
        await base.CompleteWritesAsync(cancellation).ConfigureAwait(false);
    }

    // What the stream has in its buffer was counted by nobody.
    protected override bool FinIsCounted(in TcpSnapshot snapshot) => false;
}
