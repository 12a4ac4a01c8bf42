using Xunit;

namespace SocketAnalyzers.Tests.Rules.OnEveryPath;

/// <summary>Between the shutdown and the write another socket takes the place of the first, by whatever way.</summary>
public class ReplacedTests
{
    [Theory]
    [InlineData("Action dial = () => _socket = Open(); _socket.Shutdown(SocketShutdown.Both); dial(); _socket.Send(d);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); Retry(() => _socket = Open()); _socket.Send(d);")]
    [InlineData("var s = Open(); void Dial() { s = Open(); } s.Shutdown(SocketShutdown.Both); Dial(); s.Send(d);")]
    [InlineData("ref var current = ref _socket; _socket.Shutdown(SocketShutdown.Both); current = Open(); _socket.Send(d);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); Current = Open(); _socket.Send(d);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); Pick(true) = Open(); _socket.Send(d);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); (d.Length > 0 ? ref _socket : ref _other) = Open(); _socket.Send(d);")]
    [InlineData("var s = Open(); var t = Open(); s.Shutdown(SocketShutdown.Both); (d.Length > 0 ? ref s : ref t) = Open(); s.Send(d);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); Renew(ref _socket); _socket.Send(d);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); Renew(ref Current); _socket.Send(d);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); Swap(ref _socket, ref _other); _socket.Send(d);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); Interlocked.Exchange(ref _socket, Open()).Dispose(); _socket.Send(d);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); (_socket, _other) = (_other, _socket); _socket.Send(d);")]
    [InlineData("_pair.S.Shutdown(SocketShutdown.Both); _pair = (Open(), 1); _pair.S.Send(d);")]
    [InlineData("_link.S.Shutdown(SocketShutdown.Both); _link = _link with { S = Open() }; _link.S.Send(d);")]
    [InlineData("_box.Value.Shutdown(SocketShutdown.Both); Fill(); _box.Value.Send(d);")]
    [InlineData("_box.Value.Shutdown(SocketShutdown.Both); _box.Set(Open()); _box.Value.Send(d);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); _manager.Restart(this); _socket.Send(d);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); new Manager().Restart(this); _socket.Send(d);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); using (new Scope(this)) { } _socket.Send(d);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); _ = new Scope(this) + 1; _socket.Send(d);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); Ping(3); _socket.Send(d);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); Live.Send(d);")]
    [InlineData("EndAndTell(); _socket.Send(d);")]
    [InlineData("EndAndSleep(); _socket.Send(d);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); SleepAndSend(d);")]
    [InlineData("var s = Open(); s.Shutdown(SocketShutdown.Both); _later = () => s.Send(d); s = Open(); _later();")]
    [InlineData("var s = Open(); s.Shutdown(SocketShutdown.Both); _later = () => s.Send(d); TryOpen(out s); _later();")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); _later = () => _socket.Send(d);")]
    [InlineData("_all[0].Shutdown(SocketShutdown.Both); _all[0] = Open(); _all[0].Send(d);")]
    public Task It_is_another_socket(string body) => RuleTest.Of("SOCK003", Session("private Socket _socket;", body)).RunAsync();

    [Theory]
    [InlineData("_manager.Note(this); _socket.Shutdown(SocketShutdown.Both); _manager.Note(this); {|SOCK003:_socket.Send(d)|};")]
    [InlineData("Action log = () => Console.WriteLine(_socket); _socket.Shutdown(SocketShutdown.Both); log(); {|SOCK003:_fixed.Send(d)|};", "_fixed.Shutdown(SocketShutdown.Both); ")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); (_other, _third) = (_third, _other); {|SOCK003:_socket.Send(d)|};")]
    [InlineData("{|SOCK003:SleepAndSendFixed(d)|};", "_fixed.Shutdown(SocketShutdown.Both); ")]
    [InlineData("{|SOCK003:_fixed.Send(d)|};", "EndFixedAndTell(); ")]
    [InlineData("_later = () => {|SOCK003:_fixed.Send(d)|};", "_fixed.Shutdown(SocketShutdown.Both); ")]
    [InlineData("_later = () => {|SOCK003:s.Send(d)|};", "var s = Open(); s.Shutdown(SocketShutdown.Both); ")]
    [InlineData("{|SOCK003:_socket.Send(d)|};", "SleepAndEnd(); ")]
    public Task It_is_the_same_socket(string body, string before = "") => RuleTest.Of("SOCK003", Session("private Socket _socket;", before + body)).RunAsync();

