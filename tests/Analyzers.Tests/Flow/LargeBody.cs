using System.Text;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>A body of a given number of statements: sockets, branches, nested loops and tries in turn.</summary>
internal static class LargeBody
{
    // Eight statements, loops and tries four deep.
    private const string Part = """
            s{0} = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {{
                while (Maybe())
                {{
                    try {{ s{0}.Send(Data); }}
                    catch (SocketException) {{ s{0}.Shutdown(SocketShutdown.Send); }}
                    finally {{ s{1}?.Receive(Data); }}
                }}
            }}
            finally {{ s{0}.Close(); }}

        """;

    public const int StatementsPerPart = 8;

    /// <summary>At least <paramref name="statements"/> statements, in a method <c>M</c> of a class <c>C</c>, with <paramref name="variables"/> variables.</summary>
    public static string Print(int statements, int variables)
    {
        var text = new StringBuilder("class C\n{\n    static void M()\n    {\n        Socket ");
        text.AppendJoin(", ", Enumerable.Range(0, variables).Select(i => $"s{i} = null")).Append(";\n");
        for (var i = 0; i < (statements + StatementsPerPart - 1) / StatementsPerPart; i++)
            text.AppendFormat(Part, i % variables, (i + 1) % variables);
        return text.Append("    }\n}\n").ToString();
    }

    /// <summary>The same statements with each part in the loop of the one before, to a depth of <paramref name="depth"/>, over and over.</summary>
    public static string PrintNested(int statements, int variables, int depth)
    {
        var text = new StringBuilder("class C\n{\n    static void M()\n    {\n        Socket ");
        text.AppendJoin(", ", Enumerable.Range(0, variables).Select(i => $"s{i} = null")).Append(";\n");
        for (var made = 0; made < statements;)
        {
            for (var i = 0; i < depth; i++)
                text.Append($"while (Maybe()) {{ s{i % variables} = new Socket(SocketType.Stream, ProtocolType.Tcp); try {{ s{i % variables}.Connect(\"h\", 1);\n");
            for (var i = depth - 1; i >= 0; i--)
                text.Append($"s{i % variables}.Send(Data); }} finally {{ s{i % variables}.Close(); }} }}\n");
            made += depth * 5;
        }

        return text.Append("    }\n}\n").ToString();
    }
}
