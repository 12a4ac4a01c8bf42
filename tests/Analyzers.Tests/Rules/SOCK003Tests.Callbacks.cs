using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// Sockets that come from a state object, a callback or a listener.
public partial class SOCK003Tests
{
    [Fact]
    public Task A_property_that_gives_the_socket() => Verify(
        """
        public sealed class Peer
        {
            private readonly TcpClient _client = new TcpClient();

            private Socket Connection => _client.Client;

            public void Finish(byte[] trailer)
            {
                Connection.Shutdown(SocketShutdown.Send);
                {|SOCK003:Connection.Send(trailer)|};
            }
        }
        """);

    [Fact]
    public Task A_state_object_with_the_socket_as_a_property() => Verify(
        """
        public sealed class ConnectionState
        {
            public Socket Socket { get; set; }
            public byte[] Buffer { get; } = new byte[1024];
        }

        public static class AsyncServer
        {
            public static void OnReceive(IAsyncResult result)
            {
                var state = (ConnectionState)result.AsyncState;
                var count = state.Socket.EndReceive(result);
                if (count == 0)
                {
                    state.Socket.Shutdown(SocketShutdown.Send);
                    {|SOCK003:state.Socket.BeginSend(state.Buffer, 0, 1, SocketFlags.None, OnSend, state)|};
                    return;
                }

                state.Socket.BeginReceive(state.Buffer, 0, state.Buffer.Length, SocketFlags.None, OnReceive, state);
            }

            private static void OnSend(IAsyncResult result)
            {
                var state = (ConnectionState)result.AsyncState;
                state.Socket.EndSend(result);
            }
        }
        """);

    [Fact]
    public Task A_socket_that_is_the_async_state_itself() => Verify(
        """
        public static class AsyncServer
        {
            private static readonly byte[] Goodbye = { 0 };

            private static void OnAccept(IAsyncResult result)
            {
                var listener = (Socket)result.AsyncState;
                Socket client = listener.EndAccept(result);
                client.Shutdown(SocketShutdown.Both);
                {|SOCK003:client.BeginSend(Goodbye, 0, Goodbye.Length, 0, null, client)|};
                listener.BeginAccept(OnAccept, listener);
            }
        }
        """);

    [Fact]
    public Task Event_args_with_the_socket_in_a_field() => Verify(
        """
        public sealed class SaeaSession
        {
            private readonly Socket _socket;
            private readonly SocketAsyncEventArgs _send = new SocketAsyncEventArgs();

            public SaeaSession(Socket socket)
            {
                _socket = socket;
                _send.Completed += OnSent;
            }

            public void Finish(byte[] last)
            {
                _send.SetBuffer(last, 0, last.Length);
                _socket.Shutdown(SocketShutdown.Send);
                if (!{|SOCK003:_socket.SendAsync(_send)|})
                    OnSent(this, _send);
            }

            private void OnSent(object sender, SocketAsyncEventArgs e) { }
        }
        """);

    [Fact]
    public Task A_file_copied_into_a_stream_that_has_ended() => Verify(
        """
        static class Sender
        {
            public static async Task SendAsync(TcpClient client, string path)
            {
                await using var file = File.OpenRead(path);
                var stream = client.GetStream();
                client.Client.Shutdown(SocketShutdown.Send);
                await {|SOCK003:file.CopyToAsync(stream)|};
            }
        }
        """);

    [Fact]
    public Task A_relay_that_ends_the_side_it_then_writes_to() => Verify(
        """
        static class Relay
        {
            public static void Pump(Socket from, Socket to)
            {
                var buffer = new byte[8192];
                int count;
                while ((count = from.Receive(buffer)) > 0)
                    to.Send(buffer, count, SocketFlags.None);
                to.Shutdown(SocketShutdown.Send);
                {|SOCK003:to.Send(Array.Empty<byte>())|};
            }
        }
        """);

    [Fact]
    public Task A_connection_that_a_listener_gives() => Verify(
        """
        static class OneShot
        {
            public static void Serve(TcpListener listener)
            {
                using var client = listener.AcceptTcpClient();
                var stream = client.GetStream();
                stream.WriteByte(1);
                client.Client.Shutdown(SocketShutdown.Send);
                {|SOCK003:stream.WriteByte(2)|};
            }
        }
        """);
}
