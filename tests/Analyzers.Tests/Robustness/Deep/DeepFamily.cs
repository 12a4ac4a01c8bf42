using System.Text;

namespace SocketAnalyzers.Tests.Robustness.Deep;

/// <summary>Code that can be made as deep as one likes, with a wrong call before the deep place and one behind it.</summary>
/// <param name="Name">As on the command line and in the table of levels.</param>
/// <param name="Write">From a level to the code.</param>
/// <param name="Most">A level beyond which the family says nothing new, or takes the compiler too long.</param>
internal sealed record DeepFamily(string Name, Func<int, string> Write, int Most = DeepFamily.Usual)
{
    /// <summary>The wrong calls: one before, one behind.</summary>
    public const int Expected = 2;

    /// <summary>What is longer was not written by hand, and not by most generators.</summary>
    public const int Usual = 2000;

    private const string Usings = "using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Net; using System.Net.Sockets; using System.Text; using System.Threading.Tasks;\n";

    public static DeepFamily OfStatement(string name, Func<int, string> statement, string members = "", int most = Usual) =>
        new(name, level => Program(statement(level), members), most);

    public static DeepFamily OfExpression(string name, Func<int, string> expression, string members = "", int most = Usual) =>
        new(name, level => Program("third.Send(Bytes(" + expression(level) + "));", members), most);

    public static DeepFamily OfMembers(string name, string statement, Func<int, string> members, int most = Usual) =>
        new(name, level => Program(statement, members(level)), most);

    public static DeepFamily OfTypes(string name, string statement, Func<int, string> types, int most = Usual) =>
        new(name, level => Program(statement, "") + types(level), most);

    /// <summary><paramref name="open"/> level times, <paramref name="inner"/>, and <paramref name="close"/> level times.</summary>
    public static string Nest(int level, string open, string inner, string close) =>
        new StringBuilder().Insert(0, open, level).Append(inner).Insert(open.Length * level + inner.Length, close, level).ToString();

    public static string Repeat(int level, Func<int, string> part) => string.Concat(Enumerable.Range(0, level).Select(part));

    public override string ToString() => Name;

    private static string Program(string statement, string members) => Usings + $$"""
        public class Deep
        {
            public async Task Run(Socket first, Socket second, Socket third, byte[] b, int n, string t, bool c, Node node, int[] a)
            {
                if (c)
                {
                    first.Shutdown(SocketShutdown.Send);
                    first.Send(b);
                }

                await Task.Yield();
                {{statement}}
                second.Shutdown(SocketShutdown.Send);
                second.Send(b);
            }

            {{members}}
            public static byte[] Bytes(object o) => new byte[1];
            public static int F(int n) => n;
            public static Task<int> G(int n) => Task.FromResult(n);
            public Deep Add(object o) => this;
        }

        public class Node
        {
            public Node() { }
            public Node(Node inner) { Next = inner; }
            public Node Next { get; set; }
            public Socket Peer { get; set; }
            public int Number { get; set; }
        }

        """;
}
