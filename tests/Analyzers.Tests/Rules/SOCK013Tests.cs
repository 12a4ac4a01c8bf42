using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

/// <summary>SOCK013: a receiver of a multicast group is bound without SO_REUSEADDR.</summary>
public class SOCK013Tests
{
    private static Task Verify(string code, params DiagnosticResult[] expected) => RuleTest.Of("SOCK013", code, expected).RunAsync();

    private static Task VerifyInMethod(string body) => RuleTest.Of("SOCK013", SOCK006Tests.InMethod(body)).And(SOCK006Tests.Reuse).RunAsync();

    private static DiagnosticResult Unshared(string member, string name) => new DiagnosticResult("SOCK013", DiagnosticSeverity.Info)
        .WithLocation(0)
        .WithMessage($"'{member}' on '{name}' without SO_REUSEADDR: every other receiver of the group on this machine is shut out, and this one fails with AddressAlreadyInUse where another is first");

    [Fact]
    public Task A_socket() => Verify(
        """
        static class Discovery
        {
            public static int Receive(byte[] buffer)
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                {|#0:socket.Bind(new IPEndPoint(IPAddress.Any, 1900))|};
                socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(IPAddress.Parse("239.255.255.250")));
                return socket.Receive(buffer);
            }
        }
        """,
        Unshared("Bind", "socket"));

    [Fact]
    public Task A_client_that_binds_in_its_constructor() => Verify(
        """
        static class Discovery
        {
            public static async Task<byte[]> ReceiveAsync()
            {
                using var client = {|#0:new UdpClient(5353)|};
                client.JoinMulticastGroup(IPAddress.Parse("224.0.0.251"));
                return (await client.ReceiveAsync()).Buffer;
            }
        }
        """,
        Unshared("new UdpClient", "client"));

    [Theory]
    [InlineData("var s = Udp(); {|SOCK013:s.Bind(Any1900)|}; s.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(group)); await s.ReceiveAsync(Data, SocketFlags.None);")]
    [InlineData("var s = Udp(); {|SOCK013:s.Bind(endPoint)|}; s.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(group, IPAddress.Any)); EndPoint from = endPoint; s.ReceiveFrom(Data, ref from);")]
    [InlineData("var s = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp); {|SOCK013:s.Bind(new IPEndPoint(IPAddress.IPv6Any, 5353))|}; s.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.AddMembership, new IPv6MulticastOption(group)); s.Receive(Data);")]
    [InlineData("var s = Udp(); s.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(group)); {|SOCK013:s.Bind(Any1900)|}; s.Receive(Data);")]
    [InlineData("var s = Udp(); {|SOCK013:s.Bind(Any1900)|}; Join(s); while (true) Console.WriteLine(s.Receive(Data));")]
    [InlineData("var s = Udp(); {|SOCK013:s.Bind(Any1900)|}; Join(s); s.BeginReceive(Data, 0, 16, SocketFlags.None, null, s);")]
    [InlineData("var s = Udp(); s.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, 2); {|SOCK013:s.Bind(Any1900)|}; Join(s); s.Receive(Data);")]
    [InlineData("var s = Udp(); {|SOCK013:s.Bind(Any1900)|}; s.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddSourceMembership, Data); s.Receive(Data);")]
    [InlineData("var s = Udp(); {|SOCK013:s.Bind(Any1900)|}; Join(s); await s.ReceiveMessageFromAsync(Data, SocketFlags.None, endPoint);")]
    [InlineData("var s = Udp(); {|SOCK013:s.Bind(Any1900)|}; Join(s); s.ReceiveFromAsync(new SocketAsyncEventArgs());")]
    [InlineData("using var u = {|SOCK013:new UdpClient(1900)|}; u.JoinMulticastGroup(group); IPEndPoint from = null; u.Receive(ref from);")]
    [InlineData("using var u = {|SOCK013:new UdpClient(port, AddressFamily.InterNetworkV6)|}; u.JoinMulticastGroup(group, 50); await u.ReceiveAsync();")]
    [InlineData("var u = {|SOCK013:new UdpClient(new IPEndPoint(IPAddress.Any, 1900))|}; u.JoinMulticastGroup(group, IPAddress.Any); await u.ReceiveAsync();")]
    [InlineData("var u = {|SOCK013:new UdpClient(endPoint)|}; u.MulticastLoopback = false; u.JoinMulticastGroup(group); u.BeginReceive(null, u);")]
    [InlineData("var u = new UdpClient(); {|SOCK013:u.Client.Bind(Any1900)|}; u.JoinMulticastGroup(group); await u.ReceiveAsync();")]
    [InlineData("var u = new UdpClient(AddressFamily.InterNetwork); {|SOCK013:u.Client.Bind(endPoint)|}; u.JoinMulticastGroup(group); await u.ReceiveAsync();")]
    [InlineData("var u = {|SOCK013:new UdpClient(1900)|}; u.JoinMulticastGroup(group); u.Client.Receive(Data);")]
    [InlineData("var u = {|SOCK013:new UdpClient(1900)|}; u.JoinMulticastGroup(group); _ = Task.Run(async () => { while (true) await u.ReceiveAsync(); });")]
    public Task A_receiver(string body) => VerifyInMethod(body);

