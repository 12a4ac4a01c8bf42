namespace SocketAnalyzers.Benchmarks.Shapes;

/// <summary>Code that makes a rule look through everything for everything, unless it looks things up. Each size is twice the one before.</summary>
internal static class RuleShapes
{
    private const string Make = "new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)";

    public static IReadOnlyList<Shape> All { get; } =
    [
        new("accept-loops", "accept loops in one method", [25, 50, 100], AcceptLoops),
        new("accept-loops-nested", "accept loops inside each other", [15, 30, 60], NestedAcceptLoops),
        new("accept-dispatcher", "cases of a callback that each end an accept and begin the next", [25, 50, 100], AcceptDispatcher),
        new("accept-helpers", "callbacks that begin the next accept in a helper", [25, 50, 100], AcceptHelpers),
        new("http-callbacks", "callbacks of an HTTP answer", [50, 100, 200], HttpCallbacks),
        new("shared-ports", "listeners that share their ports", [25, 50, 100], SharedPorts),
        new("shared-port-methods", "methods that share a port, in one class", [25, 50, 100], SharedPortMethods),
        new("chosen-options", "options under conditions inside each other", [15, 30, 60], ChosenOptions),
        new("reopening", "methods that fill the same fields", [25, 50, 100], Reopening),
        new("reopening-pairs", "pairs of fields, with two methods that fill each", [25, 50, 100], ReopeningPairs),
        new("pending-receives", "receives that are pending at a shutdown", [50, 100, 200], PendingReceives),
        new("pending-sends", "ends of a connection with sends under way", [50, 100, 200], PendingSends),
        new("read-after-end", "reads of a connection that was ended", [100, 200, 400], ReadAfterEnd),
        new("guarded-writes", "writes behind flags in handlers", [50, 100, 200], GuardedWrites),
        new("fields-of-helper", "fields that one helper touches, and as many callers of it", [25, 50, 100], FieldsOfHelper),
        new("helper-callers", "calls of one helper in one method", [100, 200, 400], HelperCallers),
        new("awaits", "awaits, and as many fields that others assign", [50, 100, 200], Awaits),
        new("state-objects", "state objects whose sockets are assigned", [50, 100, 200], StateObjects),
        new("captures", "lambdas that capture one socket, and assignments of it", [50, 100, 200], Captures),
        new("local-functions", "local functions that use the socket", [50, 100, 200], LocalFunctions),
        new("reader-chain", "streams around each other that a thread reads", [25, 50, 100], ReaderChain),
        new("same-names", "threads' methods with a variable of the same name", [50, 100, 200], SameNames),
        new("sockets-in-tries", "sockets inside many tries with handlers of one type", [25, 50, 100], SocketsInTries),
        new("catches", "handlers of one try, and as many calls in it", [25, 50, 100], Catches),
        new("overloads", "overloads of one callback", [25, 50, 100], Overloads),
        new("event-args", "event args whose counts are read", [25, 50, 100], EventArgs),
        new("options-from-fields", "sockets made of what fields say", [50, 100, 200], OptionsFromFields),
        new("tasks-in-variables", "variables that hold a send's task", [50, 100, 200], TasksInVariables),
    ];

    private static string AcceptLoops(int size) => new SourceWriter()
        .Method("public static void Run(Socket listener)", body => body
            .Times(size, static i => $"while (listener.IsBound) {{ var c{i} = listener.Accept(); c{i}.Send(new byte[1]); }}"))
        .End();

    private static string NestedAcceptLoops(int size) => new SourceWriter()
        .Method("public static void Run(Socket listener)", body => body
            .Times(size, static i => $"while (listener.IsBound) {{ var c{i} = listener.Accept(); c{i}.Send(new byte[1]);")
            .Line(new string('}', size)))
        .End();

