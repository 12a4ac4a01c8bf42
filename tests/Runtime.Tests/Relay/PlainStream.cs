using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Tests.Relay;

/// <summary>A stream over another that is no type which the relay knows.</summary>
internal sealed class PlainStream(Stream inner) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => inner.ReadAsync(buffer, offset, count, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => inner.WriteAsync(buffer, offset, count, cancellationToken);

    /// <summary>What a flush does; null: that of the stream below.</summary>
    public Func<Task>? WhenFlushed { get; set; }

    public override Task FlushAsync(CancellationToken cancellationToken) => WhenFlushed?.Invoke() ?? inner.FlushAsync(cancellationToken);

    /// <summary>What its dispose does.</summary>
    public Action? WhenDisposed { get; set; }

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        WhenDisposed?.Invoke();
        inner.Dispose();
    }
}
