using static SocketAnalyzers.Tests.Robustness.Deep.DeepFamily;

namespace SocketAnalyzers.Tests.Robustness.Deep;

/// <summary>The kinds of deep code that are tried.</summary>
internal static class DeepFamilies
{
    public static IReadOnlyList<DeepFamily> All { get; } = [.. Chains(), .. Nests(), .. Statements(), .. Functions(), .. Declarations()];

    // As deep as they are long, to the left: what people and generators do write.
    private static IEnumerable<DeepFamily> Chains() =>
    [
        OfExpression("concatenation", level => "\"x\"" + Repeat(level, static _ => " + t")),
        OfExpression("flags", level => "n" + Repeat(level, static i => " | " + (i & 7))),
        OfExpression("and", level => "c" + Repeat(level, static _ => " && n > 0")),
        OfExpression("fluent calls", level => "this" + Repeat(level, static i => $".Add({i})")),
        OfExpression("fluent calls with sockets", level => "this" + Repeat(level, static _ => ".Add(third)")),
        OfExpression("fluent queries", level => "a" + Repeat(level, static i => i % 2 == 0 ? ".Where(x => x > 0)" : ".Select(x => x + 1)"), most: 400),
        OfExpression("properties", level => "node" + Repeat(level, static _ => ".Next") + ".Number"),
        OfExpression("null-conditional", level => "node" + Repeat(level, static _ => "?.Next") + "?.Number"),
        OfExpression("or-patterns", level => "n is 1" + Repeat(level, static i => $" or {i + 2}")),
        OfExpression("and-patterns", level => "node is not null" + Repeat(level, static i => $" and not {{ Number: {i} }}")),
        OfStatement("else-if", level => Repeat(level, static i => $"if (n == {i}) third.Send(b); else ") + "third.Send(b);"),
    ];

    private static IEnumerable<DeepFamily> Nests() =>
    [
        OfExpression("right concatenation", level => Nest(level, "t + (", "t", ")")),
        OfExpression("nested calls", level => Nest(level, "F(", "n", ")")),
        OfExpression("awaits in awaits", level => Nest(level, "await G(", "n", ")")),
        OfExpression("parentheses", level => Nest(level, "(", "n", ")")),
        OfExpression("negations", level => Nest(level, "!", "c", "")),
        OfExpression("conversions", level => Nest(level / 2, "(int)(long)", "n", "")),
        OfExpression("conditional", level => Repeat(level, static i => $"n == {i} ? {i} : ") + "0"),
        OfExpression("coalesce", level => Repeat(level, static _ => "t ?? ") + "t"),
        OfExpression("assignments", level => Nest(level, "n = (", "1", ")"), most: 12),
        OfExpression("tuples", level => Nest(level, "(1, ", "2", ")"), most: 400),
        OfExpression("elements", level => Nest(level, "a[", "0", "]")),
        OfExpression("arrays", level => Nest(level, "new object[] { ", "n", " }")),
        OfExpression("interpolation", level => Nest(level, "$\"{", "n", "}\""), most: 8),
        OfExpression("switch expressions", level => Nest(level, "n switch { 0 => 1, _ => ", "n", " }"), most: 400),
        OfExpression("creations", level => Nest(level, "new Node(", "node", ")")),
        OfExpression("object initialisers", level => "new Node { " + Nest(level, "Next = { ", "Number = 1", " }") + " }"),
        OfExpression("nested patterns", level => "node is " + Nest(level, "{ Next: ", "{ Number: 1 }", " }")),
        OfExpression("streams over streams", level => Nest(level, "new BufferedStream(", "new NetworkStream(third)", ")")),
    ];

    private static IEnumerable<DeepFamily> Statements() =>
    [
        OfStatement("blocks", level => Nest(level, "if (c) { ", "third.Send(b);", " }")),
        OfStatement("loops", level => Nest(level, "while (c) { ", "third.Send(b);", " }"), most: 1000),
        // With more streams in one method than this the engine has no number left for the variables behind them.
        OfStatement("usings", level => Nest(level, "using (new MemoryStream()) { ", "third.Send(b);", " }"), most: 120),
        OfStatement("try-finally", level => Nest(level, "try { ", "third.Send(b);", " } finally { n++; }"), most: 300),
        OfStatement("try-catch", level => Nest(level, "try { ", "third.Send(b);", " } catch (SocketException) { }"), most: 1000),
        OfStatement("else-if in a handler", level => "try { third.Send(b); } catch (SocketException e) { " + Repeat(level, static i => $"if (e.ErrorCode == {i}) n++; else ") + "throw; }"),
        OfStatement("filter", level => "try { third.Send(b); } catch (SocketException e) when (e.ErrorCode == 1" + Repeat(level, static i => $" || e.ErrorCode == {i}") + ") { }"),
        OfStatement("queries", level => "var q = " + Nest(level, "(from x in ", "a", " select x + 1)") + ";", most: 400),
    ];

