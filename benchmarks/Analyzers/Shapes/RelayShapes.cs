namespace SocketAnalyzers.Benchmarks.Shapes;

/// <summary>Code that makes a rule about relays compare everything with everything, unless it looks things up. Each size is twice the one before.</summary>
internal static class RelayShapes
{
    public static IReadOnlyList<Shape> All { get; } =
    [
        new("relay-lines", "lines that each carry both directions of one of two relays", [40, 80, 160], static size => Relays(size, 2)),
        new("relay-pairs", "pairs of sockets, each a relay", [20, 40, 80], static size => Relays(size, size)),
        new("relay-hub", "sockets that one socket is relayed to and from", [25, 50, 100], Hub),
        new("relay-aliases", "names of the two sockets of a relay", [20, 40, 80], Aliases),
        new("relay-fields", "pairs of fields with a pump for each direction", [25, 50, 100], FieldPumps),
        new("relay-lambdas", "pairs of lambdas that are the two directions of a relay", [25, 50, 100], Lambdas),
        new("relay-callbacks", "pairs of callbacks of one state object", [25, 50, 100], Callbacks),
        new("relay-races", "races of two copies, each between sockets of its own", [20, 40, 80], Races),
        new("relay-same-race", "races of the same two copies", [50, 100, 200], SameRace),
        new("relay-wide-race", "copies in one race", [25, 50, 100], WideRace),
        new("relay-callers", "callers of one method that races, who close", [50, 100, 200], Callers),
        new("relay-racers", "methods that race, each with a caller who closes", [25, 50, 100], Racers),
        new("pump-starts", "starts of one pump", [50, 100, 200], PumpStarts),
        new("pumps", "pumps with two starts each", [25, 50, 100], Pumps),
        new("relay-guards", "conditions between the read and the end", [50, 100, 200], Guards),
    ];

    // "n = a.Receive(b); if (n == 0) c.Close(); else c.Send(b, n, 0);" and the reverse.
    private static string Relays(int lines, int pairs) => new SourceWriter()
        .Method($"public static void Run({Parameters(pairs)})", body => body
            .Line("var buffer = new byte[10]; var n = 0;")
            .Times(lines, i => Leg("a" + i % pairs, "b" + i % pairs) + Leg("b" + i % pairs, "a" + i % pairs)))
        .End();

    private static string Hub(int size) => new SourceWriter()
        .Method($"public static void Run(Socket hub, {string.Join(", ", Enumerable.Range(0, size).Select(static i => $"Socket s{i}"))})", body => body
            .Line("var buffer = new byte[10]; var n = 0;")
            .Times(size, static i => Leg("hub", "s" + i) + Leg("s" + i, "hub")))
        .End();

    private static string Aliases(int size) => new SourceWriter()
        .Method("public static void Run(Socket a, Socket b)", body => body
            .Line("var buffer = new byte[10]; var n = 0;")
            .Times(size, static i => $"var a{i} = a; var b{i} = b; " + Leg("a" + i, "b" + i) + Leg("b" + i, "a" + i)))
        .End();

    private static string FieldPumps(int size)
    {
        var source = new SourceWriter();
        for (var i = 0; i < size; i++)
        {
            source
                .Line($"private Socket _a{i}, _b{i};")
                .Method($"public void Open{i}() ", body => body.Line($"_a{i} = new Socket(SocketType.Stream, ProtocolType.Tcp); _b{i} = new Socket(SocketType.Stream, ProtocolType.Tcp);"))
                .Method($"private void Up{i}(byte[] buffer)", body => body.Line("while (true) { var n = 0; " + Leg("_a" + i, "_b" + i) + "if (n == 0) return; }"))
                .Method($"private void Down{i}(byte[] buffer)", body => body.Line("while (true) { var n = 0; " + Leg("_b" + i, "_a" + i) + "if (n == 0) return; }"));
        }

        return source.End();
    }

    private static string Lambdas(int size) => new SourceWriter()
        .Method("public static void Run(Socket[] all)", body => body
            .Times(size, static i => $"var a{i} = all[{2 * i}]; var b{i} = all[{2 * i + 1}];")
            .Times(size, static i => $"Task.Run(() => {{ var buffer = new byte[10]; var n = 0; {Leg("a" + i, "b" + i)} }}); Task.Run(() => {{ var buffer = new byte[10]; var n = 0; {Leg("b" + i, "a" + i)} }});"))
        .End();

