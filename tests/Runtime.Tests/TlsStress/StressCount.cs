using System;
using System.Collections.Concurrent;
using System.Threading;
using SocketAnalyzers.Closing;

namespace SocketAnalyzers.Tests.TlsStress;

/// <summary>What the ends of one run met.</summary>
internal sealed class StressCount
{
    private readonly ConcurrentQueue<string> _failures = new();
    private int _ends;
    private int _met;

    public int Ends => _ends;

    /// <param name="end">A stream that was ended.</param>
    /// <param name="met">Whether a read was in progress, where the end has to wait for it or to interrupt it.</param>
    public void Add(WatchedSslStream end, bool met)
    {
        Interlocked.Increment(ref _ends);
        if (TlsInternals.AreHidden)
            Check(end.EndedBesideRead != true, "ShutdownAsync beside a read, without the lock");
        else
            Check(end.EndedBesideRead is not null, "no close_notify");
        if (TlsInternals.AreHidden ? met : end.EndedBesideRead == true)
            Interlocked.Increment(ref _met);
    }

    public void Add(CloseResult result)
    {
        Check(result.Outcome == CloseOutcome.PeerClosed, result.ToString());
        Check(result.CloseNotifySent || TlsInternals.AreHidden, result.ToString());
    }

    public void Check(bool holds, string what)
    {
        if (!holds)
            _failures.Enqueue(what);
    }

    /// <summary>Prints it.</summary>
    /// <returns>The exit code.</returns>
    public int Report(string run)
    {
        Console.WriteLine($"{run}: {_ends} ends, {_met} of them met a read in progress, {_failures.Count} failures");
        foreach (var failure in _failures)
        {
            Console.WriteLine(failure);
            return 2;
        }

        return 10 * _met >= 9 * _ends ? 0 : 3;
    }
}
