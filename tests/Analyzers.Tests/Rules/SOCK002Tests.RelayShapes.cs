using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// The shapes in which relays stand in real code.
public partial class SOCK002Tests
{
    [Theory]
    [InlineData("while (true) { var n = from.Read(buffer, 0, 10); if (n <= 0) break; to.Write(buffer, 0, n); } from.Close(); {|SOCK002:to.Close()|};")]
    [InlineData("for (;;) { var n = from.Read(buffer, 0, 10); if (n == 0) { {|SOCK002:to.Dispose()|}; return; } to.Write(buffer.AsSpan(0, n)); }")]
    [InlineData("try { int n; while ((n = from.Read(buffer, 0, 10)) != 0) to.Write(buffer, 0, n); } catch (IOException) { } finally { from.Close(); {|SOCK002:to.Close()|}; }")]
    [InlineData("try { int n; while ((n = from.Read(buffer, 0, 10)) > 0) to.Write(buffer, 0, n); } catch { } {|SOCK002:to.Close()|};")]
    [InlineData("while (!_stopped) { var n = from.Read(buffer, 0, 10); if (n == 0) break; to.Write(buffer, 0, n); to.Flush(); } {|SOCK002:to.Close()|};")]
    [InlineData("from.CopyTo(to); {|SOCK002:to.Close()|};")]
    [InlineData("using (from) using ({|SOCK002:to|}) from.CopyTo(to);")]
    [InlineData("from.CopyTo(to); {|SOCK002:CloseBoth(from, to)|};")]
    [InlineData("{|SOCK002:using var end = to; from.CopyTo(end);|}")]
    public async Task A_pump_of_streams_that_ends_its_target(string pump)
    {
        // The declaration of a using has its own markup place.
        pump = pump.Replace("{|SOCK002:using var end = to; from.CopyTo(end);|}", "using var {|SOCK002:end = to|}; from.CopyTo(end);");
        await Verify(
            $$"""
            class C
            {
                volatile bool _stopped;

                void Start(TcpClient a, TcpClient b)
                {
                    NetworkStream up = a.GetStream(), down = b.GetStream();
                    Task.Factory.StartNew(() => Pump(up, down));
                    Task.Factory.StartNew(() => Pump(down, up));
                }

                void Pump(NetworkStream from, NetworkStream to)
                {
                    var buffer = new byte[10];
                    {{pump}}
                }

                static void CloseBoth(Stream x, Stream y) { x.Close(); y.Close(); }
            }
            """);
    }

    [Theory]
    [InlineData("{|SOCK002:Close()|};")]
    [InlineData("_client.Close(); {|SOCK002:_server.Close()|};")]
    [InlineData("{|SOCK002:_down.Close()|};")]
    public Task Loops_over_fields(string end) => Verify(
        $$"""
        class Session
        {
            readonly TcpClient _client, _server;
            NetworkStream _up, _down;

            public Session(TcpClient client) { _client = client; _server = new TcpClient(); }

            public async Task StartAsync()
            {
                await _server.ConnectAsync("a", 1);
                _up = _client.GetStream();
                _down = _server.GetStream();
                _ = ForwardAsync();
                _ = BackAsync();
            }

            async Task ForwardAsync()
            {
                var buffer = new byte[100];
                try
                {
                    while (true)
                    {
                        var n = await _up.ReadAsync(buffer, 0, 100);
                        if (n == 0)
                            break;
                        await _down.WriteAsync(buffer, 0, n);
                    }
                }
                catch (IOException) { }

                {{end}}
            }

            async Task BackAsync()
            {
                var buffer = new byte[100];
                int n;
                while ((n = await _down.ReadAsync(buffer, 0, 100)) > 0)
                    await _up.WriteAsync(buffer, 0, n);
                _client.Client.Shutdown(SocketShutdown.Send);
            }

            void Close() { _client.Close(); _server.Close(); }
        }
        """);

