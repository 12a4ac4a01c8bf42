using System;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Relay;

/// <summary>What is derived from the platform's stream may do something to the bytes: it must not be passed by.</summary>
public class RelayDerivedStreamTests
{
    [Fact]
    public async Task A_stream_derived_from_NetworkStream_is_read_and_written_itself()
    {
        using var rig = await RelayRig.OpenAsync();
        var relaying = DuplexRelay.RunAsync(new RelayEnd(new InvertingStream(rig.EndA), rig.EndA), rig.EndB);
        await SendAndEndAsync(rig.A, 1);
        await SendAndEndAsync(rig.B, 2);
        Assert.Equal(RelayRig.Of([0xFE]), await RelayRig.ReadToEndAsync(rig.B));
        Assert.Equal(RelayRig.Of([0xFD]), await RelayRig.ReadToEndAsync(rig.A));
        RelayDataTests.AssertCompleted(await relaying, 1, 1);
    }

#if !RUNTIME_IS_NETSTANDARD
    [Fact]
    public async Task A_stream_derived_from_NetworkStream_is_an_end_by_itself()
    {
        using var rig = await RelayRig.OpenAsync();
        var relaying = DuplexRelay.RunAsync(rig.EndA, new InvertingStream(rig.EndB));
        await SendAndEndAsync(rig.A, 1);
        await SendAndEndAsync(rig.B, 2);
        Assert.Equal(RelayRig.Of([0xFE]), await RelayRig.ReadToEndAsync(rig.B));
        Assert.Equal(RelayRig.Of([0xFD]), await RelayRig.ReadToEndAsync(rig.A));
        RelayDataTests.AssertCompleted(await relaying, 1, 1);
    }
#endif

    private static Task SendAndEndAsync(Socket socket, byte one) => RelayRig.SendAsync(socket, [one], thenFin: true);

    /// <summary>Writes and reads each byte inverted.</summary>
    private sealed class InvertingStream(Socket socket) : NetworkStream(socket)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer, cancellationToken);
            Invert(buffer.Span[..count]);
            return count;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var inverted = buffer.ToArray();
            Invert(inverted);
            return base.WriteAsync(inverted, cancellationToken);
        }

        // The .NET Standard build reads and writes arrays.
        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        private static void Invert(Span<byte> bytes)
        {
            foreach (ref var one in bytes)
                one = (byte)~one;
        }
    }
}
