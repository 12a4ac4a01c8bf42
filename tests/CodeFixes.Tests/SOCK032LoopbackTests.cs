using System.Net;
using System.Net.Sockets;
using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

/// <summary>The mended code runs on sockets of loopback: a header in two segments is whole, one in a single segment is as before, and a peer that ends in the middle shows.</summary>
public sealed class SOCK032LoopbackTests
{
    private const string Sync = "_ = stream.Read(header, 0, 4);";
    private const string Async = "_ = await stream.ReadAsync(header.AsMemory());";

    private static string In(string read) =>
        $$"""
        using System;
        using System.Net.Sockets;
        using System.Threading.Tasks;

        public static class Client
        {
            public static async Task<int> LengthAsync(NetworkStream stream)
            {
                await Task.Yield();
                var header = new byte[4];
                {{read}}
                return BitConverter.ToInt32(header, 0);
            }
        }
        """;

    [Theory]
    [InlineData(Sync)]
    [InlineData(Async)]
    public async Task A_header_in_two_segments(string read)
    {
        Assert.Equal(0x0201, await RunAsync(In(read), 2, sendsRest: true));
        Assert.Equal(0x04030201, await RunAsync(await MendAsync(In(read)), 2, sendsRest: true));
    }

    [Theory]
    [InlineData(Sync)]
    [InlineData(Async)]
    public async Task A_header_in_one_segment(string read)
    {
        Assert.Equal(0x04030201, await RunAsync(In(read), 4, sendsRest: true));
        Assert.Equal(0x04030201, await RunAsync(await MendAsync(In(read)), 4, sendsRest: true));
    }

    [Theory]
    [InlineData(Sync)]
    [InlineData(Async)]
    public async Task A_peer_that_ends_in_the_middle(string read)
    {
        Assert.Equal(0x0201, await RunAsync(In(read), 2, sendsRest: false));
        var mended = await MendAsync(In(read));
        await Assert.ThrowsAsync<EndOfStreamException>(() => RunAsync(mended, 2, sendsRest: false));
    }

    private static async Task<int> RunAsync(string code, int first, bool sendsRest)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(listener.LocalEndPoint!);
        using var server = listener.Accept();
        server.Send([1, 2, 3, 4], 0, first, SocketFlags.None);
        Assert.True(client.Poll(TimeSpan.FromSeconds(20), SelectMode.SelectRead));

        using var stream = new NetworkStream(client);
        var length = (Task<int>)MendedCode.Compile(code).GetType("Client")!.GetMethod("LengthAsync")!.Invoke(null, [stream])!;
        // What is sent now is too late for a read that does not wait for it.
        if (first < 4)
            await Task.WhenAny(length, Task.Delay(300));
        if (sendsRest)
            server.Send([1, 2, 3, 4], first, 4 - first, SocketFlags.None);
        server.Shutdown(SocketShutdown.Send);
        return await length.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private static Task<string> MendAsync(string code) => MendedCode.MendAsync(code, new PartialReceiveAnalyzer(), new PartialReceiveFix(), 0);
}
