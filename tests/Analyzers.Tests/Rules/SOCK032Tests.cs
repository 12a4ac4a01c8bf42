using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

/// <summary>SOCK032: the count of a receive is ignored, and more than it tells is taken from the buffer.</summary>
public class SOCK032Tests
{
    private static Task Verify(string code, params DiagnosticResult[] expected) => RuleTest.OfPartialReceive(code, expected).RunAsync();

    private static string InMethod(string body) =>
        $$"""
        #nullable disable
        class Packet
        {
            public Packet(byte[] data) { Kind = data[0]; Length = BitConverter.ToInt32(data, 1); }
            public byte Kind;
            public int Length;
        }

        class Client
        {
            private readonly byte[] _bytes = new byte[1024];
            private byte[] _frame;

            private static int LengthIn(byte[] header) => NumberIn(header);
            private static int NumberIn(byte[] header) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(header);
            private static void Fill(byte[] target) { target[0] = 1; target[1] = 2; }
            private static int Show(int n) => n;
            private static void Use(object what) => Console.WriteLine(what);
            private static byte[] Trim(byte[] data) { var last = Array.FindLastIndex(data, b => b != 0); Array.Resize(ref data, last + 1); return data; }
            private static int FirstIn(byte[] data) { foreach (var b in data) { if (b != 0) return b; } return 0; }
            private static Socket Make() => new Socket(SocketType.Stream, ProtocolType.Tcp);

            async Task Run(TcpClient client, TcpListener listener, string host, int limit, Stream unknown)
            {
                var s = Make();
                var n = client.GetStream();
                {{body.ReplaceLineEndings("\n        ")}}
            }
        }
        """;

    [Fact]
    public Task A_header_in_one_receive() => Verify(
        InMethod("var h = new byte[4]; {|#0:s.Receive(h)|}; Use(BitConverter.ToInt32({|#1:h|}, 0));"),
        new DiagnosticResult("SOCK032", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
            "'Receive' gives what has arrived, often less than what was sent or asked for, and 'h' is used without a look at the count: it may hold old bytes or zeros"));

    [Fact]
    public Task A_loop_at_one_place() => Verify(
        InMethod("var got = 0; while (got < 64) { got += {|#0:s.Receive(_bytes, 0, 64, SocketFlags.None)|}; } Use(new MemoryStream({|#1:_bytes|}, 0, 64));"),
        new DiagnosticResult("SOCK032", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
            "'Receive' gives what has arrived, often less than what was sent or asked for, and each round of this loop writes to the same place: of the rounds before only what the last one did not reach is left in '_bytes'"));

    [Fact]
    public Task A_text_up_to_the_first_zero() => Verify(
        InMethod("var b = new byte[64]; {|#0:s.Receive(b)|}; Use(Encoding.UTF8.GetString({|#1:b|}).TrimEnd('\\0'));"),
        new DiagnosticResult("SOCK032", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
            "'Receive' gives what has arrived, often less than what was sent or asked for, and 'b' is used without a look at the count: it may hold a part of the message, or nothing at the end of the stream"));

    [Fact]
    public Task As_many_as_there_are() => Verify(
        InMethod("var b = new byte[s.Available]; {|#0:s.Receive(b)|}; Use(Encoding.UTF8.GetString({|#1:b|}));"),
        new DiagnosticResult("SOCK032", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
            "'Receive' gives what has arrived, often less than what was sent or asked for, and is asked here for what is there: that may be a part of the message, and is nothing where none has come yet, or the peer has closed its side"));

