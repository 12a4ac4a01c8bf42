using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

/// <summary>SOCK035: a time-out of the synchronous calls, where all transfers of its direction are asynchronous.</summary>
public class SOCK035Tests
{
    private static Task Verify(string code, params DiagnosticResult[] expected) => RuleTest.OfTimeout(code, expected).RunAsync();

    private static string InMethod(string body) =>
        $$"""
        #nullable disable
        class Server
        {
            private const int Limit = 5000;
            private const int None = 0;
            private static byte[] s_data = new byte[16];
            private readonly int _never = 0;

            private static async Task ReadAll(Stream from) { while (await from.ReadAsync(s_data, 0, 16) > 0) { } }
            private static void ReadSome(Stream from) => from.Read(s_data, 0, 16);
            private static Task Say(Stream to) => to.WriteAsync(s_data, 0, 16);
            private static Socket Make() => new Socket(SocketType.Stream, ProtocolType.Tcp);

            async Task Serve(TcpListener listener, string host, int limit, List<Socket> all, Func<Stream, Task> unknown)
            {
                {{body.ReplaceLineEndings("\n        ")}}
            }
        }
        """;

    [Fact]
    public Task A_receive() => Verify(
        InMethod("var s = Make(); {|#0:s.ReceiveTimeout|} = 5000; await {|#1:s.ReceiveAsync(s_data, SocketFlags.None)|};"),
        new DiagnosticResult("SOCK035", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
            "'s.ReceiveTimeout' limits synchronous calls only, and all reads here are asynchronous, as 'ReceiveAsync' is: they wait without this limit"));

    [Fact]
    public Task A_send_by_option() => Verify(
        InMethod("var s = Make(); {|#0:s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.SendTimeout, 5000)|}; {|#1:s.BeginSend(s_data, 0, 16, SocketFlags.None, null, null)|};"),
        new DiagnosticResult("SOCK035", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
            "'SocketOptionName.SendTimeout' limits synchronous calls only, and all writes here are asynchronous, as 'BeginSend' is: they wait without this limit"));

