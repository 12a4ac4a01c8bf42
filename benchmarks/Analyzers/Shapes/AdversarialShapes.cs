namespace SocketAnalyzers.Benchmarks.Shapes;

/// <summary>Code that nobody writes by hand, of the forms that break a careless flow analysis. One size each.</summary>
internal static class AdversarialShapes
{
    public static IReadOnlyList<Shape> All { get; } =
    [
        new("try-finally", "try/finally inside each other", [60], TryFinally),
        new("try-catch", "try/catch with a filter inside each other", [60], TryCatch),
        new("200-sockets", "sockets in one method that branch and alias", [200], AliasedSockets),
        new("mutual-recursion", "methods that each call two others with the socket", [200], MutualRecursion),
        new("one-cycle", "methods that call each other in one cycle, from 50 entries", [100], OneCycle),
        new("switch", "cases of one switch in a loop", [1_000], Switch),
        new("goto", "labels that jump to each other", [200], Goto),
        new("nested-loops", "loops inside each other that each change the socket", [40], NestedLoops),
        new("nested-lambdas", "lambdas inside each other", [25], NestedLambdas),
        new("call-fan", "levels of methods that each call the next one twice", [60], CallFan),
        new("wrappers", "streams around each other", [100], Wrappers),
    ];

    private static string TryFinally(int size) => new SourceWriter()
        .Method("public static void Run(Socket socket, byte[] buffer)", body => body
            .Times(size, i => $"try {{ if (socket.Send(buffer) == {i}) return;")
            .Line("socket.Shutdown(SocketShutdown.Send);")
            .Times(size, static i => i % 2 == 0 ? "} finally { socket.Receive(buffer); }" : "} finally { if (buffer[0] == 0) socket.Close(); }"))
        .End();

    private static string TryCatch(int size) => new SourceWriter()
        .Method("public static void Run(Socket socket, byte[] buffer)", body => body
            .Times(size, static _ => "try { socket.Send(buffer);")
            .Line("socket.Shutdown(SocketShutdown.Send);")
            .Times(size, i => $"}} catch (SocketException e) when (e.ErrorCode == {i}) {{ socket.Receive(buffer); }} catch (IOException) {{ socket.Close(); throw; }}"))
        .End();

    private static string AliasedSockets(int size) => new SourceWriter()
        .Method("public static void Run(Socket[] sockets, byte[] buffer)", body => body
            .Times(size, i => $"var socket{i} = sockets[{i}];")
            .Line("Socket any = null;")
            .Line("foreach (var other in sockets)")
            .Line("{")
            .Times(size, i => $"if (buffer[{i}] == 0) any = socket{i}; else if (buffer[{i}] == 1) socket{i}.Shutdown(SocketShutdown.Send); else {{ any?.Send(buffer); socket{i} = other; }}")
            .Line("}")
            .Times(size, i => $"socket{i}.Close();"))
        .End();

    private static string MutualRecursion(int size) => new SourceWriter()
        .Methods(
            size,
            static i => $"public static int Run{i}(Socket socket, byte[] buffer, int depth)",
            static _ => "if (depth == 0) { socket.Shutdown(SocketShutdown.Send); return socket.Receive(buffer); }",
            static _ => "socket.Send(buffer);",
            i => $"return Run{(i * 7 + 1) % size}(socket, buffer, depth - 1) + Run{(i * 13 + 5) % size}(socket, buffer, depth - 1);")
        .End();

    private static string OneCycle(int size) => new SourceWriter()
        .Methods(
            size,
            static i => $"private static int Step{i}(Socket socket, byte[] buffer, int depth)",
            static _ => "if (socket.Send(buffer) == 0) socket.Shutdown(SocketShutdown.Send);",
            i => $"return depth == 0 ? socket.Receive(buffer) : Step{(i + 1) % size}(socket, buffer, depth - 1);")
        .Methods(50, static i => $"public static int Run{i}(Socket socket, byte[] buffer)", i => $"return Step{i * 2 % size}(socket, buffer, {i});")
        .End();

    private static string Switch(int size) => new SourceWriter()
        .Method("public static void Run(Socket socket, byte[] buffer, int state)", body => body
            .Line("while (true)")
            .Line("switch (state)")
            .Line("{")
            .Times(size, i => (i % 4) switch
            {
                0 => $"case {i}: socket.Send(buffer); state = {i + 1}; break;",
                1 => $"case {i}: if (socket.Receive(buffer) == 0) return; state = {i * 7 % size}; break;",
                2 => $"case {i}: socket.Shutdown(SocketShutdown.Send); state++; break;",
                _ => $"case {i}: state = buffer[0]; continue;",
            })
            .Line("default: socket.Close(); return;")
            .Line("}"))
        .End();

    private static string Goto(int size) => new SourceWriter()
        .Method("public static void Run(Socket socket, byte[] buffer)", body => body
            .Times(size, i => $"L{i}: if (socket.Receive(buffer) == {i}) goto L{i * 17 % size}; if (buffer[0] == {i}) {{ socket.Shutdown(SocketShutdown.Send); goto L{(i + 1) % size}; }}")
            .Line("socket.Close();"))
        .End();

    private static string NestedLoops(int size) => new SourceWriter()
        .Method("public static void Run(Socket socket, Socket other, byte[] buffer)", body => body
            .Times(size, i => $"while (buffer[{i}] > 0) {{ socket.Send(buffer); if (buffer[0] == {i}) {{ var swap = socket; socket = other; other = swap; }}")
            .Line("socket.Shutdown(SocketShutdown.Send);")
            .Times(size, static _ => "if (socket.Receive(buffer) == 0) break; }")
            .Line("socket.Close();"))
        .End();

    private static string NestedLambdas(int size) => new SourceWriter()
        .Method("public static void Run(Socket socket, byte[] buffer)", body => body
            .Times(size, i => $"Action action{i} = () => {{ socket.Send(buffer);")
            .Line("socket.Shutdown(SocketShutdown.Send);")
            .Times(size, i => $"}}; action{size - 1 - i}();"))
        .End();

    private static string CallFan(int size) => new SourceWriter()
        .Methods(
            size,
            static i => $"private static int Level{i}(Socket socket, byte[] buffer)",
            static i => $"if (buffer[{i}] == 0) return Level{i + 1}(socket, buffer);",
            static _ => "socket.Send(buffer);",
            static i => $"return Level{i + 1}(socket, buffer);")
        .Method($"private static int Level{size}(Socket socket, byte[] buffer)", static body => body.Line("socket.Shutdown(SocketShutdown.Send);").Line("return 0;"))
        .Method("public static int Run(Socket socket, byte[] buffer)", static body => body.Line("return Level0(socket, buffer);"))
        .End();

    private static string Wrappers(int size) => new SourceWriter()
        .Method("public static void Run(Socket socket, byte[] buffer)", body => body
            .Line("Stream stream0 = new NetworkStream(socket, ownsSocket: true);")
            .Times(size, static i => $"Stream stream{i + 1} = new BufferedStream(stream{i}); stream{i + 1}.Write(buffer, 0, 1);")
            .Line("socket.Shutdown(SocketShutdown.Send);")
            .Times(size, i => $"stream{size - i}.Dispose();"))
        .End();
}