    [Fact]
    public Task A_receiver_over_the_methods_of_a_class() => Verify(
        """
        public sealed class SsdpListener : IDisposable
        {
            private readonly Socket _socket;
            private readonly byte[] _buffer = new byte[2048];

            public SsdpListener()
            {
                _socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                {|SOCK013:_socket.Bind(new IPEndPoint(IPAddress.Any, 1900))|};
            }

            public void Join(IPAddress group) =>
                _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(group));

            public async Task RunAsync(CancellationToken stop)
            {
                while (!stop.IsCancellationRequested)
                    await _socket.ReceiveAsync(_buffer.AsMemory(), SocketFlags.None, stop);
            }

            public void Dispose() => _socket.Dispose();
        }
        """);

    [Fact]
    public Task A_client_in_a_field() => Verify(
        """
        class Discovery
        {
            private readonly UdpClient _client = {|SOCK013:new UdpClient(3702)|};

            public void Start()
            {
                _client.JoinMulticastGroup(IPAddress.Parse("239.255.255.250"));
                _client.BeginReceive(OnReceive, null);
            }

            private void OnReceive(IAsyncResult result)
            {
                IPEndPoint from = null;
                _client.EndReceive(result, ref from);
                _client.BeginReceive(OnReceive, null);
            }
        }
        """);

    [Fact]
    public Task A_client_in_a_field_made_in_the_constructor() => Verify(
        """
        class Mdns
        {
            private const int Port = 5353;
            private UdpClient _client;

            public Mdns()
            {
                _client = {|SOCK013:new UdpClient(Port)|};
                _client.JoinMulticastGroup(IPAddress.Parse("224.0.0.251"));
            }

            public async Task<byte[]> NextAsync() => (await _client.ReceiveAsync()).Buffer;
        }
        """);

    [Theory]
    [InlineData("var s = Udp(); s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true); s.Bind(Any1900); Join(s); s.Receive(Data);")]
    [InlineData("var s = Udp(); s.ExclusiveAddressUse = false; s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true); s.Bind(Any1900); Join(s); s.Receive(Data);")]
    [InlineData("var s = Udp(); Reuse(s); s.Bind(Any1900); Join(s); s.Receive(Data);")]
    [InlineData("var s = Udp(); configure(s); s.Bind(Any1900); Join(s); s.Receive(Data);")]
    [InlineData("var s = Udp(); s.Bind(Any1900); s.Receive(Data);")]
    [InlineData("var s = Udp(); s.Bind(Any1900); Join(s); s.SendTo(Data, endPoint);")]
    [InlineData("var s = Udp(); s.Bind(new IPEndPoint(IPAddress.Any, 0)); Join(s); s.Receive(Data);")]
    [InlineData("var s = Udp(); Join(s); s.SendTo(Data, endPoint); s.Receive(Data);")]
    [InlineData("var s = Udp(); s.Bind(Any1900); s.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.DropMembership, new MulticastOption(group)); s.Receive(Data);")]
    [InlineData("var s = Udp(); s.Bind(Any1900); s.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, 4); s.Receive(Data);")]
    [InlineData("var u = new UdpClient(); u.ExclusiveAddressUse = false; u.Client.Bind(Any1900); u.JoinMulticastGroup(group); await u.ReceiveAsync();")]
    [InlineData("var u = new UdpClient { ExclusiveAddressUse = false }; u.Client.Bind(Any1900); u.JoinMulticastGroup(group); await u.ReceiveAsync();")]
    [InlineData("var u = new UdpClient(); u.Client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true); u.Client.Bind(Any1900); u.JoinMulticastGroup(group); await u.ReceiveAsync();")]
    [InlineData("var u = new UdpClient(); Reuse(u.Client); u.Client.Bind(Any1900); u.JoinMulticastGroup(group); await u.ReceiveAsync();")]
    [InlineData("var u = new UdpClient(); configure(u.Client); u.Client.Bind(Any1900); u.JoinMulticastGroup(group); await u.ReceiveAsync();")]
    [InlineData("var u = new UdpClient(0); u.JoinMulticastGroup(group); await u.ReceiveAsync();")]
    [InlineData("var u = new UdpClient(new IPEndPoint(IPAddress.Any, 0)); u.JoinMulticastGroup(group); await u.ReceiveAsync();")]
    [InlineData("var u = new UdpClient(); u.JoinMulticastGroup(group); await u.SendAsync(Data, 16, endPoint); await u.ReceiveAsync();")]
    [InlineData("var u = new UdpClient(AddressFamily.InterNetwork); u.JoinMulticastGroup(group); await u.ReceiveAsync();")]
    [InlineData("var u = new UdpClient(\"example.org\", 53); await u.ReceiveAsync();")]
    [InlineData("var u = new UdpClient(1900); await u.ReceiveAsync();")]
    [InlineData("var u = new UdpClient(1900); u.JoinMulticastGroup(group); u.Send(Data, 16, endPoint);")]
    public Task A_datagram_socket_that_is_right(string body) => VerifyInMethod(body);

