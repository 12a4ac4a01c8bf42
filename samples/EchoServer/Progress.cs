using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Echo;

/// <summary>Counts the bytes of a transfer, and shows them once a second while it goes on: one line on a screen; in a log only when it takes long.</summary>
internal sealed class Progress
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongForALog = TimeSpan.FromSeconds(3);

    private readonly TextWriter _writer;
    private long _sent;
    private long _received;

    public Progress(TextWriter writer)
    {
        _writer = writer;
    }

    public long Sent => Interlocked.Read(ref _sent);

    public long Received => Interlocked.Read(ref _received);

    public void AddSent(int count) => Interlocked.Add(ref _sent, count);

    public void AddReceived(int count) => Interlocked.Add(ref _received, count);

    /// <summary>From now until the result is disposed.</summary>
    public IAsyncDisposable Show(bool when) => new Display(this, when);

    private async Task ShowAsync(CancellationToken end)
    {
        var isScreen = !Console.IsErrorRedirected;
        var elapsed = Stopwatch.StartNew();
        var (before, receivedBefore) = (TimeSpan.Zero, 0L);
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(end))
            {
                var (now, received) = (elapsed.Elapsed, Received);
                var rate = (received - receivedBefore) / (now - before).TotalSeconds;
                (before, receivedBefore) = (now, received);
                var line = $"{Megabytes(Sent)} sent, {Megabytes(received)} back, {Megabytes(rate)}/s";
                if (isScreen)
                    _writer.Write($"\r{line,-60}");
                else if (now > LongForALog)
                    _writer.WriteLine(line);
            }
        }
        catch (OperationCanceledException)
        {
            if (isScreen && before > TimeSpan.Zero)
                _writer.Write($"\r{"",-60}\r");
        }
    }

    public static string Megabytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");

    private sealed class Display : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly Task _showing;

        public Display(Progress progress, bool isOn)
        {
            _showing = isOn ? progress.ShowAsync(_end.Token) : Task.CompletedTask;
        }

        public async ValueTask DisposeAsync()
        {
            _end.Cancel();
            await _showing;
            _end.Dispose();
        }
    }
}
