using Xunit;

namespace SocketAnalyzers.Tests.Rules;

/// <summary>How a message names the connection: always by a name that stands in the source, whatever way it is reached.</summary>
public class ObjectNamesTests
{
    private const string Members = """
        record struct Link(TcpClient Peer);
        record Box(Socket Inner);
        class Holder { public Socket Line; public TcpClient Peer { get; set; } }
        class C
        {
            Socket _line = new(SocketType.Stream, ProtocolType.Tcp);
            Socket Line { get; set; } = new(SocketType.Stream, ProtocolType.Tcp);
            static Socket s_line = new(SocketType.Stream, ProtocolType.Tcp);
            (Socket Near, Socket Far) _pair;
            readonly Socket[] _all = new Socket[2];
            readonly Dictionary<string, Socket> _byName = new();
            static void Half(Socket socket) => socket.Shutdown(SocketShutdown.Send);
            static void Say(Socket socket, byte[] d) => socket.Send(d);
            Socket this[int i] => _all[i];
            void M(Socket s, TcpClient client, Holder holder, Link link, Box box, object o, byte[] d)
            {
                // HERE
            }
        }
        """;

    private static async Task<string> MessageAsync(string statements) =>
        Assert.Single(await RuleTest.ReportedAsync("SOCK003", Members.Replace("// HERE", statements))).GetMessage();

    [Theory]
    [InlineData("s.Shutdown(SocketShutdown.Send); s.Send(d);", "s")]
    [InlineData("s.Shutdown(SocketShutdown.Send); s?.Send(d);", "s")]
    [InlineData("_line.Shutdown(SocketShutdown.Send); _line?.Send(d);", "_line")]
    [InlineData("Line.Shutdown(SocketShutdown.Send); Line.Send(d);", "Line")]
    [InlineData("Line?.Shutdown(SocketShutdown.Send); Line?.Send(d);", "Line")]
    [InlineData("this.Line.Shutdown(SocketShutdown.Send); this.Line.Send(d);", "this.Line")]
    [InlineData("s_line.Shutdown(SocketShutdown.Send); C.s_line.Send(d);", "C.s_line")]
    [InlineData("client.Client.Shutdown(SocketShutdown.Send); client.Client.Send(d);", "client.Client")]
    [InlineData("client.Client.Shutdown(SocketShutdown.Send); client?.Client.Send(d);", "client?.Client")]
    [InlineData("client.Client.Shutdown(SocketShutdown.Send); client?.Client?.Send(d);", "client?.Client")]
    [InlineData("client.Client.Shutdown(SocketShutdown.Send); client?.GetStream().WriteByte(1);", "client?.GetStream()")]
    [InlineData("holder.Line.Shutdown(SocketShutdown.Send); holder.Line.Send(d);", "holder.Line")]
    [InlineData("holder.Peer.Client.Shutdown(SocketShutdown.Send); holder?.Peer?.Client.Send(d);", "holder?.Peer?.Client")]
    [InlineData("link.Peer.Client.Shutdown(SocketShutdown.Send); link.Peer.GetStream().WriteByte(1);", "link.Peer.GetStream()")]
    [InlineData("box.Inner.Shutdown(SocketShutdown.Send); box.Inner.Send(d);", "box.Inner")]
    public async Task By_the_way_that_the_call_takes(string statements, string name) =>
        Assert.Contains($" on '{name}' after ", await MessageAsync(statements));

    [Theory]
    [InlineData("var (near, far) = (s, holder.Line); near.Shutdown(SocketShutdown.Send); near.Send(d);", "near")]
    [InlineData("_pair.Near.Shutdown(SocketShutdown.Send); _pair.Near.Send(d);", "_pair.Near")]
    [InlineData("_pair.Near.Shutdown(SocketShutdown.Send); Say(_pair.Near, d);", "_pair")]
    [InlineData("Half(s); Say(s, d);", "s")]
    [InlineData("Half(Line); Say(Line, d);", "Line")]
    [InlineData("Half(holder.Line); Say(holder.Line, d);", "Line")]
    [InlineData("if (o is Socket found) { found.Shutdown(SocketShutdown.Send); found.Send(d); }", "found")]
    [InlineData("foreach (var each in _all) { each.Shutdown(SocketShutdown.Send); each.Send(d); }", "each")]
    [InlineData("var _ = s; _.Shutdown(SocketShutdown.Send); _.Send(d);", "_")]
    [InlineData("using var w = new StreamWriter(client.GetStream()); w.Write(1); client.Client.Shutdown(SocketShutdown.Send);", "w")]
    [InlineData("void Local() { s.Shutdown(SocketShutdown.Send); s.Send(d); }", "s")]
    [InlineData("Action<Socket> end = x => { x.Shutdown(SocketShutdown.Send); x.Send(d); };", "x")]
    public async Task By_a_variable_that_holds_it(string statements, string name) =>
        Assert.Contains($" on '{name}' after ", await MessageAsync(statements));

    [Fact]
    public async Task Without_a_name_by_its_type()
    {
        var message = await MessageAsync("var client2 = client; (client2 ?? throw new InvalidOperationException(\"there is no connection\")).Client.Shutdown(SocketShutdown.Send); client2.GetStream().WriteByte(1);");
        Assert.Contains(" on 'client2.GetStream()' after ", message);
    }

    [Theory]
    [InlineData("SOCK001", "var l = new TcpListener(IPAddress.Any, 5000); l?.Start(); l.AcceptSocket();", "l")]
    [InlineData("SOCK007", "var l = new TcpListener(IPAddress.Any, 5000); l.Server.ExclusiveAddressUse = false; l.Start();", "l.Server")]
    [InlineData("SOCK007", "var l = new TcpListener(IPAddress.Any, 5000) { ExclusiveAddressUse = false }; l.Start();", "l")]
    [InlineData("SOCK006", "var u = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Unspecified); u.Bind(new IPEndPoint(IPAddress.Any, 5)); u.Listen();", "u")]
    [InlineData("SOCK008", "_ = client?.GetStream().WriteAsync(d, 0, 1); client.Close();", "client?.GetStream()")]
    [InlineData("SOCK002", "s.Send(d); s.Close(); s.Receive(d);", "s")]
    [InlineData("SOCK002", "Line.Send(d); Line?.Close(); Line.Receive(d);", "Line")]
    public async Task Every_rule_names_it_so(string id, string statements, string name)
    {
        var found = Assert.Single(await RuleTest.ReportedAsync(id, Members.Replace("// HERE", statements)));
        Assert.Contains($"'{name}'", found.GetMessage());
        Assert.DoesNotContain("<", found.GetMessage());
    }
}
