using System;
using System.Buffers;
using System.Linq;
using System.Net.Sockets;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>What the peer sends during the close reaches the sink: all of it, in order, and never more than one byte above the limit.</summary>
[Collection(KernelCollection.Name)]
public class SinkTests
{
    private static readonly byte[] Text = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_sink_gets_every_byte(bool async)
    {
        using var connection = await Connection.OpenAsync();
        var sending = SendAndEndAsync(connection.Client);
        var sink = new ArrayBufferWriter<byte>();
        var result = await CloseAssert.EndsAsync(CloseOutcome.PeerClosed, connection.Server, CloseAssert.Patient with { Sink = sink }, async);
        await sending;
        Assert.Equal(Text.Length, result.DrainedBytes);
        Assert.True(sink.WrittenSpan.SequenceEqual(Text));
    }

    [Theory]
    [InlineData(true, 5_000)]
    [InlineData(false, 5_000)]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    public async Task Beyond_the_limit_one_byte_shows_that_there_was_more(bool async, int limit)
    {
        using var connection = await Connection.OpenAsync();
        var sending = SendAndEndAsync(connection.Client);
        var sink = new ArrayBufferWriter<byte>();
        var result = await CloseAssert.EndsAsync(CloseOutcome.ByteLimit, connection.Server, CloseAssert.Patient with { Sink = sink, MaxDrainedBytes = limit }, async);
        await sending;
        Assert.Equal(limit + 1, result.DrainedBytes);
        Assert.True(sink.WrittenSpan.SequenceEqual(Text.AsSpan(0, limit + 1)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_exception_of_the_sink_comes_out_after_the_socket_is_disposed(bool async)
    {
        using var connection = await Connection.OpenAsync();
        var server = connection.Server;
        await Peer.SendAsync(connection.Client, 10);
        await Peer.HasArrivedAsync(server);
        var options = new CloseOptions { Sink = new FullSink() };
        await Assert.ThrowsAsync<InsufficientMemoryException>(async () => _ = async ? await server.CloseGracefullyAsync(options) : server.CloseGracefully(options));
        Assert.Throws<ObjectDisposedException>(() => server.Available);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sink_that_gives_no_memory_is_no_end_of_the_peer(bool async)
    {
        using var connection = await Connection.OpenAsync();
        var server = connection.Server;
        await Peer.SendAsync(connection.Client, 10);
        await Peer.HasArrivedAsync(server);
        var options = new CloseOptions { Sink = new EmptySink() };
        await Assert.ThrowsAsync<InvalidOperationException>(async () => _ = async ? await server.CloseGracefullyAsync(options) : server.CloseGracefully(options));
        Assert.Throws<ObjectDisposedException>(() => server.Available);
    }

    private static async Task SendAndEndAsync(Socket socket)
    {
        try
        {
            await socket.SendAsync(Text, SocketFlags.None);
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The close was cut off by its limit.
        }
    }

    private sealed class EmptySink : IBufferWriter<byte>
    {
        public void Advance(int count)
        {
        }

        public Memory<byte> GetMemory(int sizeHint = 0) => default;

        public Span<byte> GetSpan(int sizeHint = 0) => default;
    }

    private sealed class FullSink : IBufferWriter<byte>
    {
        public void Advance(int count) => throw new InvalidOperationException();

        public Memory<byte> GetMemory(int sizeHint = 0) => throw new InsufficientMemoryException();

        public Span<byte> GetSpan(int sizeHint = 0) => throw new InsufficientMemoryException();
    }
}
