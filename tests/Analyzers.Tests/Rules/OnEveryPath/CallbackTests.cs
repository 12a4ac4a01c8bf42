using Xunit;

namespace SocketAnalyzers.Tests.Rules.OnEveryPath;

/// <summary>Operators, deconstructions, indices and what a library calls back: code of the project that may give a field another socket.</summary>
public class CallbackTests
{
    private const string Renewing = "_session.Renew();", Plain = "Console.WriteLine(_session is null);";

    public static TheoryData<string> Hidden => new()
    {
        "if (_part) Console.WriteLine(1);",
        "_part++;",
        "_part += 1;",
        "var n = -_part;",
        "if (_part is (1, 2)) Console.WriteLine(1);",
        "if (_part is { Count: 1 }) Console.WriteLine(1);",
        "var last = _part[^1];",
        "_map[_part] = 1;",
        "_map.TryAdd(_part, 1);",
        "var has = _map.ContainsKey(_part);",
        "_list.Sort(_part);",
        "Array.Sort(new[] { 1, 2 }, _part);",
        "var set = new SortedSet<int>(_part) { 1, 2 };",
    };

    [Theory]
    [MemberData(nameof(Hidden))]
    public Task It_gives_the_field_another_socket(string between) => Verify(between, Renewing, isReported: false);

    [Theory]
    [MemberData(nameof(Hidden))]
    public Task It_does_not(string between) => Verify(between, Plain, isReported: true);

    [Theory]
    [InlineData("typeof(Session).GetField(\"_socket\").SetValue(this, Open());")]
    [InlineData("typeof(Session).GetMethod(\"Renew\").Invoke(this, null);")]
    public Task By_reflection(string between) => Verify(between, Plain, isReported: false);

    private static Task Verify(string between, string does, bool isReported) => RuleTest.Of(
        "SOCK003",
        $$"""
        class Session
        {
            private Socket _socket = Open();
            private Part _part;
            private readonly Dictionary<Part, int> _map = new();
            private readonly List<int> _list = new();

            public Session() => _part = new Part(this);

            public void Run(byte[] d)
            {
                _socket.Shutdown(SocketShutdown.Both);
                {{between}}
                {{(isReported ? "{|SOCK003:_socket.Send(d)|}" : "_socket.Send(d)")}};
            }

            public void Renew() => _socket = Open();
            internal static Socket Open() { var s = new Socket(SocketType.Stream, ProtocolType.Tcp); s.Connect("peer", 1); return s; }
        }

        class Part : IComparer<int>
        {
            private readonly Session _session;
            public Part(Session session) => _session = session;
            public int Length { get { {{does}} return 3; } }
            public int Count { get { {{does}} return 1; } }
            public int this[int i] => i;
            public void Deconstruct(out int a, out int b) { {{does}} a = b = 1; }
            public override bool Equals(object other) => other == this;
            public override int GetHashCode() { {{does}} return 1; }
            public int Compare(int a, int b) { {{does}} return a - b; }
            public static bool operator true(Part p) => p.Length > 0;
            public static bool operator false(Part p) => p.Length < 0;
            public static Part operator ++(Part p) => new Part(p._session, p.Length);
            public static Part operator +(Part p, int n) => new Part(p._session, p.Length);
            public static int operator -(Part p) => p.Length;
            private Part(Session session, int length) => _session = session;
        }
        """).RunAsync();
}
