using CloseLab.Experiments.Basics;

namespace CloseLab.Running;

/// <summary>All experiments, in the order in which docs/how-a-connection-ends.md tells them; the rules follow.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Experiment> All { get; } =
    [
        new FourWayClose(),
        new ThreeSegments(),
        new SimultaneousClose(),
        new EofBehindData(),
        new HalfClose(),
        new CloseOrShutdown(),
        new ShutdownReceive(),
        new ShutdownSend(),
        new ShutdownBoth(),
        new DuplicatedDescriptor(),
        new ProcessEnd(),
        new WriteToClosedPeer(),
        new ResetOnce(),
        new UnreadData(),
        new PendingReceive(),
        new GarbageCollected(),
        new Lingering(),
        new CloseWithTimeout(),
        new FinOvertakesSend(),
        new RelayLaundersReset(),
        new TimeWait(),
        new TwoListeners(),
        new Backlog(),
        new BacklogFull(),
        new BacklogAndConnections(),
    ];
}
