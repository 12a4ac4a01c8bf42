using System.Text;

namespace SocketAnalyzers.Package.Tests;

/// <summary>
/// Files that are deeper than anybody writes by hand, and that the compiler alone builds: with a wrong call before the deep place and one
/// behind it.
/// </summary>
internal static class DeepPrograms
{
    public const string Project = "Deep";

    public static readonly (string Name, string Text)[] Files =
    [
        Program("Concatenation", "third.Send(Encoding.UTF8.GetBytes(text" + Repeat(1000, i => " + text" + (i % 2 == 0 ? " + n" : "")) + "));"),
        Program("ElseIf", Repeat(250, i => $"if (n == {i}) third.Send(data); else ") + "third.Close();"),
        Program("Lambdas", Repeat(12, i => $"Action a{i} = () => {{ ") + "third.Close(); " + Repeat(12, i => $"}}; a{11 - i}(); ")),
    ];

    /// <summary>What our rules must report of a file, by its marked lines.</summary>
    public static Finding[] Expected(string file) =>
    [
        .. Files.Single(program => program.Name == file).Text.Split('\n')
            .Select((line, index) => (line, index))
            .Where(place => place.line.EndsWith("// SOCK003", StringComparison.Ordinal))
            .Select(place => new Finding(file, place.index + 1, "SOCK003", "warning")),
    ];

    private static string Repeat(int times, Func<int, string> part)
    {
        var text = new StringBuilder();
        for (var i = 0; i < times; i++)
            text.Append(part(i));
        return text.ToString();
    }

    private static (string Name, string Text) Program(string name, string deep) => (name + ".cs", $$"""
        using System;
        using System.Net.Sockets;
        using System.Text;

        public static class {{name}}
        {
            public static void Run(Socket first, Socket second, Socket third, byte[] data, int n, string text, bool early)
            {
                if (early)
                {
                    first.Shutdown(SocketShutdown.Send);
                    first.Send(data); // SOCK003
                }

                {{deep}}
                second.Shutdown(SocketShutdown.Send);
                second.Send(data); // SOCK003
            }
        }
        """.ReplaceLineEndings("\n"));
}
