using System;
using System.Diagnostics;
#if !RUNTIME_IS_NETSTANDARD
using System.Diagnostics.Metrics;
#endif
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>Whatever code of the caller's throws at the end of a close: it has a result, and the process lives. And none of it runs inside of Cancel().</summary>
#if RUNTIME_IS_NETSTANDARD
[Collection(KernelCollection.Name)]
#else
[Collection(Api.AloneInTheProcess.Name)]
#endif
public class ThrowingCallerTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_that_throws_at_its_dispose(bool endIsThere)
    {
        using var connection = await Connection.OpenAsync();
        if (endIsThere)
            await EndAsync(connection);
        var closing = SocketClosing.CloseGracefullyAsync(new ThrowingStream(connection.Server), connection.Server, CloseAssert.Patient).AsTask();
        connection.Client.Dispose();
        Assert.Equal(CloseOutcome.PeerClosed, (await closing.WaitAsync(Peer.Hangs)).Outcome);
        Assert.Throws<ObjectDisposedException>(() => connection.Server.Available);
    }

    [Fact]
    public async Task A_stream_that_throws_when_it_is_aborted()
    {
        using var connection = await Connection.OpenAsync();
        var options = CloseAssert.Short with { PendingSends = new TaskCompletionSource().Task };
        var closing = SocketClosing.CloseGracefullyAsync(new ThrowingStream(connection.Server), connection.Server, options).AsTask();
        Assert.Equal(CloseOutcome.IdleTimeout, (await closing.WaitAsync(Peer.Hangs)).Outcome);
    }

#if !RUNTIME_IS_NETSTANDARD
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_listener_that_throws(bool meter, bool endIsThere)
    {
        using var meters = new MeterListener();
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => !meter && source.Name == "SocketAnalyzers.Runtime",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = _ => throw new InvalidOperationException("of a listener"),
        };
        if (meter)
        {
            meters.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "SocketAnalyzers.Runtime")
                    listener.EnableMeasurementEvents(instrument);
            };
            meters.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidOperationException("of a listener"));
            meters.Start();
        }

        ActivitySource.AddActivityListener(activities);
        using var before = new Activity("the caller's").Start();
        using var connection = await Connection.OpenAsync();
        if (endIsThere)
            await EndAsync(connection);
        var closing = connection.Server.CloseGracefullyAsync(CloseAssert.Patient).AsTask();
        connection.Client.Dispose();
        Assert.Equal(CloseOutcome.PeerClosed, (await closing.WaitAsync(Peer.Hangs)).Outcome);
        Assert.Same(before, Activity.Current);

        using var one = await Connection.OpenAsync();
        using var other = await Connection.OpenAsync();
        var relaying = DuplexRelay.RunAsync(one.Server, other.Server);
        one.Client.Shutdown(SocketShutdown.Send);
        other.Client.Shutdown(SocketShutdown.Send);
        Assert.True((await relaying.WaitAsync(Peer.Hangs)).IsCompleted);
    }
#endif

    [Theory]
    [InlineData("close")]
    [InlineData("close in a gate")]
    [InlineData("close of TLS")]
    [InlineData("half-close")]
    [InlineData("half-close of TLS")]
    [InlineData("relay")]
    [InlineData("drain")]
    public async Task Cancel_does_not_wait_for_what_comes_after_it(string what)
    {
        using var tls = await Tls.OpenAsync(SslProtocols.Tls13, clientReceiveBuffer: 8 * 1024);
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 8 * 1024);
        using var other = await Connection.OpenAsync();
        var gate = new CloseGate(1);
        using var session = gate.EnterSession();
        using var source = new CancellationTokenSource();
        using var wasCanceled = new ManualResetEventSlim();
        var isInsideOfCancel = false;

        // Nobody reads what is sent here, so all of them wait.
        var sending = connection.Server.SendAsync(new byte[8_000_000], SocketFlags.None);
        var writing = tls.Server.WriteAsync(new byte[8_000_000]).AsTask();
        var ended = ThenBlockAsync(what switch
        {
            "close" => connection.Server.CloseGracefullyAsync(CloseAssert.Patient, source.Token).AsTask(),
            "close in a gate" => gate.CloseAsync(connection.Server, CloseAssert.Patient, source.Token),
            "close of TLS" => SocketClosing.CloseGracefullyAsync(tls.Server, tls.Connection.Server, CloseAssert.Patient, source.Token).AsTask(),
            "half-close" => connection.Server.CompleteWritesAsync(source.Token).AsTask(),
            "half-close of TLS" => SocketClosing.CompleteWritesAsync(tls.Server, tls.Connection.Server, source.Token).AsTask(),
            "relay" => DuplexRelay.RunAsync(new RelayEnd(connection.Server), new RelayEnd(new NetworkStream(other.Server), _ => default, Block), null, source.Token),
            _ => gate.DrainAllAsync(source.Token),
        });
        await Task.Delay(100);
        source.Cancel();
        wasCanceled.Set();
        await ended.WaitAsync(Peer.Hangs);
        Assert.False(isInsideOfCancel);
        connection.Dispose();
        tls.Dispose();
        await Task.WhenAll(sending, writing).ContinueWith(static _ => { }, TaskScheduler.Default).WaitAsync(Peer.Hangs);

        async Task ThenBlockAsync(Task closing)
        {
            try
            {
                await closing.ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // A half-close says so.
            }

            Block();
        }

        // Inside of Cancel() nothing would end this but the time.
        void Block() => isInsideOfCancel |= !wasCanceled.Wait(TimeSpan.FromSeconds(10));
    }

    private static async Task EndAsync(Connection connection)
    {
        connection.Client.Shutdown(SocketShutdown.Send);
        await Peer.HasArrivedAsync(connection.Server);
    }

    private sealed class ThrowingStream(Socket socket) : NetworkStream(socket)
    {
        protected override void Dispose(bool disposing)
        {
            // Not in its finalizer, which is no matter of the library's.
            if (disposing)
                throw new DivideByZeroException("a stream of the caller's");
        }
    }
}
