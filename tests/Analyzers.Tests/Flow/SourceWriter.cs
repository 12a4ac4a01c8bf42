using System.Text;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>Prints random statements as C# that compiles, whatever they are.</summary>
internal sealed class SourceWriter
{
    private const int VariableCount = 6;

    // What a jump may name where it stands: nothing leaves a lambda or a finally.
    private readonly record struct Place(int Loops, bool MayReturn, bool MayAwait, IReadOnlyList<string> Labels);

    private static readonly string[] Conditions =
    [
        "Maybe()", "{0} == null", "{0} is not null", "{0} is Socket", "{0} is {{ }} x{9} && x{9}.Connected", "{0}.Connected", "(n = {0}.Receive(Data)) == 0",
        "{0} != {1}", "n > 0", "!({0} is null || Maybe())", "true", "{0}?.Connected == true", "{0} is not Socket y{9}",
    ];

    private static readonly string[] Simple =
    [
        "{0} = new Socket(SocketType.Stream, ProtocolType.Tcp);", "{0} = {1};", "{0} = null;", "{0} = {1} ?? {2};", "{0} ??= {1};", "{0} = Maybe() ? {1} : {2};",
        "{0} = {1}.Accept();", "{0} = Give();", "Take({0});", "ByRef(ref {0});", "TryGive(out {0});", "_field = {0};", "{0} = _field;", "_state.Socket = {0};", "{0} = _state.Socket;",
        "{0} = Interlocked.Exchange(ref _field, {1});", "({0}, {1}) = ({1}, {0});", "{0} = (Socket)(object){1};", "{0} = (object){1} as Socket;",
        "{0}.Shutdown(SocketShutdown.Send);", "{0}.Shutdown(SocketShutdown.Both);", "{0}.Shutdown(SocketShutdown.Receive);", "{0}.Send(Data);", "n = {0}.Receive(Data);",
        "{0}.Bind(new IPEndPoint(0, 80));", "{0}.Listen(5);", "{0}.Connect(\"h\", 1);", "{0}.Close();", "{0}?.Dispose();", "{0}.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);",
        "{0}.ExclusiveAddressUse = true;", "new NetworkStream({0}, true).Write(Data, 0, 1);", "new NetworkStream({0}).Dispose();", "writer = new StreamWriter(new NetworkStream({0}));",
        "writer.Write(\"x\");", "writer.Flush();", "writer.AutoFlush = true;", "client = new TcpClient(); {0} = client.Client;", "client.GetStream().Write(Data, 0, 1);", "Run(() => {0}.Send(Data));",
        "Run({0}.Dispose);", "Log({0});", "{0} = Same({1});", "End({0});", "list.Add({0});", "n = list.Count;",
    ];

    private readonly StringBuilder _text = new();
    private int _names;

    /// <summary>The statements of a block.</summary>
    public static string Print(IReadOnlyList<Statement> statements)
    {
        var writer = new SourceWriter();
        writer.Write(statements, new Place(0, MayReturn: true, MayAwait: true, []), 2);
        return writer._text.ToString();
    }

    /// <summary>A class around the method <c>M</c> with these statements.</summary>
    public static string PrintClass(IReadOnlyList<Statement> statements, string name = "C") => $$"""
        sealed class {{name}}
        {
            private sealed class State { public Socket Socket; }

            private Socket _field;
            private readonly State _state = new();

            private static Socket Same(Socket s) => s;

            private static void End(Socket s) { if (Maybe()) s.Shutdown(SocketShutdown.Both); }

            public async Task M(Socket v0)
            {
                Socket v1 = null, v2 = null, v3 = null, v4 = null, v5 = null;
                TcpClient client = null;
                StreamWriter writer = null;
                var list = new List<Socket>();
                var n = 0;
                await Delay();
        {{Print(statements)}}
            }
        }
        """;

    private void Write(IReadOnlyList<Statement> statements, Place place, int depth)
    {
        foreach (var statement in statements)
            Write(statement, place, depth);
    }

    private void Write(Statement statement, Place place, int depth)
    {
        switch (statement.Kind)
        {
            case StatementKind.Simple:
                Line(depth, Fill(Simple[statement.A % Simple.Length], statement));
                break;
            case StatementKind.Jump:
                Line(depth, Jump(statement, place));
                break;
            case StatementKind.If:
                Block(depth, $"if ({Condition(statement)})", statement.First, place);
                if (statement.C % 2 == 0)
                    Block(depth, "else", statement.Second, place);
                break;
            case StatementKind.While or StatementKind.Do or StatementKind.For or StatementKind.ForEach:
                WriteLoop(statement, place with { Loops = place.Loops + 1 }, depth);
                break;
            case StatementKind.Switch:
                WriteSwitch(statement, place, depth);
                break;
            case StatementKind.Labelled:
                WriteLabelled(statement, place, depth);
                break;
            default:
                WriteRegion(statement, place, depth);
                break;
        }
    }