    private static string Session(string field, string body) =>
        $$"""
        class Session
        {
            {{field}}
            private Socket _other, _third;
            private readonly Socket _fixed = new(SocketType.Stream, ProtocolType.Tcp);
            private (Socket S, int N) _pair;
            private Link _link;
            private readonly Box<Socket> _box = new();
            private readonly Manager _manager = new();
            private readonly Socket[] _all = new Socket[2];
            private Action _later;

            public Session(Socket socket) => _socket = socket;

            public event Action Ended;

            private ref Socket Current => ref _socket;
            private Socket Live => _socket is { Connected: true } ? _socket : _socket = Open();

            public void Run(byte[] d)
            {
                {{body}}
            }

            internal void Take(Socket socket) => _socket = socket;
            internal static Socket Open() { var s = new Socket(SocketType.Stream, ProtocolType.Tcp); s.Connect("peer", 1); return s; }
            private ref Socket Pick(bool first) { if (first) return ref _socket; return ref _other; }
            private void Fill() => _box.Value = Open();
            private void Ping(int n) { if (n > 0) Pong(n - 1); else _socket = Open(); }
            private void Pong(int n) => Ping(n);
            private void EndAndTell() { _socket.Shutdown(SocketShutdown.Both); Ended?.Invoke(); }
            private void EndFixedAndTell() { _fixed.Shutdown(SocketShutdown.Both); Ended?.Invoke(); }
            private void EndAndSleep() { _socket.Shutdown(SocketShutdown.Both); Thread.Sleep(1); }
            private void SleepAndEnd() { Thread.Sleep(1); _socket.Shutdown(SocketShutdown.Both); }
            private void SleepAndSend(byte[] d) { Thread.Sleep(1); _socket.Send(d); }
            private void SleepAndSendFixed(byte[] d) { Thread.Sleep(1); _fixed.Send(d); }
            private static void Renew(ref Socket s) => s = Open();
            private static bool TryOpen(out Socket s) { s = Open(); return true; }
            private static void Swap<T>(ref T a, ref T b) { var t = a; a = b; b = t; }
            private static void Retry(Action action) { for (var i = 0; i < 3; i++) { try { action(); return; } catch (SocketException) { } } }
        }

        record Link(Socket S, int N);
        class Box<T> where T : class { public T Value; public void Set(T value) => Value = value; }

        class Manager
        {
            private int _count;
            public void Restart(Session session) => session.Take(Session.Open());
            public void Note(Session session) { _count++; Console.WriteLine(session); }
        }

        class Scope : IDisposable
        {
            private readonly Session _session;
            public Scope(Session session) => _session = session;
            public void Dispose() => _session.Take(Session.Open());
            public static int operator +(Scope scope, int n) { scope.Dispose(); return n; }
        }
        """;

    [Fact]
    public Task Views_in_public_fields_can_be_exchanged() => RuleTest.Of(
        "SOCK003",
        """
        public class Session
        {
            public TcpClient Client;
            public Stream Out;
            public Session(TcpClient client) { Client = client; Out = client.GetStream(); }
            public void End(byte[] d) { Client.Client.Shutdown(SocketShutdown.Send); Out.Write(d, 0, d.Length); }
        }

        public class Kept
        {
            public readonly TcpClient Client;
            public readonly Stream Out;
            public Kept(TcpClient client) { Client = client; Out = client.GetStream(); }
            public void End(byte[] d) { Client.Client.Shutdown(SocketShutdown.Send); {|SOCK003:Out.Write(d, 0, d.Length)|}; }
        }
        """).RunAsync();

