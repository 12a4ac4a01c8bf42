using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

/// <summary>The mended code runs against a peer on loopback: it gets every byte, and so does the peer, where before something was lost.</summary>
public sealed class SOCK002LoopbackTests
{
    private const int Size = 1_000_000;

    public enum Peer
    {
        /// <summary>Answers when the question has ended, as <c>nc -N</c> and its servers do.</summary>
        AnswersAtTheEnd,

        /// <summary>Answers what has come, and ends.</summary>
        AnswersAtOnce,

        /// <summary>Says something of its own, and reads late.</summary>
        ReadsLate,

        NeverStopsSending,
    }

    [Theory]
    [InlineData(Peer.AnswersAtTheEnd, 0, "client.Client.Send(data); client.Client.Shutdown(SocketShutdown.Both); int count, sum = 0; while ((count = client.Client.Receive(data)) > 0) sum += count; return sum;")]
    [InlineData(Peer.AnswersAtOnce, 0, "client.Client.Send(data); client.Client.Close(); int count, sum = 0; while ((count = client.Client.Receive(data)) > 0) sum += count; return sum;")]
    [InlineData(Peer.AnswersAtTheEnd, 1, "client.Client.Send(data); client.Client.Close(); int count, sum = 0; while ((count = client.Client.Receive(data)) > 0) sum += count; return sum;")]
    [InlineData(Peer.AnswersAtOnce, 0, "var stream = client.GetStream(); using (var writer = new StreamWriter(stream)) writer.Write('?'); return new StreamReader(stream).ReadToEnd().Length;")]
    [InlineData(Peer.AnswersAtTheEnd, 1, "var stream = client.GetStream(); using (var writer = new StreamWriter(stream)) { writer.Write('?'); } return new StreamReader(stream).ReadToEnd().Length;")]
    public async Task The_answer_arrives(Peer peer, int action, string body)
    {
        var code = In("static async Task<int> Run(TcpClient client, byte[] data) { await Task.Yield(); " + body + " }");

        Assert.NotEqual(Size, (await RunAsync(code, peer, new byte[10])).Answer);
        Assert.Equal(Size, (await RunAsync(await MendAsync(code, action), peer, new byte[10])).Answer);
    }

    [Theory]
    [InlineData("static Task<int> Run(TcpClient client, byte[] data) { client.Client.Send(data); client.Client.Close(5000); return Task.FromResult(0); }")]
    [InlineData("static async Task<int> Run(TcpClient client, byte[] data) { await client.GetStream().WriteAsync(data); client.Client.Close(5000); return 0; }")]
    public async Task What_was_sent_arrives(string method)
    {
        var code = In(method);

        Assert.NotEqual(Size, (await RunAsync(code, Peer.ReadsLate, new byte[Size])).Question);
        Assert.Equal(Size, (await RunAsync(await MendAsync(code, 0), Peer.ReadsLate, new byte[Size])).Question);
    }

    /// <summary>WaitAsync throws when the limit does not hold.</summary>
    [Theory]
    [InlineData("static Task<int> Run(TcpClient client, byte[] data) { client.Client.Send(data); client.Client.Close(500); return Task.FromResult(0); }")]
    [InlineData("static async Task<int> Run(TcpClient client, byte[] data) { await client.GetStream().WriteAsync(data); client.Client.Close(500); return 0; }")]
    public async Task A_peer_that_never_stops_is_left_at_the_limit(string method)
    {
        var clock = Stopwatch.StartNew();

        await RunAsync(await MendAsync(In(method), 0), Peer.NeverStopsSending, new byte[10]).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.InRange(clock.ElapsedMilliseconds, 500, 20_000);
    }

    private static string In(string method) => $$"""
        using System.IO;
        using System.Net.Sockets;
        using System.Threading.Tasks;

        public static class Client
        {
            public {{method}}
        }
        """;

    /// <summary>How many bytes the client got as answer, and how many the peer as question; a failure is what came before it.</summary>
    private static async Task<(int Answer, int Question)> RunAsync(string code, Peer peer, byte[] data)
    {
        var run = (Func<TcpClient, byte[], Task<int>>)Compile(code).GetMethod("Run")!.CreateDelegate(typeof(Func<TcpClient, byte[], Task<int>>));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var question = PlayAsync(listener, peer);
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        var answer = await Task.Run(() => run(client, data)).ContinueWith(task => task.IsCompletedSuccessfully ? task.Result : -1, TaskScheduler.Default);
        return (answer, await question.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    private static async Task<int> PlayAsync(TcpListener listener, Peer peer)
    {
        using var socket = await listener.AcceptSocketAsync();
        var count = 0;
        try
        {
            if (peer == Peer.ReadsLate)
            {
                await socket.SendAsync(new byte[1]);
                await Task.Delay(300);
            }

            var buffer = new byte[65536];
            while (peer == Peer.NeverStopsSending)
                await socket.SendAsync(buffer);
            for (int received; (received = await socket.ReceiveAsync(buffer)) > 0 && peer != Peer.AnswersAtOnce;)
                count += received;
            if (peer != Peer.ReadsLate)
                await socket.SendAsync(new byte[Size]);
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The count says what had come.
        }

        return count;
    }

    private static Task<string> MendAsync(string code, int action) => MendedCode.MendAsync(code, new SocketFlowAnalyzer(), new CloseInsteadOfHalfCloseFix(), action);

    private static Type Compile(string code) => MendedCode.Compile(code).GetType("Client")!;
}
