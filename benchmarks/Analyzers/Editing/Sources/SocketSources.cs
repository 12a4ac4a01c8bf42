namespace SocketAnalyzers.Benchmarks.Editing.Sources;

/// <summary>Files with sockets: a session that owns one, helpers that are given one, and a server. The open document calls the first two.</summary>
internal static class SocketSources
{
    public static string Write(int group) => (group % 3) switch
    {
        0 => Session(group),
        1 => Wire(group),
        _ => Server(group),
    };

    private static string Session(int group) => $$"""
        using System;
        using System.Net;
        using System.Net.Sockets;

        namespace Shop.Net;

        /// <summary>A conversation with service {{group}}.</summary>
        public sealed class Session{{group}} : IDisposable
        {
            private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            private readonly byte[] _buffer = new byte[{{1024 + group}}];
            private readonly EndPoint _peer;
            private bool _isOpen;

            public Session{{group}}(EndPoint peer)
            {
                _peer = peer;
                _socket.NoDelay = true;
            }

            public int Received { get; private set; }

            public void Open()
            {
                if (_isOpen)
                    return;
                _socket.Connect(_peer);
                _isOpen = true;
            }

            public int Ask(byte[] question)
            {
                Open();
                Write(question);
                var count = _socket.Receive(_buffer);
                if (count == 0)
                    throw new InvalidOperationException("The service has ended the conversation.");
                Received += count;
                return _buffer[0];
            }

            public bool TryTell(byte[] news)
            {
                try
                {
                    Open();
                    Write(news);
                    return true;
                }
                catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
                {
                    return false;
                }
            }

            public void End()
            {
                _socket.Shutdown(SocketShutdown.Send);
                while (_socket.Receive(_buffer) > 0)
                    Received++;
                _socket.Close();
            }

            public void Dispose() => _socket.Dispose();

            private void Write(byte[] block)
            {
                var sent = 0;
                while (sent < block.Length)
                    sent += _socket.Send(block, sent, block.Length - sent, SocketFlags.None);
            }
        }
        """;

    private static string Wire(int group) => $$"""
        using System;
        using System.IO;
        using System.Net.Sockets;
        using System.Text;
        using System.Threading;
        using System.Threading.Tasks;

        namespace Shop.Net;

        /// <summary>The blocks of protocol {{group}}.</summary>
        public static class Wire{{group}}
        {
            public static void SendBlock(Socket socket, byte[] block)
            {
                socket.Send(BitConverter.GetBytes(block.Length));
                var sent = 0;
                while (sent < block.Length)
                    sent += socket.Send(block, sent, block.Length - sent, SocketFlags.None);
            }

            public static int ReadExactly(Socket socket, byte[] buffer, int count)
            {
                var read = 0;
                while (read < count)
                {
                    var more = socket.Receive(buffer, read, count - read, SocketFlags.None);
                    if (more == 0)
                        return read;
                    read += more;
                }

                return read;
            }

            public static async Task<string> ReadLineAsync(NetworkStream stream, CancellationToken cancellation)
            {
                var line = new StringBuilder();
                var one = new byte[1];
                while (await stream.ReadAsync(one.AsMemory(), cancellation) > 0)
                {
                    if (one[0] == '\n')
                        break;
                    if (line.Length == {{200 + group}})
                        throw new InvalidDataException("The line is too long.");
                    line.Append((char)one[0]);
                }

                return line.ToString();
            }

            public static void Finish(Socket socket)
            {
                try
                {
                    socket.Shutdown(SocketShutdown.Send);
                    Drain(socket);
                }
                catch (SocketException)
                {
                    // The other end was faster.
                }
                finally
                {
                    socket.Dispose();
                }
            }

            private static void Drain(Socket socket)
            {
                var buffer = new byte[512];
                while (socket.Receive(buffer) > 0)
                    buffer[0] = 0;
            }
        }
        """;

    private static string Server(int group) => $$"""
        using System;
        using System.Net;
        using System.Net.Sockets;
        using System.Threading;
        using System.Threading.Tasks;

        namespace Shop.Net;

        /// <summary>Answers on port {{4000 + group}}.</summary>
        public sealed class Server{{group}}
        {
            private readonly TcpListener _listener = new(IPAddress.Loopback, {{4000 + group}});
            private readonly Action<string> _log;
            private int _served;

            public Server{{group}}(Action<string> log)
            {
                _log = log;
                _listener.ExclusiveAddressUse = true;
            }

            public int Served => _served;

            public async Task RunAsync(CancellationToken stop)
            {
                _listener.Start({{16 + group}});
                while (!stop.IsCancellationRequested)
                {
                    try
                    {
                        var client = await _listener.AcceptTcpClientAsync(stop);
                        _ = Task.Run(() => ServeAsync(client, stop), stop);
                    }
                    catch (SocketException e)
                    {
                        _log($"accept: {e.SocketErrorCode}");
                        await Task.Delay(100, stop);
                    }
                }

                _listener.Stop();
            }

            private async Task ServeAsync(TcpClient client, CancellationToken stop)
            {
                try
                {
                    using (client)
                    {
                        var stream = client.GetStream();
                        var buffer = new byte[1024];
                        int count;
                        while ((count = await stream.ReadAsync(buffer.AsMemory(), stop)) > 0)
                            await stream.WriteAsync(buffer.AsMemory(0, count), stop);
                        client.Client.Shutdown(SocketShutdown.Send);
                    }
                }
                catch (Exception e)
                {
                    _log($"client: {e.Message}");
                }

                Interlocked.Increment(ref _served);
            }
        }
        """;
}