    [Theory]
    // Each way to call.
    [InlineData("var s = Make(); {|SOCK035:s.ReceiveTimeout|} = limit; s.BeginReceive(s_data, 0, 16, SocketFlags.None, null, null);")]
    [InlineData("var s = Make(); {|SOCK035:s.ReceiveTimeout|} = Limit; var e = new SocketAsyncEventArgs(); s.ReceiveAsync(e);")]
    [InlineData("var s = Make(); {|SOCK035:s.ReceiveTimeout|} = Limit; await s.ReceiveAsync(s_data.AsMemory(), SocketFlags.None);")]
    [InlineData("var s = Make(); {|SOCK035:s.SendTimeout|} = Limit; await s.SendAsync(s_data.AsMemory(), SocketFlags.None);")]
    [InlineData("var s = Make(); {|SOCK035:s.SendTimeout|} = Limit; var e = new SocketAsyncEventArgs(); s.SendAsync(e);")]
    [InlineData("var s = Make(); {|SOCK035:s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveTimeout, 1)|}; await Task.Factory.FromAsync(s.BeginReceive(s_data, 0, 16, SocketFlags.None, null, s), s.EndReceive);")]
    [InlineData("using var u = new UdpClient(); {|SOCK035:u.Client.ReceiveTimeout|} = 500; u.Client.Connect(host, 1); var got = await u.ReceiveAsync();")]
    // What stands between the socket and the call.
    [InlineData("using var c = new TcpClient(host, 1); {|SOCK035:c.ReceiveTimeout|} = 500; await c.GetStream().ReadAsync(s_data, 0, 16);")]
    [InlineData("using var c = new TcpClient(host, 1); var n = c.GetStream(); {|SOCK035:n.ReadTimeout|} = 500; using var r = new StreamReader(n); await r.ReadLineAsync();")]
    [InlineData("using var c = new TcpClient(host, 1); {|SOCK035:c.GetStream().WriteTimeout|} = 500; await c.Client.SendAsync(s_data, SocketFlags.None);")]
    [InlineData("using var c = new TcpClient(host, 1) { {|SOCK035:ReceiveTimeout|} = 500 }; var t = new SslStream(c.GetStream()); await t.AuthenticateAsClientAsync(host); await t.ReadAsync(s_data, 0, 16);")]
    [InlineData("using var c = new TcpClient(host, 1); {|SOCK035:c.SendTimeout|} = {|SOCK035:c.ReceiveTimeout|} = 500; await Say(c.GetStream()); await ReadAll(c.GetStream());")]
    [InlineData("using var c = new TcpClient(host, 1); {|SOCK035:c.SendTimeout|} = 500; using var w = new StreamWriter(c.GetStream()) { AutoFlush = true }; await w.WriteLineAsync(host);")]
    [InlineData("using var c = new TcpClient(host, 1); {|SOCK035:c.SendTimeout|} = 500; await using var w = new StreamWriter(c.GetStream()); await w.WriteAsync(host); await w.FlushAsync();")]
    [InlineData("using var c = new TcpClient(host, 1); var p = System.IO.Pipelines.PipeReader.Create(c.GetStream()); {|SOCK035:c.ReceiveTimeout|} = 500; p.TryRead(out _); await p.ReadAsync();")]
    [InlineData("var c = await listener.AcceptTcpClientAsync(); {|SOCK035:c.ReceiveTimeout|} = 500; _ = Task.Run(() => ReadAll(c.GetStream()));")]
    [InlineData("var s = listener.AcceptSocket(); {|SOCK035:s.ReceiveTimeout|} = 500; Stream n = new NetworkStream(s); await n.CopyToAsync(Stream.Null);")]
    [InlineData("var s = listener.AcceptSocket(); {|SOCK035:s.SendTimeout|} = 500; var n = new NetworkStream(s); await new MemoryStream().CopyToAsync(n);")]
    [InlineData("Socket s = null; s ??= Make(); if (s is { } made) {|SOCK035:made.ReceiveTimeout|} = 500; await (s ?? Make()).ReceiveAsync(s_data, SocketFlags.None);")]
    [InlineData("TcpClient c = null; try { c = new TcpClient(host, 1); {|SOCK035:c.ReceiveTimeout|} = limit; await c.GetStream().ReadAsync(s_data, 0, 16); } finally { c?.Close(); }")]
    // A limit of another kind beside it does not make this one work.
    [InlineData("using var stop = new CancellationTokenSource(500); var s = Make(); {|SOCK035:s.ReceiveTimeout|} = 500; await s.ReceiveAsync(s_data.AsMemory(), SocketFlags.None, stop.Token);")]
    [InlineData("var s = Make(); {|SOCK035:s.ReceiveTimeout|} = limit > 0 ? limit : 0; await s.ReceiveAsync(s_data, SocketFlags.None).WaitAsync(TimeSpan.FromSeconds(1));")]
    // The other direction is none of its business.
    [InlineData("var s = Make(); {|SOCK035:s.ReceiveTimeout|} = 500; s.Connect(host, 1); s.Send(s_data); await s.ReceiveAsync(s_data, SocketFlags.None);")]
    [InlineData("var s = Make(); s.ReceiveTimeout = 500; {|SOCK035:s.SendTimeout|} = 500; await s.SendAsync(s_data, SocketFlags.None); s.Receive(s_data);")]
    public Task Only_asynchronous(string body) => Verify(InMethod(body));

