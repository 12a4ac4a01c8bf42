using System.Text;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>Methods that call each other in chains, diamonds and circles, over fields of two types: what is most likely to depend on who asks first.</summary>
internal static class CallGraphCorpus
{
    private const int MethodsPerType = 14;

    private static readonly string[] Bodies =
    [
        "s.Shutdown(SocketShutdown.Send); {1}(s);",
        "if (Maybe()) {1}(s); else {2}(s);",
        "try {{ {1}(s); }} finally {{ s.Dispose(); }}",
        "while (Maybe()) {{ {1}(s); s = {2}(s) ?? s; }}",
        "_shared = s; {1}(_shared); _shared.Send(Data);",
        "var t = {1}(s); t.Shutdown(SocketShutdown.Both); {2}(t); return t;",
        "s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true); s.Bind(new IPEndPoint(0, 80)); {1}(s);",
        "s.Listen(5); return s;",
        "Run(() => {1}(s)); return new Socket(SocketType.Stream, ProtocolType.Tcp);",
        "void Local(int n) {{ if (n > 0) Local(n - 1); {1}(s); }} Local(3); s.Send(Data);",
        "var own = new Socket(SocketType.Stream, ProtocolType.Tcp); {1}(own); own.Bind(new IPEndPoint(0, 90)); own.Listen(3); {2}(own);",
        "s.Shutdown(SocketShutdown.Send); s.Send(Data);",
        "using var stream = new NetworkStream(s, true); {1}(s); stream.WriteByte(1);",
        "return {1}({2}(s));",
    ];

    /// <summary>The members of the two types, by type; the callees are spread so that some of them make circles.</summary>
    public static IReadOnlyList<(string Type, IReadOnlyList<string> Members)> Types { get; } =
    [
        ("First", [.. Enumerable.Range(0, MethodsPerType).Select(i => Method("First", "Second", i))]),
        ("Second", [.. Enumerable.Range(0, MethodsPerType).Select(i => Method("Second", "First", i))]),
    ];

    public static string Source { get; } = Print(Types);

    public static string Print(IEnumerable<(string Type, IReadOnlyList<string> Members)> types)
    {
        var text = new StringBuilder();
        foreach (var (type, members) in types)
            text.Append($"static class {type}\n{{\n    private static Socket _shared;\n{string.Concat(members)}}}\n");
        return text.ToString();
    }

    private static string Method(string type, string other, int number)
    {
        // The next one, one further on (which closes circles), and now and then one of the other type.
        var near = $"{(number % 5 == 3 ? other : type)}.M{(number + 1) % MethodsPerType}";
        var far = $"{(number % 4 == 1 ? other : type)}.M{(number * 5 + 2) % MethodsPerType}";
        // Half of the calls go downwards only: a graph that is one single circle would be opaque everywhere.
        if (number % 2 == 0 && number + 3 < MethodsPerType)
            far = $"{type}.M{number + 3}";
        var body = string.Format(Bodies[number % Bodies.Length], null, number == 7 ? "Log" : near, far);
        return $"    public static Socket M{number}(Socket s)\n    {{\n        {body}\n{(body.Contains("return ", StringComparison.Ordinal) ? "" : "        return s;\n")}    }}\n";
    }
}