    private static IEnumerable<DeepFamily> Functions() =>
    [
        OfStatement("lambdas in lambdas", level => Repeat(level, static i => $"Action x{i} = () => {{ ") + "third.Send(b);" + Repeat(level, i => $" }}; x{level - 1 - i}();"), most: 200),
        OfStatement("local functions in local functions", level => Repeat(level, static i => $"void L{i}() {{ ") + "third.Send(b);" + Repeat(level, i => $" }} L{level - 1 - i}();"), most: 1000),
        OfStatement("local functions in a row", level => Repeat(level, static i => $"void L{i}() => L{i + 1}();\n") + $"void L{level}() => third.Send(b); L0();"),
        OfMembers("methods in a row", "M0(third);", level => Repeat(level, static i => $"void M{i}(Socket s) => M{i + 1}(s);\n") + $"void M{level}(Socket s) => s.Send(new byte[1]);"),
        OfMembers("properties in a row", "third.Bind(new IPEndPoint(P0, 0));", level => Repeat(level, static i => $"static IPAddress P{i} => P{i + 1};\n") + $"static IPAddress P{level} => IPAddress.Loopback;"),
    ];

    private static IEnumerable<DeepFamily> Declarations() =>
    [
        OfMembers("initialisers in a row", "third.Bind(new IPEndPoint(I0, 0));", level => Repeat(level, static i => $"static readonly IPAddress I{i} = I{i + 1} ?? IPAddress.Any;\n") + $"static readonly IPAddress I{level} = IPAddress.Loopback;"),
        OfTypes("initialisers across types", "third.Bind(new IPEndPoint(T0.A, 0));", level => Repeat(level, static i => $"static class T{i} {{ public static readonly IPAddress A = T{i + 1}.A ?? IPAddress.Any; }}\n") + $"static class T{level} {{ public static readonly IPAddress A = IPAddress.Loopback; }}"),
        OfMembers("diamonds of initialisers", "third.Shutdown(D0); third.Bind(new IPEndPoint(A0, 0));", level =>
            Repeat(level, static i => $"static readonly SocketShutdown D{i} = C ? D{i + 1} : E{i + 1}; static readonly SocketShutdown E{i} = C ? E{i + 1} : D{i + 1}; static readonly IPAddress A{i} = C ? A{i + 1} : B{i + 1}; static readonly IPAddress B{i} = A{i + 1} ?? B{i + 1};\n")
            + $"static readonly bool C = DateTime.Now.Hour > 3; static readonly SocketShutdown D{level} = SocketShutdown.Receive, E{level} = SocketShutdown.Receive; static readonly IPAddress A{level} = IPAddress.Loopback, B{level} = IPAddress.Loopback;"),
        OfMembers("streams in a row", "W0.Write(b);", level => Repeat(level, static i => $"static Stream W{i} = W{i + 1};\n") + $"static readonly Stream W{level} = Stream.Null; async void Pump() {{ while (true) W0.Write(new byte[1]); }}"),
        OfMembers("generic types", "third.Send(b);", level => "static " + Nest(level, "List<", "Socket", ">") + " _all;", most: 400),
        OfTypes("types in types", "third.Send(b);", level => Repeat(level, static i => $"public class N{i} {{ Socket _s; void M(byte[] b) => _s.Send(b); ") + Nest(level, "", "", " }"), most: 400),
        OfTypes("base classes", "new K0().Go(third);", level => Repeat(level, static i => $"public class K{i} : K{i + 1} {{ }}\n") + $"public class K{level} {{ Socket _own; public void Go(Socket s) {{ _own = s; s.Send(new byte[1]); }} }}", most: 1000),
    ];
}