    [Theory]
    // The synchronous call that it is for.
    [InlineData("var s = Make(); s.ReceiveTimeout = 500; s.Receive(s_data);")]
    [InlineData("var s = Make(); s.ReceiveTimeout = 500; s.Receive(s_data); await s.ReceiveAsync(s_data, SocketFlags.None);")]
    [InlineData("using var c = new TcpClient(host, 1); c.ReceiveTimeout = 500; await ReadAll(c.GetStream()); ReadSome(c.GetStream());")]
    [InlineData("using var c = new TcpClient(host, 1); c.ReceiveTimeout = 500; var r = new StreamReader(c.GetStream()); await r.ReadLineAsync(); if (!r.EndOfStream) return;")]
    [InlineData("using var c = new TcpClient(host, 1); c.ReceiveTimeout = 500; var r = new BinaryReader(c.GetStream()); await ReadAll(c.GetStream()); r.ReadInt32();")]
    [InlineData("using var c = new TcpClient(host, 1); c.SendTimeout = 500; await Say(c.GetStream()); await Task.Run(() => c.GetStream().WriteByte(1));")]
    [InlineData("var s = Make(); s.SendTimeout = 500; await s.SendAsync(s_data, SocketFlags.None); Func<byte[], int> later = s.Send; later(s_data);")]
    [InlineData("using var c = new TcpClient(host, 1); c.SendTimeout = 500; using var w = new StreamWriter(c.GetStream()); await w.WriteLineAsync(host);")]
    [InlineData("using var c = new TcpClient(host, 1); c.SendTimeout = 500; var w = new StreamWriter(c.GetStream()); await w.WriteAsync(host); w.Flush();")]
    [InlineData("using var c = new TcpClient(host, 1) { ReceiveTimeout = 500 }; var t = new SslStream(c.GetStream()); t.AuthenticateAsClient(host); await t.ReadAsync(s_data, 0, 16);")]
    // Unix limits a connect by it too.
    [InlineData("var s = Make(); s.SendTimeout = 500; s.Connect(host, 1); await s.SendAsync(s_data, SocketFlags.None);")]
    // No limit is wanted.
    [InlineData("var s = Make(); s.ReceiveTimeout = 0; await s.ReceiveAsync(s_data, SocketFlags.None);")]
    [InlineData("var s = Make(); s.ReceiveTimeout = None; await s.ReceiveAsync(s_data, SocketFlags.None);")]
    [InlineData("var s = Make(); s.ReceiveTimeout = _never; await s.ReceiveAsync(s_data, SocketFlags.None);")]
    [InlineData("var s = Make(); s.ReceiveTimeout = int.MaxValue; await s.ReceiveAsync(s_data, SocketFlags.None);")]
    [InlineData("var s = Make(); s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveTimeout, 0); await s.ReceiveAsync(s_data, SocketFlags.None);")]
    [InlineData("using var c = new TcpClient(host, 1); var n = c.GetStream(); n.ReadTimeout = Timeout.Infinite; await n.ReadAsync(s_data, 0, 16);")]
    [InlineData("var s = Make(); s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveBuffer, 5000); await s.ReceiveAsync(s_data, SocketFlags.None);")]
    // Nothing is read.
    [InlineData("var s = Make(); s.ReceiveTimeout = 500; await s.SendAsync(s_data, SocketFlags.None);")]
    [InlineData("listener.Server.ReceiveTimeout = 500; await listener.AcceptSocketAsync();")]
    // Somebody makes a limit of it.
    [InlineData("var s = Make(); s.ReceiveTimeout = 500; using var stop = new CancellationTokenSource(s.ReceiveTimeout); await s.ReceiveAsync(s_data.AsMemory(), SocketFlags.None, stop.Token);")]
    [InlineData("var s = Make(); s.ReceiveTimeout = 500; var read = s.ReceiveAsync(s_data, SocketFlags.None); await Task.WhenAny(read, Task.Delay((int)s.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveTimeout)));")]
    // Others have it too.
    [InlineData("var s = Make(); s.ReceiveTimeout = 500; all.Add(s); await s.ReceiveAsync(s_data, SocketFlags.None);")]
    [InlineData("using var c = new TcpClient(host, 1); c.ReceiveTimeout = 500; await unknown(c.GetStream()); await ReadAll(c.GetStream());")]
    [InlineData("var s = Make(); s.ReceiveTimeout = 500; ThreadPool.QueueUserWorkItem(o => ((Socket)o).Receive(s_data), s); await s.ReceiveAsync(s_data, SocketFlags.None);")]
    [InlineData("foreach (var s in all) { s.ReceiveTimeout = 500; await s.ReceiveAsync(s_data, SocketFlags.None); }")]
    [InlineData("var s = new Socket(new SafeSocketHandle((IntPtr)limit, true)); s.ReceiveTimeout = 500; await s.ReceiveAsync(s_data, SocketFlags.None);")]
    [InlineData("using var c = new TcpClient(host, 1); c.ReceiveTimeout = 500; await ReadAll(c.GetStream()); await new System.IO.Compression.GZipStream(c.GetStream(), System.IO.Compression.CompressionMode.Decompress).ReadAsync(s_data, 0, 16);")]
    [InlineData("Stream n = limit > 0 ? new NetworkStream(Make()) : new MemoryStream(); n.ReadTimeout = 500; await n.ReadAsync(s_data, 0, 16);")]
    public Task In_force_or_not_seen(string body) => Verify(InMethod(body));

