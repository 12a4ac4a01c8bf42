using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

public sealed partial class SOCK001FixTests
{
    [Fact]
    public Task A_statement_before_Bind() => Verify(
        """
        public static class Server
        {
            public static Socket Open()
            {
                var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                // the well-known port
                {|SOCK001:listener.Bind(new IPEndPoint(IPAddress.Any, 7000))|}; // all interfaces
                listener.Listen();
                return listener;
            }
        }
        """,
        """
        public static class Server
        {
            public static Socket Open()
            {
                var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                // the well-known port
                listener.ExclusiveAddressUse = true;
                listener.Bind(new IPEndPoint(IPAddress.Any, 7000)); // all interfaces
                listener.Listen();
                return listener;
            }
        }
        """);

    [Fact]
    public Task A_socket_in_a_field_gets_a_statement() => Verify(
        """
        public sealed class Server
        {
            private readonly Socket _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

            public void Open() => {|SOCK001:_socket.Bind(new IPEndPoint(IPAddress.Any, 7000))|};

            public void Serve() => _socket.Listen();
        }
        """,
        """
        public sealed class Server
        {
            private readonly Socket _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

            public void Open()
            {
                _socket.ExclusiveAddressUse = true;
                _socket.Bind(new IPEndPoint(IPAddress.Any, 7000));
            }

            public void Serve() => _socket.Listen();
        }
        """);

    [Fact]
    public Task An_object_initializer_on_one_line() => Verify(
        """
        public static class Server
        {
            public static void Open()
            {
                var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                {|SOCK001:listener.Bind(new IPEndPoint(IPAddress.Any, 7000))|};
                listener.Listen();
            }
        }
        """,
        """
        public static class Server
        {
            public static void Open()
            {
                var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ExclusiveAddressUse = true };
                listener.Bind(new IPEndPoint(IPAddress.Any, 7000));
                listener.Listen();
            }
        }
        """);

    [Fact]
    public Task An_object_initializer_on_lines() => Verify(
        """
        public static class Server
        {
            public static void Open()
            {
                var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
                {
                    NoDelay = true, // small answers
                    SendTimeout = 1000 // ms
                };
                {|SOCK001:listener.Bind(new IPEndPoint(IPAddress.Any, 7000))|};
                listener.Listen();
            }
        }
        """,
        """
        public static class Server
        {
            public static void Open()
            {
                var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
                {
                    NoDelay = true, // small answers
                    SendTimeout = 1000, // ms
                    ExclusiveAddressUse = true
                };
                listener.Bind(new IPEndPoint(IPAddress.Any, 7000));
                listener.Listen();
            }
        }
        """);

    [Fact]
    public Task An_object_initializer_with_a_last_comma() => Verify(
        """
        public static class Server
        {
            public static void Open()
            {
                var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
                {
                    NoDelay = true,
                };
                {|SOCK001:listener.Bind(new IPEndPoint(IPAddress.Any, 7000))|};
                listener.Listen();
            }
        }
        """,
        """
        public static class Server
        {
            public static void Open()
            {
                var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
                {
                    NoDelay = true,
                    ExclusiveAddressUse = true,
                };
                listener.Bind(new IPEndPoint(IPAddress.Any, 7000));
                listener.Listen();
            }
        }
        """);

    [Fact]
    public Task An_embedded_statement_gets_braces() => Verify(
        """
        public static class Server
        {
            public static void Open(bool bind)
            {
                var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                if (bind)
                    {|SOCK001:listener.Bind(new IPEndPoint(IPAddress.Any, 7000))|};
                listener.Listen();
            }
        }
        """,
        """
        public static class Server
        {
            public static void Open(bool bind)
            {
                var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                if (bind)
                {
                    listener.ExclusiveAddressUse = true;
                    listener.Bind(new IPEndPoint(IPAddress.Any, 7000));
                }
                listener.Listen();
            }
        }
        """);

