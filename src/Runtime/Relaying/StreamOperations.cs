using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Relaying;

/// <summary>Reading and writing a stream: .NET Standard 2.0 knows only arrays.</summary>
internal static class StreamOperations
{
#if NET8_0_OR_GREATER
    public static ValueTask<int> ReadSegmentAsync(this Stream stream, ArraySegment<byte> buffer, CancellationToken cancellation) => stream.ReadAsync(buffer, cancellation);
#else
    public static ValueTask<int> ReadSegmentAsync(this Stream stream, ArraySegment<byte> buffer, CancellationToken cancellation) =>
        new(stream.ReadAsync(buffer.Array!, buffer.Offset, buffer.Count, cancellation));
#endif

    /// <summary>The flush too: when the next byte comes nobody knows.</summary>
    public static async ValueTask WriteSegmentAsync(this Stream stream, ArraySegment<byte> bytes, CancellationToken cancellation)
    {
#if NET8_0_OR_GREATER
        await stream.WriteAsync(bytes, cancellation).ConfigureAwait(false);
#else
        await stream.WriteAsync(bytes.Array!, bytes.Offset, bytes.Count, cancellation).ConfigureAwait(false);
#endif
        await stream.FlushAsync(cancellation).ConfigureAwait(false);
    }
}
