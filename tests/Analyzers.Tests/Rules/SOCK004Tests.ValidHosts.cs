using Microsoft.CodeAnalysis;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// Silent because somebody else catches: a framework, a test, the callee of the delegate.
public partial class SOCK004Tests
{
    [Fact]
    public Task A_handler_of_Windows_Forms_gets_a_dialog() => Verify(
        """
        namespace System.Windows.Forms
        {
            public class Control { }

            public class Form : Control { }
        }

        class ChatForm : System.Windows.Forms.Form
        {
            private readonly TcpClient _client = new();

            private async void OnSend(object sender, EventArgs e) => await _client.GetStream().WriteAsync(new byte[1], 0, 1);
        }
        """);

    [Fact]
    public Task Any_async_void_of_a_Windows_Forms_program_but_not_its_threads()
    {
        var test = RuleTest.Of(
            "SOCK004",
            """
            class Chat
            {
                private readonly TcpClient _client = new();

                static void Main() { }

                public async void Send() => await _client.GetStream().WriteAsync(new byte[1], 0, 1);

                public void Start() => new Thread(Read).Start();

                private void Read() => {|SOCK004:_client.GetStream().ReadByte()|};
            }
            """).On("net472");
        test.TestState.OutputKind = OutputKind.WindowsApplication;
        return test.RunAsync();
    }

    [Fact]
    public Task A_peer_for_tests() => Verify(
        """
        class MockServer
        {
            public void Run(TcpListener listener)
            {
                while (true)
                    listener.AcceptTcpClient().Close();
            }
        }
        """);

    [Fact]
    public Task Unity_logs_it() => Verify(
        """
        namespace UnityEngine
        {
            public class MonoBehaviour { }
        }

        class Chat : UnityEngine.MonoBehaviour
        {
            private readonly TcpClient _client = new();

            private void Start() => new Thread(Run).Start();

            private void Run() => _client.GetStream().ReadByte();
        }
        """);

    [Fact]
    public Task A_test_may_fail() => Verify(
        """
        class FactAttribute : Attribute { }

        class Tests
        {
            [Fact]
            public async void Sends()
            {
                using var client = new TcpClient("localhost", 9000);
                await client.GetStream().WriteAsync(new byte[1], 0, 1);
            }
        }
        """);

    [Fact]
    public Task A_callback_that_somebody_calls_in_a_try() => Verify(
        """
        class Server
        {
            public void Start(Socket socket, byte[] data) => socket.BeginReceive(data, 0, 1, SocketFlags.None, OnReceive, socket);

            private void OnReceive(IAsyncResult result)
            {
                try
                {
                    Take(result);
                }
                catch (SocketException)
                {
                }
            }

            public void Take(IAsyncResult result) => ((Socket)result.AsyncState).EndReceive(result);
        }
        """);

    [Fact]
    public Task Who_only_borrows_the_type_of_the_delegate_may_catch() => Verify(
        """
        class Client
        {
            public void Start(Socket socket, byte[] data)
            {
                Invoke(new ThreadStart(() => socket.Send(data)));
                Later(new TimerCallback(_ => socket.Send(data)));
                Later(new WaitCallback(_ => socket.Send(data)));
                socket.BeginReceive(data, 0, 1, SocketFlags.None, Guarded(OnReceive), socket);
                socket.BeginReceive(data, 0, 1, SocketFlags.None, Guarded(r => socket.EndReceive(r)), socket);
            }

            private void OnReceive(IAsyncResult result) => ((Socket)result.AsyncState).EndReceive(result);

            private static void Invoke(Delegate work) => work.DynamicInvoke();

            private static void Later(Delegate work) => work.DynamicInvoke();

            private static AsyncCallback Guarded(AsyncCallback callback) => result =>
            {
                try
                {
                    callback(result);
                }
                catch (SocketException)
                {
                }
            };
        }
        """);

    [Fact]
    public Task The_end_of_an_own_pair_is_called_by_somebody() => Verify(
        """
        public class Connection
        {
            private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

            public IAsyncResult BeginSend(byte[] data, AsyncCallback done, object state) => _socket.BeginSend(data, 0, 1, SocketFlags.None, done, state);

            public void EndSend(IAsyncResult result) => _socket.EndSend(result);
        }
        """);

    [Fact]
    public Task From_a_pair_to_a_task() => Verify(
        """
        class Client
        {
            public Task<int> ReceiveAsync(Socket socket, byte[] data) =>
                Task.Factory.FromAsync(socket.BeginReceive(data, 0, 1, SocketFlags.None, null, null), End);

            public Task ContinueAsync(Socket socket, byte[] data) =>
                Task.Factory.FromAsync(socket.BeginReceive(data, 0, 1, SocketFlags.None, null, null), result => { socket.EndReceive(result); });

            private int End(IAsyncResult result) => ((Socket)result.AsyncState).EndReceive(result);
        }
        """);
}
