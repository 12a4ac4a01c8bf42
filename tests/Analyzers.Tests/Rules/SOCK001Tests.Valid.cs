using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// The policy is stated, or the question does not arise.
public partial class SOCK001Tests
{
    [Theory]
    [InlineData("s.ExclusiveAddressUse = true;")]
    [InlineData("s.ExclusiveAddressUse = false;")]
    [InlineData("s.ExclusiveAddressUse = flag;")]
    [InlineData("s.ExclusiveAddressUse = OperatingSystem.IsWindows();")]
    [InlineData("s.ExclusiveAddressUse = flag ? false : true;")]
    [InlineData("s.ExclusiveAddressUse = flag && port > 0;")]
    [InlineData("bool? maybe = flag; s.ExclusiveAddressUse = maybe ?? true;")]
    [InlineData("s.SetSocketOption(SocketOptionLevel.Socket, flag ? SocketOptionName.ReuseAddress : SocketOptionName.ExclusiveAddressUse, true);")]
    [InlineData("if (OperatingSystem.IsWindows()) s.ExclusiveAddressUse = true;")]
    [InlineData("try { s.ExclusiveAddressUse = true; } catch (SocketException) { }")]
    [InlineData("s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ExclusiveAddressUse, true);")]
    [InlineData("s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ExclusiveAddressUse, 1);")]
    [InlineData("s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);")]
    [InlineData("s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, false);")]
    [InlineData("s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, flag);")]
    [InlineData("foreach (var name in new[] { SocketOptionName.ReuseAddress }) s.SetSocketOption(SocketOptionLevel.Socket, name, true);")]
    [InlineData("s.SetRawSocketOption(1, 15, BitConverter.GetBytes(1));")]
    [InlineData("configure(s);")]
    [InlineData("configure?.Invoke(s);")]
    [InlineData("Configure(s);")]
    [InlineData("s.Configured();")]
    [InlineData("s = s.Configured();")]
    [InlineData("Options.Apply(s);")]
    [InlineData("void Set() => s.ExclusiveAddressUse = true; Set();")]
    [InlineData("Action set = () => s.ExclusiveAddressUse = true; set();")]
    public Task The_policy_is_stated_before_the_bind(string before) => RuleTest.Of("SOCK001", InMethod("var s = Tcp(); " + before + " s.Bind(endPoint); s.Listen(10);"))
        .And(
        """
        partial class C
        {
            private static void Configure(Socket socket) => socket.ExclusiveAddressUse = true;
        }

        static class Options
        {
            public static void Apply(Socket socket)
            {
                socket.NoDelay = true;
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ExclusiveAddressUse, 1);
            }

            public static Socket Configured(this Socket socket)
            {
                socket.ExclusiveAddressUse = true;
                return socket;
            }
        }
        """).RunAsync();

    [Theory]
    [InlineData("var l = new TcpListener(IPAddress.Any, port) { ExclusiveAddressUse = true }; l.Start();")]
    [InlineData("var l = new TcpListener(IPAddress.Any, port) { Server = { ExclusiveAddressUse = true } }; l.Start();")]
    [InlineData("var l = TcpListener.Create(port); l.ExclusiveAddressUse = true; l.Start();")]
    [InlineData("var l = new TcpListener(IPAddress.Any, port); l.Server.ExclusiveAddressUse = true; l.Start();")]
    [InlineData("var l = new TcpListener(IPAddress.Any, port); l.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true); l.Start();")]
    [InlineData("var l = new TcpListener(IPAddress.Any, port); var server = l.Server; server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, 1); l.Start();")]
    [InlineData("var l = new TcpListener(IPAddress.Any, port); configure(l.Server); l.Start();")]
    [InlineData("var l = new TcpListener(IPAddress.Any, port); keep.Add(l); l.Start();")]
    [InlineData("var l = keep[0]; l.Start();")]
    [InlineData("foreach (var l in keep) l.Start();")]
    [InlineData("keep.ForEach(l => l.Start());")]
    [InlineData("var s = new Socket(SocketType.Stream, ProtocolType.Tcp) { ExclusiveAddressUse = true }; s.Bind(endPoint); s.Listen();")]
    public Task The_policy_is_stated_on_the_listener_or_may_be(string body) => VerifyInMethod(body);