    private static string AcceptDispatcher(int size) => new SourceWriter()
        .Line("private Socket _listener;")
        .Method("private void OnAccept(IAsyncResult ar)", body => body
            .Line("switch ((int)ar.AsyncState)")
            .Line("{")
            .Times(size, static i => $"case {i}: try {{ var c{i} = _listener.EndAccept(ar); Next({i}); Serve(c{i}); }} catch (SocketException) {{ }} break;")
            .Line("}"))
        .Method("private void Next(int state)", body => body.Line("_listener.BeginAccept(OnAccept, state);"))
        .Method("private void Serve(Socket client)", body => body.Times(size, static i => $"client.Send(new byte[{i}]);"))
        .End();

    private static string AcceptHelpers(int size)
    {
        var source = new SourceWriter().Line("private Socket _listener;");
        for (var i = 0; i < size; i++)
        {
            source
                .Method($"private void OnAccept{i}(IAsyncResult ar)", body => body.Line($"try {{ var c = _listener.EndAccept(ar); Next{i}(); Log(); }} catch (SocketException) {{ }}"))
                .Method($"private void Next{i}()", body => body.Line($"_listener.BeginAccept(OnAccept{i}, null);"));
        }

        return source.Method("private void Log()", body => body.Times(size, static i => $"Console.WriteLine({i});")).End();
    }

    private static string HttpCallbacks(int size)
    {
        var source = new SourceWriter();
        for (var i = 0; i < size; i++)
        {
            source
                .Method($"private void Answer{i}(Socket s)", body => body.Line($"var data = System.Text.Encoding.ASCII.GetBytes(\"HTTP/1.1 200 OK\\r\\nConnection: close\\r\\n\\r\\n\"); s.BeginSend(data, 0, data.Length, SocketFlags.None, Sent{i}, s);"))
                .Method($"private void Sent{i}(IAsyncResult ar)", body => body.Line("var s = (Socket)ar.AsyncState; s.EndSend(ar); s.Shutdown(SocketShutdown.Both); s.Close();"));
        }

        return source.End();
    }

    private static string SharedPorts(int size) => new SourceWriter()
        .Method("public static void Run(EndPoint local)", body => body
            .Times(size, static i => $"var s{i} = {Make}; s{i}.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true); s{i}.Bind(local); s{i}.Listen(10);"))
        .End();

    private static string SharedPortMethods(int size) => new SourceWriter()
        .Methods(
            size,
            static i => $"public static void Run{i}(EndPoint local)",
            static _ => $"var s = {Make}; s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true); s.Bind(local); s.Listen(10);")
        .End();

    private static string ChosenOptions(int size) => new SourceWriter()
        .Method("public static void Run(EndPoint local, int level)", body => body
            .Line($"var s = {Make};")
            .Times(size, static i => $"if (level > {i}) {{ s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);")
            .Line(new string('}', size))
            .Line("s.Bind(local); s.Listen(10);"))
        .End();

    private static string Reopening(int size) => new SourceWriter()
        .Line("private TcpClient _client; private NetworkStream _stream; private StreamWriter _writer;")
        .Methods(
            size,
            static i => $"public void Open{i}(string host)",
            static _ => "_client = new TcpClient(host, 80); _stream = _client.GetStream(); _writer = new StreamWriter(_stream);",
            static _ => "_writer.Write(host); _writer.Flush(); _client.Client.Shutdown(SocketShutdown.Send); _stream.ReadByte(); _client.Close();")
        .End();

    private static string ReopeningPairs(int size)
    {
        var source = new SourceWriter();
        for (var i = 0; i < size; i++)
        {
            source.Line($"private TcpClient _client{i}; private NetworkStream _stream{i};");
            for (var j = 0; j < 2; j++)
                source.Method($"public void Open{i}_{j}(string host)", body => body.Line($"_client{i} = new TcpClient(host, 80); _stream{i} = _client{i}.GetStream(); _stream{i}.WriteByte(1); _client{i}.Close();"));
        }

        return source.End();
    }

    private static string PendingReceives(int size) => new SourceWriter()
        .Method("public static async Task Run(Socket s, byte[] buffer)", body => body
            .Line("await Task.Yield();")
            .Times(size, static i => $"var r{i} = s.ReceiveAsync(buffer, SocketFlags.None); if (buffer[0] == {i}) {{ s.Shutdown(SocketShutdown.Both); Console.WriteLine(await r{i}); }}"))
        .End();