    [Fact]
    public Task Two_servers_in_one_method() => Verify(
        """
        public static class Server
        {
            public static void Open()
            {
                var a = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                var b = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                {|SOCK001:a.Bind(new IPEndPoint(IPAddress.Any, 7000))|};
                {|SOCK001:b.Bind(new IPEndPoint(IPAddress.Any, 7001))|};
                a.Listen();
                b.Listen();
            }
        }
        """,
        """
        public static class Server
        {
            public static void Open()
            {
                var a = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                var b = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                a.ExclusiveAddressUse = true;
                a.Bind(new IPEndPoint(IPAddress.Any, 7000));
                b.ExclusiveAddressUse = true;
                b.Bind(new IPEndPoint(IPAddress.Any, 7001));
                a.Listen();
                b.Listen();
            }
        }
        """);

    [Fact]
    public Task Behind_an_endif() => Verify(
        """
        public static class Server
        {
            public static void Open()
            {
                var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        #if TRACE_SOCKETS
                Console.WriteLine("open");
        #endif
                {|SOCK001:listener.Bind(new IPEndPoint(IPAddress.Any, 7000))|};
                listener.Listen();
            }
        }
        """,
        """
        public static class Server
        {
            public static void Open()
            {
                var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        #if TRACE_SOCKETS
                Console.WriteLine("open");
        #endif
                listener.ExclusiveAddressUse = true;
                listener.Bind(new IPEndPoint(IPAddress.Any, 7000));
                listener.Listen();
            }
        }
        """);

    [Fact]
    public Task CRLF_and_tabs_stay() => Verify(
        "public static class Server\r\n{\r\n\tpublic static void Open(bool bind)\r\n\t{\r\n\t\tvar listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);\r\n\t\tif (bind)\r\n\t\t\t{|SOCK001:listener.Bind(new IPEndPoint(IPAddress.Any, 7000))|};\r\n\t\tlistener.Listen();\r\n\t}\r\n}\r\n",
        "public static class Server\r\n{\r\n\tpublic static void Open(bool bind)\r\n\t{\r\n\t\tvar listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);\r\n\t\tif (bind)\r\n\t\t{\r\n\t\t\tlistener.ExclusiveAddressUse = true;\r\n\t\t\tlistener.Bind(new IPEndPoint(IPAddress.Any, 7000));\r\n\t\t}\r\n\t\tlistener.Listen();\r\n\t}\r\n}\r\n");

    [Fact]
    public Task Top_level_statements() => FixTest.Of<ImplicitAddressReuseFix>(
        """
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        {|SOCK001:listener.Bind(new IPEndPoint(IPAddress.Any, 7000))|};
        listener.Listen();
        """,
        """
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.ExclusiveAddressUse = true;
        listener.Bind(new IPEndPoint(IPAddress.Any, 7000));
        listener.Listen();
        """).AsProgram().RunAsync();

    [Fact]
    public Task In_a_lambda() => Verify(
        """
        public static class Server
        {
            public static Action Open()
            {
                var listener = new TcpListener(IPAddress.Any, 7000);
                return () => {|SOCK001:listener.Start()|};
            }
        }
        """,
        """
        public static class Server
        {
            public static Action Open()
            {
                var listener = new TcpListener(IPAddress.Any, 7000);
                return () =>
                {
                    listener.ExclusiveAddressUse = true;
                    listener.Start();
                };
            }
        }
        """);

    [Fact]
    public Task On_NET_Framework_it_is_the_same_text() => FixTest.Bare<ImplicitAddressReuseFix>(
        """
        using System.Net;
        using System.Net.Sockets;

        public static class Server
        {
            public static void Open()
            {
                var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                {|SOCK001:listener.Bind(new IPEndPoint(IPAddress.Any, 7000))|};
                listener.Listen(100);
            }
        }
        """,
        """
        using System.Net;
        using System.Net.Sockets;

        public static class Server
        {
            public static void Open()
            {
                var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                listener.ExclusiveAddressUse = true;
                listener.Bind(new IPEndPoint(IPAddress.Any, 7000));
                listener.Listen(100);
            }
        }
        """).OnNetFramework().RunAsync();

    private static Task Verify(string code, string fixedCode) => FixTest.Of<ImplicitAddressReuseFix>(code, fixedCode).RunAsync();

    private static Task None(string code) => FixTest.None<ImplicitAddressReuseFix>(code).RunAsync();
}
