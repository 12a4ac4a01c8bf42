using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// Who else can reach the listener of a private field, and set the option where the rule does not look.
public partial class SOCK001Tests
{
    [Theory]
    [InlineData("protected TcpListener Listener => _listener; protected virtual void OnStarting() { }")]
    [InlineData("public Socket Raw => _listener.Server; void OnStarting() { }")]
    [InlineData("internal TcpListener Get() { return _listener; } void OnStarting() { }")]
    [InlineData("IEnumerable<TcpListener> All() { yield return _listener; } void OnStarting() { foreach (var l in All()) l.ExclusiveAddressUse = true; }")]
    public Task A_field_that_is_given_away(string members) => RuleTest.Of("SOCK001", GivenServer(members, "_listener.Start()")).RunAsync();

    [Theory]
    [InlineData("public EndPoint Address => _listener.LocalEndpoint; void OnStarting() { }")]
    [InlineData("TcpListener Mine => _listener; void OnStarting() { }")]
    [InlineData("public bool IsPending() => _listener.Pending(); void OnStarting() { }")]
    [InlineData("IEnumerable<TcpClient> Clients() { while (true) yield return _listener.AcceptTcpClient(); } void OnStarting() { }")]
    public Task A_field_that_is_kept(string members) => RuleTest.Of("SOCK001", GivenServer(members, "{|SOCK001:_listener.Start()|}")).RunAsync();

    private static string GivenServer(string members, string start) => $$"""
        class Server
        {
            private readonly TcpListener _listener = new(IPAddress.Any, 5000);

            public void Run() { OnStarting(); {{start}}; while (true) _listener.AcceptTcpClient().Dispose(); }

            {{members}}
        }
        """;
}
