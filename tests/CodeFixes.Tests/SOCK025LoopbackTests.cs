using System.Net;
using System.Net.Sockets;
using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

/// <summary>The mended code runs on sockets of loopback: what was left open before is closed, the exception is as it was, and a healthy connection ends as before.</summary>
public sealed class SOCK025LoopbackTests
{
    private const string Plain = "socket.Shutdown(SocketShutdown.Both); socket.Close();";
    private const string Swallowed = "try { socket.Shutdown(SocketShutdown.Both); socket.Close(); } catch (SocketException) { }";
    private const string InHandler = "try { socket.Send(new byte[1]); throw new InvalidOperationException(\"as if it were gone\"); } catch (Exception) { socket.Shutdown(SocketShutdown.Both); socket.Close(); throw; }";

    public enum State
    {
        Connected,
        NeverConnected,
        ConnectFailed,

        /// <summary>A socket over a handle whose peer has reset it: there .NET throws on Linux what it throws on Windows for each.</summary>
        Reset,
    }

    // What comes out before, then after the first and the second action; "none" where nothing does.
    [Theory]
    [InlineData(Plain, State.Connected, "none closed", "none closed", "none closed")]
    [InlineData(Plain, State.NeverConnected, "NotConnected open", "NotConnected closed", "none closed")]
    [InlineData(Plain, State.ConnectFailed, "NotConnected open", "NotConnected closed", "none closed")]
    [InlineData(Plain, State.Reset, "NotConnected open", "NotConnected closed", "none closed")]
    [InlineData(Swallowed, State.Connected, "none closed", "none closed", "none closed")]
    [InlineData(Swallowed, State.ConnectFailed, "none open", "none closed", "none closed")]
    [InlineData(Swallowed, State.Reset, "none open", "none closed", "none closed")]
    [InlineData(InHandler, State.Connected, "InvalidOperationException closed", "InvalidOperationException closed", null)]
    [InlineData(InHandler, State.Reset, "NotConnected open", "ConnectionReset closed", null)]
    public async Task It_is_closed(string body, State state, string before, string first, string? second)
    {
        var code = In(body);

        Assert.Equal(before, Run(code, state));
        Assert.Equal(first, Run(await MendAsync(code, 0), state));
        if (second is not null)
            Assert.Equal(second, Run(await MendAsync(code, 1), state));
    }

    /// <summary>The peer of a healthy connection gets all that was sent, and a clean end.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task The_peer_sees_the_same_end(int action)
    {
        var end = Compile(await MendAsync(In(Plain), action));
        var (client, server) = Connect();
        using (client)
        {
            server.Send(new byte[1000]);
            end(server);

            client.ReceiveTimeout = 20_000;
            var count = 0;
            for (int got; (got = client.Receive(new byte[512])) > 0;)
                count += got;
            Assert.Equal(1000, count);
        }
    }

    private static string Run(string code, State state)
    {
        using var peer = new Holder();
        var socket = Make(state, peer);
        var handle = socket.SafeHandle;
        var thrown = "none";
        try
        {
            Compile(code)(socket);
        }
        catch (SocketException e)
        {
            thrown = e.SocketErrorCode.ToString();
        }
        catch (InvalidOperationException e)
        {
            thrown = e.GetType().Name;
        }

        var result = thrown + (handle.IsClosed ? " closed" : " open");
        socket.Dispose();
        return result;
    }

    private static Socket Make(State state, Holder peer)
    {
        switch (state)
        {
            case State.NeverConnected:
                return NewSocket();
            case State.ConnectFailed:
                using (var reserved = NewSocket())
                {
                    reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                    var socket = NewSocket();
                    Assert.Equal(SocketError.ConnectionRefused, Assert.Throws<SocketException>(() => socket.Connect(reserved.LocalEndPoint!)).SocketErrorCode);
                    return socket;
                }

            default:
                var (client, server) = Connect();
                peer.Socket = client;
                if (state == State.Connected)
                    return server;
                client.Close(0);
                Assert.True(server.Poll(TimeSpan.FromSeconds(20), SelectMode.SelectRead));
                peer.Old = server;
                return new Socket(new SafeSocketHandle(server.Handle, ownsHandle: false));
        }
    }

    private static (Socket Client, Socket Server) Connect()
    {
        using var listener = NewSocket();
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var client = NewSocket();
        client.Connect(listener.LocalEndPoint!);
        return (client, listener.Accept());
    }

    private static Socket NewSocket() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private static Action<Socket> Compile(string code) => MendedCode.Compile(code).GetType("Session")!.GetMethod("End")!.CreateDelegate<Action<Socket>>();

    private static Task<string> MendAsync(string code, int action) => MendedCode.MendAsync(code, new UnguardedShutdownAnalyzer(), new ShutdownSkipsCloseFix(), action);

    private static string In(string body) =>
        $$"""
        using System;
        using System.Net.Sockets;

        public static class Session
        {
            public static void End(Socket socket) { {{body}} }
        }
        """;

    /// <summary>Lives as long as the run: the other end, and the object that owns the handle.</summary>
    private sealed class Holder : IDisposable
    {
        public Socket? Socket { get; set; }

        public Socket? Old { get; set; }

        public void Dispose()
        {
            Socket?.Dispose();
            Old?.Dispose();
        }
    }
}
