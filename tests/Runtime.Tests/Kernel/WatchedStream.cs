using System;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>Tells whether the stream under TLS has ended: when TLS has ended before it, close_notify came.</summary>
internal sealed class WatchedStream(Socket socket) : NetworkStream(socket)
{
    public bool HasEnded { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await base.ReadAsync(buffer, cancellationToken);
        HasEnded |= count == 0 && buffer.Length > 0;
        return count;
    }
}
