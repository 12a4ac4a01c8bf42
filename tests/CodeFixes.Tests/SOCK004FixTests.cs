using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

public sealed class SOCK004FixTests
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
                        break;
                    }
                    catch (SocketException e) when (e.SocketErrorCode == SocketError.OperationAborted || e.SocketErrorCode == SocketError.Interrupted)
                    {
                        break;
                    }
                    catch (SocketException e) when (e.SocketErrorCode == SocketError.TooManyOpenSockets || e.SocketErrorCode == SocketError.NoBufferSpaceAvailable)
                    {
                        Thread.Sleep(100);
                    }
                    catch (SocketException)
                    {
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
                    Socket client = null;
                    try
                    {
                        client = listener.Accept(); // waits
                        var n = client.Receive(buffer);
                        client.Send(buffer, n, SocketFlags.None);
                    }
                    catch (ObjectDisposedException)
                    {
                        break;
                    }
                    catch (SocketException e) when (e.SocketErrorCode == SocketError.OperationAborted || e.SocketErrorCode == SocketError.Interrupted)
                    {
                        break;
                    }
                    catch (SocketException e) when (e.SocketErrorCode == SocketError.TooManyOpenSockets || e.SocketErrorCode == SocketError.NoBufferSpaceAvailable)
                    {
                        client?.Dispose();
                        Thread.Sleep(100);
                    }
                    catch (SocketException)
                    {
                        client?.Dispose();
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
                break;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.OperationAborted || e.SocketErrorCode == SocketError.Interrupted)
            {
                break;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.TooManyOpenSockets || e.SocketErrorCode == SocketError.NoBufferSpaceAvailable)
            {
                Thread.Sleep(100);
            }
            catch (SocketException)
            {
            }
        }
        """).AsProgram().RunAsync();

    [Fact]
    public Task No_fix_in_a_program_with_an_exit_code() => FixTest.None<UnhandledResetFix>(
        """
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        while (true)
        {
            using var client = {|SOCK004:listener.AcceptTcpClient()|};
            if (client.Available > 5)
                return 1;
        }
        """).AsProgram().RunAsync();

    [Fact]
    public Task A_thread_closes_its_connection() => Verify(
        """
        public sealed class Connection
        {
            private readonly Socket _socket;

            public Connection(Socket socket)
            {
                _socket = socket;
                new Thread(Run).Start();
            }

            private void Run()
            {
                var buffer = new byte[100];
                while ({|SOCK004:_socket.Receive(buffer)|} > 0)
                {
                }

                // the end
            }
        }
        """,
        """
        public sealed class Connection
        {
            private readonly Socket _socket;

            public Connection(Socket socket)
            {
                _socket = socket;
                new Thread(Run).Start();
            }

            private void Run()
            {
                try
                {
                    var buffer = new byte[100];
                    while (_socket.Receive(buffer) > 0)
                    {
                    }

                    // the end
                }
                catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset || e.SocketErrorCode == SocketError.ConnectionAborted || e.SocketErrorCode == SocketError.Shutdown || e.SocketErrorCode == SocketError.TimedOut)
                {
                    _socket.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task A_stream_throws_IOException() => Verify(
        """
        public sealed class Connection
        {
            public async void Run(NetworkStream stream)
            {
                await {|SOCK004:stream.WriteAsync(new byte[1], 0, 1)|};
            }
        }
        """,
        """
        public sealed class Connection
        {
            public async void Run(NetworkStream stream)
            {
                try
                {
                    await stream.WriteAsync(new byte[1], 0, 1);
                }
                catch (IOException e) when (e.InnerException is SocketException inner && (inner.SocketErrorCode == SocketError.ConnectionReset || inner.SocketErrorCode == SocketError.ConnectionAborted || inner.SocketErrorCode == SocketError.Shutdown || inner.SocketErrorCode == SocketError.TimedOut))
                {
                    stream.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task A_using_closes_the_connection_before_the_handler() => Verify(
        """
        public sealed class Connection
        {
            public void Start(TcpClient client) => new Thread(() =>
            {
                using (client)
                {
                    {|SOCK004:client.Client.Send(new byte[1])|};
                }
            }).Start();
        }
        """,
        """
        public sealed class Connection
        {
            public void Start(TcpClient client) => new Thread(() =>
            {
                try
                {
                    using (client)
                    {
                        client.Client.Send(new byte[1]);
                    }
                }
                catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset || e.SocketErrorCode == SocketError.ConnectionAborted || e.SocketErrorCode == SocketError.Shutdown || e.SocketErrorCode == SocketError.TimedOut)
                {
                }
            }).Start();
        }
        """);

    [Fact]
    public Task No_fix_where_the_handler_could_close_nothing() => FixTest.None<UnhandledResetFix>(
        """
        public sealed class Connection
        {
            private readonly Socket _socket;

            public Connection(Socket socket)
            {
                _socket = socket;
                new Thread(Run).Start();
            }

            private void Run() => {|SOCK004:ReadAll()|};

            private void Loop()
            {
                {|SOCK004:ReadAll()|};
            }

            public void Again() => new Thread(Loop).Start();

            private void ReadAll()
            {
                var buffer = new byte[100];
                while (_socket.Receive(buffer) > 0)
                {
                }
            }
        }
        """).RunAsync();

    [Fact]
    public Task A_catch_of_the_wrong_type_is_mended() => Verify(
        """
        public sealed class Connection
        {
            public async void Run(NetworkStream stream)
            {
                try
                {
                    await {|SOCK004:stream.WriteAsync(new byte[1], 0, 1)|};
                }
                catch (SocketException error)
                {
                    Console.WriteLine(error.Message);
                }
            }
        }
        """,
        """
        public sealed class Connection
        {
            public async void Run(NetworkStream stream)
            {
                try
                {
                    await stream.WriteAsync(new byte[1], 0, 1);
                }
                catch (IOException error)
                {
                    Console.WriteLine(error.Message);
                }
            }
        }
        """);

    [Fact]
    public Task Tabs_and_braces_at_the_end_of_the_line() => Verify(
        "public static class Server {\n\tpublic static void Serve(Socket listener, Action<Socket> handle) {\n\t\twhile (true) {\n\t\t\thandle({|SOCK004:listener.Accept()|});\n\t\t}\n\t}\n}\n",
        "public static class Server {\n\tpublic static void Serve(Socket listener, Action<Socket> handle) {\n\t\twhile (true) {\n\t\t\ttry {\n\t\t\t\thandle(listener.Accept());\n\t\t\t} catch (ObjectDisposedException) {\n\t\t\t\tbreak;\n\t\t\t} catch (SocketException e) when (e.SocketErrorCode == SocketError.OperationAborted || e.SocketErrorCode == SocketError.Interrupted) {\n\t\t\t\tbreak;\n\t\t\t} catch (SocketException e) when (e.SocketErrorCode == SocketError.TooManyOpenSockets || e.SocketErrorCode == SocketError.NoBufferSpaceAvailable) {\n\t\t\t\tThread.Sleep(100);\n\t\t\t} catch (SocketException) {\n\t\t\t}\n\t\t}\n\t}\n}\n");

    private static Task Verify(string code, string fixedCode) => FixTest.Of<UnhandledResetFix>(code, fixedCode).RunAsync();
}