    private static string InType(string transfers) =>
        $$"""
        #nullable disable
        interface ILine { int Limit { get; set; } Stream Open(); }
        public abstract class Base
        {
            protected Stream Input { get; set; }
            public abstract Task Run();
        }
        sealed class Line : Base, ILine
        {
            private readonly byte[] _data = new byte[16];
            private readonly TcpClient _client;

            public Line(TcpClient client) { _client = client; Input = client.GetStream(); }

            public int Limit { get => _client.SendTimeout; set => _client.SendTimeout = value; }

            public Stream Open() => _client.GetStream();

            public override async Task Run()
            {
                {{transfers}}
            }
        }
        static class Lines
        {
            public static async Task Accept(TcpListener listener)
            {
                while (true)
                {
                    var client = await listener.AcceptTcpClientAsync();
                    client.ReceiveTimeout = 500;
                    await new Line(client).Run();
                }
            }

            public static void Finish(ILine line) { var stream = line.Open(); stream.WriteByte(0); }
        }
        """;

    [Theory]
    [InlineData("while (await Input.ReadAsync(_data, 0, 16) > 0) { }")]
    [InlineData("var stream = Open(); Use(stream); async void Use(Stream of) => await of.ReadAsync(_data, 0, 16);")]
    [InlineData("Start(); void Start() => _client.Client.BeginReceive(_data, 0, 16, SocketFlags.None, Next, null); void Next(IAsyncResult r) { _client.Client.EndReceive(r); Start(); }")]
    public Task Through_a_type(string transfers) => Verify(InType(transfers).Replace("client.ReceiveTimeout = 500", "{|SOCK035:client.ReceiveTimeout|} = 500", StringComparison.Ordinal));

    [Theory]
    [InlineData("while (await Input.ReadAsync(_data, 0, 16) > 0) { Input.ReadByte(); }")]
    [InlineData("var stream = Open(); Use(stream); await Input.ReadAsync(_data, 0, 16); void Use(Stream of) => of.Read(_data, 0, 16);")]
    [InlineData("await Input.ReadAsync(_data, 0, 16); new Thread(() => Input.ReadByte()).Start();")]
    public Task Through_a_type_in_force(string transfers) => Verify(InType(transfers));

    // A constructor that is called without its type's name: as the base's, as another one of the same type, by "new(...)".
    private static string Made(string line, string read) =>
        $$"""
        abstract class Wire
        {
            protected readonly NetworkStream _stream;
            protected Wire(TcpClient client, int limit) { _stream = client.GetStream(); {|SOCK035:_stream.ReadTimeout|} = limit; }
        }
        {{line}}
        class Lines
        {
            public async Task Open(byte[] data) { var client = new TcpClient("host", 1); Line line = new(client); await line.Read(data); {{read}} }
        }
        """;

    [Theory]
    [InlineData("class Line : Wire { public Line(TcpClient client) : base(client, 500) { } public async Task Read(byte[] data) => await _stream.ReadAsync(data, 0, 1); }")]
    [InlineData("class Line : Wire { public Line(TcpClient client) : this(client, 500) { } private Line(TcpClient client, int limit) : base(client, limit) { } public async Task Read(byte[] data) => await _stream.ReadAsync(data, 0, 1); }")]
    public Task Through_unnamed_constructors(string line) => Verify(Made(line, ""));