    [Theory]
    // Each way to call.
    [InlineData("if (limit > 0) { {|SOCK032:s.Receive(_bytes)|}; Use(1); } Use(new Packet(_bytes));")]
    [InlineData("var h = new byte[4]; _ = {|SOCK032:n.Read(h, 0, 4)|}; Use(LengthIn(h));")]
    [InlineData("var h = new byte[4]; _ = {|SOCK032:n.Read(h.AsSpan())|}; Use(LengthIn(h));")]
    [InlineData("var h = new byte[4]; _ = await {|SOCK032:n.ReadAsync(h)|}; Use(LengthIn(h));")]
    [InlineData("var h = new byte[4]; _ = await {|SOCK032:n.ReadAsync(h.AsMemory(0, 4))|}.ConfigureAwait(false); Use(LengthIn(h));")]
    [InlineData("var h = new byte[4]; await {|SOCK032:s.ReceiveAsync(h, SocketFlags.None)|}; Use(LengthIn(h));")]
    [InlineData("var h = new byte[4]; await {|SOCK032:s.ReceiveAsync(new ArraySegment<byte>(h), SocketFlags.None)|}; Use(LengthIn(h));")]
    [InlineData("var h = new byte[4]; {|SOCK032:s.ReceiveAsync(h.AsMemory(), SocketFlags.None)|}.AsTask().GetAwaiter().GetResult(); Use(LengthIn(h));")]
    [InlineData("var h = new byte[4]; {|SOCK032:s.Receive(h, 0, 4, SocketFlags.None, out _)|}; Use(LengthIn(h));")]
    [InlineData("var h = new byte[4]; using var r = new BinaryReader(n); {|SOCK032:r.Read(h, 0, 4)|}; Use(LengthIn(h));")]
    [InlineData("Stream t = new SslStream(n); var h = new byte[4]; _ = {|SOCK032:t.Read(h, 0, 4)|}; Use(LengthIn(h));")]
    [InlineData("Stream t = new BufferedStream(n); var h = new byte[4]; var k = {|SOCK032:t.Read(h, 0, 4)|}; Use(LengthIn(h));")]
    [InlineData("var u = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified); var h = new byte[4]; {|SOCK032:u.Receive(h)|}; Use(LengthIn(h));")]
    // What is taken for granted.
    [InlineData("{|SOCK032:s.Receive(_bytes)|}; Use(_bytes[1]);")]
    [InlineData("{|SOCK032:s.Receive(_bytes)|}; Use(Encoding.UTF8.GetString(_bytes));")]
    [InlineData("{|SOCK032:s.Receive(_bytes)|}; Use(Encoding.UTF8.GetString(_bytes, 0, _bytes.Length));")]
    [InlineData("{|SOCK032:s.Receive(_bytes)|}; Use(new Packet(_bytes));")]
    [InlineData("{|SOCK032:s.Receive(_bytes)|}; Use(new MemoryStream(_bytes));")]
    [InlineData("{|SOCK032:s.Receive(_bytes)|}; n.Write(_bytes, 0, _bytes.Length);")]
    [InlineData("{|SOCK032:s.Receive(_bytes)|}; var copy = new byte[12]; Buffer.BlockCopy(_bytes, 4, copy, 0, 12);")]
    [InlineData("{|SOCK032:s.Receive(_bytes)|}; Use(System.Runtime.InteropServices.MemoryMarshal.Read<int>(_bytes.AsSpan(4)));")]
    [InlineData("var f = new byte[limit]; {|SOCK032:s.Receive(f)|}; _frame = f;")]
    [InlineData("var f = new byte[limit]; {|SOCK032:s.Receive(f, limit, SocketFlags.None)|}; Use(f.ToArray());")]
    [InlineData("var f = new byte[24]; {|SOCK032:s.Receive(f)|}; Use(f.Skip(20).Take(4).ToArray());")]
    // A look at the count that is none.
    [InlineData("var k = {|SOCK032:s.Receive(_bytes)|}; if (k == 0) return; Use(LengthIn(_bytes));")]
    [InlineData("var k = {|SOCK032:s.Receive(_bytes)|}; if (k > 0) Use(Encoding.ASCII.GetString(_bytes));")]
    [InlineData("if ({|SOCK032:s.Receive(_bytes)|} <= 0) return; Use(_bytes[1]);")]
    [InlineData("int k; if ((k = {|SOCK032:s.Receive(_bytes)|}) < 3) return; Use(_bytes[3]);")]
    [InlineData("var k = {|SOCK032:s.Receive(_bytes)|}; Console.WriteLine($\"{k} bytes\"); Use(LengthIn(_bytes));")]
    [InlineData("var k = {|SOCK032:s.Receive(_bytes)|}; Console.WriteLine(Encoding.ASCII.GetString(_bytes, 0, k)); Use(new Packet(_bytes));")]
    [InlineData("var k = {|SOCK032:s.Receive(_bytes)|}; if (k < 3) return; var size = _bytes[1]; Use(Encoding.UTF8.GetString(_bytes, 2, size));")]
    [InlineData("var k = {|SOCK032:s.Receive(_bytes)|}; if (k < 3) return; Use(new MemoryStream(_bytes, 2, _bytes[1]));")]
    [InlineData("var k = {|SOCK032:s.Receive(_bytes)|}; if (k == 0) return; Use(new byte[k].Length); var copy = new byte[k]; Array.Copy(_bytes, copy, k); Use(_bytes[7]);")]
    // Nobody has the count: where the zeros begin tells neither a part of the message nor the end.
    [InlineData("var b = new byte[64]; {|SOCK032:s.Receive(b)|}; var text = Encoding.UTF8.GetString(b); Use(text.Replace(\"\\0\", \"\"));")]
    [InlineData("var b = new byte[64]; {|SOCK032:s.Receive(b)|}; var text = Encoding.UTF8.GetString(b).TrimEnd('\\0'); if (text.StartsWith(\"GET\")) Use(text);")]
    [InlineData("var b = new byte[64]; {|SOCK032:s.Receive(b)|}; Use(FirstIn(b));")]
    [InlineData("var b = new byte[64]; {|SOCK032:s.Receive(b)|}; b = Trim(b); Use(Encoding.UTF8.GetString(b));")]
    [InlineData("var b = new byte[64]; {|SOCK032:s.Receive(b)|}; var size = 0; foreach (var one in b) { if (one != 0) size++; } Use(Encoding.UTF8.GetString(b, 0, size));")]
    [InlineData("var b = new byte[64]; {|SOCK032:s.Receive(b)|}; Use(Encoding.UTF8.GetString(b, 0, Array.IndexOf(b, (byte)0)));")]
    [InlineData("var b = new byte[64]; {|SOCK032:s.Receive(b)|}; var text = host; text += Encoding.UTF8.GetString(b); Use(text.Replace(\"\\0\", \"\"));")]
    [InlineData("var b = new byte[64]; {|SOCK032:s.Receive(b)|}; var text = Encoding.UTF8.GetString(b); if (text.Contains(\"exit\")) return; Use(text);")]
    [InlineData("var b = new byte[64]; {|SOCK032:s.Receive(b)|}; var unread = Encoding.UTF8.GetString(b).TrimEnd('\\0'); if (Encoding.UTF8.GetString(b).TrimEnd('\\0') == host) Use(1);")]
    // Characters.
    [InlineData("var r = new StreamReader(n); var c = new char[64]; {|SOCK032:r.Read(c, 0, 64)|}; Use(new string(c));")]
    [InlineData("var r = new StreamReader(n); var c = new char[64]; if ({|SOCK032:r.Read(c, 0, 64)|} == 0) return; Use(new StringBuilder().Append(c));")]
    [InlineData("var r = new StreamReader(n); var c = new char[64]; _ = await {|SOCK032:r.ReadAsync(c, 0, 64)|}; Use(new string(c).TrimEnd('\\0'));")]
    // What is there may be nothing.
    [InlineData("var b = new byte[4096]; {|SOCK032:s.Receive(b, client.Available, SocketFlags.None)|}; Use(Encoding.UTF8.GetString(b));")]
    [InlineData("var b = new byte[client.Available]; {|SOCK032:s.Receive(b, 0, b.Length, SocketFlags.None)|}; n.Write(b);")]
    // A loop that ends: in an exception, which may be caught outside of it.
    [InlineData("while (true) { var b = new byte[64]; {|SOCK032:s.Receive(b)|}; var text = Encoding.UTF8.GetString(b); Use(text.Substring(0, text.IndexOf('$'))); }")]
    // A loop that ends.
    [InlineData("foreach (var q in host) { n.WriteByte((byte)q); var h = new byte[4]; _ = {|SOCK032:n.Read(h, 0, 4)|}; Use(LengthIn(h)); }")]
    [InlineData("while (n.DataAvailable) { _ = {|SOCK032:n.Read(_bytes, 0, 1024)|}; } Use(new Packet(_bytes));")]
    [InlineData("while (true) { var one = listener.AcceptSocket(); {|SOCK032:one.Receive(_bytes)|}; Use(new Packet(_bytes)); }")]
    public Task Beyond_the_count(string body) => Verify(InMethod(body));