    [Theory]
    [InlineData("var l = new TcpListener(IPAddress.Any, 0); l.Start();")]
    [InlineData("var l = new TcpListener(IPAddress.Any, NoPort); l.Start();")]
    [InlineData("var l = new TcpListener(new IPEndPoint(IPAddress.Any, 0)); l.Start();")]
    [InlineData("var l = new TcpListener(IPAddress.Any, port: 0); l.Start();")]
    [InlineData("var l = TcpListener.Create(0); l.Start();")]
    [InlineData("var free = 0; var l = new TcpListener(IPAddress.Any, free); l.Start();")]
    [InlineData("var s = Tcp(); s.Bind(new IPEndPoint(IPAddress.Any, 0)); s.Listen();")]
    [InlineData("var s = Tcp(); s.Bind(new IPEndPoint(IPAddress.Any, IPEndPoint.MinPort)); s.Listen();")]
    [InlineData("var s = Tcp(); var any = new IPEndPoint(IPAddress.IPv6Any, 0); s.Bind(any); s.Listen();")]
    [InlineData("var s = Tcp(); s.Bind(IPEndPoint.Parse(\"0.0.0.0:0\")); s.Listen();")]
    [InlineData("var s = Tcp(); s.Bind(IPEndPoint.Parse(\"0.0.0.0\")); s.Listen();")]
    [InlineData("var s = Tcp(); s.Bind(IPEndPoint.Parse(\"[::]:0\")); s.Listen();")]
    [InlineData("const string any = \"::\"; var s = Tcp(); s.Bind(IPEndPoint.Parse(any)); s.Listen();")]
    public Task Any_free_port(string body) => VerifyInMethod(body);

    [Theory]
    [InlineData("var l = new TcpListener(IPAddress.Loopback, 5000); l.Start();")]
    [InlineData("var l = new TcpListener(IPAddress.IPv6Loopback, port); l.Start();")]
    [InlineData("var l = new TcpListener(IPAddress.Parse(\"127.0.0.1\"), port); l.Start();")]
    [InlineData("var l = new TcpListener(s_loopback, port); l.Start();")]
    [InlineData("var l = new TcpListener(s_local); l.Start();")]
    [InlineData("var local = IPAddress.Parse(\"::1\"); var l = new TcpListener(local, port); l.Start();")]
    [InlineData("var s = Tcp(); s.Bind(new IPEndPoint(IPAddress.Loopback, port)); s.Listen();")]
    [InlineData("var s = Tcp(); IPEndPoint where; if (flag) where = new IPEndPoint(IPAddress.IPv6Loopback, 0); else where = new IPEndPoint(IPAddress.Loopback, 0); s.Bind(where); s.Listen();")]
    [InlineData("var s = Tcp(); s.Bind(flag ? new IPEndPoint(IPAddress.Any, 0) : new IPEndPoint(IPAddress.IPv6Any, 0)); s.Listen();")]
    [InlineData("var where = new IPEndPoint(IPAddress.Loopback, port); if (flag) where = new IPEndPoint(IPAddress.Loopback, 7); var l = new TcpListener(where); l.Start();")]
    [InlineData("var local = IPAddress.Loopback; if (flag) local = IPAddress.IPv6Loopback; var l = new TcpListener(local, port); l.Start();")]
    [InlineData("var l = new TcpListener(port switch { 1 => IPAddress.Loopback, _ => IPAddress.IPv6Loopback }, port); l.Start();")]
    [InlineData("var s = Tcp(); s.Bind(IPEndPoint.Parse(\"127.0.0.1:5000\")); s.Listen();")]
    [InlineData("var s = Tcp(); s.Bind(IPEndPoint.Parse(\"[::1]:5000\")); s.Listen();")]
    public Task Only_this_machine_can_reach_it(string body) => VerifyInMethod(body);

