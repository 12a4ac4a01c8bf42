using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// What holds for each rule: look-alikes, suppression, preprocessor, unfinished code, frameworks. (That generated code and
// "#pragma warning disable" at the top of the file silence it, the kit asks in every test with a diagnostic.)
public partial class SOCK003Tests
{
    [Fact]
    public Task A_look_alike_is_another_type() => Verify(
        """
        namespace Mine
        {
            enum SocketShutdown { Receive, Send, Both }

            class Socket
            {
                public void Shutdown(SocketShutdown how) { }
                public int Send(byte[] data) => 0;
            }

            class C
            {
                void M(Socket s, byte[] data)
                {
                    s.Shutdown(SocketShutdown.Send);
                    s.Send(data);
                }
            }
        }
        """);

    [Fact]
    public Task A_wrapper_with_the_same_method_names_is_another_type() => Verify(
        """
        interface IConnection
        {
            void Shutdown(SocketShutdown how);
            int Send(byte[] data);
        }

        class C
        {
            void M(IConnection s, byte[] data)
            {
                s.Shutdown(SocketShutdown.Send);
                s.Send(data);
            }
        }
        """);

    [Fact]
    public Task A_pragma_around_the_line() => Verify(
        """
        class C
        {
            void M(Socket s, byte[] data)
            {
                s.Shutdown(SocketShutdown.Send);
        #pragma warning disable SOCK003
                s.Send(data);
        #pragma warning restore SOCK003
            }
        }
        """);

    [Fact]
    public Task An_attribute_that_suppresses() => Verify(
        """
        class C
        {
            [System.Diagnostics.CodeAnalysis.SuppressMessage("Reliability", "SOCK003")]
            void M(Socket s, byte[] data)
            {
                s.Shutdown(SocketShutdown.Send);
                s.Send(data);
            }
        }
        """);

    [Fact]
    public Task Generated_code_by_file_name_and_attribute() => Verify(
        """
        [System.CodeDom.Compiler.GeneratedCode("tool", "1")]
        class C
        {
            void M(Socket s, byte[] data)
            {
                s.Shutdown(SocketShutdown.Send);
                s.Send(data);
            }
        }
        """);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task The_preprocessor_decides_what_is_seen(bool defined)
    {
        var test = RuleTest.Of(
            "SOCK003",
            $$"""
            class C
            {
                void M(Socket s, byte[] data)
                {
            #if HALF_CLOSE
                    s.Shutdown(SocketShutdown.Send);
            #endif
                    {{(defined ? "{|SOCK003:s.Send(data)|}" : "s.Send(data)")}};
                }
            }
            """);
        if (defined)
            test.PreprocessorSymbols.Add("HALF_CLOSE");
        return test.RunAsync();
    }

    [Theory]
    [InlineData("s.Shutdown(SocketShutdown.Send); s.Send(")]
    [InlineData("s.Shutdown(SocketShutdown. ; s.Send(data);")]
    [InlineData("s.Shutdown(); s.Send();")]
    [InlineData("s.Shutdown(SocketShutdown.Send) s.Send(data")]
    [InlineData("using var w = new StreamWriter(; s.Shutdown(SocketShutdown.Send);")]
    [InlineData("s.Shutdown(SocketShutdown.Send); s.")]
    public async Task Unfinished_code_is_no_crash(string body)
    {
        var test = RuleTest.Of("SOCK003", $"class C {{ void M(Socket s, byte[] data) {{ {body} }} }}");
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

    [Theory]
    [InlineData("net10.0")]
    [InlineData("net8.0")]
    [InlineData("net472")]
    [InlineData("netstandard2.0")]
    public Task On_each_framework(string framework) => RuleTest.Of(
        "SOCK003",
        """
        class C
        {
            async Task M(TcpClient client, byte[] data)
            {
                client.Client.Shutdown(SocketShutdown.Both);
                await {|SOCK003:client.GetStream().WriteAsync(data, 0, 1)|};
            }

            void N(Socket s, byte[] data)
            {
                s.Shutdown(SocketShutdown.Send);
                {|SOCK003:s.BeginSend(data, 0, 1, SocketFlags.None, null, null)|};
            }
        }
        """).On(framework).RunAsync();

    [Theory]
    [InlineData("net472")]
    [InlineData("netstandard2.0")]
    public Task The_extension_methods_of_older_frameworks(string framework) => RuleTest.Of(
        "SOCK003",
        """
        class C
        {
            async Task M(Socket s, byte[] data)
            {
                {|#1:s.Shutdown(SocketShutdown.Send)|};
                await {|#0:s.SendAsync(new ArraySegment<byte>(data), SocketFlags.None)|};
            }

            async Task N(Socket s, byte[] data)
            {
                {|#3:s.Shutdown(SocketShutdown.Send)|};
                await {|#2:SocketTaskExtensions.SendAsync(s, new ArraySegment<byte>(data), SocketFlags.None)|};
            }
        }
        """,
        Write(0, 1, "'SendAsync' on 's' after Shutdown(Send) fails with SocketError.Shutdown"),
        Write(2, 3, "'SendAsync' on 's' after Shutdown(Send) fails with SocketError.Shutdown")).On(framework).RunAsync();

    [Fact]
    public Task A_severity_from_an_editorconfig() => RuleTest.Of(
        "SOCK003",
        "class C { void M(Socket s, byte[] data) { {|#1:s.Shutdown(SocketShutdown.Send)|}; {|#0:s.Send(data)|}; } }",
        Write(0, 1, "'Send' on 's' after Shutdown(Send) fails with SocketError.Shutdown").WithSeverity(DiagnosticSeverity.Error))
        .Configured("dotnet_diagnostic.SOCK003.severity = error").RunAsync();
}
