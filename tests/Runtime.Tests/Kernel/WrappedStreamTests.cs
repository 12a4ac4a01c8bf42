using System;
using System.IO;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers.Tests.Relay;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>Streams over and under TLS; flushes that write nothing.</summary>
[Collection(KernelCollection.Name)]
public class WrappedStreamTests
{
    public static TheoryData<SslProtocols> Versions => new(SslProtocols.Tls12, SslProtocols.Tls13);

    public static TheoryData<string> Trailers => new("GZip", "Deflate", "ZLib", "Brotli", "Crypto", "Buffered over GZip");

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_buffer_over_TLS_is_ended_with_close_notify(SslProtocols version)
    {
        using var tls = await Tls.OpenAsync(version);
        var outer = new BufferedStream(tls.Server, 64 * 1024);
        await outer.WriteAsync(new byte[5_000]);
        await EndsWithCloseNotifyAsync(tls, outer, 5_000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_buffer_under_TLS_is_flushed_once_more(bool andOver)
    {
        using var tls = await Tls.OpenAsync(SslProtocols.Tls13, belowServer: inner => new BufferedStream(inner, 64 * 1024));
        Stream outer = andOver ? new BufferedStream(tls.Server) : tls.Server;
        await outer.WriteAsync(new byte[700]);
        await EndsWithCloseNotifyAsync(tls, outer, 700);
    }

    [Fact]
    public async Task The_half_close_flushes_a_buffer_under_TLS_too()
    {
        using var tls = await Tls.OpenAsync(SslProtocols.Tls13, belowServer: inner => new BufferedStream(inner, 64 * 1024));
        await tls.Server.WriteAsync(new byte[9]);
        await SocketClosing.CompleteWritesAsync(tls.Server, tls.Connection.Server);
        Assert.Equal((9, false), await ReadToEndOfTlsAsync(tls));
    }

    /// <summary>The twin: a stream of the caller's does not show what is below it, and the result does not claim more than there was.</summary>
    [Fact]
    public async Task A_stream_that_hides_TLS_ends_without_close_notify_and_the_result_says_so()
    {
        using var tls = await Tls.OpenAsync(SslProtocols.Tls13);
        var closing = SocketClosing.CloseGracefullyAsync(new PlainStream(tls.Server), tls.Connection.Server, CloseAssert.Patient).AsTask();
        Assert.Equal((0, true), await ReadToEndOfTlsAsync(tls));
        tls.Connection.Client.Dispose();
        Assert.False((await closing.WaitAsync(Peer.Hangs)).CloseNotifySent);
    }

    [Fact]
    public async Task Without_a_handshake_there_is_no_close_notify()
    {
        using var connection = await Connection.OpenAsync();
        connection.Client.Shutdown(SocketShutdown.Send);
        var result = await SocketClosing.CloseGracefullyAsync(new SslStream(new NetworkStream(connection.Server)), connection.Server, CloseAssert.Patient);
        Assert.Equal((CloseOutcome.PeerClosed, false), (result.Outcome, result.CloseNotifySent));
    }

    [Fact]
    public async Task An_end_that_the_caller_has_sent_counts()
    {
        using var tls = await Tls.OpenAsync(SslProtocols.Tls13);
        await tls.Server.ShutdownAsync();
        await EndsWithCloseNotifyAsync(tls, tls.Server, 0);
    }

    [Theory]
    [MemberData(nameof(Trailers))]
    public async Task A_stream_with_a_trailer_to_write_is_refused_and_nothing_is_closed(string kind)
    {
        using var tls = await Tls.OpenAsync(SslProtocols.Tls13);
        using var aes = Aes.Create();
        Stream compressing = kind switch
        {
            "Deflate" => new DeflateStream(tls.Server, CompressionMode.Compress, leaveOpen: true),
            "ZLib" => new ZLibStream(tls.Server, CompressionMode.Compress, leaveOpen: true),
            "Brotli" => new BrotliStream(tls.Server, CompressionMode.Compress, leaveOpen: true),
            "Crypto" => new CryptoStream(tls.Server, aes.CreateEncryptor(), CryptoStreamMode.Write, leaveOpen: true),
            _ => new GZipStream(tls.Server, CompressionMode.Compress, leaveOpen: true),
        };
        Stream outer = kind.StartsWith("Buffered", StringComparison.Ordinal) ? new BufferedStream(compressing) : compressing;
        await outer.WriteAsync(new byte[10_000]);
        var e = await Assert.ThrowsAsync<InvalidOperationException>(async () => await SocketClosing.CloseGracefullyAsync(outer, tls.Connection.Server));
        Assert.Contains("leaveOpen: true", e.Message, StringComparison.Ordinal);
        Assert.Contains(compressing.GetType().Name, e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => new CloseGate(1).CloseAsync(outer, tls.Connection.Server));
        Assert.Throws<InvalidOperationException>(() => new RelayEnd(outer, tls.Connection.Server));

        // As the message says.
        await outer.FlushAsync();
        compressing.Dispose();
        var reading = ReadToEndOfTlsAsync(tls);
        var result = await SocketClosing.CloseGracefullyAsync(tls.Server, tls.Connection.Server, CloseAssert.Short);
        Assert.True(result.CloseNotifySent);
        Assert.False((await reading).EndedBare);
    }

    /// <summary>The twin: who decompresses, or has written its last block, has no trailer.</summary>
    [Theory]
    [InlineData("reads")]
    [InlineData("has ended")]
    [InlineData("is disposed")]
    public async Task A_stream_without_a_trailer_is_closed(string what)
    {
        using var connection = await Connection.OpenAsync();
        var stream = new NetworkStream(connection.Server);
        using var aes = Aes.Create();
        Stream outer = what == "has ended" ? new CryptoStream(stream, aes.CreateEncryptor(), CryptoStreamMode.Write)
            : new GZipStream(stream, what == "reads" ? CompressionMode.Decompress : CompressionMode.Compress, leaveOpen: true);
        if (outer is CryptoStream crypto)
            await crypto.FlushFinalBlockAsync();
        else if (what == "is disposed")
            outer.Dispose();
        connection.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal(CloseOutcome.PeerClosed, (await SocketClosing.CloseGracefullyAsync(outer, connection.Server, CloseAssert.Patient)).Outcome);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_flush_that_was_canceled_is_answered_with_a_reset(bool buffered)
    {
        using var connection = await Connection.OpenAsync();
        var stream = new PlainStream(new NetworkStream(connection.Server)) { WhenFlushed = () => Task.FromCanceled(new CancellationToken(true)) };
        var result = await SocketClosing.CloseGracefullyAsync(buffered ? new BufferedStream(stream) : stream, connection.Server, CloseAssert.Short);
        Assert.Equal((CloseOutcome.Error, false), (result.Outcome, result.FinQueued));
        Assert.Equal(SocketError.ConnectionReset, (await Peer.ReadToEndAsync(connection.Client)).End);
    }

    [Fact]
    public async Task A_flush_of_TLS_that_fails_is_answered_with_a_reset()
    {
        PlainStream? below = null;
        using var tls = await Tls.OpenAsync(SslProtocols.Tls13, belowServer: inner => below = new PlainStream(inner));
        below!.WhenFlushed = () => Task.FromException(new InvalidOperationException("broken"));
        var result = await SocketClosing.CloseGracefullyAsync(tls.Server, tls.Connection.Server, CloseAssert.Short);
        Assert.Equal((CloseOutcome.Error, false, false), (result.Outcome, result.FinQueued, result.CloseNotifySent));
        Assert.Equal(SocketError.ConnectionReset, (await Peer.ReadToEndAsync(tls.Connection.Client)).End);
    }

    [Fact]
    public async Task A_buffer_that_cannot_be_written_any_more_is_answered_with_a_reset()
    {
        using var connection = await Connection.OpenAsync();
        var inner = new NetworkStream(connection.Server);
        var outer = new BufferedStream(inner);
        await outer.WriteAsync(new byte[10]);
        inner.Dispose();
        var result = await SocketClosing.CloseGracefullyAsync(outer, connection.Server, CloseAssert.Short);
        Assert.Equal((CloseOutcome.Error, false), (result.Outcome, result.FinQueued));
        Assert.Equal(SocketError.ConnectionReset, (await Peer.ReadToEndAsync(connection.Client)).End);
    }

    [Fact]
    public async Task A_flush_that_blocks_its_thread_breaks_no_limit()
    {
        using var connection = await Connection.OpenAsync();
        using var blocked = new ManualResetEventSlim();
        var outer = new PlainStream(new NetworkStream(connection.Server))
        {
            WhenFlushed = () =>
            {
                blocked.Wait(TimeSpan.FromSeconds(20));
                return Task.CompletedTask;
            },
        };
        var closing = SocketClosing.CloseGracefullyAsync(outer, connection.Server, CloseAssert.Short).AsTask();
        var result = await closing.WaitAsync(TimeSpan.FromSeconds(15));
        blocked.Set();
        Assert.Equal((CloseOutcome.IdleTimeout, false), (result.Outcome, result.FinQueued));
    }

    [Fact]
    public async Task A_dispose_that_blocks_its_thread_breaks_no_limit()
    {
        using var connection = await Connection.OpenAsync();
        using var blocked = new ManualResetEventSlim();
        var outer = new PlainStream(new NetworkStream(connection.Server)) { WhenDisposed = () => blocked.Wait(Peer.Hangs) };
        connection.Client.Shutdown(SocketShutdown.Send);
        var closing = SocketClosing.CloseGracefullyAsync(outer, connection.Server, CloseAssert.Short).AsTask();
        var result = await closing.WaitAsync(TimeSpan.FromSeconds(15));
        blocked.Set();
        Assert.Equal(CloseOutcome.PeerClosed, result.Outcome);
    }

    [Fact]
    public async Task A_stream_of_the_callers_is_disposed_when_the_close_ends()
    {
        using var connection = await Connection.OpenAsync();
        var isDisposed = false;
        var outer = new PlainStream(new NetworkStream(connection.Server)) { WhenDisposed = () => isDisposed = true };
        connection.Client.Shutdown(SocketShutdown.Send);
        await SocketClosing.CloseGracefullyAsync(outer, connection.Server, CloseAssert.Patient);
        Assert.True(isDisposed);
    }

    /// <summary>The flush of a pipe returns while its bytes are still on their way to the socket.</summary>
    [Fact]
    public async Task What_is_in_a_pipe_arrives_if_its_copy_is_named()
    {
        const int size = 3_000_000;
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 8 * 1024);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var copying = pipe.Reader.CopyToAsync(new NetworkStream(connection.Server));
        var outer = pipe.Writer.AsStream(leaveOpen: true);
        await outer.WriteAsync(new byte[size]);
        await pipe.Writer.CompleteAsync();
        var reading = Peer.ReadToEndAsync(connection.Client);
        var closing = SocketClosing.CloseGracefullyAsync(outer, connection.Server, CloseAssert.Patient with { PendingSends = copying }).AsTask();
        Assert.Equal(new Seen(size, SocketError.Success), await reading);
        connection.Client.Dispose();
        Assert.Equal(CloseOutcome.PeerClosed, (await closing.WaitAsync(Peer.Hangs)).Outcome);
    }

    [Fact]
    public async Task A_stream_of_the_callers_has_its_FIN_even_under_a_limit_of_zero()
    {
        using var connection = await Connection.OpenAsync();
        var result = await SocketClosing.CloseGracefullyAsync(new PlainStream(new NetworkStream(connection.Server)) { WhenFlushed = () => Task.CompletedTask }, connection.Server, CloseOptions.Shed);
        Assert.Equal((CloseOutcome.TotalTimeout, true), (result.Outcome, result.FinQueued));
    }

    private static async Task EndsWithCloseNotifyAsync(Tls tls, Stream outer, int length)
    {
        var closing = SocketClosing.CloseGracefullyAsync(outer, tls.Connection.Server, CloseAssert.Patient).AsTask();
        Assert.Equal((length, false), await ReadToEndOfTlsAsync(tls));
        await tls.Client.ShutdownAsync();
        tls.Connection.Client.Shutdown(SocketShutdown.Send);
        var result = await closing.WaitAsync(Peer.Hangs);
        Assert.Equal((CloseOutcome.PeerClosed, true), (result.Outcome, result.CloseNotifySent));
    }

    /// <summary>How many bytes the client gets, and whether the stream below its TLS had ended when it got 0: then there was no close_notify.</summary>
    private static async Task<(int Length, bool EndedBare)> ReadToEndOfTlsAsync(Tls tls)
    {
        var length = 0;
        var buffer = new byte[4096];
        while (await tls.Client.ReadAsync(buffer).AsTask().WaitAsync(Peer.Hangs) is var count and > 0)
            length += count;
        return (length, tls.ClientInner.HasEnded);
    }
}