    private static string PendingSends(int size) => new SourceWriter()
        .Method("public static void Run(Socket s, byte[] buffer)", body => body
            .Times(20, static i => $"var t{i} = s.SendAsync(buffer, SocketFlags.None);")
            .Times(size, static i => $"if (buffer[0] == {i}) s.Shutdown(SocketShutdown.Send); else if (buffer[1] == {i}) {{ s.Close(); return; }}"))
        .End();

    private static string ReadAfterEnd(int size) => new SourceWriter()
        .Method("public static void Run(Socket s, byte[] buffer)", body => body
            .Line("s.Send(buffer); s.Shutdown(SocketShutdown.Both);")
            .Times(size, static i => $"if (buffer[0] == {i}) s.Receive(buffer); else s.Shutdown(SocketShutdown.Both);"))
        .End();

    private static string GuardedWrites(int size) => new SourceWriter()
        .Line("private bool _done;")
        .Method("public void Run(Socket s, byte[] buffer)", body => body
            .Times(size, static i => $"try {{ s.Receive(buffer); s.Shutdown(SocketShutdown.Send); }} finally {{ if (!_done && buffer[0] == {i}) s.Send(buffer); }}"))
        .End();

    private static string FieldsOfHelper(int size) => new SourceWriter()
        .Times(size, static i => $"private Socket _s{i} = {Make};")
        .Method("private void EndAll()", body => body.Times(size, static i => $"_s{i}.Shutdown(SocketShutdown.Send);"))
        .Methods(size, static i => $"public void Run{i}(byte[] buffer)", static i => $"_s{i}.Send(buffer); EndAll(); _s{i}.Receive(buffer); _s{i}.Close();")
        .End();

    private static string HelperCallers(int size) => new SourceWriter()
        .Method("private static void End(Socket s, byte[] buffer)", static body => body.Line("s.Send(buffer); if (buffer[0] == 1) s.Shutdown(SocketShutdown.Send); s.Receive(buffer);"))
        .Method("public static void Run(Socket s, byte[] buffer)", body => body.Times(size, static _ => "End(s, buffer);").Line("s.Close();"))
        .End();

    private static string Awaits(int size) => new SourceWriter()
        .Times(size, static i => $"private Socket _s{i};")
        .Method("public void Open()", body => body.Times(size, static i => $"_s{i} = {Make};"))
        .Method("public async Task Run(byte[] buffer)", body => body
            .Times(size, static i => $"await Task.Delay({i}); _s{i}.Send(buffer); _s{i}.Shutdown(SocketShutdown.Send); _s{i}.Receive(buffer);"))
        .End();

    private static string StateObjects(int size) => new SourceWriter()
        .Line("private sealed class State { public Socket Socket; }")
        .Method("private static void Run(State[] all, byte[] buffer)", body => body
            .Times(size, static i => $"var a{i} = all[{i}]; a{i}.Socket = {Make}; a{i}.Socket.Send(buffer); a{i}.Socket.Shutdown(SocketShutdown.Send);"))
        .End();

    private static string Captures(int size) => new SourceWriter()
        .Method("public static void Run(Socket s, byte[] buffer)", body => body
            .Times(size, static i => $"Action a{i} = () => {{ s.Send(buffer); s.Shutdown(SocketShutdown.Send); }}; if (buffer[0] == {i}) s = {Make}; a{i}();"))
        .End();

    private static string LocalFunctions(int size) => new SourceWriter()
        .Method("public static void Run(Socket s, byte[] buffer)", body => body
            .Line("F0();")
            .Times(size, static i => $"void F{i}() {{ s.Send(buffer); if (buffer[0] == {i}) F{i + 1}(); s.Receive(buffer); }}")
            .Line($"void F{size}() {{ s.Shutdown(SocketShutdown.Send); }}"))
        .End();

