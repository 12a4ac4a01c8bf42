using System;
using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Closing;

/// <summary>A read that cannot be canceled, or had better not be: giving up waiting leaves it pending, and the next call waits for the same one.</summary>
internal sealed class PendingRead
{
    private byte[]? _bytes;
    private Task<int>? _read;

    public async ValueTask<int> ReadAsync(Func<ArraySegment<byte>, Task<int>> start, Memory<byte> destination, CancellationToken cancellation)
    {
        _bytes ??= new byte[4096];
        _read ??= start(new ArraySegment<byte>(_bytes, 0, Math.Min(_bytes.Length, destination.Length)));
        if (!_read.IsCompleted)
            await Waiting.UntilAsync(_read, cancellation).ConfigureAwait(false);
        if (!_read.IsCompleted)
            cancellation.ThrowIfCancellationRequested();
        var read = _read;
        _read = null;
        var count = await read.ConfigureAwait(false);
        _bytes.AsMemory(0, count).CopyTo(destination);
        return count;
    }

    /// <summary>After the dispose nobody waits for it any more, its exception is nobody's, and it may still write into its buffer.</summary>
    public void Abandon()
    {
        if (_read is null)
            return;
        Waiting.Forget(_read);
        _read = null;
        _bytes = null;
    }
}
