using CloseLab.Experiments.Basics;
using CloseLab.Experiments.Rules;

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
        new FinWait2(),
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
        new Connected(),
        new ZeroReceive(),
        new ShutdownErrors(),
        new SendCount(),
        new ResetOnPurpose(),
        new HttpHalfClose(),
        new TlsEnd(),
        new UdpConnect(),
        new UdpDisconnect(),
        new UdpUnreachable(),
        new UdpAnswer(),
        new Delivered(),
        new Drain(),
        new GracefulOutcomes(),
        new Sock001(),
        new Sock002(),
        new Sock003(),
        new Sock004(),
        new Sock005(),
        new Sock006(),
        new Sock007(),
        new Sock008(),
        new Sock013(),
        new Sock020(),
        new Sock021(),
        new Sock025(),
    ];
}