    [Theory]
    // The count is looked at.
    [InlineData("var k = s.Receive(_bytes); Use(Encoding.UTF8.GetString(_bytes, 0, k));")]
    [InlineData("var k = s.Receive(_bytes); if (k < 5) return; Use(new Packet(_bytes));")]
    [InlineData("var k = s.Receive(_bytes); if (k != 5) throw new IOException(); Use(new Packet(_bytes));")]
    [InlineData("var h = new byte[4]; var k = s.Receive(h); if (k < h.Length) return; Use(LengthIn(h));")]
    [InlineData("var got = 0; while (got < 4) { var k = s.Receive(_bytes, got, 4 - got, SocketFlags.None); if (k == 0) return; got += k; } Use(LengthIn(_bytes));")]
    [InlineData("var k = s.Receive(_bytes, 0, limit, SocketFlags.None); while (k < limit) k += s.Receive(_bytes, k, limit - k, SocketFlags.None); Use(LengthIn(_bytes));")]
    [InlineData("var k = s.Receive(_bytes); var copy = new byte[k]; Array.Copy(_bytes, copy, k); Use(new Packet(copy));")]
    [InlineData("var b = new byte[64]; var k = s.Receive(b); Array.Resize(ref b, k); Use(Encoding.UTF8.GetString(b));")]
    [InlineData("var all = new MemoryStream(); int k; while ((k = s.Receive(_bytes)) > 0) all.Write(_bytes, 0, k);")]
    [InlineData("var k = s.Receive(_bytes); Show(k); Use(new Packet(_bytes));")]
    [InlineData("var k = s.Receive(_bytes); if (k < 3) return; var size = _bytes[1]; if (k < size + 2) return; Use(Encoding.UTF8.GetString(_bytes, 2, size));")]
    [InlineData("var k = s.Receive(_bytes); if (k == 0) return; var copy = new byte[k]; Array.Copy(_bytes, copy, k); if (_bytes[0] == 4) return; Use(copy);")]
    [InlineData("var r = new StreamReader(n); var c = new char[64]; var k = r.Read(c, 0, 64); Use(new string(c, 0, k));")]
    [InlineData("var r = new StreamReader(n); var c = new char[64]; var k = r.Read(c, 0, 64); Use(new StringBuilder().Append(c, 0, k));")]
    [InlineData("var r = new StreamReader(\"file\"); var c = new char[64]; r.Read(c, 0, 64); Use(new string(c));")]
    [InlineData("TextReader r = new StringReader(host); var c = new char[64]; r.Read(c, 0, 64); Use(new string(c));")]
    // All that is asked for comes, or what comes is known before.
    [InlineData("var h = new byte[4]; n.ReadExactly(h, 0, 4); Use(LengthIn(h));")]
    [InlineData("var h = new byte[4]; await n.ReadAtLeastAsync(h, 4); Use(LengthIn(h));")]
    [InlineData("var one = new byte[1]; s.Receive(one); Use(one[0]);")]
    [InlineData("if (s.Available == 0) return; var b = new byte[s.Available]; s.Receive(b); Use(Encoding.UTF8.GetString(b));")]
    [InlineData("while (!n.DataAvailable) Thread.Sleep(1); var b = new byte[s.Available]; s.Receive(b); Use(Encoding.UTF8.GetString(b));")]
    [InlineData("if (!s.Poll(1, SelectMode.SelectRead)) return; var b = new byte[s.Available]; s.Receive(b); Use(Encoding.UTF8.GetString(b));")]
    [InlineData("var b = new byte[s.Available]; s.Receive(b); if (b.Length == 0) return; Use(Encoding.UTF8.GetString(b));")]
    [InlineData("var b = new byte[s.Available]; var k = s.Receive(b); if (k == 0) return; Use(Encoding.UTF8.GetString(b));")]
    [InlineData("if (client.Available < 4) return; var h = new byte[4]; _ = n.Read(h, 0, 4); Use(LengthIn(h));")]
    [InlineData("s.Receive(_bytes, 4, SocketFlags.Peek); s.Receive(_bytes, 4, SocketFlags.None); Use(LengthIn(_bytes));")]
    // Nobody wants what came, or the buffer has got something else.
    [InlineData("s.Receive(_bytes); s.Close();")]
    [InlineData("s.Receive(_bytes); Fill(_bytes); s.Send(_bytes);")]
    [InlineData("s.Receive(_bytes); Encoding.ASCII.GetBytes(\"QUIT\", 0, 4, _bytes, 0); s.Send(_bytes);")]
    // The count is asked for, and zeros are cut off.
    [InlineData("var b = new byte[64]; if (s.Receive(b) == 0) return; Use(Encoding.UTF8.GetString(b).TrimEnd('\\0'));")]
    [InlineData("var b = new byte[64]; var k = s.Receive(b); if (k <= 0) return; Use(FirstIn(b));")]
    [InlineData("var b = new byte[64]; var k = s.Receive(b); if (k > 0) b = Trim(b); Use(b.Length);")]
    // A word is looked for, and nobody reads more.
    [InlineData("var b = new byte[64]; s.Receive(b); if (Encoding.UTF8.GetString(b).TrimEnd('\\0').StartsWith(\"220\")) s.Close();")]
    [InlineData("var b = new byte[64]; s.Receive(b); var text = Encoding.UTF8.GetString(b).Replace(\"\\0\", \"\"); if (text.Contains(\"bye\")) s.Close();")]
    [InlineData("var b = new byte[64]; s.Receive(b); var unread = Encoding.UTF8.GetString(b);")]
    [InlineData("var b = new byte[64]; s.Receive(b); var text = Encoding.UTF8.GetString(b); if (text.IndexOf(\"exit\") >= 0) s.Close();")]
    // A datagram is whole; what else stands behind a stream is not known.
    [InlineData("var u = new Socket(SocketType.Dgram, ProtocolType.Udp); u.Receive(_bytes); Use(new Packet(_bytes));")]
    [InlineData("using var u = new UdpClient(host, 1); u.Client.Receive(_bytes); Use(new Packet(_bytes));")]
    [InlineData("var h = new byte[4]; var k = new MemoryStream(_bytes).Read(h, 0, 4); Use(LengthIn(h));")]
    [InlineData("var h = new byte[4]; _ = unknown.Read(h, 0, 4); Use(LengthIn(h));")]
    // The bytes are not there yet.
    [InlineData("var pending = s.ReceiveAsync(_bytes, SocketFlags.None); Use(_bytes[3]); await pending;")]
    // A loop that never sees the end is another rule's.
    [InlineData("while (true) { s.Receive(_bytes); Use(new Packet(_bytes)); }")]
    // The SDK's CA2022.
    [InlineData("var h = new byte[4]; n.Read(h, 0, 4); Use(LengthIn(h));")]
    [InlineData("var h = new byte[4]; await n.ReadAsync(h); Use(LengthIn(h));")]
    // Different ways.
    [InlineData("if (limit > 0) { s.Receive(_bytes); } else { Use(new Packet(_bytes)); }")]
    [InlineData("if (limit > 0) { s.Receive(_bytes); return; } Use(new Packet(_bytes));")]
    [InlineData("while (limit > 0) { s.Receive(_bytes); return; } Use(new Packet(_bytes));")]
    public Task Nothing_is_said(string body) => Verify(InMethod(body));

