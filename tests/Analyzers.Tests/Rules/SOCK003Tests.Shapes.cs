using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// The same misuse in the shapes that C# has for it.
public partial class SOCK003Tests
{
    private static Task VerifyInMethod(string body, string members = "") => Verify(
        $$"""
        partial class C
        {
            private static readonly byte[] Data = new byte[16];
            private static Socket s_socket;
            private Socket _socket;

            async Task<int> M(Socket s, Socket other, TcpClient client, bool flag, string command, List<Socket> all)
            {
                {{body}}
                await Task.Yield();
                return 0;
            }
        {{members}}
        }
        """);

    [Theory]
    [InlineData("s_socket.Shutdown(SocketShutdown.Send); {|SOCK003:s_socket.Send(Data)|};")]
    [InlineData("C.s_socket.Shutdown(SocketShutdown.Send); {|SOCK003:s_socket.Send(Data)|};")]
    [InlineData("this._socket.Shutdown(SocketShutdown.Send); {|SOCK003:_socket.Send(Data)|};")]
    [InlineData("_socket?.Shutdown(SocketShutdown.Both); _socket?{|SOCK003:.Send(Data)|};")]
    [InlineData("var alias = s; s.Shutdown(SocketShutdown.Send); {|SOCK003:alias.Send(Data)|};")]
    [InlineData("Socket later; later = s; later.Shutdown(SocketShutdown.Send); {|SOCK003:s.Send(Data)|};")]
    [InlineData("(s).Shutdown(SocketShutdown.Send); {|SOCK003:((Socket)s).Send(Data)|};")]
    [InlineData("s.Shutdown(how: SocketShutdown.Send); {|SOCK003:s.Send(Data)|};")]
    [InlineData("s.Shutdown((SocketShutdown)1); {|SOCK003:s.Send(Data)|};")]
    [InlineData("const SocketShutdown how = SocketShutdown.Both; s.Shutdown(how); {|SOCK003:s.Send(Data)|};")]
    [InlineData("s.Shutdown(SocketShutdown.Receive); s.Shutdown(SocketShutdown.Send); {|SOCK003:s.Send(Data)|};")]
    [InlineData("if (flag) s.Shutdown(SocketShutdown.Send); else s.Shutdown(SocketShutdown.Both); {|SOCK003:s.Send(Data)|};")]
    [InlineData("if (!flag) throw new InvalidOperationException(); s.Shutdown(SocketShutdown.Send); {|SOCK003:s.Send(Data)|};")]
    [InlineData("if (flag) { s.Shutdown(SocketShutdown.Send); {|SOCK003:s.Send(Data)|}; }")]
    [InlineData("s.Shutdown(SocketShutdown.Send); while (flag) {|SOCK003:s.Send(Data)|};")]
    [InlineData("s.Shutdown(SocketShutdown.Send); for (var i = 0; i < 3; i++) {|SOCK003:s.Send(Data)|};")]
    [InlineData("s.Shutdown(SocketShutdown.Send); do { {|SOCK003:s.Send(Data)|}; } while (flag);")]
    [InlineData("s.Shutdown(SocketShutdown.Send); var n = flag ? {|SOCK003:s.Send(Data)|} : 0;")]
    [InlineData("s.Shutdown(SocketShutdown.Send); if ({|SOCK003:s.Send(Data)|} > 0) return 1;")]
    [InlineData("s.Shutdown(SocketShutdown.Send); Console.WriteLine({|SOCK003:s.Send(Data)|});")]
    [InlineData("s.Shutdown(SocketShutdown.Send); return {|SOCK003:s.Send(Data)|};")]
    [InlineData("s.Shutdown(SocketShutdown.Send); lock (this) { {|SOCK003:s.Send(Data)|}; }")]
    [InlineData("lock (this) s.Shutdown(SocketShutdown.Send); {|SOCK003:s.Send(Data)|};")]
    [InlineData("s.Shutdown(SocketShutdown.Send); unchecked { {|SOCK003:s.Send(Data)|}; }")]
    [InlineData("s.Shutdown(SocketShutdown.Send); await Task.Delay(100); {|SOCK003:s.Send(Data)|};")]
    [InlineData("s.Shutdown(SocketShutdown.Send); while (s.Receive(Data) > 0) { } {|SOCK003:s.Send(Data)|};")]
    [InlineData("s.Shutdown(SocketShutdown.Send); s.NoDelay = true; s.ReceiveTimeout = 5; _ = s.RemoteEndPoint; {|SOCK003:s.Send(Data)|};")]
    [InlineData("s.Shutdown(SocketShutdown.Send); Console.WriteLine(\"{0}\", s); {|SOCK003:s.Send(Data)|};")]
    [InlineData("s.Shutdown(SocketShutdown.Send); Console.WriteLine($\"{s.LocalEndPoint}\"); {|SOCK003:s.Send(Data)|};")]
    [InlineData("s.Shutdown(SocketShutdown.Send); ArgumentNullException.ThrowIfNull(s); {|SOCK003:s.Send(Data)|};")]
    [InlineData("s.Shutdown(SocketShutdown.Send); System.Diagnostics.Debug.Assert(s != null); {|SOCK003:s.Send(Data)|};")]
    [InlineData("switch (command) { case \"quit\": s.Shutdown(SocketShutdown.Send); {|SOCK003:s.Send(Data)|}; break; default: s.Send(Data); break; }")]
    [InlineData("s.Shutdown(SocketShutdown.Send); _ = command switch { \"a\" => {|SOCK003:s.Send(Data)|}, _ => 0 };")]
    [InlineData("foreach (var c in all) { c.Shutdown(SocketShutdown.Send); {|SOCK003:c.Send(Data)|}; }")]
    [InlineData("foreach (var c in all) { c.Send(Data); c.Shutdown(SocketShutdown.Both); {|SOCK003:c.Send(Data)|}; c.Dispose(); }")]
    [InlineData("var (a, b) = (s, other); a.Shutdown(SocketShutdown.Send); {|SOCK003:s.Send(Data)|};")]
    [InlineData("var pair = (In: s, Out: other); pair.Out.Shutdown(SocketShutdown.Send); {|SOCK003:pair.Out.Send(Data)|};")]
    [InlineData("object o = s; if (o is Socket t) { t.Shutdown(SocketShutdown.Send); {|SOCK003:t.Send(Data)|}; }")]
    [InlineData("object o = s; if (o is not Socket t) return 1; t.Shutdown(SocketShutdown.Send); {|SOCK003:t.Send(Data)|};")]
    [InlineData("if (client is { Client: { } c }) { c.Shutdown(SocketShutdown.Send); {|SOCK003:c.Send(Data)|}; }")]
    [InlineData("var t = (object)s as Socket; t.Shutdown(SocketShutdown.Send); {|SOCK003:t.Send(Data)|};")]
    [InlineData("try { s.Shutdown(SocketShutdown.Send); {|SOCK003:s.Send(Data)|}; } catch (SocketException e) { Console.WriteLine(e); }")]
    [InlineData("try { s.Shutdown(SocketShutdown.Send); } finally { Console.WriteLine(); } {|SOCK003:s.Send(Data)|};")]
    [InlineData("try { s.Send(Data); } finally { s.Shutdown(SocketShutdown.Send); } {|SOCK003:s.Send(Data)|};")]
    [InlineData("try { s.Shutdown(SocketShutdown.Send); } catch (SocketException) { return 1; } {|SOCK003:s.Send(Data)|};")]
    [InlineData("using (s) { s.Shutdown(SocketShutdown.Both); {|SOCK003:s.Send(Data)|}; }")]
    [InlineData("using var mine = s; mine.Shutdown(SocketShutdown.Both); {|SOCK003:mine.Send(Data)|};")]
    [InlineData("client.Client.Shutdown(SocketShutdown.Send); using var ns = client.GetStream(); {|SOCK003:ns.Write(Data)|};")]
    [InlineData("using var ns = new NetworkStream(s); s.Shutdown(SocketShutdown.Send); await {|SOCK003:ns.WriteAsync(Data)|};")]
    [InlineData("Stream ns = new NetworkStream(s, true); s.Shutdown(SocketShutdown.Send); {|SOCK003:ns.Write(Data, 0, 1)|};")]
    [InlineData("goto end; end: s.Shutdown(SocketShutdown.Send); {|SOCK003:s.Send(Data)|};")]
    [InlineData("switch ((object)s) { case Socket t: t.Shutdown(SocketShutdown.Send); {|SOCK003:t.Send(Data)|}; break; }")]
    [InlineData("if (client is { Connected: true } c) { c.Client.Shutdown(SocketShutdown.Send); {|SOCK003:c.GetStream().WriteByte(1)|}; }")]
    [InlineData("if (client?.Client is { } c) { c.Shutdown(SocketShutdown.Send); {|SOCK003:c.Send(Data)|}; }")]
    [InlineData("if (client is not { Client: { } c }) return 1; c.Shutdown(SocketShutdown.Send); {|SOCK003:c.Send(Data)|};")]
    public Task It_is_seen(string body) => VerifyInMethod(body);

