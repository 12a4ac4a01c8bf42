using System.Net;
using System.Net.Sockets;
using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

/// <summary>The mended loop runs on connections of loopback: it takes what comes, ends with the peer's FIN, and fails at a reset as it did.</summary>
public sealed class SOCK030LoopbackTests
{
    // A loop that does not end has taken far more rounds by then: the code under test throws.
    private const int MaxRounds = 2000;

    private const string Count = "while (true) { var n = stream.Read(buffer, 0, 64); Console.Write(n); Round(); }";

    private const string Byte = "while (true) { var b = stream.ReadByte(); Round(); Console.Write(b); }";
    private const string Line = "while (true) { var line = reader.ReadLine(); Round(); Console.Write(line); }";
    private const string Frame = "var total = 0; while (total < 10000) { Round(); total += stream.Read(buffer, 0, 64); }";

    public enum Peer
    {
        Closes,
        ShutsDown,
        Resets,
    }

    [Theory]
    [InlineData(Count, Peer.Closes, "endless", "ends")]
    [InlineData(Count, Peer.ShutsDown, "endless", "ends")]
    [InlineData(Count, Peer.Resets, "IOException", "IOException")]
    [InlineData(Byte, Peer.Closes, "endless", "ends")]
    [InlineData(Byte, Peer.Resets, "IOException", "IOException")]
    [InlineData(Line, Peer.ShutsDown, "endless", "ends")]
    [InlineData(Line, Peer.Resets, "IOException", "IOException")]
    [InlineData(Frame, Peer.Closes, "endless", "EndOfStreamException")]
    [InlineData(Frame, Peer.Resets, "IOException", "IOException")]
    public async Task It_ends_with_the_stream(string body, Peer peer, string before, string after)
    {
        var code = In(body);
        var mended = await MendedCode.MendAsync(code, new EndOfStreamAnalyzer(), new EndNotHandledFix(), 0);

        Assert.Equal(before, Run(code, peer));
        Assert.Equal(after, Run(mended, peer));
    }

    [Fact]
    public async Task A_second_run_changes_nothing()
    {
        var mended = await MendedCode.MendAsync(In(Count), new EndOfStreamAnalyzer(), new EndNotHandledFix(), 0);

        var error = await Assert.ThrowsAnyAsync<Exception>(() => MendedCode.MendAsync(mended, new EndOfStreamAnalyzer(), new EndNotHandledFix(), 0));
        Assert.IsType<Xunit.Sdk.SingleException>(error);
    }

    private static string Run(string code, Peer peer)
    {
        var receiver = MendedCode.Compile(code).GetType("Receiver")!;
        var run = receiver.GetMethod("Run")!.CreateDelegate<Action<NetworkStream>>();
        var rounds = 0;
        receiver.GetField("Round")!.SetValue(null, () =>
        {
            if (++rounds > MaxRounds)
                throw new InvalidOperationException("endless");
        });
        var (client, server) = Connect();
        using (client)
        using (var stream = new NetworkStream(server, ownsSocket: true))
        {
            stream.ReadTimeout = 20_000;
            client.Send("first\nsecond\n"u8);
            End(client, peer, server);
            try
            {
                run(stream);
                return "ends";
            }
            catch (InvalidOperationException)
            {
                return "endless";
            }
            catch (IOException e)
            {
                return e.GetType().Name;
            }
        }
    }

    private static void End(Socket client, Peer peer, Socket server)
    {
        if (peer == Peer.ShutsDown)
            client.Shutdown(SocketShutdown.Send);
        else
            client.Close(peer == Peer.Resets ? 0 : -1);
        // On Linux a reset throws away what waits to be read, so that it does not matter how much has come by now.
        Assert.True(server.Poll(TimeSpan.FromSeconds(20), SelectMode.SelectRead));
    }

    private static (Socket Client, Socket Server) Connect()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        listener.Listen();
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        client.Connect(listener.LocalEndPoint!);
        return (client, listener.Accept());
    }

    private static string In(string body) =>
        $$"""
        using System;
        using System.IO;
        using System.Net.Sockets;

        public static class Receiver
        {
            // Somebody else counts: what counts here would limit the rounds.
            public static Action Round = delegate { };

            public static void Run(NetworkStream stream)
            {
                var buffer = new byte[64];
                var reader = new StreamReader(stream);
                {{body.Replace("; ", ";\n        ", StringComparison.Ordinal)}}
            }
        }
        """;
}
