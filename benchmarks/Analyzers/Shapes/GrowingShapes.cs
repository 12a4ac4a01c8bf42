namespace SocketAnalyzers.Benchmarks.Shapes;

/// <summary>Code that grows in one respect, to see how the cost grows with it: docs/performance.md.</summary>
internal static class GrowingShapes
{
    public static IReadOnlyList<Shape> All { get; } =
    [
        new("statements", "statements in one method", [100, 300, 1_000, 3_000, 10_000], Statements),
        new("branches", "if statements in one method", [100, 300, 1_000, 3_000], Branches),
        new("nesting", "levels of if, while and using", [5, 10, 20, 40, 80], Nesting),
        new("sockets", "sockets in one method", [10, 30, 100, 300], Sockets),
        new("methods", "methods that use a socket", [30, 100, 300, 1_000, 3_000], Methods),
        new("call-depth", "methods that call the next one with the socket", [10, 30, 100, 300, 1_000], CallDepth),
        new("fields", "fields with a socket and methods for each, in one class", [10, 30, 100, 300], Fields),
        new("lambdas", "lambdas that use the socket of their method", [10, 30, 100, 300], Lambdas),
        new("other-methods", "methods without a socket, in a project that has some", [100, 300, 1_000, 3_000], static size => OtherMethods(new SourceWriter(), size)),
        new("no-sockets", "methods in a project without sockets", [100, 300, 1_000, 3_000], static size => OtherMethods(new SourceWriter(namesSockets: false), size)),
    ];

    private static string Statements(int size) => new SourceWriter()
        .Method("public static int Run(Socket socket, byte[] buffer)", body => body
            .Line("var total = 0;")
            .Times(size - 3, i => (i % 4) switch
            {
                0 => "total += socket.Send(buffer);",
                1 => "total += socket.Receive(buffer, 0, 8, SocketFlags.None);",
                2 => $"buffer[0] = (byte)(total + {i});",
                _ => "Console.WriteLine(total);",
            })
            .Line("socket.Shutdown(SocketShutdown.Send);")
            .Line("return total;"))
        .End();

    private static string Branches(int size) => new SourceWriter()
        .Method("public static int Run(Socket socket, byte[] buffer)", body => body
            .Line("var total = 0;")
            .Times(size, i => (i % 3) switch
            {
                0 => $"if (total == {i}) total += socket.Send(buffer);",
                1 => $"if (total > {i}) {{ if (socket.Receive(buffer) == 0) return total; }} else total++;",
                _ => $"if (buffer[0] == {i % 256}) socket.Shutdown(SocketShutdown.Send);",
            })
            .Line("return total;"))
        .End();

    private static string Nesting(int size) => new SourceWriter()
        .Method("public static int Run(Socket socket, byte[] buffer)", body => body
            .Line("var total = 0;")
            .Times(size, i => (i % 3) switch
            {
                0 => $"if (buffer[{i}] > 0) {{ total += socket.Send(buffer);",
                1 => $"while (buffer[{i}] > 1) {{ if (socket.Receive(buffer) == 0) break;",
                _ => $"using (var stream{i} = new NetworkStream(socket)) {{ stream{i}.Write(buffer, 0, 1);",
            })
            .Line("socket.Shutdown(SocketShutdown.Send);")
            .Line(new string('}', size))
            .Line("return total;"))
        .End();

    private static string Sockets(int size) => new SourceWriter()
        .Method("public static void Run(EndPoint peer, byte[] buffer)", body => body
            .Times(size, i => $$"""
                var socket{{i}} = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket{{i}}.Connect(peer);
                socket{{i}}.Send(buffer);
                if (socket{{i}}.Receive(buffer) == 0) socket{{i}}.Shutdown(SocketShutdown.Both);
                """)
            .Times(size, i => $"socket{i}.Close();"))
        .End();

    private static string Methods(int size) => new SourceWriter()
        .Methods(
            size,
            static i => $"public static void Run{i}(Socket socket, byte[] buffer)",
            static _ => "socket.Send(buffer);",
            static _ => "while (socket.Receive(buffer) > 0) buffer[0]++;",
            static _ => "socket.Shutdown(SocketShutdown.Send);",
            static _ => "socket.Close();")
        .End();

    private static string CallDepth(int size) => new SourceWriter()
        .Methods(
            size,
            static i => $"private static int Step{i}(Socket socket, byte[] buffer)",
            static _ => "if (socket.Receive(buffer) == 0) return 0;",
            static i => $"return Step{i + 1}(socket, buffer) + socket.Send(buffer);")
        .Method($"private static int Step{size}(Socket socket, byte[] buffer)", static body => body
            .Line("socket.Shutdown(SocketShutdown.Send);")
            .Line("return socket.Receive(buffer);"))
        .Method("public static int Run(Socket socket, byte[] buffer)", static body => body.Line("return Step0(socket, buffer);"))
        .End();

    private static string Fields(int size)
    {
        var source = new SourceWriter();
        source.Times(size, static i => $"private readonly Socket _socket{i} = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);");
        for (var i = 0; i < size; i++)
        {
            source
                .Method($"public void Open{i}(EndPoint peer)", body => body.Line($"_socket{i}.Connect(peer);"))
                .Method($"public int Ask{i}(byte[] buffer)", body => body.Line($"_socket{i}.Send(buffer);").Line($"return _socket{i}.Receive(buffer);"))
                .Method($"public void End{i}(byte[] buffer)", body => body.Line($"_socket{i}.Shutdown(SocketShutdown.Send);").Line($"_socket{i}.Receive(buffer);").Line($"_socket{i}.Close();"));
        }

        return source.End();
    }

    private static string Lambdas(int size) => new SourceWriter()
        .Method("public static Task[] Run(Socket socket, byte[] buffer)", body => body
            .Line($"var tasks = new Task[{size}];")
            .Times(size, static i => $"tasks[{i}] = Task.Run(() => {{ while (socket.Receive(buffer) > {i}) socket.Send(buffer); socket.Shutdown(SocketShutdown.Send); }});")
            .Line("return tasks;"))
        .End();

    private static string OtherMethods(SourceWriter source, int size) => source
        .Methods(
            size,
            static i => $"public static string Run{i}(Stream stream, byte[] buffer)",
            static i => $"var text = string.Concat(\"run\", {i}.ToString());",
            static _ => "for (var j = 0; j < buffer.Length; j++) text = text.Insert(0, buffer[j].ToString());",
            static _ => "return text.Length > stream.Length ? text.Trim() : text;")
        .End();
}
