using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// The relay names no socket: methods of the project make its streams.
public partial class SOCK002Tests
{
    private const string RaceOfStreams = "var up = a.CopyToAsync(b); var down = b.CopyToAsync(a); await Task.WhenAny(up, down);";

    [Theory]
    [InlineData("async Task<Stream> OpenAsync(int port) { var s = new Socket(SocketType.Stream, ProtocolType.Tcp); await s.ConnectAsync(\"a\", port); return new NetworkStream(s, true) { ReadTimeout = 600000 }; }")]
    [InlineData("async Task<Stream> OpenAsync(int port) { var c = new TcpClient(); await c.ConnectAsync(\"a\", port); return c.GetStream(); }")]
    [InlineData("async ValueTask<Stream> OpenAsync(int port) { var s = await Sockets.ConnectAsync(port).ConfigureAwait(false); return new NetworkStream(s, true); }")]
    [InlineData("async Task<Stream> OpenAsync(int port) { Stream s = new NetworkStream(await Sockets.ConnectAsync(port), true); if (port == 443) { var t = new SslStream(s, false); await t.AuthenticateAsClientAsync(\"a\"); s = t; } await s.WriteAsync(new byte[3], 0, 3); return s; }")]
    public Task Streams_that_a_method_makes(string open) => Verify(Relay("using (Stream a = await OpenAsync(1)) using (Stream b = await OpenAsync(443)) { " + RaceOfStreams.Replace("Task.WhenAny(up, down)", "{|SOCK002:Task.WhenAny(up, down)|}", StringComparison.Ordinal) + " }", open));

    [Fact]
    public Task One_that_is_given_and_one_that_a_method_makes() => Verify(
        """
        class C
        {
            async Task Serve(TcpListener listener) => await RelayAsync((await listener.AcceptTcpClientAsync()).GetStream());

            static async Task RelayAsync(Stream a)
            {
                using var b = Open();
                await {|SOCK002:Task.WhenAny(a.CopyToAsync(b), b.CopyToAsync(a))|};
                a.Dispose();
            }

            static Stream Open() => new TcpClient("a", 1).GetStream();
        }
        """);

    [Theory]
    // Files, what another class decides, and both ends waited for.
    [InlineData("using (Stream a = await OpenAsync(1)) using (Stream b = await OpenAsync(2)) { " + RaceOfStreams + " }", "Task<Stream> OpenAsync(int n) => Task.FromResult<Stream>(File.Open(n.ToString(), FileMode.Open));")]
    [InlineData("using (Stream a = await OpenAsync(1)) using (Stream b = await OpenAsync(2)) { " + RaceOfStreams + " }", "protected abstract Task<Stream> OpenAsync(int n);")]
    [InlineData("using (Stream a = await OpenAsync(1)) using (Stream b = await OpenAsync(2)) { " + RaceOfStreams + " await Task.WhenAll(up, down); }", "async Task<Stream> OpenAsync(int n) => new NetworkStream(await Sockets.ConnectAsync(n), true);")]
    [InlineData("using (Stream a = await OpenAsync(1)) using (Stream b = new MemoryStream()) { await Task.WhenAny(a.CopyToAsync(b), Task.Delay(1000)); }", "async Task<Stream> OpenAsync(int n) => new NetworkStream(await Sockets.ConnectAsync(n), true);")]
    [InlineData("using (Stream a = await OpenAsync(1)) using (Stream b = await OpenAsync(2)) { await Task.WhenAny(a.ReadAsync(new byte[9], 0, 9), b.ReadAsync(new byte[9], 0, 9)); }", "async Task<Stream> OpenAsync(int n) => new NetworkStream(await Sockets.ConnectAsync(n), true);")]
    public Task Streams_that_are_no_relay_of_sockets(string body, string open) => Verify(Relay(body, open));

    private static string Relay(string body, string open) =>
        $$"""
        abstract class C
        {
            async Task RelayAsync() { {{body}} }

            {{open}}
        }

        static class Sockets
        {
            public static async Task<Socket> ConnectAsync(int port)
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync("a", port);
                return socket;
            }
        }
        """;
}
