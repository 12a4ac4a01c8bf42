using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// Which catch gets the exception, and what its handler does with it.
public partial class SOCK004Tests
{
    /// <summary>A thread that receives (<c>socket</c>, SocketException) or reads (<c>stream</c>, IOException) in a try with these handlers.</summary>
    private static Task VerifyHandlers(string call, string handlers) => Verify(
        $$"""
        class Client
        {
            private volatile bool _stopped;

            public void Start(Socket socket, NetworkStream stream, CancellationToken stop) => new Thread(() =>
            {
                var buffer = new byte[100];
                while (true)
                {
                    try
                    {
                        {{call}};
                    }
                    {{handlers}}
                }
            }).Start();

            private static void Log(object what) => Console.WriteLine(what);
        }
        """);

    [Theory]
    [InlineData("catch { }")]
    [InlineData("catch (Exception e) { Log(e); }")]
    [InlineData("catch (SystemException) { }")]
    [InlineData("catch (SocketException) { break; }")]
    [InlineData("catch (System.ComponentModel.Win32Exception) { return; }")]
    [InlineData("catch (IOException) { } catch (SocketException) { }")]
    [InlineData("catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset) { }")]
    [InlineData("catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown) { }")]
    [InlineData("catch (SocketException e) when (e.SocketErrorCode != SocketError.Interrupted) { }")]
    [InlineData("catch (SocketException) when (!stop.IsCancellationRequested) { }")]
    [InlineData("catch (SocketException) when (_stopped) { }")]
    [InlineData("catch (Exception e) when (e is SocketException or ObjectDisposedException) { }")]
    [InlineData("catch (Exception e) when (e is not OperationCanceledException) { }")]
    [InlineData("catch (SocketException e) { if (e.SocketErrorCode == SocketError.TooManyOpenSockets) throw; Log(e); }")]
    [InlineData("catch (SocketException e) { if (_stopped) return; throw; }")]
    [InlineData("catch (SocketException e) { if (e.SocketErrorCode != SocketError.ConnectionReset) throw; }")]
    public Task A_catch_that_takes_a_SocketException(string handlers) => VerifyHandlers("socket.Receive(buffer)", handlers);

    [Theory]
    [InlineData("catch (ObjectDisposedException) { }")]
    [InlineData("catch (IOException) { }")]
    [InlineData("catch (SocketException e) when (e.SocketErrorCode == SocketError.Interrupted) { }")]
    [InlineData("catch (SocketException e) when (e.SocketErrorCode is SocketError.Interrupted or SocketError.OperationAborted) { }")]
    [InlineData("catch (SocketException e) when (e.ErrorCode == 10004 || stop.IsCancellationRequested) { }")]
    [InlineData("catch (SocketException) when (stop.IsCancellationRequested) { }")]
    [InlineData("catch (Exception e) when (e is IOException) { }")]
    [InlineData("catch (Exception e) when (e is ObjectDisposedException or OperationCanceledException) { }")]
    [InlineData("catch (SocketException) { throw; }")]
    [InlineData("catch (SocketException e) { Log(e); throw; }")]
    [InlineData("catch (SocketException e) { throw new InvalidOperationException(\"lost\", e); }")]
    [InlineData("catch (Exception e) { if (e is ObjectDisposedException) return; throw; }")]
    [InlineData("catch (SocketException e) { if (stop.IsCancellationRequested) return; else throw; }")]
    [InlineData("finally { Log(1); }")]
    public Task A_catch_that_does_not_take_a_SocketException(string handlers) => VerifyHandlers("{|SOCK004:socket.Receive(buffer)|}", handlers);

    [Theory]
    [InlineData("catch (IOException) { }")]
    [InlineData("catch (SystemException) { }")]
    [InlineData("catch (IOException e) when (e.InnerException is SocketException) { }")]
    [InlineData("catch (Exception e) when (e is IOException { InnerException: SocketException }) { }")]
    [InlineData("catch (Exception e) when (e is SocketException or IOException) { }")]
    public Task A_catch_that_takes_an_IOException(string handlers) => VerifyHandlers("stream.Read(buffer, 0, 100)", handlers);

