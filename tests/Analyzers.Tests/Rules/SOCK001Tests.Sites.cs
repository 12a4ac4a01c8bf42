using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// Servers as people write them.
public partial class SOCK001Tests
{
    [Fact]
    public Task Microsoft_s_synchronous_sample() => Verify(
        """
        public class SocketListener
        {
            public static void StartServer()
            {
                IPHostEntry host = Dns.GetHostEntry("localhost");
                IPAddress ipAddress = host.AddressList[0];
                IPEndPoint localEndPoint = new IPEndPoint(ipAddress, 11000);
                try
                {
                    Socket listener = new Socket(ipAddress.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                    {|SOCK001:listener.Bind(localEndPoint)|};
                    listener.Listen(10);
                    Socket handler = listener.Accept();
                    handler.Shutdown(SocketShutdown.Both);
                    handler.Close();
                }
                catch (Exception e)
                {
                    Console.WriteLine(e.ToString());
                }
            }
        }
        """);

    [Fact]
    public Task Microsoft_s_asynchronous_sample() => Verify(
        """
        public class AsynchronousSocketListener
        {
            public static ManualResetEvent allDone = new ManualResetEvent(false);

            public static void StartListening()
            {
                IPHostEntry ipHostInfo = Dns.GetHostEntry(Dns.GetHostName());
                IPAddress ipAddress = ipHostInfo.AddressList[0];
                IPEndPoint localEndPoint = new IPEndPoint(ipAddress, 11000);
                Socket listener = new Socket(ipAddress.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                try
                {
                    {|SOCK001:listener.Bind(localEndPoint)|};
                    listener.Listen(100);
                    while (true)
                    {
                        allDone.Reset();
                        listener.BeginAccept(new AsyncCallback(AcceptCallback), listener);
                        allDone.WaitOne();
                    }
                }
                catch (Exception e)
                {
                    Console.WriteLine(e.ToString());
                }
            }

            public static void AcceptCallback(IAsyncResult ar)
            {
                allDone.Set();
                Socket listener = (Socket)ar.AsyncState;
                Socket handler = listener.EndAccept(ar);
                handler.Close();
            }
        }
        """);

    [Fact]
    public Task Microsoft_s_event_args_sample() => Verify(
        """
        class Server
        {
            Socket listenSocket;

            public void Start(IPEndPoint localEndPoint)
            {
                listenSocket = new Socket(localEndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                {|SOCK001:listenSocket.Bind(localEndPoint)|};
                listenSocket.Listen(100);
                SocketAsyncEventArgs acceptEventArg = new SocketAsyncEventArgs();
                acceptEventArg.Completed += AcceptEventArg_Completed;
                StartAccept(acceptEventArg);
            }

            public void StartAccept(SocketAsyncEventArgs acceptEventArg)
            {
                bool willRaiseEvent = false;
                while (!willRaiseEvent)
                {
                    acceptEventArg.AcceptSocket = null;
                    willRaiseEvent = listenSocket.AcceptAsync(acceptEventArg);
                }
            }

            void AcceptEventArg_Completed(object sender, SocketAsyncEventArgs e) => StartAccept(e);
        }
        """);

    [Fact]
    public Task Bind_and_Listen_in_two_methods_of_the_type() => Verify(
        """
        public sealed class Acceptor : IDisposable
        {
            private readonly Socket _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

            public void Bind(int port) => {|SOCK001:_socket.Bind(new IPEndPoint(IPAddress.Any, port))|};

            public void Listen() => _socket.Listen(64);

            public Socket Next() => _socket.Accept();

            public void Dispose() => _socket.Dispose();
        }
        """);

    [Fact]
    public Task A_static_listener() => Verify(
        """
        static class Program
        {
            private static readonly TcpListener Listener = new TcpListener(IPAddress.Any, 7000);
            private static bool s_stop;

            static void Run()
            {
                {|SOCK001:Listener.Start()|};
                while (!s_stop)
                {
                    TcpClient client = Listener.AcceptTcpClient();
                    ThreadPool.QueueUserWorkItem(Serve, client);
                }

                Listener.Stop();
            }

            private static void Serve(object state) => ((TcpClient)state).Close();
        }
        """);

    [Fact]
    public Task A_listener_that_is_made_again_at_each_start() => Verify(
        """
        class Host
        {
            private TcpListener _listener;
            public int Port { get; set; } = 4000;

            public void Start()
            {
                if (_listener != null)
                    return;
                _listener = new TcpListener(IPAddress.Any, Port);
                {|SOCK001:_listener.Start()|};
                _listener.BeginAcceptTcpClient(OnAccept, null);
            }

            public void Stop()
            {
                _listener?.Stop();
                _listener = null;
            }

            private void OnAccept(IAsyncResult result)
            {
                using var client = _listener.EndAcceptTcpClient(result);
                _listener.BeginAcceptTcpClient(OnAccept, null);
            }
        }
        """);

    [Fact]
    public Task A_nested_server_in_a_partial_class_over_two_files() => RuleTest.Of(
        "SOCK001",
        """
        public partial class Gateway
        {
            private partial class Endpoint
            {
                private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);

                public void Open(EndPoint where) => {|SOCK001:_listener.Bind(where)|};
            }
        }
        """)
        .And("public partial class Gateway { private partial class Endpoint { public void Listen() => _listener.Listen(10); } }").RunAsync();

    [Fact]
    public Task A_factory_in_another_file() => RuleTest.Of(
        "SOCK001",
        """
        class Server
        {
            private Socket _socket;

            public void Open(int port)
            {
                _socket = Sockets.CreateTcp();
                {|SOCK001:_socket.Bind(new IPEndPoint(IPAddress.Any, port))|};
                _socket.Listen(10);
            }
        }
        """)
        .And(
        """
        static class Sockets
        {
            public static Socket CreateTcp() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        }
        """).RunAsync();
}