    private static string ReaderChain(int size) => new SourceWriter()
        .Method("public static void Start(Func<Stream> make)", body => body.Line("new System.Threading.Thread(() => Run(make())).Start();"))
        .Method("private static void Run(Stream s0)", body => body
            .Times(size, static i => $"Stream s{i + 1} = new BufferedStream(s{i}); s{i + 1}.ReadByte();")
            .Line("new TcpClient().Close();"))
        .End();

    private static string SameNames(int size) => new SourceWriter()
        .Methods(
            size,
            static i => $"public static void Run{i}(Socket s)",
            static i => $"new System.Threading.Thread(() => {{ Stream stream = Make{i}(s); stream.ReadByte(); }}).Start();")
        .Methods(size, static i => $"private static Stream Make{i}(Socket s)", static _ => "Stream stream = new NetworkStream(s); return stream;")
        .End();

    private static string SocketsInTries(int size) => new SourceWriter()
        .Method("public static void Run(Socket[] all, byte[] buffer)", body => body
            .Times(size, static i => $"var s{i} = all[{i}];")
            .Times(40, static _ => "try {")
            .Times(size, static i => $"s{i}.Send(buffer); s{i}.Shutdown(SocketShutdown.Send); s{i}.Receive(buffer); s{i}.Close();")
            .Times(40, static i => $"}} catch (SocketException e) when (e.ErrorCode == {i}) {{ all[{i}].Close(); }}"))
        .End();

    private static string Catches(int size) => new SourceWriter()
        .Method("public static void Start(Socket s, byte[] buffer)", body => body.Line("new System.Threading.Thread(() => Run(s, buffer)).Start();"))
        .Method("private static void Run(Socket s, byte[] buffer)", body => body
            .Line("try {")
            .Times(size, static i => $"if (buffer[0] == {i}) s.Receive(buffer);")
            .Line("}")
            .Times(size, static i => $"catch (SocketException e) when (e.ErrorCode == {i} || e.SocketErrorCode == SocketError.MessageSize) {{ buffer[0] = 1; }}")
            .Line("finally { s.Close(); }"))
        .End();

    private static string Overloads(int size)
    {
        var source = new SourceWriter();
        for (var i = 0; i < size; i++)
        {
            source
                .Line($"private sealed class T{i} {{ public Socket S; public byte[] B = new byte[9]; }}")
                .Method($"private void Begin(T{i} t)", body => body.Line("t.S.BeginReceive(t.B, 0, 9, SocketFlags.None, ar => OnReceive(t, ar), t);"))
                .Method($"private void OnReceive(T{i} t, IAsyncResult ar)", body => body.Line("if (t.S.EndReceive(ar) == 0) t.S.Close(); else { t.S.Send(t.B); Begin(t); }"));
        }

        return source.End();
    }

    private static string EventArgs(int size) => new SourceWriter()
        .Method("public static void Run(Socket s, SocketAsyncEventArgs[] all)", body => body
            .Times(size, static i => $"var e{i} = all[{i}]; if (e{i}.BytesTransferred == 0) {{ s.Shutdown(SocketShutdown.Both); return; }} s.ReceiveAsync(e{i});"))
        .End();

    private static string OptionsFromFields(int size) => new SourceWriter()
        .Line("private AddressFamily _family = AddressFamily.InterNetwork; private SocketType _type = SocketType.Stream; private ProtocolType _protocol = ProtocolType.Tcp;")
        .Method("public void Run(EndPoint local)", body => body
            .Times(size, static i => $"var s{i} = new Socket(_family, _type, _protocol); s{i}.Bind(local); s{i}.Listen(10);"))
        .End();

    private static string TasksInVariables(int size) => new SourceWriter()
        .Method("public static async Task Run(Socket s, byte[] buffer)", body => body
            .Times(size, static i => $"var t{i} = s.SendAsync(buffer, SocketFlags.None); Action a{i} = () => Console.WriteLine(buffer[{i}]); await t{i};")
            .Line("s.Close();"))
        .End();
}
