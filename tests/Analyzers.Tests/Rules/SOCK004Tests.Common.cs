using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// What holds for each rule: look-alikes, suppression, preprocessor, frameworks, unfinished code.
public partial class SOCK004Tests
{
    [Fact]
    public Task A_look_alike_is_another_type() => Verify(
        """
        namespace Mine
        {
            class Socket
            {
                public int Receive(byte[] data) => 0;

                public Socket Accept() => this;
            }

            class Thread
            {
                public Thread(Action run) => run();
            }

            class C
            {
                void M(Socket s, System.Net.Sockets.Socket real)
                {
                    new System.Threading.Thread(() => s.Receive(new byte[1])).Start();
                    while (true)
                        s.Accept();
                }

                void N(System.Net.Sockets.Socket real) => new Thread(() => real.Receive(new byte[1]));
            }
        }
        """);

    [Fact]
    public Task A_pragma_around_the_line() => Verify(
        """
        class C
        {
            public async void M(Socket s)
            {
        #pragma warning disable SOCK004
                await s.ReceiveAsync(new byte[1], SocketFlags.None);
        #pragma warning restore SOCK004
            }
        }
        """);

    [Fact]
    public Task Only_the_active_branch_of_an_if_directive() => Verify(
        """
        class C
        {
            public async void M(Socket s)
            {
        #if NEVER
                await s.ReceiveAsync(new byte[1], SocketFlags.None);
        #endif
                await Task.Yield();
            }
        }
        """);

    [Theory]
    [InlineData("net10.0")]
    [InlineData("net8.0")]
    [InlineData("net472")]
    [InlineData("netstandard2.0")]
    public Task On_every_framework(string framework) => RuleTest.Of(
        "SOCK004",
        """
        class C
        {
            public void Start(Socket s) => new Thread(() => {|SOCK004:s.Receive(new byte[1])|}).Start();

            public void Serve(TcpListener l)
            {
                while (true)
                    {|SOCK004:l.AcceptTcpClient()|}.Close();
            }

            public async void Send(NetworkStream n)
            {
                try { await {|SOCK004:n.WriteAsync(new byte[1], 0, 1)|}; }
                catch (SocketException) { }
            }
        }
        """).On(framework).RunAsync();

    [Theory]
    [InlineData("async void M(Socket s) { await s.ReceiveAsync(")]
    [InlineData("void M(Socket s) { while (true) { try { s.Accept() } catch (SocketException e) when ( } }")]
    [InlineData("void M(Socket s) { new Thread(() => s.Receive(")]
    [InlineData("void M(IAsyncResult r) { try { x.EndAccept(r); } catch ( { throw } }")]
    public async Task Unfinished_code_is_no_crash(string member)
    {
        var test = RuleTest.Of("SOCK004", "class C { " + member);
        test.CompilerDiagnostics = CompilerDiagnostics.None;
        try
        {
            await test.RunAsync();
        }
        catch (VerificationException e)
        {
            // What it reports there is free; that it lives is not.
            Assert.DoesNotContain("crash", e.Message, StringComparison.OrdinalIgnoreCase);
        }
    }
}
