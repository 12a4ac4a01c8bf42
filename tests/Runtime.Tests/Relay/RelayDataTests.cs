using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers.Tests.Kernel;
using Xunit;

namespace SocketAnalyzers.Tests.Relay;

public class RelayDataTests
{
    private static readonly byte[] Large = RelayRig.Random(8_000_000);
    private static readonly byte[] Answer = RelayRig.Random(3_000_000);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_echo_of_megabytes_is_whole_from_either_side(bool fromA)
    {
        using var rig = await RelayRig.OpenAsync();
        var (client, server) = fromA ? (rig.A, rig.B) : (rig.B, rig.A);
        var relaying = rig.RelayAsync();
        var echoing = EchoAsync(server);
        var sending = RelayRig.SendAsync(client, Large, thenFin: true);
        Assert.Equal(RelayRig.Of(Large), await RelayRig.ReadToEndAsync(client));
        await sending;
        await echoing;
        AssertCompleted(await relaying, Large.Length, Large.Length);
    }

    [Fact]
    public async Task Both_directions_end_at_once_and_both_are_whole()
    {
        for (var run = 0; run < 5; run++)
        {
            using var rig = await RelayRig.OpenAsync();
            var relaying = rig.RelayAsync();
            var readA = RelayRig.ReadToEndAsync(rig.A);
            var readB = RelayRig.ReadToEndAsync(rig.B);
            await Task.WhenAll(RelayRig.SendAsync(rig.A, Answer, thenFin: true), RelayRig.SendAsync(rig.B, Answer, thenFin: true));
            Assert.Equal(RelayRig.Of(Answer), await readA);
            Assert.Equal(RelayRig.Of(Answer), await readB);
            AssertCompleted(await relaying, Answer.Length, Answer.Length);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_end_of_the_question_does_not_cut_the_answer(bool fromA)
    {
        using var rig = await RelayRig.OpenAsync();
        var (client, server) = fromA ? (rig.A, rig.B) : (rig.B, rig.A);
        var relaying = rig.RelayAsync();
        Assert.Equal(RelayRig.Of(Answer), await AskAsync(client, server));
        var result = await relaying;
        AssertCompleted(result, fromA ? 1000 : Answer.Length, fromA ? Answer.Length : 1000);
        Assert.True(result.Elapsed > TimeSpan.Zero);
    }

    [Fact]
    public async Task The_same_question_through_a_race_of_two_copies_loses_the_answer()
    {
        using var rig = await RelayRig.OpenAsync();
        var relaying = RaceAsync(rig.EndA, rig.EndB);
        var answer = 0;
        try
        {
            answer = (await AskAsync(rig.A, rig.B)).Length;
        }
        catch (SocketException)
        {
            // Lost all the same.
        }

        await relaying;
        Assert.True(answer < Answer.Length, $"The naive relay delivered all {answer} bytes: then the test above proves nothing.");
    }

    [Fact]
    public async Task Bytes_that_came_before_the_relay_are_in_it()
    {
        using var rig = await RelayRig.OpenAsync();
        await RelayRig.SendAsync(rig.A, RelayRig.Random(1000), thenFin: true);
        await RelayRig.SendAsync(rig.B, RelayRig.Random(2000), thenFin: true);
        var result = await rig.RelayAsync();
        AssertCompleted(result, 1000, 2000);
        Assert.Equal(2000, (await RelayRig.ReadToEndAsync(rig.A)).Length);
        Assert.Equal(1000, (await RelayRig.ReadToEndAsync(rig.B)).Length);
    }

    [Fact]
    public async Task A_late_reader_gets_all()
    {
        using var rig = await RelayRig.OpenAsync();
        var relaying = rig.RelayAsync(RelayOptions.Default with { BufferSize = 1000 });
        var sending = RelayRig.SendAsync(rig.A, Large, thenFin: true);
        rig.B.Shutdown(SocketShutdown.Send);
        await Task.Delay(700);
        Assert.Equal(RelayRig.Of(Large), await RelayRig.ReadToEndAsync(rig.B));
        await sending;
        AssertCompleted(await relaying, Large.Length, 0);
    }

    [Fact]
    public async Task Both_sockets_are_disposed_at_the_end()
    {
        using var rig = await RelayRig.OpenAsync();
        rig.A.Shutdown(SocketShutdown.Send);
        rig.B.Shutdown(SocketShutdown.Send);
        AssertCompleted(await rig.RelayAsync(), 0, 0);
        Assert.Throws<ObjectDisposedException>(() => rig.EndA.Available);
        Assert.Throws<ObjectDisposedException>(() => rig.EndB.Available);
    }

#if !RUNTIME_IS_NETSTANDARD
    [Fact]
    public async Task Network_streams_are_ends_by_themselves()
    {
        using var rig = await RelayRig.OpenAsync();
        var up = new NetworkStream(rig.EndA, ownsSocket: true);
        var down = new NetworkStream(rig.EndB, ownsSocket: true);
        using var stop = new CancellationTokenSource();

        // As the fix of SOCK002 writes it.
        var relaying = global::SocketAnalyzers.DuplexRelay.RunAsync(up, down, null, stop.Token);
        Assert.Equal(RelayRig.Of(Answer), await AskAsync(rig.A, rig.B));
        AssertCompleted(await relaying, 1000, Answer.Length);
        Assert.False(up.CanRead);
    }
#endif

    [Fact]
    public async Task Unix_domain_sockets_are_ends()
    {
        using var rig = await RelayRig.OpenAsync();
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        using var end = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await end.ConnectAsync(new UnixDomainSocketEndPoint(path));
        using var server = await listener.AcceptAsync();
        var relaying = DuplexRelay.RunAsync(rig.EndA, end);
        Assert.Equal(RelayRig.Of(Answer), await AskAsync(rig.A, server));
        AssertCompleted(await relaying, 1000, Answer.Length);
    }

    [Fact]
    public async Task Streams_with_their_sockets_are_ends()
    {
        using var rig = await RelayRig.OpenAsync();
        var a = new RelayEnd(new NetworkStream(rig.EndA), rig.EndA);
        var b = new RelayEnd(new PlainStream(new NetworkStream(rig.EndB)), rig.EndB);
        var relaying = DuplexRelay.RunAsync(a, b);
        Assert.Equal(RelayRig.Of(Answer), await AskAsync(rig.A, rig.B));
        AssertCompleted(await relaying, 1000, Answer.Length);
    }

#if !RUNTIME_IS_NETSTANDARD
    [LinuxFact]
    public async Task A_side_that_was_half_closed_before_goes_on_in_the_other_direction()
    {
        using var rig = await RelayRig.OpenAsync();
        rig.EndA.Shutdown(SocketShutdown.Send);
        var relaying = rig.RelayAsync();
        await RelayRig.SendAsync(rig.A, [1], thenFin: true);
        Assert.Equal(RelayRig.Of([1]), await RelayRig.ReadToEndAsync(rig.B));
        rig.B.Shutdown(SocketShutdown.Send);
        AssertCompleted(await relaying, 1, 0);
    }

    [LinuxFact]
    public async Task What_cannot_be_passed_on_to_a_side_that_was_half_closed_before_is_no_completed_direction()
    {
        using var rig = await RelayRig.OpenAsync();
        rig.EndA.Shutdown(SocketShutdown.Send);
        var relaying = rig.RelayAsync();
        await RelayRig.SendAsync(rig.B, [2]);
        var result = await relaying;
        Assert.Equal((RelayOutcome.DestinationError, 0), (result.BToA.Outcome, result.BToA.Bytes));
        Assert.NotEqual(RelayOutcome.Completed, result.AToB.Outcome);
        await RelayRig.SeesResetAsync(rig.B);
    }
#endif

    internal static void AssertCompleted(RelayResult result, long aToB, long bToA)
    {
        Assert.Equal((RelayOutcome.Completed, aToB, SocketError.Success), (result.AToB.Outcome, result.AToB.Bytes, result.AToB.Error));
        Assert.Equal((RelayOutcome.Completed, bToA, SocketError.Success), (result.BToA.Outcome, result.BToA.Bytes, result.BToA.Error));
        Assert.True(result.IsCompleted);
    }

    /// <summary>A question of 1000 bytes that ends with FIN, and an answer that begins only then.</summary>
    private static async Task<(int Length, string Hash)> AskAsync(Socket client, Socket server)
    {
        await RelayRig.SendAsync(client, RelayRig.Random(1000), thenFin: true);
        var answering = AnswerAsync(server);
        var answer = await RelayRig.ReadToEndAsync(client);
        await answering;
        return answer;
    }

    private static async Task AnswerAsync(Socket server)
    {
        Assert.Equal(1000, (await RelayRig.ReadToEndAsync(server)).Length);
        await RelayRig.SendAsync(server, Answer, thenFin: true);
    }

    private static async Task EchoAsync(Socket server)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await server.ReceiveAsync(new ArraySegment<byte>(buffer), SocketFlags.None)) > 0)
            await RelayRig.SendAsync(server, buffer.AsSpan(0, count).ToArray());
        server.Shutdown(SocketShutdown.Send);
    }

    private static async Task RaceAsync(Socket a, Socket b)
    {
        using var up = new NetworkStream(a, ownsSocket: true);
        using var down = new NetworkStream(b, ownsSocket: true);
        await Task.WhenAny(up.CopyToAsync(down), down.CopyToAsync(up));
    }
}
