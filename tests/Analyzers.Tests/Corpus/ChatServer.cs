using System;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Corpus.Chat
{
    public sealed class ChatServer : IDisposable, IAsyncDisposable
    {
        private readonly ConcurrentDictionary<Guid, Socket> _clients = new();
        private readonly CancellationTokenSource _stop = new();
        private Socket? _listener;

        public int Port { get; private set; }

        public async Task RunAsync(int port)
        {
            _listener = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true, NoDelay = true };
            _listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            _listener.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
            _listener.Listen(backlog: 100_000);
            Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
            while (!_stop.IsCancellationRequested)
            {
                Socket client;
                try
                {
                    client = await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
                }
                catch (SocketException e) when (e.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(50), _stop.Token);
                    continue;
                }
                catch (OperationCanceledException)
                {
                    break;
                }

                var id = Guid.NewGuid();
                _clients[id] = client;
                _ = Task.Run(() => ServeAsync(id, client));
            }
        }

        private async Task ServeAsync(Guid id, Socket client)
        {
            var buffer = new byte[4096];
            try
            {
                int n;
                while ((n = await client.ReceiveAsync(buffer.AsMemory(), SocketFlags.None)) > 0)
                {
                    foreach (var (key, other) in _clients)
                    {
                        if (key == id)
                            continue;
                        await other.SendAsync(new ArraySegment<byte>(buffer, 0, n), SocketFlags.None);
                    }
                }

                client.Shutdown(SocketShutdown.Send);
                client.Send(Encoding.UTF8.GetBytes("bye"));
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset) { }
            finally
            {
                _clients.TryRemove(id, out _);
                client.Dispose();
            }
        }

        public void Dispose()
        {
            _stop.Cancel();
            _listener?.Close();
            foreach (var client in _clients.Values)
                client.Dispose();
        }

        public async ValueTask DisposeAsync()
        {
            Dispose();
            await Task.Yield();
        }
    }
}
