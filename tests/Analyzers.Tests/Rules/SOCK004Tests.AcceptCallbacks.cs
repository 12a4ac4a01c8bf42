using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// The callback that asks for the next client.
public partial class SOCK004Tests
{
    [Fact]
    public Task A_callback_that_asks_for_the_next_client_only_on_success() => Verify(
        """
        class Server
        {
            private readonly TcpListener _listener = new(IPAddress.Any, 9000);

            private void OnClient(IAsyncResult result)
            {
                try
                {
                    var client = {|#1:_listener.EndAcceptTcpClient(result)|};
                    client.Close();
                    {|#0:_listener.BeginAcceptTcpClient(OnClient, null)|};
                }
                catch (Exception e)
                {
                    Console.WriteLine(e);
                }
            }
        }
        """,
        new DiagnosticResult("SOCK004", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
            "'BeginAcceptTcpClient' is reached only when 'EndAcceptTcpClient' and what follows it succeed: after one failed client no other is accepted"));

    [Fact]
    public Task A_callback_that_asks_through_a_method_of_its_own() => Verify(
        """
        class Server
        {
            private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);

            private void AcceptNext() => _listener.BeginAccept(OnClient, null);

            private void OnClient(IAsyncResult result)
            {
                try
                {
                    _listener.EndAccept(result).Close();
                    {|SOCK004:AcceptNext()|};
                }
                catch (SocketException)
                {
                }
            }
        }
        """);

    [Fact]
    public Task A_callback_that_returns_where_the_accept_failed() => Verify(
        """
        class Server
        {
            private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);

            private void OnClient(IAsyncResult result)
            {
                Socket client;
                try
                {
                    client = {|#1:_listener.EndAccept(result)|};
                }
                catch (SocketException e)
                {
                    Console.WriteLine(e);
                    return;
                }

                client.Close();
                {|#0:_listener.BeginAccept(OnClient, null)|};
            }
        }
        """,
        new DiagnosticResult("SOCK004", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
            "'BeginAccept' is reached only when 'EndAccept' succeeds: after one failed client no other is accepted"));

    [Theory]
    [InlineData("Socket c = null; try { c = _listener.EndAccept(r); } catch (ObjectDisposedException) { return; } catch (SocketException) { } c?.Close(); AcceptNext();")]
    [InlineData("Socket c; try { c = _listener.EndAccept(r); } catch (SocketException) { AcceptNext(); return; } c.Close(); AcceptNext();")]
    [InlineData("Socket c; try { c = _listener.EndAccept(r); } catch (SocketException) { if (r.AsyncState == null) return; c = null; } c?.Close(); AcceptNext();")]
    [InlineData("Socket c; try { try { c = _listener.EndAccept(r); } catch (SocketException) { return; } c.Close(); } finally { AcceptNext(); }")]
    [InlineData("try { _listener.EndAccept(r).Close(); } catch (SocketException) { } _listener.BeginAccept(OnClient, null);")]
    [InlineData("try { _listener.EndAccept(r).Close(); } catch (SocketException) { } finally { AcceptNext(); }")]
    [InlineData("try { _listener.BeginAccept(OnClient, null); _listener.EndAccept(r).Close(); } catch (SocketException) { }")]
    [InlineData("try { _listener.EndAccept(r).Close(); AcceptNext(); } catch (SocketException) { AcceptNext(); }")]
    [InlineData("try { _listener.EndAccept(r).Close(); } catch (SocketException) { }")]
    public Task A_callback_that_asks_in_any_case_or_never(string body) => Verify(
        $$"""
        class Server
        {
            private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);

            public void AcceptNext() => _listener.BeginAccept(OnClient, null);

            private void OnClient(IAsyncResult r)
            {
                {{body}}
            }
        }
        """);

    [Fact]
    public async Task The_fix_learns_the_region()
    {
        var found = await RuleTest.ReportedAsync(
            "SOCK004",
            """
            class Server
            {
                public void Run(Socket listener)
                {
                    while (true)
                        listener.Accept().Close();
                }
            }
            """);
        var properties = Assert.Single(found).Properties;
        Assert.Equal("AcceptLoop", properties["Root"]);
        Assert.Equal("SocketException", properties["Exceptions"]);
        Assert.Equal("LoopBody", properties["Region"]);
        Assert.Null(properties["WrongCatch"]);
    }
}