    [Theory]
    [InlineData("catch (SocketException) { }")]
    [InlineData("catch (EndOfStreamException) { }")]
    [InlineData("catch (Exception e) when (e is SocketException) { }")]
    [InlineData("catch (IOException e) when (e.InnerException is SocketException s && s.SocketErrorCode == SocketError.TimedOut && stop.IsCancellationRequested) { }")]
    public Task A_catch_that_does_not_take_an_IOException(string handlers) => VerifyHandlers("{|SOCK004:stream.Read(buffer, 0, 100)|}", handlers);

    [Fact]
    public Task The_message_names_the_catch_that_does_not_fit() => Verify(
        """
        class Client
        {
            public async void Read(NetworkStream stream, byte[] buffer)
            {
                try
                {
                    await {|#0:stream.ReadAsync(buffer, 0, 1)|};
                }
                catch (SocketException)
                {
                }
            }

            public async void Receive(Socket socket, byte[] buffer)
            {
                try
                {
                    await {|#1:socket.ReceiveAsync(buffer, SocketFlags.None)|};
                }
                catch (SocketException e) when (e.SocketErrorCode == SocketError.OperationAborted)
                {
                }
            }
        }
        """,
        new DiagnosticResult("SOCK004", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'ReadAsync' can throw an IOException when the peer resets the connection and 'catch (SocketException)' does not take that: an exception that leaves an async void method ends the process"),
        new DiagnosticResult("SOCK004", DiagnosticSeverity.Warning).WithLocation(1).WithMessage(
            "'ReceiveAsync' can throw a SocketException when the peer resets the connection and the filter of the catch around it does not let that in: an exception that leaves an async void method ends the process"));

    [Fact]
    public Task A_goodbye_in_the_handler_throws_again() => Verify(
        """
        class Client
        {
            public void Start(Socket socket, byte[] bye) => new Thread(() =>
            {
                try
                {
                    socket.Receive(bye);
                }
                catch (SocketException)
                {
                    {|SOCK004:socket.Send(bye)|};
                }
            }).Start();
        }
        """);

    [Fact]
    public Task A_goodbye_in_the_finally_throws_past_the_handlers() => Verify(
        """
        class Client
        {
            public void Start(Socket socket, byte[] bye) => new Thread(() =>
            {
                try
                {
                    socket.Receive(bye);
                }
                catch (SocketException)
                {
                }
                finally
                {
                    {|SOCK004:socket.Send(bye)|};
                }
            }).Start();
        }
        """);

    [Fact]
    public Task A_goodbye_in_the_handler_of_an_inner_try() => Verify(
        """
        class Client
        {
            public void Start(Socket socket, byte[] bye) => new Thread(() =>
            {
                try
                {
                    try
                    {
                        socket.Receive(bye);
                    }
                    catch (SocketException)
                    {
                        socket.Send(bye);
                    }
                }
                catch (SocketException)
                {
                }
            }).Start();
        }
        """);

    [Fact]
    public Task What_a_handler_wraps_the_caller_may_take() => Verify(
        """
        class LinkException : Exception
        {
            public LinkException(Exception inner) : base("lost", inner) { }
        }

        class Client
        {
            private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

            public async void Guarded()
            {
                try
                {
                    Receive();
                }
                catch (LinkException)
                {
                }
            }

            public async void Unguarded()
            {
                try
                {
                    {|SOCK004:Receive()|};
                }
                catch (SocketException)
                {
                }
            }

            private void Receive()
            {
                try
                {
                    _socket.Receive(new byte[1]);
                }
                catch (SocketException e)
                {
                    throw new LinkException(e);
                }
            }
        }
        """);

    [Fact]
    public Task Using_lock_and_foreach_are_no_handlers() => Verify(
        """
        class Client
        {
            private readonly object _lock = new();

            public void Start(Socket socket, List<byte[]> blocks) => new Thread(() =>
            {
                using (socket)
                {
                    lock (_lock)
                    {
                        foreach (var block in blocks)
                            {|SOCK004:socket.Send(block)|};
                    }
                }
            }).Start();
        }
        """);
}
