using Xunit;

namespace SocketAnalyzers.Tests.Rules.OnEveryPath;

/// <summary>Code of the project that no call names: what makes an object's text, and what a type does at its first use.</summary>
public class HiddenCodeTests
{
    [Theory]
    [InlineData("var text = $\"the end of {_label}\";")]
    [InlineData("var text = \"the end of \" + _label;")]
    [InlineData("_name += _label;")]
    [InlineData("Console.WriteLine(_label);")]
    [InlineData("Console.WriteLine(\"{0} ended\", _label);")]
    [InlineData("_text.Append(_label).AppendLine();")]
    [InlineData("_text.Append($\"{_label} and more\");")]
    [InlineData("var text = _label.ToString();")]
    [InlineData("var text = Describe();")]
    [InlineData("var first = Registry.Count;")]
    [InlineData("Registry.Note();")]
    [InlineData("var entry = new Registry();")]
    [InlineData("var first = Defaults.Size;")]
    [InlineData("Touch();")]
    [InlineData("var first = Own.Count;")]
    public Task It_gives_the_field_another_socket(string between) => Verify(between, isReported: false);

    [Theory]
    [InlineData("var text = $\"the end of {_plain}\";")]
    [InlineData("var text = \"the end of \" + _plain + _name;")]
    [InlineData("Console.WriteLine(_plain);")]
    [InlineData("_text.Append($\"{_plain} and more\").Append(_plain);")]
    [InlineData("var text = _plain.ToString();")]
    [InlineData("var first = Quiet.Count;")]
    [InlineData("Quiet.Note();")]
    [InlineData("var entry = new Quiet();")]
    public Task It_does_not(string between) => Verify(between, isReported: true);

    private static Task Verify(string between, bool isReported) => RuleTest.Of(
        "SOCK003",
        $$"""
        class Session
        {
            private static Socket s_socket = Open();
            private readonly Label _label;
            private readonly Plain _plain = new();
            private readonly StringBuilder _text = new();
            private string _name = "";

            public Session() => _label = new Label(this);

            public void Run(byte[] d)
            {
                s_socket.Shutdown(SocketShutdown.Both);
                {{between}}
                {{(isReported ? "{|SOCK003:s_socket.Send(d)|}" : "s_socket.Send(d)")}};
            }

            public void Renew() => s_socket = Open();
            internal static Socket Open() { var s = new Socket(SocketType.Stream, ProtocolType.Tcp); s.Connect("peer", 1); return s; }
            internal static int Take() { s_socket = Open(); return 4; }
            private string Describe() => $"<{_label}>";
            private static void Touch() { if (Registry.Count > 3) Console.WriteLine(1); }

            private static class Own { public static readonly int Count; static Own() { s_socket = Open(); Count = 1; } }
        }

        class Label
        {
            private readonly Session _session;
            public Label(Session session) => _session = session;
            public override string ToString() { _session.Renew(); return "label"; }
        }

        class Plain { public override string ToString() => "plain"; }

        class Registry
        {
            public static readonly int Count = 3;
            static Registry() { lock (typeof(Registry)) Session.Take(); }
            public static void Note() { }
        }

        static class Defaults { public static readonly int Size = Session.Take(); }

        class Quiet
        {
            public static readonly int Count = Math.Max(3, Environment.ProcessorCount);
            static Quiet() { lock (typeof(Quiet)) Console.WriteLine(Count); }
            public static void Note() { }
        }
        """).RunAsync();
}
