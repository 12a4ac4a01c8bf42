using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers.Tests.Kernel;
using Xunit;

namespace SocketAnalyzers.Tests.Relay;

public class RelayArgumentTests
{
    public static TheoryData<string, object, Func<RelayOptions>> WrongOptions => new()
    {
        { "IdleTimeout", TimeSpan.Zero, () => new RelayOptions { IdleTimeout = TimeSpan.Zero } },
        { "IdleTimeout", TimeSpan.FromDays(25), () => new RelayOptions { IdleTimeout = TimeSpan.FromDays(25) } },
        { "HalfClosedIdleTimeout", TimeSpan.FromSeconds(-1), () => new RelayOptions { HalfClosedIdleTimeout = TimeSpan.FromSeconds(-1) } },
        { "WriteStallTimeout", TimeSpan.Zero, () => new RelayOptions { WriteStallTimeout = TimeSpan.Zero } },
        { "TotalTimeout", TimeSpan.Zero, () => new RelayOptions { TotalTimeout = TimeSpan.Zero } },
        { "BufferSize", 0, () => new RelayOptions { BufferSize = 0 } },
        { "BufferSize", int.MaxValue, () => new RelayOptions { BufferSize = int.MaxValue } },
    };

    [Theory]
    [MemberData(nameof(WrongOptions))]
    public void A_wrong_option_is_named_with_its_value(string name, object value, Func<RelayOptions> create)
    {
        var e = Assert.Throws<ArgumentOutOfRangeException>(create);
        Assert.Equal((name, value), (e.ParamName, e.ActualValue));
        Assert.Contains($"{name} is {value}; allowed is ", e.Message);
    }

    [Fact]
    public void No_limit_is_a_limit_too()
    {
        var options = new RelayOptions
        {
            IdleTimeout = Timeout.InfiniteTimeSpan,
            HalfClosedIdleTimeout = Timeout.InfiniteTimeSpan,
            WriteStallTimeout = Timeout.InfiniteTimeSpan,
            TotalTimeout = Timeout.InfiniteTimeSpan,
            BufferSize = 1,
        };
        Assert.NotEqual(RelayOptions.Default, options);
        Assert.Equal(RelayOptions.Default, new RelayOptions());
    }

    [Fact]
    public void Null_is_named()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        Func<CancellationToken, ValueTask> complete = _ => default;
        Assert.Equal("socket", Assert.Throws<ArgumentNullException>(() => new RelayEnd((Socket)null!)).ParamName);
        Assert.Equal("socket", Assert.Throws<ArgumentNullException>(() => new RelayEnd(Stream.Null, (Socket)null!)).ParamName);
        Assert.Equal("stream", Assert.Throws<ArgumentNullException>(() => new RelayEnd(null!, socket)).ParamName);
        Assert.Equal("stream", Assert.Throws<ArgumentNullException>(() => new RelayEnd(null!, complete)).ParamName);
        Assert.Equal("completeWrites", Assert.Throws<ArgumentNullException>(() => new RelayEnd(Stream.Null, (Func<CancellationToken, ValueTask>)null!)).ParamName);
        Assert.Equal("a", Assert.Throws<ArgumentNullException>(() => { _ = DuplexRelay.RunAsync(null!, socket); }).ParamName);
        Assert.Equal("b", Assert.Throws<ArgumentNullException>(() => { _ = DuplexRelay.RunAsync(socket, null!); }).ParamName);
#if !RUNTIME_IS_NETSTANDARD
        Assert.Equal("stream", Assert.Throws<ArgumentNullException>(() => (RelayEnd)(NetworkStream)null!).ParamName);
        Assert.Equal("TimeProvider", Assert.Throws<ArgumentNullException>(() => new RelayOptions { TimeProvider = null! }).ParamName);
#endif
    }

    [Fact]
    public async Task A_socket_without_a_connection_is_refused_and_left_as_it_was()
    {
        using var connection = await Connection.OpenAsync();
        using var udp = new Socket(SocketType.Dgram, ProtocolType.Udp);
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        await Assert.ThrowsAsync<InvalidOperationException>(() => DuplexRelay.RunAsync(connection.Server, udp));
        await Assert.ThrowsAsync<InvalidOperationException>(() => DuplexRelay.RunAsync(listener.Server, connection.Server));
        Assert.Equal(0, connection.Server.Available);
        Assert.True(listener.Server.IsBound);
    }

    [Fact]
    public async Task One_connection_is_not_two()
    {
        using var connection = await Connection.OpenAsync();
        Assert.Equal("b", (await Assert.ThrowsAsync<ArgumentException>(() => DuplexRelay.RunAsync(connection.Server, connection.Server))).ParamName);
    }
}