    [Theory]
    [InlineData("void Say() => s.Send(Data); s.Shutdown(SocketShutdown.Send); {|SOCK003:Say()|};")]
    [InlineData("void End() => s.Shutdown(SocketShutdown.Send); End(); {|SOCK003:s.Send(Data)|};")]
    [InlineData("static void End(Socket x) { x.Shutdown(SocketShutdown.Send); } End(s); {|SOCK003:s.Send(Data)|};")]
    [InlineData("await Task.Run(() => { s.Shutdown(SocketShutdown.Send); {|SOCK003:s.Send(Data)|}; });")]
    [InlineData("_ = Task.Run(async () => { s.Shutdown(SocketShutdown.Send); await Task.Delay(1); await {|SOCK003:s.SendAsync(Data, SocketFlags.None)|}; });")]
    [InlineData("new Thread(() => { var c = s.Accept(); c.Shutdown(SocketShutdown.Both); {|SOCK003:c.Send(Data)|}; }).Start();")]
    [InlineData("ThreadPool.QueueUserWorkItem(state => { var c = (Socket)state; c.Shutdown(SocketShutdown.Send); {|SOCK003:c.Send(Data)|}; }, s);")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += delegate { s.Shutdown(SocketShutdown.Send); {|SOCK003:s.Send(Data)|}; };")]
    [InlineData("s.Shutdown(SocketShutdown.Send); await Task.Run(() => {|SOCK003:s.Send(Data)|});")]
    [InlineData("all.ForEach(c => { c.Shutdown(SocketShutdown.Send); {|SOCK003:c.Send(Data)|}; });")]
    public Task It_is_seen_in_lambdas_and_local_functions(string body) => VerifyInMethod(body);

    [Theory]
    [InlineData("s.Finish(); {|SOCK003:s.Send(Data)|};", "")]
    [InlineData("s.Shutdown(SocketShutdown.Send); {|SOCK003:s.Say(\"x\")|};", "")]
    [InlineData("await s.FinishAsync(); {|SOCK003:s.Send(Data)|};", "")]
    [InlineData("s.Shutdown(SocketShutdown.Send); await {|SOCK003:s.SayAsync(\"x\")|};", "")]
    [InlineData("Sockets.FinishTwice(s); {|SOCK003:Sockets.SayTwice(s)|};", "")]
    public Task It_is_seen_through_helpers_in_another_file(string body, string members) => RuleTest.Of(
        "SOCK003",
        $$"""
        class C
        {
            private static readonly byte[] Data = new byte[16];

            async Task M(Socket s)
            {
                {{body}}
                await Task.Yield();
            }
        {{members}}
        }
        """)
        .And(
        """
        internal static class Sockets
        {
            public static void Finish(this Socket socket) => socket.Shutdown(SocketShutdown.Send);
            public static void Say(this Socket socket, string text) => socket.Send(Encoding.ASCII.GetBytes(text));
            public static void FinishTwice(Socket socket) { Finish(socket); }
            public static void SayTwice(Socket socket) { socket.Say("one"); socket.Say("two"); }

            public static async Task FinishAsync(this Socket socket)
            {
                await Task.Delay(10);
                socket.Shutdown(SocketShutdown.Send);
            }

            public static async Task SayAsync(this Socket socket, string text)
            {
                await socket.SendAsync(Encoding.ASCII.GetBytes(text), SocketFlags.None);
            }
        }
        """).RunAsync();

    [Fact]
    public Task It_is_seen_in_a_partial_class_over_two_files() => RuleTest.Of(
        "SOCK003",
        """
        partial class Session
        {
            public void End(byte[] last)
            {
                Half();
                {|SOCK003:_socket.Send(last)|};
            }
        }
        """)
        .And("partial class Session { private Socket _socket; private void Half() => _socket.Shutdown(SocketShutdown.Send); }").RunAsync();

    [Fact]
    public Task It_is_seen_in_nested_and_derived_types() => Verify(
        """
        public class Outer
        {
            private sealed class Connector : TcpClient
            {
                public void Finish(byte[] last)
                {
                    Client.Shutdown(SocketShutdown.Send);
                    {|SOCK003:GetStream().Write(last, 0, last.Length)|};
                }
            }

            protected class Connection : NetworkStream
            {
                public Connection(Socket socket) : base(socket, true) { }

                public void Finish()
                {
                    Socket.Shutdown(SocketShutdown.Send);
                    {|SOCK003:WriteByte(0)|};
                }
            }

            private class Listener : TcpListener
            {
                public Listener() : base(IPAddress.Loopback, 0) { }

                public void Reject()
                {
                    var client = AcceptSocket();
                    client.Shutdown(SocketShutdown.Both);
                    {|SOCK003:client.Send(new byte[1])|};
                }
            }
        }
        """);

    [Fact]
    public Task It_is_seen_in_accessors_constructors_records_structs_and_operators() => Verify(
        """
        public record Pair(Socket Left, Socket Right)
        {
            public void End()
            {
                Left.Shutdown(SocketShutdown.Send);
                {|SOCK003:Left.Send(new byte[1])|};
            }
        }

        public struct Holder
        {
            private readonly Socket _socket;

            public Holder(Socket socket)
            {
                _socket = socket;
                socket.Shutdown(SocketShutdown.Send);
                {|SOCK003:_socket.Send(new byte[1])|};
            }

            public int Last
            {
                get
                {
                    _socket.Shutdown(SocketShutdown.Send);
                    return {|SOCK003:_socket.Send(new byte[1])|};
                }
            }

            public static int operator !(Holder holder)
            {
                holder._socket.Shutdown(SocketShutdown.Send);
                return {|SOCK003:holder._socket.Send(new byte[1])|};
            }
        }
        """);

    [Fact]
    public Task It_is_seen_in_top_level_statements() => RuleTest.Of(
        "SOCK003",
        """
        using var client = new TcpClient("localhost", 7);
        var stream = client.GetStream();
        await stream.WriteAsync(new byte[] { 1, 2, 3 });
        client.Client.Shutdown(SocketShutdown.Send);
        await {|SOCK003:stream.WriteAsync(new byte[] { 4 })|};
        return await stream.ReadAsync(new byte[10]);
        """).AsProgram().RunAsync();
}