    [Theory]
    [InlineData("class Line : Wire { public Line(TcpClient client) : base(client, 500) { } public async Task Read(byte[] data) => await _stream.ReadAsync(data, 0, 1); }")]
    [InlineData("class Line : Wire { public Line(TcpClient client) : this(client, 500) { } private Line(TcpClient client, int limit) : base(client, limit) { } public async Task Read(byte[] data) => await _stream.ReadAsync(data, 0, 1); }")]
    public Task Through_unnamed_constructors_in_force(string line) =>
        Verify(Made(line, "client.GetStream().ReadByte();").Replace("{|SOCK035:_stream.ReadTimeout|}", "_stream.ReadTimeout", StringComparison.Ordinal));

    // The time-out of a property that only forwards it: what it forwards to decides, and whether somebody reads it.
    private static string Forwarding(string rest) =>
        $$"""
        class Channel
        {
            private readonly TcpClient _client = new("host", 1);
            public int Limit { get => _client.ReceiveTimeout; set => {|SOCK035:_client.ReceiveTimeout|} = value; }
            public async Task<int> Read(byte[] into) => await _client.GetStream().ReadAsync(into, 0, into.Length);
            {{rest}}
        }
        """;

    [Fact]
    public Task A_property_that_nobody_reads() => Verify(Forwarding("public void Hurry() => Limit = 5;"));

    [Fact]
    public Task A_property_that_somebody_reads() => Verify(
        Forwarding("public CancellationTokenSource Stop() => new(Limit);").Replace("{|SOCK035:_client.ReceiveTimeout|}", "_client.ReceiveTimeout", StringComparison.Ordinal));

    private static string Called(string callback) =>
        $$"""
        class Listener
        {
            private static readonly byte[] s_data = new byte[16];

            public static void Accept(IAsyncResult accepted)
            {
                var socket = ((TcpListener)accepted.AsyncState!).EndAcceptSocket(accepted);
                {|SOCK035:socket.ReceiveTimeout|} = 500;
                socket.BeginReceive(s_data, 0, 16, SocketFlags.None, OnReceived, socket);
                var twin = new Socket(SocketType.Stream, ProtocolType.Tcp);
                twin.BeginReceive(s_data, 0, 16, SocketFlags.None, result => ((Socket)result.AsyncState!).EndReceive(result), twin);
                {|SOCK035:twin.ReceiveTimeout|} = 500;
            }

            private static void OnReceived(IAsyncResult result)
            {
                var socket = (Socket)result.AsyncState!;
                {{callback}}
            }
        }
        """;

    [Fact]
    public Task By_the_state_of_a_callback() => Verify(Called("{|SOCK035:socket.ReceiveTimeout|} = 100; if (socket.EndReceive(result) > 0) socket.BeginReceive(s_data, 0, 16, SocketFlags.None, OnReceived, socket);"));

    [Theory]
    [InlineData("socket.ReceiveTimeout = 100; if (socket.EndReceive(result) > 0) socket.Receive(s_data);")]
    [InlineData("Next(result); void Next(IAsyncResult of) => socket.EndReceive(of);")]
    public Task By_the_state_of_a_callback_in_force(string callback) =>
        Verify(Called(callback).Replace("{|SOCK035:socket.ReceiveTimeout|}", "socket.ReceiveTimeout", StringComparison.Ordinal));

    [Fact]
    public Task Through_a_filter() => Verify(
        """
        class Channel
        {
            private readonly byte[] _data = new byte[16];
            private readonly TcpClient _client = new("host", 1);
            private Stream _stream;
            public Channel() { _stream = _client.GetStream(); {|SOCK035:_client.ReceiveTimeout|} = 500; }
            public async Task Filter(Func<Stream, Task<Stream>> filter) => _stream = await filter(_stream);
            public async Task Read() => await _stream.ReadAsync(_data, 0, 16);
            public Task Secure(string host) => Filter(async inner => { var tls = new SslStream(inner); await tls.AuthenticateAsClientAsync(host); return tls; });
        }
        """);

    [Fact]
    public Task Through_a_filter_that_reads() => Verify(
        """
        class Channel
        {
            private readonly byte[] _data = new byte[16];
            private readonly TcpClient _client = new("host", 1);
            private Stream _stream;
            public Channel() { _stream = _client.GetStream(); _client.ReceiveTimeout = 500; }
            public async Task Filter(Func<Stream, Task<Stream>> filter) => _stream = await filter(_stream);
            public async Task Read() => await _stream.ReadAsync(_data, 0, 16);
            public Task Skip() => Filter(inner => { inner.ReadByte(); return Task.FromResult(inner); });
        }
        """);