    [Fact]
    public Task The_code_of_an_event_and_of_a_deconstruction_runs() => RuleTest.Of(
        "SOCK003",
        """
        class Session
        {
            Socket _s; int _n;
            public Session(Socket s) => _s = s;
            event Action Lost { add { _s = Open(); } remove { _n++; } }
            static event Action Gone { add { } remove { Shared = Open(); } }
            static Socket Shared = Open();
            void Deconstruct(out int a, out int b) { _s = Open(); a = b = 1; }
            static void Nothing() { }

            public void Added(byte[] d) { _s.Shutdown(SocketShutdown.Both); Lost += Nothing; _s.Send(d); }
            public void Removed(byte[] d) { _s.Shutdown(SocketShutdown.Both); Lost -= Nothing; {|SOCK003:_s.Send(d)|}; }
            public static void Given(byte[] d) { Shared.Shutdown(SocketShutdown.Both); Gone -= Nothing; Shared.Send(d); }
            public void Parts(byte[] d) { _s.Shutdown(SocketShutdown.Both); var (a, b) = this; _s.Send(d); }
            public void OfTuple(byte[] d) { _s.Shutdown(SocketShutdown.Both); var (a, b) = (1, 2); {|SOCK003:_s.Send(d)|}; }

            static Socket Open() { var s = new Socket(SocketType.Stream, ProtocolType.Tcp); s.Connect("peer", 1); return s; }
        }
        """).RunAsync();

    #if ROSLYN_LATEST
    [Fact]
    public Task The_members_of_an_extension_block_are_callees() => RuleTest.Of(
        "SOCK003",
        """
        class Holder { public Socket S; public readonly Socket Kept = Extensions.Open(); public int N; }

        static class Extensions
        {
            extension(Socket s) { public void End() { s.Shutdown(SocketShutdown.Send); } public void Put(byte[] d) { s.Send(d); } public void PutIfUp(byte[] d) { if (s.Connected) s.Send(d); } }
            extension(Holder h) { public void Stop() { h.Kept.Shutdown(SocketShutdown.Send); } public void Again() { h.S = Open(); } public void Count() { h.N++; } }
            internal static Socket Open() { var s = new Socket(SocketType.Stream, ProtocolType.Tcp); s.Connect("peer", 1); return s; }
        }

        class Session
        {
            public void EndedByIt(Socket s, byte[] d) { s.End(); {|SOCK003:s.Send(d)|}; }
            public void WrittenByIt(Socket s, byte[] d) { s.Shutdown(SocketShutdown.Both); {|SOCK003:s.Put(d)|}; }
            public void Both(Socket s, byte[] d) { s.End(); {|SOCK003:s.Put(d)|}; }
            public void Asks(Socket s, byte[] d) { s.End(); s.PutIfUp(d); }
            public void OfHolder(Holder h, byte[] d) { h.Stop(); {|SOCK003:h.Kept.Send(d)|}; }
            public void Renewed(Holder h, byte[] d) { h.S.Shutdown(SocketShutdown.Send); h.Again(); h.S.Send(d); }
            public void Kept(Holder h, byte[] d) { h.Kept.Shutdown(SocketShutdown.Send); h.Count(); {|SOCK003:h.Kept.Send(d)|}; }
        }
        """).RunAsync();

    [Fact]
    public Task An_accessor_with_a_field_of_its_own_is_code() => RuleTest.Of(
        "SOCK003",
        """
        class Session
        {
            Socket Live { get { if (field is null || !field.Connected) field = Open(); return field; } set; }
            Socket Made { get => field ??= Open(); set { field?.Close(); field = value; } }
            Socket Kept { get; } = Open();

            public void Again(byte[] d) { Live.Shutdown(SocketShutdown.Both); Live.Send(d); }
            public void Other(byte[] d) { Made.Shutdown(SocketShutdown.Both); Made = null; Made.Send(d); }
            public void Same(byte[] d) { Kept.Shutdown(SocketShutdown.Both); {|SOCK003:Kept.Send(d)|}; }

            static Socket Open() { var s = new Socket(SocketType.Stream, ProtocolType.Tcp); s.Connect("peer", 1); return s; }
        }
        """).RunAsync();

    [Fact]
    public Task An_extension_property_asks() => RuleTest.Of(
        "SOCK003",
        """
        static class Extensions { extension(Socket s) { public bool IsUsable => s.Connected; public bool IsGone => !s.Connected; } }

        class Session
        {
            public void Right(Socket s, byte[] d) { s.Shutdown(SocketShutdown.Both); if (s.IsUsable) s.Send(d); }
            public void Wrong(Socket s, byte[] d) { s.Shutdown(SocketShutdown.Both); if (s.IsGone) {|SOCK003:s.Send(d)|}; }
        }
        """).RunAsync();
    #endif
}
