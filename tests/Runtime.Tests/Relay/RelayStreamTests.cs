using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Relay;

/// <summary>Ends that are any stream, with a delegate for its end.</summary>
public class RelayStreamTests
{
    [Fact]
    public async Task The_end_is_passed_on_by_the_delegate_and_the_answer_comes()
    {
        using var rig = await RelayRig.OpenAsync();
        var completed = 0;
        var end = new RelayEnd(new NetworkStream(rig.EndB, ownsSocket: true), _ =>
        {
            completed++;
            rig.EndB.Shutdown(SocketShutdown.Send);
            return default;
        });
        var relaying = DuplexRelay.RunAsync(rig.EndA, end).WaitAsync(RelayRig.Patience);
        var question = RelayRig.Random(2_000_000);
        var answer = RelayRig.Random(1_000_000);
        var sending = RelayRig.SendAsync(rig.A, question, thenFin: true);
        Assert.Equal(RelayRig.Of(question), await RelayRig.ReadToEndAsync(rig.B));
        var answering = RelayRig.SendAsync(rig.B, answer, thenFin: true);
        Assert.Equal(RelayRig.Of(answer), await RelayRig.ReadToEndAsync(rig.A));
        await Task.WhenAll(sending, answering);
        RelayDataTests.AssertCompleted(await relaying, question.Length, answer.Length);
        Assert.Equal(1, completed);
        Assert.Throws<ObjectDisposedException>(() => rig.EndB.Available);
    }

    [Fact]
    public async Task An_error_of_the_other_side_aborts_the_stream()
    {
        using var rig = await RelayRig.OpenAsync();
        var aborted = 0;
        var end = new RelayEnd(new NetworkStream(rig.EndB), _ => default, () =>
        {
            aborted++;
            rig.EndB.Close(0);
            throw new InvalidOperationException("nobody hears this");
        });
        var relaying = DuplexRelay.RunAsync(rig.EndA, end).WaitAsync(RelayRig.Patience);
        rig.A.Close(0);
        await RelayRig.SeesResetAsync(rig.B);
        Assert.Equal(RelayOutcome.SourceError, (await relaying).AToB.Outcome);
        Assert.Equal(1, aborted);
    }

    [Fact]
    public async Task What_a_stream_throws_is_told()
    {
        using var rig = await RelayRig.OpenAsync();
        var failure = new InvalidDataException("broken");
        var end = new RelayEnd(new NetworkStream(rig.EndB), _ => throw failure, () => rig.EndB.Close(0));
        var relaying = DuplexRelay.RunAsync(rig.EndA, end).WaitAsync(RelayRig.Patience);
        rig.A.Shutdown(SocketShutdown.Send);
        var result = await relaying;
        Assert.Equal((RelayOutcome.DestinationError, SocketError.SocketError), (result.AToB.Outcome, result.AToB.Error));
        Assert.Same(failure, result.AToB.Exception);
        await RelayRig.SeesResetAsync(rig.A);
    }

    [Fact]
    public async Task An_end_that_cannot_be_passed_on_is_a_stalled_write()
    {
        using var rig = await RelayRig.OpenAsync();
        var end = new RelayEnd(new NetworkStream(rig.EndB), cancel => new ValueTask(Task.Delay(Timeout.Infinite, cancel)), () => rig.EndB.Close(0));
        var relaying = DuplexRelay.RunAsync(rig.EndA, end, RelayOptions.Default with { WriteStallTimeout = TimeSpan.FromMilliseconds(300) }).WaitAsync(RelayRig.Patience);
        rig.A.Shutdown(SocketShutdown.Send);
        Assert.Equal(RelayOutcome.WriteStalled, (await relaying).AToB.Outcome);
        await RelayRig.SeesResetAsync(rig.A);
    }

    [Fact]
    public async Task A_stream_that_listens_to_nothing_does_not_hold_the_relay()
    {
        using var rig = await RelayRig.OpenAsync();
        using var source = new CancellationTokenSource();
        var relaying = DuplexRelay.RunAsync(rig.EndA, new RelayEnd(new DeafStream(), _ => default), null, source.Token).WaitAsync(RelayRig.Patience);
        source.CancelAfter(100);
        Assert.Equal(RelayOutcome.Canceled, (await relaying).AToB.Outcome);
        await RelayRig.SeesResetAsync(rig.A);
    }

    /// <summary>Reads for ever, and throws when it is disposed.</summary>
    private sealed class DeafStream : MemoryStream
    {
        protected override void Dispose(bool disposing) => throw new InvalidOperationException("nobody hears this");

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => new TaskCompletionSource<int>().Task;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(new TaskCompletionSource<int>().Task);
    }
}