    [Fact]
    public Task A_field_that_the_type_configures_elsewhere() => Verify(
        """
        class Discovery
        {
            private readonly UdpClient _client = new UdpClient(AddressFamily.InterNetwork);

            public Discovery() => Prepare();

            private void Prepare() => _client.Client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);

            public void Open(IPAddress group)
            {
                _client.Client.Bind(new IPEndPoint(IPAddress.Any, 1900));
                _client.JoinMulticastGroup(group);
            }

            public Task<UdpReceiveResult> NextAsync() => _client.ReceiveAsync();
        }
        """);

    [Fact]
    public Task A_socket_from_outside() => Verify(
        """
        class Discovery
        {
            private readonly Socket _socket;

            public Discovery(Socket socket) => _socket = socket;

            public int Run(byte[] buffer)
            {
                _socket.Bind(new IPEndPoint(IPAddress.Any, 1900));
                _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(IPAddress.Any));
                return _socket.Receive(buffer);
            }

            public static void Open(Socket socket, UdpClient client, EndPoint where)
            {
                client.Client.Bind(where);
                client.JoinMulticastGroup(IPAddress.Any);
                client.ReceiveAsync();
            }
        }
        """);

    [Fact]
    public Task On_NET_Framework_too() => RuleTest.Of("SOCK013", SOCK006Tests.InMethod("var u = {|SOCK013:new UdpClient(1900)|}; u.JoinMulticastGroup(IPAddress.Any); u.ReceiveAsync();"))
        .With("TargetFrameworkIdentifier", ".NETFramework").RunAsync();

    [Fact]
    public Task A_look_alike() => Verify(
        """
        namespace Mine
        {
            class UdpClient
            {
                public UdpClient(int port) { }
                public void JoinMulticastGroup(IPAddress group) { }
                public byte[] Receive() => null;
            }

            class C
            {
                void M()
                {
                    var client = new UdpClient(1900);
                    client.JoinMulticastGroup(IPAddress.Any);
                    client.Receive();
                }
            }
        }
        """);

    [Fact]
    public Task Top_level_statements() => RuleTest.Of(
        "SOCK013",
        """
        using var client = {|SOCK013:new UdpClient(1900)|};
        client.JoinMulticastGroup(IPAddress.Parse("239.255.255.250"));
        while (true)
        {
            var result = await client.ReceiveAsync();
            Console.WriteLine(Encoding.ASCII.GetString(result.Buffer));
        }
        """).AsProgram().RunAsync();

    [Theory]
    [InlineData("net10.0")]
    [InlineData("net8.0")]
    [InlineData("net472")]
    [InlineData("netstandard2.0")]
    public Task On_each_framework(string framework) => RuleTest.Of(
        "SOCK013",
        """
        class C
        {
            void M(IPEndPoint from)
            {
                var u = {|SOCK013:new UdpClient(1900)|};
                u.JoinMulticastGroup(IPAddress.Parse("239.0.0.1"));
                u.Receive(ref from);
            }
        }
        """).On(framework).RunAsync();

    [Fact]
    public async Task Unfinished_code_is_no_crash() =>
        Assert.InRange((await RuleTest.ReportedAsync("SOCK013", "class C { void M() { using var u = new UdpClient(; u.JoinMulticastGroup(group); u.Receive(); } }")).Length, 0, 1);

    [Fact]
    public Task A_stream_socket_is_another_rule_s() => VerifyInMethod("var s = Any(); s.Bind(endPoint); s.Listen(); await s.AcceptAsync();");
}