    [Theory]
    [InlineData("await {|SOCK002:Task.WhenAny(Forward(), Back())|}; _a.Close(); _b.Close();")]
    [InlineData("{|SOCK002:Task.WaitAny(Forward(), Back())|}; Close();")]
    [InlineData("try { await {|SOCK002:Task.WhenAny(Forward(), Back())|}; } finally { Close(); }")]
    public Task A_race_of_two_methods_over_fields(string race) => Verify(
        $$"""
        class Session
        {
            readonly Socket _a, _b;

            public Session(Socket a, Socket b) { _a = a; _b = b; }

            public async Task RunAsync() { {{race}} await Task.Yield(); }

            async Task Forward()
            {
                var buffer = new byte[100];
                int n;
                while ((n = await _a.ReceiveAsync(buffer)) > 0)
                    await _b.SendAsync(buffer.AsMemory(0, n));
            }

            async Task Back()
            {
                var buffer = new byte[100];
                int n;
                while ((n = await _b.ReceiveAsync(buffer)) > 0)
                    await _a.SendAsync(new ArraySegment<byte>(buffer, 0, n));
            }

            void Close() { _a.Close(); _b.Close(); }
        }
        """);

    [Fact]
    public Task A_race_of_local_functions_and_lambdas() => Verify(
        """
        class C
        {
            async Task Local(TcpClient a, TcpClient b)
            {
                await {|SOCK002:Task.WhenAny(Pump(a.GetStream(), b.GetStream()), Pump(b.GetStream(), a.GetStream()))|};
                a.Dispose();
                b.Dispose();

                static async Task Pump(Stream from, Stream to)
                {
                    var buffer = new byte[100];
                    int n;
                    while ((n = await from.ReadAsync(buffer)) > 0)
                        await to.WriteAsync(buffer, 0, n);
                }
            }

            async Task Lambdas(Socket a, Socket b)
            {
                var up = Task.Run(async () =>
                {
                    var buffer = new byte[100];
                    int n;
                    while ((n = await a.ReceiveAsync(buffer)) > 0)
                        await b.SendAsync(buffer.AsMemory(0, n));
                });
                var down = Task.Run(async () =>
                {
                    var buffer = new byte[100];
                    int n;
                    while ((n = await b.ReceiveAsync(buffer)) > 0)
                        await a.SendAsync(buffer.AsMemory(0, n));
                });
                await {|SOCK002:Task.WhenAny(up, down)|};
                a.Close();
                b.Close();
            }
        }
        """);

    [Theory]
    [InlineData("using (client) using (var server = new TcpClient(\"a\", 1)) await RelayAsync(client.GetStream(), server.GetStream());", true)]
    [InlineData("var server = new TcpClient(\"a\", 1); try { await RelayAsync(client.GetStream(), server.GetStream()); } finally { client.Close(); server.Close(); }", true)]
    [InlineData("var server = new TcpClient(\"a\", 1); await RelayAsync(client.GetStream(), server.GetStream());", false)]
    [InlineData("var server = new TcpClient(\"a\", 1); _ = RelayAsync(client.GetStream(), server.GetStream()); server.Close();", false)]
    [InlineData("using (client) using (var server = new TcpClient(\"a\", 1)) { await RelayAsync(client.GetStream(), server.GetStream()); await Task.Delay(5000); }", false)]
    public Task The_caller_ends_both(string caller, bool isReported)
    {
        var race = "Task.WhenAny(a.CopyToAsync(b), b.CopyToAsync(a))";
        return Verify(
            $$"""
            class C
            {
                async Task Handle(TcpClient client) { {{caller}} await Task.Yield(); }

                static async Task RelayAsync(NetworkStream a, NetworkStream b)
                {
                    await {{(isReported ? "{|SOCK002:" + race + "|}" : race)}}.ConfigureAwait(false);
                }
            }
            """);
    }
}
