namespace SocketAnalyzers.Benchmarks.Shapes;

/// <summary>Delegates that are given to code of the project, which is read to see what it does with them. Each size is twice the one before.</summary>
internal static class HelperShapes
{
    public static IReadOnlyList<Shape> All { get; } =
    [
        new("helper-loops", "accepts that are given to the loop of one helper", [50, 100, 200], HelperLoops),
        new("helper-loop-methods", "methods that accept, each given to the loop of one helper", [50, 100, 200], HelperLoopMethods),
        new("given-lambdas", "lambdas that are given to a helper which asks first", [50, 100, 200], GivenLambdas),
        new("given-on", "helpers that each give the lambda to the next", [25, 50, 100], GivenOn),
        new("kept-lambdas", "lambdas in fields, and a method that runs them", [50, 100, 200], KeptLambdas),
        new("lambda-variables", "lambdas in variables of one method", [50, 100, 200], LambdaVariables),
        new("copied-records", "copies of a record with sockets", [50, 100, 200], CopiedRecords),
        new("anonymous-objects", "anonymous objects with sockets", [50, 100, 200], AnonymousObjects),
    ];

    private static string HelperLoops(int size) => new SourceWriter()
        .Method("private static void Forever(Action run)", static body => body.Line("while (true) run();"))
        .Methods(size, static i => $"public static void Serve{i}(Socket listener)", static _ => "Forever(() => { using var client = listener.Accept(); });")
        .End();

    private static string HelperLoopMethods(int size) => new SourceWriter()
        .Line("private static Socket _listener;")
        .Method("private static void Forever(Action run)", static body => body.Line("while (true) run();"))
        .Methods(size, static i => $"private static void One{i}()", static _ => "using var client = _listener.Accept();")
        .Methods(size, static i => $"public static void Serve{i}()", static i => $"Forever(One{i});")
        .End();

    private static string GivenLambdas(int size) => new SourceWriter()
        .Line("private bool _isOpen;")
        .Method("private void IfOpen(Action run)", static body => body.Line("if (_isOpen) run();"))
        .Method("public void Run(Socket socket, byte[] buffer)", body => body
            .Line("socket.Shutdown(SocketShutdown.Send);")
            .Times(size, static _ => "IfOpen(() => socket.Send(buffer));"))
        .End();

    private static string GivenOn(int size) => new SourceWriter()
        .Methods(size, static i => $"private static void Give{i}(Action run)", static i => $"Give{i + 1}(run);")
        .Method($"private static void Give{size}(Action run)", static body => body.Line("run();"))
        .Method("public static void Run(Socket socket, byte[] buffer)", body => body
            .Line("socket.Shutdown(SocketShutdown.Send);")
            .Times(size, static i => $"Give{i}(() => socket.Send(buffer));"))
        .End();

    private static string KeptLambdas(int size) => new SourceWriter()
        .Line("private bool _isOpen;")
        .Times(size, static i => $"private Action _run{i};")
        .Method("public void Run(Socket socket, byte[] buffer)", body => body
            .Line("socket.Shutdown(SocketShutdown.Send);")
            .Times(size, static i => $"_run{i} = () => socket.Send(buffer);"))
        .Method("public void Go()", body => body.Times(size, static i => $"if (_isOpen) _run{i}();"))
        .End();

    private static string LambdaVariables(int size) => new SourceWriter()
        .Method("public static void Run(Socket socket, byte[] buffer)", body => body
            .Line("socket.Shutdown(SocketShutdown.Send);")
            .Times(size, static i => $"Action run{i} = () => socket.Send(buffer);")
            .Times(size, static i => $"if (buffer[0] == {i}) run{i}();"))
        .End();

    private static string CopiedRecords(int size) => new SourceWriter()
        .Line("public sealed record Link(Socket Near, Socket Far, int Number);")
        .Method("public static void Run(Link link, byte[] buffer)", body => body
            .Times(size, static i => $"link = link with {{ Number = {i} }}; if (buffer[0] == {i}) link.Near.Shutdown(SocketShutdown.Send); link.Far.Send(buffer);"))
        .End();

    private static string AnonymousObjects(int size) => new SourceWriter()
        .Method("public static void Run(Socket near, Socket far, byte[] buffer)", body => body
            .Times(size, static i => $"var link{i} = new {{ Near = near, Far = far }}; if (buffer[0] == {i}) link{i}.Near.Shutdown(SocketShutdown.Send); link{i}.Far.Send(buffer);"))
        .End();
}