    private static string Callbacks(int size)
    {
        var source = new SourceWriter().Line("private sealed class Pair { public Socket A, B; public byte[] Buffer = new byte[10]; }");
        for (var i = 0; i < size; i++)
        {
            source
                .Method($"private void Up{i}(IAsyncResult ar)", body => body.Line(End("A", "B")).Line($"p.A.BeginReceive(p.Buffer, 0, 10, SocketFlags.None, Up{i}, p);"))
                .Method($"private void Down{i}(IAsyncResult ar)", body => body.Line(End("B", "A")).Line($"p.B.BeginReceive(p.Buffer, 0, 10, SocketFlags.None, Down{i}, p);"));
        }

        return source.End();

        static string End(string from, string to) =>
            $"var p = (Pair)ar.AsyncState; var n = p.{from}.EndReceive(ar); if (n == 0) {{ p.{to}.Close(); return; }} p.{to}.Send(p.Buffer, n, SocketFlags.None);";
    }

    private static string Races(int size) => new SourceWriter()
        .Method("public static async Task Run(TcpClient[] all)", body => body
            .Times(size, static i => $"var a{i} = all[{2 * i}].GetStream(); var b{i} = all[{2 * i + 1}].GetStream(); await Task.WhenAny(a{i}.CopyToAsync(b{i}), b{i}.CopyToAsync(a{i})); a{i}.Close(); b{i}.Close();"))
        .End();

    private static string SameRace(int size) => new SourceWriter()
        .Method("public static async Task Run(TcpClient a, TcpClient b)", body => body
            .Line("var x = a.GetStream(); var y = b.GetStream(); var up = x.CopyToAsync(y); var down = y.CopyToAsync(x); var both = new[] { up, down };")
            .Times(size, static i => $"await Task.WhenAny(both); if (up.IsFaulted) {{ a.Close(); b.Close(); }}"))
        .End();

    private static string WideRace(int size) => new SourceWriter()
        .Method("public static async Task Run(TcpClient[] all)", body => body
            .Times(size, static i => $"var s{i} = all[{i}].GetStream(); var t{i} = s{i}.CopyToAsync(s{Math.Max(i - 1, 0)}); var u{i} = s{Math.Max(i - 1, 0)}.CopyToAsync(s{i});")
            .Line($"await Task.WhenAny({string.Join(", ", Enumerable.Range(0, size).Select(static i => $"t{i}, u{i}"))});")
            .Times(size, static i => $"s{i}.Close();"))
        .End();

    private static string Callers(int size) => new SourceWriter()
        .Method("private static async Task Relay(NetworkStream x, NetworkStream y)", body => body.Line("await Task.WhenAny(x.CopyToAsync(y), y.CopyToAsync(x));"))
        .Methods(
            size,
            static i => $"public static async Task Run{i}(TcpClient client, TcpClient server)",
            static _ => "await Task.Yield(); await Relay(client.GetStream(), server.GetStream()); client.Close(); server.Close();")
        .End();

    private static string Racers(int size)
    {
        var source = new SourceWriter();
        for (var i = 0; i < size; i++)
        {
            source
                .Method($"private static async Task Relay{i}(NetworkStream x, NetworkStream y)", body => body.Line("await Task.WhenAny(x.CopyToAsync(y), y.CopyToAsync(x));"))
                .Method($"public static async Task Run{i}(TcpClient client, TcpClient server)", body => body.Line($"await Relay{i}(client.GetStream(), server.GetStream()); client.Close(); server.Close();"));
        }

        return source.End();
    }

    private static string PumpStarts(int size) => new SourceWriter()
        .Method("private static void Pump(Socket from, Socket to)", body => body.Line("var buffer = new byte[10]; while (true) { var n = 0; " + Leg("from", "to") + "if (n == 0) return; }"))
        .Method("public static void Run(Socket[] all)", body => body
            .Times(size, static i => $"var x{i} = all[{i}]; var y{i} = all[{i + 1}]; Task.Run(() => Pump(x{i}, x{i})); Task.Run(() => Pump(x{i}, y{Math.Max(i - 1, 0)}));"))
        .End();

    private static string Pumps(int size)
    {
        var source = new SourceWriter();
        for (var i = 0; i < size; i++)
        {
            source
                .Method($"private static void Pump{i}(Socket from, Socket to)", body => body.Line("var buffer = new byte[10]; while (true) { var n = 0; " + Leg("from", "to") + "if (n == 0) return; }"))
                .Method($"public static void Run{i}(Socket x, Socket y)", body => body.Line($"Task.Run(() => Pump{i}(x, y)); Task.Run(() => Pump{i}(y, x));"));
        }

        return source.End();
    }

    private static string Guards(int size) => new SourceWriter()
        .Line("private bool _done;")
        .Method("public void Run(Socket a, Socket b)", body => body
            .Line("var buffer = new byte[10]; var n = 0;")
            .Times(size, static i => $"if (_done && n == {i}) return; " + Leg("a", "b") + Leg("b", "a")))
        .End();

    private static string Parameters(int pairs) => string.Join(", ", Enumerable.Range(0, pairs).Select(static i => $"Socket a{i}, Socket b{i}"));

    private static string Leg(string from, string to) => $"n = {from}.Receive(buffer); if (n == 0) {to}.Close(); else {to}.Send(buffer, n, SocketFlags.None); ";
}
