using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// What holds for each rule: messages, properties, look-alikes, suppression, preprocessor, unfinished code, frameworks.
public partial class SOCK002Tests
{
    private const string Race = """
        class C
        {
            async Task M(TcpClient a, TcpClient b)
            {
                NetworkStream up = a.GetStream(), down = b.GetStream();
                await {|#0:Task.WhenAny({|#1:up.CopyToAsync(down)|}, down.CopyToAsync(up))|};
                a.Close();
                b.Close();
            }
        }
        """;

    [Fact]
    public Task A_race_names_its_first_copy() => Verify(
        Race,
        new DiagnosticResult("SOCK002", DiagnosticSeverity.Warning).WithLocation(0).WithAdditionalLocation(1).WithMessage(
            "'WhenAny' goes on at the end of one direction of this relay, and then both connections are ended: what the other direction still carries is lost; pass each end on with Shutdown(Send) and wait for both"));

    [Fact]
    public Task A_read_after_the_end_is_the_witness() => Verify(
        """
        class C
        {
            void M(Socket s, byte[] data)
            {
                s.Send(data);
                {|#0:s.Close()|};
                {|#1:s.Receive(data)|};
            }
        }
        """,
        new DiagnosticResult("SOCK002", DiagnosticSeverity.Warning).WithLocation(0).WithAdditionalLocation(1).WithMessage(
            "'Close' ends both directions of 's', and its answer is read afterwards: end the writing with Shutdown(Send), read, then close"));

    [Theory]
    [InlineData("s.Send(d); s.Close(); s.Receive(d);", "ReadAfterEnd", "Close")]
    [InlineData("s.Send(d); s.Shutdown(SocketShutdown.Both); s.Receive(d);", "ReadAfterEnd", "Shutdown")]
    [InlineData("s.Shutdown(SocketShutdown.Both); while (s.Receive(d) > 0) { }", "DrainAfterShutdownBoth", "Shutdown")]
    [InlineData("var n = new NetworkStream(s, true); var w = new StreamWriter(n); w.Write(1); w.Dispose(); n.ReadByte();", "WriterDisposed", "Dispose")]
    [InlineData("s.Send(d); s.Close(5);", "CloseWithTimeout", "Close")]
    public async Task The_fix_is_told_what_ends_and_why(string body, string evidence, string ends)
    {
        var found = Assert.Single(await RuleTest.ReportedAsync("SOCK002", $"class C {{ void M(Socket s, byte[] d) {{ {body} }} }}"));

        Assert.Equal(evidence, found.Properties["Evidence"]);
        Assert.Equal(ends, found.Properties["Ends"]);
    }

    [Fact]
    public async Task A_relay_names_the_read_and_the_close_in_the_helper()
    {
        var code = Callbacks("Close();", "_local.Shutdown(SocketShutdown.Send);");
        var found = Assert.Single(await RuleTest.ReportedAsync("SOCK002", code));

        Assert.Equal("Relay", found.Properties["Evidence"]);
        Assert.Equal(
            ["_local.EndReceive(ar)", "_remote.Shutdown(SocketShutdown.Both)"],
            found.AdditionalLocations.Select(location => code.Substring(location.SourceSpan.Start, location.SourceSpan.Length)));
    }

    [Fact]
    public Task A_look_alike_is_another_type() => Verify(
        """
        namespace Mine
        {
            class Socket
            {
                public int Send(byte[] data) => 0;
                public int Receive(byte[] data) => 0;
                public void Close(int wait = 0) { }
            }

            class C
            {
                void M(Socket s, byte[] data)
                {
                    s.Send(data);
                    s.Close(5);
                    s.Receive(data);
                }
            }
        }
        """);

    [Fact]
    public Task Suppressed() => Verify(
        """
        class C
        {
            void M(Socket s, byte[] data)
            {
                s.Send(data);
        #pragma warning disable SOCK002
                s.Close();
        #pragma warning restore SOCK002
                s.Receive(data);
            }
        }
        """);

    [Fact]
    public Task Only_what_is_compiled_counts() => Verify(
        """
        class C
        {
            void M(Socket s, byte[] data)
            {
                s.Send(data);
        #if NEVER
                s.Close();
        #endif
                s.Receive(data);
            }
        }
        """);

    [Fact]
    public Task Unfinished_code() => Verify(
        """
        class C
        {
            void M(Socket s, byte[] data)
            {
                s.Send(data);
                {|SOCK002:s.Close()|};
                s.Receive(data{|CS1026:{|CS1002:|}|}
            }
        }
        """);

    [Fact]
    public Task Top_level_statements() => RuleTest.Of(
        "SOCK002",
        """
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        s.Connect("a", 1);
        s.Send(new byte[1]);
        {|SOCK002:s.Close()|};
        s.Receive(new byte[1]);
        """).AsProgram().RunAsync();

    [Theory]
    [InlineData("await {|SOCK002:Task.WhenAny(t, u)|};")]
    [InlineData("await Task.WhenAny(t, u); await Task.WhenAll(t, u);")]
    public Task A_race_in_top_level_statements(string race) => RuleTest.Of(
        "SOCK002",
        $$"""
        using var a = new TcpClient("a", 1);
        using var b = new TcpClient("b", 1);
        var t = a.GetStream().CopyToAsync(b.GetStream());
        var u = b.GetStream().CopyToAsync(a.GetStream());
        {{race}}
        a.Close();
        b.Close();
        """).AsProgram().RunAsync();

    [Fact]
    public Task The_failure_is_expected() => Verify(
        """
        static class Assert { public static void Throws<T>(Action action) { } }

        class C
        {
            void M(Socket s, byte[] data) =>
                Assert.Throws<ObjectDisposedException>(() => { s.Send(data); s.Close(); s.Receive(data); });
        }
        """);

    [Theory]
    [InlineData("net10.0")]
    [InlineData("net8.0")]
    [InlineData("net472")]
    [InlineData("netstandard2.0")]
    public Task On_each_framework(string framework) => RuleTest.Of(
        "SOCK002",
        """
        class C
        {
            async Task M(TcpClient a, TcpClient b)
            {
                Stream up = a.GetStream(), down = b.GetStream();
                await {|SOCK002:Task.WhenAny(up.CopyToAsync(down), down.CopyToAsync(up))|};
                a.Close();
                b.Close();
            }
        }
        """).On(framework).RunAsync();
}