    [Theory]
    [InlineData("var s = Tcp(); s.Bind(endPoint); s.Connect(\"example.org\", 80);")]
    [InlineData("var s = Tcp(); s.Bind(endPoint); await s.ConnectAsync(\"example.org\", 80); s.Send(new byte[1]);")]
    [InlineData("var s = Tcp(); s.Bind(endPoint);")]
    [InlineData("var c = new TcpClient(endPoint); c.Connect(\"example.org\", 80);")]
    [InlineData("var c = new TcpClient(); c.Client.Bind(endPoint); c.Connect(\"example.org\", 80);")]
    [InlineData("var u = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp); u.Bind(endPoint); u.Receive(new byte[1]);")]
    [InlineData("using var u = new UdpClient(5000); await u.ReceiveAsync();")]
    public Task A_client_or_a_datagram_socket(string body) => VerifyInMethod(body);

    [Theory]
    [InlineData("var s = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified); s.Bind(new UnixDomainSocketEndPoint(\"/run/a.sock\")); s.Listen();")]
    [InlineData("var s = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.IP); s.Bind(new UnixDomainSocketEndPoint(\"/run/a.sock\")); s.Listen(5);")]
    [InlineData("var unix = new UnixDomainSocketEndPoint(\"/run/a.sock\"); var s = new Socket(unix.AddressFamily, SocketType.Stream, ProtocolType.Unspecified); s.Bind(unix); s.Listen(5);")]
    [InlineData("EndPoint where = flag ? new UnixDomainSocketEndPoint(\"/run/a.sock\") : endPoint; var s = new Socket(where.AddressFamily, SocketType.Stream, flag ? ProtocolType.Unspecified : ProtocolType.Tcp); s.Bind(where); s.Listen(5);")]
    public Task A_unix_domain_socket(string body) => VerifyInMethod(body);

    [Theory]
    [InlineData("var s = new Socket(new SafeSocketHandle((IntPtr)3, ownsHandle: true)); s.Listen(10);")]
    [InlineData("var s = new Socket(new SafeSocketHandle((IntPtr)3, true)); if (!s.IsBound) s.Bind(endPoint); s.Listen(10);")]
    [InlineData("var s = new Socket(default(SocketInformation)); s.Bind(endPoint); s.Listen(10);")]
    public Task A_handle_from_the_service_manager(string body) => VerifyInMethod(body);

    [Theory]
    [InlineData("try { var l = new TcpListener(IPAddress.Any, port); l.Start(); l.Stop(); } catch (SocketException) { return; }")]
    [InlineData("TcpListener l = null; try { l = new TcpListener(IPAddress.Any, port); l.Start(); } catch (SocketException) { return; } finally { l?.Stop(); }")]
    [InlineData("using (var s = Tcp()) { s.Bind(endPoint); s.Listen(1); }")]
    [InlineData("using var l = TcpListener.Create(port); l.Start();")]
    [InlineData("var l = new TcpListener(IPAddress.Any, port); try { l.Start(); await Task.Delay(1); } catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse) { return; } finally { l.Stop(); }")]
    [InlineData("for (var p = port; p < 65535; p++) { try { using var s = Tcp(); s.Bind(new IPEndPoint(IPAddress.Any, p)); s.Listen(); return; } catch (SocketException) { } }")]
    [InlineData("Socket s = null; try { s = Tcp(); s.Bind(endPoint); s.Listen(1); } catch { return; } finally { s?.Close(); }")]
    [InlineData("using var s = Tcp(); s.Bind(endPoint); s.Listen(1); Console.WriteLine(((IPEndPoint)s.LocalEndPoint).Port);")]
    public Task A_port_probe(string body) => VerifyInMethod(body);
}