    [Theory]
    [InlineData("net472")]
    [InlineData("net8.0")]
    public Task Where_the_SDK_is_silent(string framework) =>
        RuleTest.OfPartialReceive("#nullable disable\nclass C { void M(NetworkStream n) { var h = new byte[4]; {|SOCK032:n.Read(h, 0, 4)|}; Console.WriteLine(BitConverter.ToInt32(h, 0)); } }").On(framework).RunAsync();

    [Theory]
    [InlineData("if (got == 0) return; Console.WriteLine(BitConverter.ToInt32(_buffer, 0));", true)]
    [InlineData("Console.WriteLine(Encoding.UTF8.GetString(_buffer));", true)]
    [InlineData("Console.WriteLine(Encoding.UTF8.GetString(_buffer, 0, got));", false)]
    [InlineData("if (got < 4) return; Console.WriteLine(BitConverter.ToInt32(_buffer, 0));", false)]
    public Task A_callback(string body, bool isWrong) => Verify(
        $$"""
        #nullable disable
        class C
        {
            private readonly byte[] _buffer = new byte[4];
            private Socket _socket;

            void Start(Socket listener)
            {
                _socket = listener.Accept();
                _socket.BeginReceive(_buffer, 0, 4, SocketFlags.None, Done, null);
            }

            void Done(IAsyncResult result)
            {
                var got = {{(isWrong ? "{|SOCK032:_socket.EndReceive(result)|}" : "_socket.EndReceive(result)")}};
                {{body}}
            }
        }
        """);

