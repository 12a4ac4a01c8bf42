using System;
using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Closing;

/// <summary>A read that cannot be canceled, or had better not be: giving up waiting leaves it pending, and the next call waits for the same one.</summary>
internal sealed class PendingRead
{
    private byte[] _bytes = new byte[4096];
    private Task<int>? _read;

    public async ValueTask<int> ReadAsync(Func<ArraySegment<byte>, Task<int>> start, Memory<byte> destination, CancellationToken cancellation)
    {
        // What comes must have room in the destination; the next call's is as long, because nothing has come meanwhile.
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

    /// <summary>After the dispose nobody waits for it any more, and its exception is nobody's. The next one is of another connection.</summary>
    public void Abandon()
    {
        if (_read is null)
            return;
        Waiting.Forget(_read);
        _read = null;
        // The old one may still be written to.
        _bytes = new byte[4096];
    }
}
