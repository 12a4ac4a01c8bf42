using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

// A TcpListener: its setter throws once it runs, so the place differs.
public sealed partial class SOCK001FixTests
{
    // With the property true, the getter sets it again on the bound socket, and that throws.
    [Fact]
    public Task No_fix_where_the_listeners_Server_is_read() => FixTest.None<ImplicitAddressReuseFix>(
        """
        public static class Server
        {
            public static EndPoint Open()
            {
                var listener = new TcpListener(IPAddress.Any, 7000);
                {|SOCK001:listener.Start()|};
                return listener.Server.LocalEndPoint;
            }
        }
        """).RunAsync();

    [Fact]
    public Task A_statement_before_Start_of_a_local_listener() => Verify(
        """
        public static class Server
        {
            public static TcpClient Open()
            {
                var listener = new TcpListener(IPAddress.Any, 7000);
                {|SOCK001:listener.Start()|};
                return listener.AcceptTcpClient();
            }
        }
        """,
        """
        public static class Server
        {
            public static TcpClient Open()
            {
                var listener = new TcpListener(IPAddress.Any, 7000);
                listener.ExclusiveAddressUse = true;
                listener.Start();
                return listener.AcceptTcpClient();
            }
        }
        """);

    [Fact]
    public Task A_listener_in_a_field_is_configured_where_it_is_made() => Verify(
        """
        public sealed class Server
        {
            private readonly TcpListener _listener = new TcpListener(IPAddress.Any, 7000); // chat

            public void Open()
            {
                {|SOCK001:_listener.Start()|};
            }
        }
        """,
        """
        public sealed class Server
        {
            private readonly TcpListener _listener = new TcpListener(IPAddress.Any, 7000) { ExclusiveAddressUse = true }; // chat

            public void Open()
            {
                _listener.Start();
            }
        }
        """);

    [Fact]
    public Task A_listener_that_the_constructor_makes() => Verify(
        """
        public sealed class Server
        {
            private readonly TcpListener _listener;

            public Server(int port)
            {
                _listener = new TcpListener(IPAddress.Any, port);
            }

            public void Open() => {|SOCK001:_listener.Start()|};
        }
        """,
        """
        public sealed class Server
        {
            private readonly TcpListener _listener;

            public Server(int port)
            {
                _listener = new TcpListener(IPAddress.Any, port) { ExclusiveAddressUse = true };
            }

            public void Open() => _listener.Start();
        }
        """);

    [Fact]
    public Task A_field_that_is_made_and_started_in_one_place() => Verify(
        """
        public sealed class Server
        {
            private TcpListener _listener;

            public void Open(int port)
            {
                this._listener = new TcpListener(IPAddress.Any, port);
                {|SOCK001:this._listener.Start()|};
            }
        }
        """,
        """
        public sealed class Server
        {
            private TcpListener _listener;

            public void Open(int port)
            {
                this._listener = new TcpListener(IPAddress.Any, port);
                this._listener.ExclusiveAddressUse = true;
                this._listener.Start();
            }
        }
        """);

    [Fact]
    public Task No_fix_for_a_listener_that_two_places_make() => None(
        """
        public sealed class Server
        {
            private TcpListener _listener;

            public Server(int port) => _listener = new TcpListener(IPAddress.Any, port);

            public void Move(int port) => _listener = new TcpListener(IPAddress.IPv6Any, port);

            public void Open() => {|SOCK001:_listener.Start()|};
        }
        """);
}
