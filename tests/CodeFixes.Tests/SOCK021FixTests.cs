using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

public sealed class SOCK021FixTests
{
    [Fact]
    public Task Lingering_is_switched_off() => Verify(
        "{|SOCK021:socket.LingerState.Enabled = false|}; // no lingering",
        "socket.LingerState = new LingerOption(false, 0); // no lingering");

    [Fact]
    public Task A_suppressed_null_is_not_written() => Verify(
        "{|SOCK021:socket.LingerState!.Enabled = false|};",
        "socket.LingerState = new LingerOption(false, 0);");

    [Fact]
    public Task Both_members_become_one_option() => Verify(
        """
        // Ten seconds.
        {|SOCK021:socket.LingerState.Enabled = true|}; // on
        {|SOCK021:socket.LingerState.LingerTime = 10|}; // for ten seconds
        socket.NoDelay = true;
        """,
        """
        // Ten seconds.
        socket.LingerState = new LingerOption(true, 10); // on
        // for ten seconds
        socket.NoDelay = true;
        """);

    [Fact]
    public Task In_the_other_order() => Verify(
        """
        {|SOCK021:client.Client.LingerState.LingerTime = seconds|};
        {|SOCK021:client.Client.LingerState.Enabled = true|};
        """,
        "client.Client.LingerState = new LingerOption(true, seconds);");

    /// <summary>Enabled alone would be a linger time of 0: the close would become a reset. A time alone stays without effect.</summary>
    [Theory]
    [InlineData("{|SOCK021:socket.LingerState.Enabled = true|};")]
    [InlineData("{|SOCK021:socket.LingerState.LingerTime = 5|};")]
    [InlineData("{|SOCK021:socket.LingerState.Enabled = flag|};")]
    [InlineData("{|SOCK021:socket.LingerState.LingerTime++|};")]
    [InlineData("{|SOCK021:socket.LingerState.Enabled = true|}; socket.NoDelay = true; {|SOCK021:socket.LingerState.LingerTime = 5|};")]
    [InlineData("{|SOCK021:socket.LingerState.Enabled = true|}; {|SOCK021:client.LingerState!.LingerTime = 5|};")]
    [InlineData("{|SOCK021:socket.LingerState.LingerTime = Next()|}; {|SOCK021:socket.LingerState.Enabled = flag|};")]
    [InlineData("{|SOCK021:Find().LingerState.Enabled = false|};")]
    [InlineData("var copy = socket.LingerState; {|SOCK021:copy.Enabled = false|};")]
    [InlineData("var made = new TcpClient { LingerState = { {|SOCK021:Enabled = false|} } };")]
    public Task No_fix(string body) => FixTest.None<LingerStateCopyFix>(In(body)).RunAsync();

    private static Task Verify(string before, string after) => FixTest.Of<LingerStateCopyFix>(In(before), In(after)).RunAsync();

    private static string In(string body) =>
        $$"""
        public sealed class Server
        {
            private static int Next() => 1;

            private static Socket Find() => new(SocketType.Stream, ProtocolType.Tcp);

            public void Set(Socket socket, TcpClient client, int seconds, bool flag)
            {
                {{body.ReplaceLineEndings("\n        ")}}
            }
        }
        """;
}
