using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

// One connection: who closes it, and the catches that are there already.
public sealed partial class SOCK004FixTests
{
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
                catch (Exception e) when (e is SocketException || e is ObjectDisposedException)
                {
                    // The peer has reset the connection, or it was closed here before: only this one ends.
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
                catch (Exception e) when (e is IOException || e is ObjectDisposedException)
                {
                    // The peer has reset the connection, or it was closed here before: only this one ends.
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
                catch (Exception e) when (e is SocketException || e is ObjectDisposedException)
                {
                    // The peer has reset the connection, or it was closed here before: only this one ends.
                }
            }).Start();
        }
        """);

    [Fact]
    public Task No_fix_where_the_handler_could_close_nothing() => FixTest.None<UnhandledResetFix>(
        """
        public sealed class Session
        {
            private readonly Socket _socket;

            public Session(Socket socket) => _socket = socket;

            public void Run()
            {
                var buffer = new byte[100];
                while (_socket.Receive(buffer) > 0)
                {
                }
            }
        }

        public static class Server
        {
            public static void Start(Session session) => new Thread(() => {|SOCK004:session.Run()|}).Start();
        }
        """).RunAsync();

    [Fact]
    public Task The_catches_beside_it_stay() => Verify(
        """
        public sealed class Files
        {
            private readonly Socket _socket;
            private readonly byte[] _buffer = new byte[100];
            private bool _isOpen = true;

            public Files(Socket socket) => _socket = socket;

            public void Start() => _socket.BeginReceive(_buffer, 0, 100, SocketFlags.None, OnBytes, null);

            private void OnBytes(IAsyncResult result)
            {
                int count;
                try
                {
                    count = {|SOCK004:_socket.EndReceive(result)|};
                }
                catch (ArgumentException)
                {
                    return;
                }
                catch (ObjectDisposedException)
                {
                    _isOpen = false; // ours
                    return;
                }

                Console.WriteLine(count + _isOpen.ToString());
            }
        }
        """,
        """
        public sealed class Files
        {
            private readonly Socket _socket;
            private readonly byte[] _buffer = new byte[100];
            private bool _isOpen = true;

            public Files(Socket socket) => _socket = socket;

            public void Start() => _socket.BeginReceive(_buffer, 0, 100, SocketFlags.None, OnBytes, null);

            private void OnBytes(IAsyncResult result)
            {
                int count;
                try
                {
                    count = _socket.EndReceive(result);
                }
                catch (ArgumentException)
                {
                    return;
                }
                catch (ObjectDisposedException)
                {
                    _isOpen = false; // ours
                    return;
                }
                catch (SocketException)
                {
                    // The peer has reset the connection, or it was closed here before: only this one ends.
                    _socket.Dispose();
                    _isOpen = false; // ours
                    return;
                }

                Console.WriteLine(count + _isOpen.ToString());
            }
        }
        """);

    [Fact]
    public Task The_end_of_a_write_moves_into_the_try_behind_it() => Verify(
        """
        public sealed class Slave
        {
            private readonly NetworkStream _stream;
            private readonly Action _closed;
            private readonly byte[] _head = new byte[6];

            public Slave(NetworkStream stream, Action closed)
            {
                _stream = stream;
                _closed = closed;
            }

            public void Answer(byte[] data) => _stream.BeginWrite(data, 0, data.Length, OnWritten, null);

            private void OnWritten(IAsyncResult result)
            {
                // done
                {|SOCK004:_stream.EndWrite(result)|};

                try
                {
                    _stream.BeginRead(_head, 0, 6, null, null);
                }
                catch (IOException)
                {
                    _closed();
                }
            }
        }
        """,
        """
        public sealed class Slave
        {
            private readonly NetworkStream _stream;
            private readonly Action _closed;
            private readonly byte[] _head = new byte[6];

            public Slave(NetworkStream stream, Action closed)
            {
                _stream = stream;
                _closed = closed;
            }

            public void Answer(byte[] data) => _stream.BeginWrite(data, 0, data.Length, OnWritten, null);

            private void OnWritten(IAsyncResult result)
            {
                try
                {
                    // done
                    _stream.EndWrite(result);
                    _stream.BeginRead(_head, 0, 6, null, null);
                }
                catch (IOException)
                {
                    _closed();
                }
                catch (ObjectDisposedException)
                {
                    // The connection was closed here before.
                }
            }
        }
        """);

    [Fact]
    public Task A_catch_of_the_wrong_type_gets_another_beside_it() => Verify(
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
                catch (SocketException error)
                {
                    Console.WriteLine(error.Message);
                }
                catch (Exception error) when (error is IOException || error is ObjectDisposedException)
                {
                    // The peer has reset the connection, or it was closed here before: only this one ends.
                    Console.WriteLine(error.Message);
                }
            }
        }
        """);
}
