using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// Two directions that are never under way at once are two transfers, and no relay.
public partial class SOCK002Tests
{
    [Theory]
    [InlineData("void Run(Socket a, Socket b, bool up) { if (up) Copy(a, b); else Copy(b, a); }")]
    [InlineData("void Run(Socket a, Socket b, bool up) { if (up) { Copy(a, b); return; } Copy(b, a); }")]
    [InlineData("void Run(Socket a, Socket b, int way) { switch (way) { case 1: Copy(a, b); break; default: Copy(b, a); break; } }")]
    [InlineData("Task Run(Socket a, Socket b, string way) => way == \"get\" ? Task.Run(() => Copy(b, a)) : Task.Run(() => Copy(a, b));")]
    [InlineData("void Run(Socket a, Socket b) { Copy(a, b); Copy(b, a); }")]
    [InlineData("async Task Run(Socket a, Socket b) { await Task.Run(() => Copy(a, b)); await Task.Run(() => Copy(b, a)); }")]
    [InlineData("void Save() { var here = Dial(); var there = Dial(); Copy(here, there); } void Load() { var here = Dial(); var there = Dial(); Copy(there, here); }")]
    [InlineData("void Run() { var a = new Socket(SocketType.Dgram, ProtocolType.Udp); var b = new Socket(SocketType.Dgram, ProtocolType.Udp); Task.Run(() => Copy(a, b)); Task.Run(() => Copy(b, a)); }")]
    public Task Each_direction_is_its_own_transfer(string run) => VerifyCopy(run, "to.Close()");

    [Theory]
    [InlineData("void Run(Socket a, Socket b, bool up) { Task.Run(() => Copy(a, b)); Copy(b, a); }")]
    [InlineData("void Run(Socket a, Socket b, bool up) { if (up) Note(); Task.Run(() => Copy(a, b)); Task.Run(() => Copy(b, a)); }")]
    [InlineData("Task Run(Socket a, Socket b) => Task.WhenAll(Task.Run(() => Copy(a, b)), Task.Run(() => Copy(b, a)));")]
    [InlineData("void Run() { var here = Dial(); var there = Dial(); new Thread(() => Copy(here, there)).Start(); new Thread(() => Copy(there, here)).Start(); }")]
    public Task Both_directions_of_one_pair(string run) => VerifyCopy(run, "{|SOCK002:to.Close()|}");

    private static Task VerifyCopy(string run, string close) => Verify($$"""
        class C
        {
            {{run}}

            static void Copy(Socket from, Socket to)
            {
                var page = new byte[512];
                int count;
                while ((count = from.Receive(page)) > 0)
                    to.Send(page, count, SocketFlags.None);
                from.Close();
                {{close}};
            }

            static Socket Dial() { var s = new Socket(SocketType.Stream, ProtocolType.Tcp); s.Connect("h", 1); return s; }

            static void Note() { }
        }
        """);

    [Theory]
    [InlineData("void Run(bool up) { if (up) There(); else Back(); }", false)]
    [InlineData("void Run() { Open(); There(); Open(); Back(); }", false)]
    [InlineData("void Run() { new Thread(There).Start(); Back(); }", true)]
    [InlineData("void Run() { Task.Run(() => There()); Task.Run(() => Back()); }", true)]
    [InlineData("void Run() { Parallel.Invoke(There, Back); }", true)]
    public Task Two_methods_over_fields(string run, bool isReported)
    {
        string Close(string end) => isReported ? "{|SOCK002:" + end + "|}" : end;
        return Verify($$"""
            class C
            {
                Socket _near, _far;

                void Open() { _near = new Socket(SocketType.Stream, ProtocolType.Tcp); _near.Connect("h", 1); _far = new Socket(SocketType.Stream, ProtocolType.Tcp); _far.Connect("g", 1); }

                {{run}}

                void There()
                {
                    var page = new byte[512];
                    int count;
                    while ((count = _near.Receive(page)) > 0)
                        _far.Send(page, count, SocketFlags.None);
                    _near.Close();
                    {{Close("_far.Close()")}};
                }

                void Back()
                {
                    var page = new byte[512];
                    int count;
                    while ((count = _far.Receive(page)) > 0)
                        _near.Send(page, count, SocketFlags.None);
                    _far.Close();
                    {{Close("_near.Close()")}};
                }
            }
            """);
    }
}
