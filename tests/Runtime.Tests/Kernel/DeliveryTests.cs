using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>What TryGetDelivery says in states that hold still, beside what /proc/net/tcp6 says. A zero window holds them still.</summary>
[Collection(KernelCollection.Name)]
public class DeliveryTests
{
#if RUNTIME_IS_NETSTANDARD
    [LinuxFact]
    public async Task Nothing_is_told_here()
    {
        using var connection = await Connection.OpenAsync();
        Assert.False(connection.Server.TryGetDelivery(out var delivery));
        Assert.Equal(default, delivery);
    }
#else
    private const int Data = 500_000;

    /// <summary>The state, whether there is data in front of a zero window, and who shuts down in which order (o: ours, p: the peer).</summary>
    [LinuxTheory]
    [InlineData(TcpState.Established, false, "")]
    [InlineData(TcpState.Established, true, "")]
    [InlineData(TcpState.FinWait1, true, "o")]
    [InlineData(TcpState.FinWait2, false, "o")]
    [InlineData(TcpState.CloseWait, false, "p")]
    [InlineData(TcpState.CloseWait, true, "p")]
    [InlineData(TcpState.Closing, true, "op")]
    [InlineData(TcpState.LastAck, true, "po")]
    public async Task A_state_that_holds_still(TcpState state, bool zeroWindow, string order)
    {
        // The side that opened and the side that accepted count differently.
        foreach (var accepted in new[] { true, false })
        {
            using var connection = await Connection.OpenAsync(clientReceiveBuffer: 8 * 1024);
            var (ours, peer) = accepted ? (connection.Server, connection.Client) : (connection.Client, connection.Server);
            var (local, remote) = (Port(ours.LocalEndPoint), Port(ours.RemoteEndPoint));
            var sent = zeroWindow ? await Peer.SendAsync(ours, accepted ? Data : 6 * Data) : 0;
            foreach (var side in order)
            {
                (side == 'o' ? ours : peer).Shutdown(SocketShutdown.Send);
                if (side == 'p')
                    await Peer.HasArrivedAsync(ours);
            }

            Delivery delivery = default;
            await Peer.UntilAsync(() => ours.TryGetDelivery(out delivery) && delivery.State == state && ProcState(local, remote) == state);
            Assert.Equal(state == TcpState.FinWait2, delivery.FinAcknowledged);
            Assert.InRange(delivery.UnacknowledgedBytes!.Value, zeroWindow ? 1 : 0, sent);
            Assert.InRange(delivery.AcknowledgedBytes, 0, sent + 2);
            Assert.InRange(delivery.ReceivedBytes, order.Contains('p') ? 1 : 0, 1);
        }
    }

    [LinuxFact]
    public async Task Bytes_are_told_as_they_are_acknowledged_and_received()
    {
        using var connection = await Connection.OpenAsync();
        await Peer.SendAsync(connection.Server, 1_000);
        await Peer.SendAsync(connection.Client, 300);
        Delivery delivery = default;
        await Peer.UntilAsync(() => connection.Server.TryGetDelivery(out delivery) && delivery.UnacknowledgedBytes == 0 && delivery.ReceivedBytes == 300);
        Assert.Equal(new Delivery(TcpState.Established, 1_000, 0, 300, false), delivery);
        connection.Server.CompleteWrites();
        connection.Client.Dispose();
        await Peer.UntilAsync(() => connection.Server.TryGetDelivery(out delivery) && delivery.State is TcpState.Closed or TcpState.FinWait2);
    }

    [LinuxFact]
    public void What_was_never_connected_or_is_no_TCP()
    {
        using var fresh = new Socket(SocketType.Stream, ProtocolType.Tcp);
        Assert.True(fresh.TryGetDelivery(out var delivery));
        Assert.Equal(TcpState.Closed, delivery.State);
        using var udp = new Socket(SocketType.Dgram, ProtocolType.Udp);
        Assert.False(udp.TryGetDelivery(out _));
        fresh.Dispose();
        Assert.False(fresh.TryGetDelivery(out _));
    }

    private static int Port(EndPoint? address) => ((IPEndPoint)address!).Port;

    /// <summary>The kernel's own table; null when the connection is not in it.</summary>
    private static TcpState? ProcState(int local, int remote)
    {
        var row = File.ReadLines("/proc/net/tcp6").Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(columns => PortOf(columns[1]) == local && PortOf(columns[2]) == remote);
        return row is null ? null : Convert.ToInt32(row[3], 16) switch
        {
            1 => TcpState.Established,
            4 => TcpState.FinWait1,
            5 => TcpState.FinWait2,
            8 => TcpState.CloseWait,
            9 => TcpState.LastAck,
            11 => TcpState.Closing,
            _ => TcpState.Unknown,
        };
    }

    private static int PortOf(string address) => int.Parse(address.AsSpan(address.IndexOf(':') + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
#endif
}
