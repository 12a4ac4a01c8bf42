using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// What a message says of the catch that does not keep the exception.
public partial class SOCK004Tests
{
    private static Task VerifySaid(string body, string said, string? helper = null)
    {
        var expected = new DiagnosticResult("SOCK004", DiagnosticSeverity.Warning).WithLocation(0);
        if (helper is not null)
            expected = expected.WithLocation(1);
        return VerifySaid(body, helper ?? "", expected.WithMessage(said + ": an exception that leaves an async void method ends the process"));
    }

    private static Task VerifySaid(string body, string members, DiagnosticResult expected) => Verify(
        $$"""
        class Client
        {
            private readonly TcpClient _client = new();
            private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

            public async void Run(CancellationToken stop)
            {
                await Task.Yield();
                {{body}}
            }

            {{members}}
        }
        """,
        expected);

    private const string SocketThrows = " can throw a SocketException when the peer resets the connection ";
    private const string StreamThrows = " can throw an IOException when the peer resets the connection ";

    [Theory]
    [InlineData("catch (SocketException e) when (e.SocketErrorCode == SocketError.Interrupted) { }", "'Receive'" + SocketThrows + "and the filter of the catch around it does not let that in")]
    [InlineData("catch (Exception e) when (e is IOException) { }", "'Receive'" + SocketThrows + "and the filter of the catch around it does not let that in")]
    [InlineData("catch (IOException) { }", "'Receive'" + SocketThrows + "and 'catch (IOException)' does not take that")]
    [InlineData("catch (IOException e) when (e.HResult == 1) { }", "'Receive'" + SocketThrows + "and 'catch (IOException)' does not take that")]
    [InlineData("catch (SocketException) { throw; }", "'Receive'" + SocketThrows + "and the catch around it throws it on")]
    [InlineData("catch (ObjectDisposedException) { }", "'Receive'" + SocketThrows + "and nothing catches it")]
    [InlineData("finally { Console.WriteLine(); }", "'Receive'" + SocketThrows + "and nothing catches it")]
    public Task Of_a_socket(string handlers, string said) => VerifySaid("try { {|#0:_socket.Receive(new byte[1])|}; } " + handlers, said);

    [Theory]
    [InlineData("catch (SocketException) { }", "'ReadByte'" + StreamThrows + "and 'catch (SocketException)' does not take that")]
    [InlineData("catch (SocketException e) when (e.SocketErrorCode == SocketError.Interrupted) { }", "'ReadByte'" + StreamThrows + "and 'catch (SocketException)' does not take that")]
    [InlineData("catch (IOException) when (stop.IsCancellationRequested) { }", "'ReadByte'" + StreamThrows + "and the filter of the catch around it does not let that in")]
    [InlineData("catch (Exception e) when (e is SocketException or ObjectDisposedException) { }", "'ReadByte'" + StreamThrows + "and the filter of the catch around it does not let that in")]
    public Task Of_a_stream(string handlers, string said) => VerifySaid("try { {|#0:_client.GetStream().ReadByte()|}; } " + handlers, said);

    [Theory]
    [InlineData("catch (SocketException e) when (e.SocketErrorCode == SocketError.Interrupted) { }", "'Greet'" + SocketThrows + "and the filter of the catch in 'Greet' does not let that in")]
    [InlineData("catch (IOException) { }", "'Greet'" + SocketThrows + "and 'catch (IOException)' in 'Greet' does not take that")]
    [InlineData("catch (Exception e) { Console.WriteLine(e); throw; }", "'Greet'" + SocketThrows + "and the catch in 'Greet' throws it on")]
    [InlineData("finally { Console.WriteLine(); }", "'Greet'" + SocketThrows + "and nothing catches it")]
    public Task Of_a_helper(string handlers, string said) => VerifySaid(
        "{|#0:Greet()|};",
        said,
        "private void Greet() { try { {|#1:_socket.Send(new byte[1])|}; } " + handlers + " }");

    [Fact]
    public Task The_catch_of_the_own_body_comes_first() => VerifySaid(
        "try { {|#0:Greet()|}; } catch (IOException) { }",
        "'Greet'" + SocketThrows + "and 'catch (IOException)' does not take that",
        "private void Greet() { try { {|#1:_socket.Send(new byte[1])|}; } catch (SocketException) when (false) { } }");

    [Theory]
    [InlineData("while (true) { try { {|#0:_listener.AcceptTcpClient()|}.Close(); } catch (IOException) { } }", "and 'catch (IOException)' does not take that")]
    [InlineData("while (true) { try { {|#0:_listener.AcceptTcpClient()|}.Close(); } catch (Exception e) when (e is ObjectDisposedException) { } }", "and the filter of the catch around it does not let that in")]
    [InlineData("while (true) { try { {|#0:_listener.AcceptTcpClient()|}.Close(); } catch (SocketException) { throw; } }", "and the catch around it throws it on")]
    [InlineData("try { while (true) {|#0:_listener.AcceptTcpClient()|}.Close(); } catch (SocketException) { }", "and nothing in the loop catches it")]
    public Task Of_an_accept_loop(string loop, string said) => Verify(
        $$"""
        class Server
        {
            private readonly TcpListener _listener = new(IPAddress.Any, 9000);

            public void Run()
            {
                {{loop}}
            }
        }
        """,
        new DiagnosticResult("SOCK004", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'AcceptTcpClient' can throw a SocketException on a transient accept error " + said + ": the accept loop ends and no other client is served"));

    [Theory]
    [InlineData("catch (SocketException e) when (e.SocketErrorCode == SocketError.OperationAborted) { }", "and the filter of the catch in 'Supervise' does not let that in")]
    [InlineData("catch (IOException) { }", "and 'catch (IOException)' in 'Supervise' does not take that")]
    [InlineData("catch (Exception) { throw; }", "and the catch in 'Supervise' throws it on")]
    public Task Of_who_would_start_the_loop_again(string handler, string said) => Verify(
        $$"""
        class Server
        {
            private readonly TcpListener _listener = new(IPAddress.Any, 9000);

            public void Run()
            {
                while (true)
                    {|#0:_listener.AcceptTcpClient()|}.Close();
            }
        }

        class Owner
        {
            public void Supervise(Server server)
            {
                while (true)
                {
                    try { server.Run(); }
                    {{handler}}
                }
            }
        }
        """,
        new DiagnosticResult("SOCK004", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'AcceptTcpClient' can throw a SocketException on a transient accept error " + said + ": the accept loop ends and no other client is served"));
}