    [Fact]
    public Task The_buffer_of_event_args() => Verify(
        """
        class C
        {
            void OnReceived(object sender, SocketAsyncEventArgs e)
            {
                if (e.SocketError != SocketError.Success || e.BytesTransferred == 0)
                    return;
                Console.WriteLine(Encoding.UTF8.GetString({|#0:e.Buffer|}));
            }
        }
        """,
        new DiagnosticResult("SOCK032", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'ReceiveAsync' gives what has arrived, often less than what was sent or asked for, and 'e.Buffer' is used without a look at BytesTransferred: it may hold old bytes or zeros"));

    [Theory]
    [InlineData("if (e.BytesTransferred <= 0) return; Console.WriteLine(BitConverter.ToInt32({|SOCK032:e.Buffer|}, 0));")]
    [InlineData("if (e.SocketError == SocketError.Success) Console.WriteLine(new MemoryStream({|SOCK032:e.Buffer|}).Length);")]
    [InlineData("if (e.SocketError != SocketError.Success) return; Parse({|SOCK032:e.Buffer|}); _socket.ReceiveAsync(e);")]
    // The count is looked at, or may be.
    [InlineData("Console.WriteLine(Encoding.UTF8.GetString(e.Buffer, e.Offset, e.BytesTransferred));")]
    [InlineData("if (e.BytesTransferred < 4) return; Console.WriteLine(BitConverter.ToInt32(e.Buffer, 0));")]
    [InlineData("var n = e.BytesTransferred; if (n < _wanted) return; Console.WriteLine(BitConverter.ToInt32(e.Buffer, 0));")]
    [InlineData("var data = new byte[e.BytesTransferred]; Buffer.BlockCopy(e.Buffer, e.Offset, data, 0, data.Length); Parse(data);")]
    [InlineData("if (e.SocketError != SocketError.Success) return; Handle(e); Console.WriteLine(BitConverter.ToInt32(e.Buffer, 0));")]
    // No receive: it is filled and sent.
    [InlineData("Encoding.UTF8.GetBytes(\"x\", 0, 1, e.Buffer, 0); _socket.SendAsync(e);")]
    [InlineData("Console.WriteLine(e.Buffer.Length); Console.WriteLine(e.SocketError);")]
    public Task In_a_handler(string body) => Verify(
        $$"""
        #nullable disable
        class C
        {
            private readonly Socket _socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            private readonly List<byte> _all = new List<byte>();
            private int _wanted;
            private static void Parse(byte[] data) => Console.WriteLine(BitConverter.ToInt64(data, 4));
            private static void Handle(SocketAsyncEventArgs e) => Console.WriteLine(e.BytesTransferred);
            void OnReceived(object sender, SocketAsyncEventArgs e) { {{body}} }
        }
        """);

    /// <summary>A stream is given through a parameter, a field and a property: it is one of a connection where somebody gives it one.</summary>
    [Theory]
    [InlineData("new NetworkStream(socket)", true)]
    [InlineData("new SslStream(new NetworkStream(socket))", true)]
    [InlineData("new MemoryStream()", false)]
    [InlineData("File.OpenRead(\"a\")", false)]
    public Task Through_variables(string stream, bool isWrong) => Verify(
        $$"""
        #nullable disable
        class Reader
        {
            private readonly Stream _stream;
            public Reader(Stream stream) => _stream = stream;
            private Stream Source => _stream;

            public byte[] Next(int size)
            {
                var frame = new byte[size];
                var got = {{(isWrong ? "{|SOCK032:Source.Read(frame, 0, size)|}" : "Source.Read(frame, 0, size)")}};
                if (got == 0)
                    return null;
                return frame;
            }
        }

        class C
        {
            static void Main(Socket socket) => Console.WriteLine(new Reader({{stream}}).Next(12));
        }
        """);

    /// <summary>A socket whose kind is not written here is followed to where it comes from: through an interface and a constructor too.</summary>
    [Theory]
    [InlineData("SocketType.Stream", true)]
    [InlineData("SocketType.Dgram", false)]
    public Task From_callers(string kind, bool isWrong) => Verify(
        $$"""
        #nullable disable
        interface IHandler { void Handle(Socket socket); }

        class Base
        {
            protected Socket _socket;
            protected Base(Socket socket) => _socket = socket;
        }

        class Session : Base
        {
            public Session(Socket socket) : base(socket) { }

            public int Length()
            {
                var header = new byte[4];
                {{(isWrong ? "{|SOCK032:_socket.Receive(header)|}" : "_socket.Receive(header)")}};
                return BitConverter.ToInt32(header, 0);
            }
        }

        class Handler : IHandler
        {
            public void Handle(Socket socket) => Console.WriteLine(new Session(socket).Length());
        }

        class Server
        {
            static void Run(IHandler handler) => handler.Handle(new Socket({{kind}}, ProtocolType.Unspecified));
            static object Other() => new UdpClient();
        }
        """);

    /// <summary>What has come is looked at in another method of the type before it is taken.</summary>
    [Fact]
    public Task A_peek_elsewhere() => Verify(
        """
        class C
        {
            private readonly byte[] _buffer = new byte[4];
            private readonly Socket _socket = new Socket(SocketType.Stream, ProtocolType.Tcp);

            void Start() => _socket.BeginReceive(_buffer, 0, 4, SocketFlags.Peek, Done, null);

            void Done(IAsyncResult result)
            {
                if (_socket.EndReceive(result) < 4)
                    return;
                _socket.Receive(_buffer, 0, 4, SocketFlags.None);
                Console.WriteLine(BitConverter.ToInt32(_buffer, 0));
            }
        }
        """);

    /// <summary>Code that is not finished, and odd code: nothing fails.</summary>
    [Theory]
    [InlineData("var b = new byte[4]; s.Receive(b, ); Use(b[1]);")]
    [InlineData("n.Read(); n.Read(null, 0, 4);")]
    [InlineData("byte[] b = null; b = b; s.Receive(b = b); Use(b[1]);")]
    [InlineData("Stream t = null; t = t ?? t; t.Read(_bytes, 0, 4); Use(_bytes[1]);")]
    public Task Odd_code(string body)
    {
        var test = RuleTest.OfPartialReceive(InMethod(body));
        test.CompilerDiagnostics = CompilerDiagnostics.None;
        return test.RunAsync();
    }
}