    [Fact]
    public Task A_parameter_that_nobody_gives() => Verify(
        """
        public class Options
        {
            public async Task Use(Socket s, byte[] data) { s.ReceiveTimeout = 500; await s.ReceiveAsync(data, SocketFlags.None); }
        }
        """);

    [Fact]
    public Task A_derived_type() => Verify(
        """
        class Client : TcpClient
        {
            public async Task Use(byte[] data) { ReceiveTimeout = 500; await GetStream().ReadAsync(data, 0, 1); }
        }
        """);

    [Fact]
    public Task A_type_of_the_same_name() => Verify(
        """
        class Socket { public int ReceiveTimeout { get; set; } public Task<int> ReceiveAsync() => Task.FromResult(1); }
        class Owner
        {
            async Task M() { var s = new Socket { ReceiveTimeout = 500 }; await s.ReceiveAsync(); }
        }
        """);

    [Fact]
    public Task A_stream_that_keeps_its_own_time() => Verify(
        """
        class Slow : NetworkStream
        {
            public Slow(Socket s) : base(s) { }
            public override int ReadTimeout { get; set; }
        }
        class Owner
        {
            async Task M(byte[] data) { var s = new Slow(new Socket(SocketType.Stream, ProtocolType.Tcp)); s.ReadTimeout = 500; await s.ReadAsync(data, 0, 1); }
        }
        """);

    [Fact]
    public Task A_variable_that_leads_back_to_itself() => Verify(
        """
        class Owner
        {
            async Task M(Stream s, Stream t, byte[] data) { s = t; t = s; s.ReadTimeout = 500; await s.ReadAsync(data, 0, 1); await M(t, s, data); }
        }
        """);

    [Fact]
    public Task In_top_level_statements() => RuleTest.OfTimeout(
        """
        using var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        {|SOCK035:s.ReceiveTimeout|} = 500;
        await s.ReceiveAsync(new byte[1], SocketFlags.None);
        """).AsProgram().RunAsync();

    [Fact]
    public Task Across_files() => RuleTest.OfTimeout(
        """
        partial class Owner
        {
            private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { {|SOCK035:ReceiveTimeout|} = 500 };
        }
        """).And("partial class Owner { async Task M(byte[] data) => await _socket.ReceiveAsync(data, SocketFlags.None); }").RunAsync();

    [Fact]
    public Task Across_files_in_force() => RuleTest.OfTimeout(
        """
        partial class Owner
        {
            internal readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 500 };
            async Task M(byte[] data) => await _socket.ReceiveAsync(data, SocketFlags.None);
        }
        """).And("class Other { int M(Owner of, byte[] data) => of._socket.Receive(data); }").RunAsync();

    [Theory]
    [InlineData("net472")]
    [InlineData("netstandard2.0")]
    [InlineData("net8.0")]
    public Task On_every_framework(string framework) => RuleTest.OfTimeout(
        """
        class Owner
        {
            void M(byte[] data)
            {
                var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
                {|SOCK035:s.ReceiveTimeout|} = 500;
                s.BeginReceive(data, 0, data.Length, SocketFlags.None, null, null);
            }
        }
        """).On(framework).RunAsync();

    [Fact]
    public Task Incomplete_code() => RuleTest.OfTimeout(
        """
        class Owner
        {
            async Task M(byte[] data) { var s = new Socket(SocketType.Stream, ProtocolType.Tcp); s.ReceiveTimeout = 500; await s.{|CS1061:Missing|}(data); await s.ReceiveAsync(data, SocketFlags.None); }
        }
        """).RunAsync();

    [Fact]
    public Task Suppressed() => Verify(InMethod(
        """
        #pragma warning disable SOCK035
                var s = Make(); s.ReceiveTimeout = 500; await s.ReceiveAsync(s_data, SocketFlags.None);
        #pragma warning restore SOCK035
        """));
}
