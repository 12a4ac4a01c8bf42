using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>What is no connection is refused with a clear message and stays usable; wrong options name themselves.</summary>
[Collection(KernelCollection.Name)]
public class WrongUseTests
{
    public static TheoryData<string> Ways => new("async", "sync", "abort", "complete writes", "gate");

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_listener_is_refused_and_goes_on_listening(string way)
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        listener.Listen();
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => UseAsync(way, listener));
        Assert.Contains("listening", e.Message, StringComparison.Ordinal);
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!);
        using var accepted = await listener.AcceptAsync().WaitAsync(Peer.Hangs);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task UDP_is_refused_and_goes_on_receiving(string way)
    {
        using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => UseAsync(way, udp));
        Assert.Contains("Stream", e.Message, StringComparison.Ordinal);
        udp.Connect(udp.LocalEndPoint!);
        await Assert.ThrowsAsync<InvalidOperationException>(() => UseAsync(way, udp));
        udp.Send(new byte[3]);
        Assert.Equal(3, await udp.ReceiveAsync(new byte[9], SocketFlags.None).WaitAsync(Peer.Hangs));
    }

    [Fact]
    public void Options_out_of_range_say_their_name_and_value()
    {
        var wrong = new Dictionary<string, Func<CloseOptions>>
        {
            ["TotalTimeout|-00:00:01"] = () => new() { TotalTimeout = TimeSpan.FromSeconds(-1) },
            ["TotalTimeout|24.20:31:23.6480000"] = () => new() { TotalTimeout = TimeSpan.FromMilliseconds(int.MaxValue + 1L) },
            ["IdleTimeout|00:00:00"] = () => new() { IdleTimeout = TimeSpan.Zero },
            ["IdleTimeout|-00:00:02"] = () => new() { IdleTimeout = TimeSpan.FromSeconds(-2) },
            ["QuietAfterDelivery|-00:00:03"] = () => new() { QuietAfterDelivery = TimeSpan.FromSeconds(-3) },
            ["MaxDrainedBytes|-1"] = () => new() { MaxDrainedBytes = -1 },
        };
        foreach (var pair in wrong)
        {
            var e = Assert.Throws<ArgumentOutOfRangeException>(pair.Value);
            Assert.Equal(pair.Key, $"{e.ParamName}|{e.ActualValue}");
            Assert.Contains($"{e.ParamName} is {e.ActualValue}", e.Message, StringComparison.Ordinal);
        }

        Assert.Equal(Timeout.InfiniteTimeSpan, new CloseOptions { IdleTimeout = Timeout.InfiniteTimeSpan }.IdleTimeout);
        Assert.Equal("maxConcurrentCloses", Assert.Throws<ArgumentOutOfRangeException>(() => new CloseGate(-1)).ParamName);
    }

    [Fact]
    public async Task A_deadline_of_the_gate_out_of_range_says_its_name_and_value()
    {
        var e = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => new CloseGate(1).DrainAllAsync(TimeSpan.FromSeconds(-5)));
        Assert.Equal("deadline", e.ParamName);
        Assert.Equal(TimeSpan.FromSeconds(-5), e.ActualValue);
    }

    [Fact]
    public async Task Null_says_its_name()
    {
        Assert.Equal("socket", (await Assert.ThrowsAsync<ArgumentNullException>(async () => await ((Socket)null!).CloseGracefullyAsync())).ParamName);
        Assert.Equal("client", (await Assert.ThrowsAsync<ArgumentNullException>(async () => await ((TcpClient)null!).CloseGracefullyAsync())).ParamName);
        Assert.Equal("socket", Assert.Throws<ArgumentNullException>(() => ((Socket)null!).CloseGracefully()).ParamName);
        Assert.Equal("outer", (await Assert.ThrowsAsync<ArgumentNullException>(async () => await SocketClosing.CloseGracefullyAsync(outer: null!, socket: null!))).ParamName);
        Assert.Equal("exception", Assert.Throws<ArgumentNullException>(() => SocketErrors.IsPeerReset(null!)).ParamName);
    }

    private static async Task UseAsync(string way, Socket socket)
    {
        switch (way)
        {
            case "async": await socket.CloseGracefullyAsync(); break;
            case "sync": socket.CloseGracefully(); break;
            case "abort": socket.Abort(); break;
            case "complete writes": socket.CompleteWrites(); break;
            case "gate": await new CloseGate(1).CloseAsync(socket); break;
            default: throw new ArgumentException(way);
        }
    }
}
