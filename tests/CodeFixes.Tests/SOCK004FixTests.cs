using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

// Accept loops.
public sealed partial class SOCK004FixTests
{
    [Fact]
    public Task An_accept_loop_goes_on() => Verify(
        """
        public static class Server
        {
            public static async Task ServeAsync(TcpListener listener, Func<TcpClient, Task> handle)
            {
                while (true)
                {
                    // the next one
                    var client = await {|SOCK004:listener.AcceptTcpClientAsync()|};
                    _ = handle(client);
                }
            }
        }
        """,
        """
        public static class Server
        {
            public static async Task ServeAsync(TcpListener listener, Func<TcpClient, Task> handle)
            {
                // The pause below needs a timer, whose thread cannot start any more when no descriptor is free: it starts here.
                await Task.Delay(1);
                while (true)
                {
                    try
                    {
                        // the next one
                        var client = await listener.AcceptTcpClientAsync();
                        _ = handle(client);
                    }
                    catch (ObjectDisposedException)
                    {
                        // The listener was closed: that ends the loop.
                        break;
                    }
                    catch (SocketException e) when (e.SocketErrorCode == SocketError.OperationAborted || e.SocketErrorCode == SocketError.Interrupted)
                    {
                        // The listener was stopped: that ends the loop.
                        break;
                    }
                    catch (SocketException e) when (e.SocketErrorCode == SocketError.TooManyOpenSockets || e.SocketErrorCode == SocketError.NoBufferSpaceAvailable)
                    {
                        // No socket is free: without a pause the same error would come again at once.
                        await Task.Delay(100);
                    }
                    catch (SocketException)
                    {
                        // One client failed: the next one is served.
                    }
                }
            }
        }
        """);

    [Fact]
    public Task The_client_of_a_loop_is_closed() => Verify(
        """
        public static class Server
        {
            public static void Serve(Socket listener, byte[] buffer)
            {
                while (true)
                {
                    var client = {|SOCK004:listener.Accept()|}; // waits
                    var n = client.Receive(buffer);
                    client.Send(buffer, n, SocketFlags.None);
                }
            }
        }
        """,
        """
        public static class Server
        {
            public static void Serve(Socket listener, byte[] buffer)
            {
                while (true)
                {
                    try
                    {
                        var client = listener.Accept(); // waits
                        try
                        {
                            var n = client.Receive(buffer);
                            client.Send(buffer, n, SocketFlags.None);
                        }
                        catch (Exception e) when (e is SocketException || e is ObjectDisposedException)
                        {
                            // This client's connection is gone: the next client is served.
                            client.Dispose();
                        }
                    }
                    catch (ObjectDisposedException)
                    {
                        // The listener was closed: that ends the loop.
                        break;
                    }
                    catch (SocketException e) when (e.SocketErrorCode == SocketError.OperationAborted || e.SocketErrorCode == SocketError.Interrupted)
                    {
                        // The listener was stopped: that ends the loop.
                        break;
                    }
                    catch (SocketException e) when (e.SocketErrorCode == SocketError.TooManyOpenSockets || e.SocketErrorCode == SocketError.NoBufferSpaceAvailable)
                    {
                        // No socket is free: without a pause the same error would come again at once.
                        Thread.Sleep(100);
                    }
                    catch (SocketException)
                    {
                        // One client failed: the next one is served.
                    }
                }
            }
        }
        """);

    [Fact]
    public Task The_accept_loop_of_a_program_goes_on() => FixTest.Of<UnhandledResetFix>(
        """
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        while (true)
        {
            using var client = {|SOCK004:listener.AcceptTcpClient()|};
        }
        """,
        """
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        while (true)
        {
            try
            {
                using var client = listener.AcceptTcpClient();
            }
            catch (ObjectDisposedException)
            {
                // The listener was closed: that ends the loop.
                break;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.OperationAborted || e.SocketErrorCode == SocketError.Interrupted)
            {
                // The listener was stopped: that ends the loop.
                break;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.TooManyOpenSockets || e.SocketErrorCode == SocketError.NoBufferSpaceAvailable)
            {
                // No socket is free: without a pause the same error would come again at once.
                Thread.Sleep(100);
            }
            catch (SocketException)
            {
                // One client failed: the next one is served.
            }
        }
        """).AsProgram().RunAsync();

    [Fact]
    public Task A_program_with_an_exit_code_ends_with_0() => FixTest.Of<UnhandledResetFix>(
        """
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        while (true)
        {
            using var client = {|SOCK004:listener.AcceptTcpClient()|};
            if (client.Available > 5)
                return 1;
        }
        """,
        """
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        while (true)
        {
            try
            {
                using var client = listener.AcceptTcpClient();
                if (client.Available > 5)
                    return 1;
            }
            catch (ObjectDisposedException)
            {
                // The listener was closed: that ends the loop.
                return 0;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.OperationAborted || e.SocketErrorCode == SocketError.Interrupted)
            {
                // The listener was stopped: that ends the loop.
                return 0;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.TooManyOpenSockets || e.SocketErrorCode == SocketError.NoBufferSpaceAvailable)
            {
                // No socket is free: without a pause the same error would come again at once.
                Thread.Sleep(100);
            }
            catch (SocketException)
            {
                // One client failed: the next one is served.
            }
        }
        """).AsProgram().RunAsync();

    [Fact]
    public Task Tabs_and_braces_at_the_end_of_the_line() => Verify(
        "public static class Server {\n\tpublic static void Serve(Socket listener, Action<Socket> handle) {\n\t\twhile (true) {\n\t\t\thandle({|SOCK004:listener.Accept()|});\n\t\t}\n\t}\n}\n",
        "public static class Server {\n\tpublic static void Serve(Socket listener, Action<Socket> handle) {\n\t\twhile (true) {\n\t\t\ttry {\n\t\t\t\thandle(listener.Accept());\n\t\t\t} catch (ObjectDisposedException) {\n\t\t\t\t// The listener was closed: that ends the loop.\n\t\t\t\tbreak;\n\t\t\t} catch (SocketException e) when (e.SocketErrorCode == SocketError.OperationAborted || e.SocketErrorCode == SocketError.Interrupted) {\n\t\t\t\t// The listener was stopped: that ends the loop.\n\t\t\t\tbreak;\n\t\t\t} catch (SocketException e) when (e.SocketErrorCode == SocketError.TooManyOpenSockets || e.SocketErrorCode == SocketError.NoBufferSpaceAvailable) {\n\t\t\t\t// No socket is free: without a pause the same error would come again at once.\n\t\t\t\tThread.Sleep(100);\n\t\t\t} catch (SocketException) {\n\t\t\t\t// One client failed: the next one is served.\n\t\t\t}\n\t\t}\n\t}\n}\n");

    private static Task Verify(string code, string fixedCode) => FixTest.Of<UnhandledResetFix>(code, fixedCode).RunAsync();
}
