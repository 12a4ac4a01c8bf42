using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// More servers as people write them.
public partial class SOCK001Tests
{
    [Theory]
    [InlineData("if (Environment.GetEnvironmentVariable(\"LISTEN_FDS\") == \"1\") return; var s = Tcp(); {|SOCK001:s.Bind(endPoint)|}; s.Listen();")]
    [InlineData("if (!OperatingSystem.IsLinux()) return; var l = new TcpListener(IPAddress.Any, port); {|SOCK001:l.Start()|}; l.AcceptSocket();")]
    [InlineData("var l = new TcpListener(flag ? IPAddress.Any : IPAddress.Loopback, port); {|SOCK001:l.Start()|}; l.AcceptSocket();")]
    [InlineData("var local = IPAddress.Loopback; if (flag) local = IPAddress.Any; var l = new TcpListener(local, port); {|SOCK001:l.Start()|}; l.AcceptSocket();")]
    [InlineData("IPEndPoint where; if (flag) where = new IPEndPoint(IPAddress.Loopback, 0); else where = new IPEndPoint(IPAddress.Any, 80); var s = Tcp(); {|SOCK001:s.Bind(where)|}; s.Listen();")]
    [InlineData("var where = new IPEndPoint(IPAddress.Any, 0); if (flag) (where, port) = (endPoint, 1); var s = Tcp(); {|SOCK001:s.Bind(where)|}; s.Listen();")]
    [InlineData("var l = new TcpListener(port switch { 1 => IPAddress.Loopback, _ => IPAddress.Any }, port); {|SOCK001:l.Start()|}; l.AcceptSocket();")]
    [InlineData("var l = new TcpListener(IPAddress.Any, port); {|SOCK001:l.Start()|}; var c = l.AcceptTcpClient(); c.ExclusiveAddressUse = true;")]
    [InlineData("var s = Tcp(); {|SOCK001:s.Bind(endPoint)|}; s.Listen(); var e = new SocketAsyncEventArgs(); s.AcceptAsync(e);")]
    [InlineData("using var s = Tcp(); {|SOCK001:s.Bind(endPoint)|}; s.Listen(10); configure(s);")]
    [InlineData("var l = new TcpListener(IPAddress.Any, port); try { {|SOCK001:l.Start()|}; l.BeginAcceptSocket(null, l); Console.ReadLine(); } finally { l.Stop(); }")]
    public Task What_looks_like_an_exception_and_is_none(string body) => VerifyInMethod(body);

    [Fact]
    public Task Two_listeners_in_two_fields() => Verify(
        """
        class Server
        {
            private TcpListener _v4, _v6;

            void Run(int port)
            {
                _v4 = new TcpListener(IPAddress.Any, port);
                _v6 = new TcpListener(IPAddress.IPv6Any, port);
                {|SOCK001:_v4.Start()|};
                {|SOCK001:_v6.Start()|};
                _ = _v4.AcceptSocketAsync();
                _ = _v6.AcceptSocketAsync();
            }
        }
        """);

    [Fact]
    public Task An_auto_property() => Verify(
        """
        class Server
        {
            private TcpListener Listener { get; } = new TcpListener(IPAddress.Any, 9000);

            public async Task<TcpClient> NextAsync()
            {
                {|SOCK001:Listener.Start()|};
                return await Listener.AcceptTcpClientAsync().ConfigureAwait(false);
            }
        }
        """);

    [Fact]
    public Task A_background_service() => Verify(
        """
        abstract class BackgroundService { protected abstract Task ExecuteAsync(CancellationToken stop); }

        interface ILogger { void LogInformation(string message, params object[] args); }

        sealed class Options { public int Port { get; init; } public IPAddress Address { get; init; } = IPAddress.Any; }

        sealed class Ingest : BackgroundService
        {
            private readonly ILogger _logger;
            private readonly Options _options;

            public Ingest(ILogger logger, Options options) => (_logger, _options) = (logger, options);

            protected override async Task ExecuteAsync(CancellationToken stop)
            {
                var listener = new TcpListener(_options.Address, _options.Port);
                {|SOCK001:listener.Start()|};
                _logger.LogInformation("Listening on {EndPoint}", listener.LocalEndpoint);
                await using var registration = stop.Register(listener.Stop);
                while (!stop.IsCancellationRequested)
                    _ = ServeAsync(await listener.AcceptTcpClientAsync(stop));
            }

            private static async Task ServeAsync(TcpClient client)
            {
                using (client)
                    await client.GetStream().WriteAsync(new byte[1]);
            }
        }
        """);

    [Fact]
    public Task An_old_thread_per_client_server() => Verify(
        """
        class Server
        {
            private TcpListener tcpListener;
            private Thread listenThread;

            public Server()
            {
                this.tcpListener = new TcpListener(IPAddress.Any, 3000);
                this.listenThread = new Thread(new ThreadStart(ListenForClients));
                this.listenThread.Start();
            }

            private void ListenForClients()
            {
                {|SOCK001:this.tcpListener.Start()|};
                while (true)
                {
                    TcpClient client = this.tcpListener.AcceptTcpClient();
                    Thread clientThread = new Thread(new ParameterizedThreadStart(HandleClientComm));
                    clientThread.Start(client);
                }
            }

            private void HandleClientComm(object client)
            {
                TcpClient tcpClient = (TcpClient)client;
                tcpClient.Close();
            }
        }
        """);

    [Fact]
    public Task A_probe_that_accepts_is_a_server() => Verify(
        """
        static class Once
        {
            public static string ReceiveOne(int port)
            {
                var listener = new TcpListener(IPAddress.Any, port);
                {|SOCK001:listener.Start()|};
                using var client = listener.AcceptTcpClient();
                listener.Stop();
                using var reader = new StreamReader(client.GetStream());
                return reader.ReadToEnd();
            }
        }
        """);

    [Fact]
    public Task Top_level_statements() => RuleTest.Of(
        "SOCK001",
        """
        var port = args.Length > 0 ? int.Parse(args[0]) : 8080;
        var listener = new TcpListener(IPAddress.Any, port);
        {|SOCK001:listener.Start()|};
        Console.WriteLine($"Listening on {listener.LocalEndpoint}");
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync();
            _ = Task.Run(() => Handle(client));
        }

        static void Handle(TcpClient client) => client.Dispose();
        """).AsProgram().RunAsync();

    [Fact]
    public Task A_switch_over_the_kinds_of_server() => Verify(
        """
        class Host
        {
            private readonly List<Socket> _sockets = new();

            void Open(string kind, int port)
            {
                switch (kind)
                {
                    case "tcp":
                        var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                        {|SOCK001:tcp.Bind(new IPEndPoint(IPAddress.Any, port))|};
                        tcp.Listen(10);
                        _sockets.Add(tcp);
                        break;
                    case "udp":
                        var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                        udp.Bind(new IPEndPoint(IPAddress.Any, port));
                        _sockets.Add(udp);
                        break;
                }
            }
        }
        """);

    [Fact]
    public Task An_extension_method_that_opens() => RuleTest.Of(
        "SOCK001",
        """
        class Server
        {
            void Run()
            {
                var s = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                {|SOCK001:s.Open(7000)|};
            }
        }
        """)
        .And(
        """
        static class SocketExtensions
        {
            public static void Open(this Socket socket, int port)
            {
                socket.Bind(new IPEndPoint(IPAddress.Any, port));
                socket.Listen(10);
            }
        }
        """).RunAsync();
}