    private void WriteLoop(Statement statement, Place place, int depth)
    {
        switch (statement.Kind)
        {
            case StatementKind.While:
                Block(depth, $"while ({Condition(statement)})", statement.First, place);
                break;
            case StatementKind.Do:
                Block(depth, "do", statement.First, place);
                Line(depth, $"while ({Condition(statement)});");
                break;
            case StatementKind.For:
                Block(depth, Fill("for ({0} = {1}; Maybe(); {0} = {2})", statement), statement.First, place);
                break;
            case StatementKind.ForEach:
                var item = "item" + ++_names;
                Block(depth, $"foreach (var {item} in list)", statement.First, place, Fill($"{{0}} = {item};", statement));
                break;
        }
    }

    private void WriteRegion(Statement statement, Place place, int depth)
    {
        var inFinally = place with { Loops = 0, MayReturn = false, Labels = [] };
        switch (statement.Kind)
        {
            case StatementKind.TryCatch:
                Block(depth, "try", statement.First, place);
                Block(depth, "catch (SocketException)", statement.Second, place);
                Block(depth, "catch", statement.Third, place);
                break;
            case StatementKind.TryFilter:
                Block(depth, "try", statement.First, place);
                Block(depth, $"catch (IOException) when ({Condition(statement)})", statement.Second, place);
                Block(depth, "finally", statement.Third, inFinally);
                break;
            case StatementKind.TryFinally:
                Block(depth, "try", statement.First, place);
                Block(depth, "finally", statement.Second, inFinally);
                break;
            case StatementKind.Using:
                Block(depth, Fill("using ({0})", statement), statement.First, place);
                break;
            case StatementKind.AwaitUsing:
                Block(depth, Fill(place.MayAwait ? "await using (new NetworkStream({0}, true))" : "using (var u{9} = new NetworkStream({0}))", statement), statement.First, place);
                break;
            case StatementKind.Lock:
                Block(depth, "lock (list)", statement.First, place with { MayAwait = false });
                break;
            case StatementKind.Lambda:
                Block(depth, "Run(() =>", statement.First, new Place(0, true, false, []));
                Line(depth, ");");
                break;
            case StatementKind.LocalFunction:
                var name = "Local" + ++_names;
                Block(depth, $"void {name}()", statement.First, new Place(0, true, false, []));
                Line(depth, statement.A % 2 == 0 ? $"{name}();" : $"Run({name});");
                break;
        }
    }

    private void WriteSwitch(Statement statement, Place place, int depth)
    {
        Line(depth, "switch (Number())");
        Line(depth, "{");
        foreach (var (label, block) in new[] { ("case 1:", statement.First), ("case 2:", statement.Second), ("default:", statement.Third) })
        {
            Block(depth + 1, label, block, place);
            Line(depth + 2, "break;");
        }

        Line(depth, "}");
    }

    private void WriteLabelled(Statement statement, Place place, int depth)
    {
        var (start, end) = ("start" + ++_names, "end" + _names);
        Line(depth, $"{start}: Log(n);");
        Block(depth, "", statement.First, place with { Labels = [.. place.Labels, start, end] });
        Line(depth, $"if (Maybe()) goto {start};");
        Line(depth, $"if (Maybe()) goto {end};");
        Block(depth, "", statement.Second, place);
        Line(depth, $"{end}: Log(n);");
    }

    private string Jump(Statement statement, Place place)
    {
        var possible = new List<string> { "throw new IOException();" };
        if (place.Loops > 0)
            possible.AddRange(["break;", "continue;"]);
        if (place.MayReturn)
            possible.Add("return;");
        if (place.MayAwait)
            possible.Add("await Delay();");
        possible.AddRange(place.Labels.Select(label => $"goto {label};"));
        return possible[statement.A % possible.Count];
    }

    private void Block(int depth, string head, IReadOnlyList<Statement> statements, Place place, string? first = null)
    {
        if (head.Length > 0)
            Line(depth, head);
        Line(depth, "{");
        if (first is not null)
            Line(depth + 1, first);
        Write(statements, place, depth + 1);
        Line(depth, "}");
    }

    private void Line(int depth, string text) => _text.Append(' ', depth * 4).Append(text).Append('\n');

    private string Condition(Statement statement) => Fill(Conditions[statement.B % Conditions.Length], statement);

    private string Fill(string format, Statement statement) => string.Format(
        format, Variable(statement.B), Variable(statement.C), Variable(statement.A + statement.B), null, null, null, null, null, null, ++_names);

    private static string Variable(int number) => "v" + (number % VariableCount);
}
