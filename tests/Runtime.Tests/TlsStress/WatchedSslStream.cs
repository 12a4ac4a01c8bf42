using System;
using System.Net.Security;
using System.Net.Sockets;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Tests.TlsStress;

/// <summary>Knows whether its end met a read in progress.</summary>
internal sealed class WatchedSslStream(Socket socket) : SslStream(new NetworkStream(socket), false, (_, _, _, _) => true)
{
    private static readonly FieldInfo NestedRead = typeof(SslStream).GetField("_nestedRead", BindingFlags.Instance | BindingFlags.NonPublic)
        ?? throw new MissingFieldException("SslStream._nestedRead: the stress cannot see what it counts.");

    public Socket Socket => socket;

    /// <summary>A read has begun and not ended.</summary>
    public bool IsBeingRead => Convert.ToInt32(NestedRead.GetValue(this)) == 1;

    /// <summary>close_notify went out; null before.</summary>
    public bool? EndedBesideRead { get; private set; }

    /// <summary>A read was canceled before the end.</summary>
    public bool WasInterrupted { get; private set; }

    public override async Task ShutdownAsync()
    {
        var besideRead = IsBeingRead;
        await base.ShutdownAsync().ConfigureAwait(false);
        EndedBesideRead = besideRead;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            WasInterrupted |= EndedBesideRead is null;
            throw;
        }
    }

    // The .NET Standard build reads arrays.
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
}
