using Xunit;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>Fields that are one connection, filled in more ways than by one constructor.</summary>
public sealed class FieldLayoutTests
{
    private const string End = "void M() { _s.Shutdown(SocketShutdown.Send); /*state: _n = SendShut, same:_s*/ }";
    private const string Apart = "void M() { _s.Shutdown(SocketShutdown.Send); /*state: _n = SendOpen|SendShut, !same:_s*/ }";

    [Theory]
    [InlineData("Socket _s; NetworkStream _n; C() { _s = Give(); _n = new NetworkStream(_s); } void Reopen() { _s = Give(); _n = new NetworkStream(_s); }")]
    [InlineData("Socket _s; NetworkStream _n; C() { _s = new Socket(SocketType.Stream, ProtocolType.Tcp); _n = new NetworkStream(_s); } void Reopen() { _s = new Socket(SocketType.Stream, ProtocolType.Tcp); _n = new NetworkStream(_s); } void Drop() { _s = null; _n = null; }")]
    [InlineData("readonly Socket _s = new(SocketType.Stream, ProtocolType.Tcp); NetworkStream _n; void Connect() { _s.Connect(\"h\", 1); _n = new NetworkStream(_s); }")]
    [InlineData("Socket _s = new(SocketType.Stream, ProtocolType.Tcp); NetworkStream _n; C() { _n = new NetworkStream(_s); }")]
    [InlineData("Socket _s; NetworkStream _n; C(Socket s) { _s = s ?? new Socket(SocketType.Stream, ProtocolType.Tcp); _n = new NetworkStream(_s); }")]
    [InlineData("Socket _s; NetworkStream _n; StreamReader _r; C() { _s = Give(); _n = new NetworkStream(_s); _r = new StreamReader(_n); } void Reopen() { _s = Give(); _n = new NetworkStream(_s); }")]
    public void They_are_one_connection(string fields) => StateMarks.VerifyMembers(fields + End);

    [Theory]
    [InlineData("Socket _s; NetworkStream _n; C() { _s = Give(); _n = new NetworkStream(_s); } void Reopen() { _s = Give(); }")]
    [InlineData("Socket _s; NetworkStream _n; C() { _s = Give(); _n = new NetworkStream(_s); } void Reopen() { _s = Give(); _n = new NetworkStream(Give()); }")]
    [InlineData("Socket _s; NetworkStream _n; C() { _s = Give(); _n = new NetworkStream(_s); } void Reopen(Socket s, Socket t) { _s = s; _n = new NetworkStream(t); }")]
    [InlineData("Socket _s = new(SocketType.Stream, ProtocolType.Tcp); NetworkStream _n; void Connect() { _n = new NetworkStream(_s); } void Reopen() { _s = Give(); }")]
    [InlineData("Socket _s = new(SocketType.Stream, ProtocolType.Tcp); NetworkStream _n; void Connect() { _n = new NetworkStream(Give()); }")]
    [InlineData("Socket _s; NetworkStream _n; C(Socket s) { _s = s ?? Give(); _n = new NetworkStream(s ?? Give()); }")]
    public void They_may_be_two_connections(string fields) => StateMarks.VerifyMembers(fields + Apart);

    [Fact]
    public void What_only_one_of_two_methods_fills_is_not_of_the_group() => StateMarks.VerifyMembers("""
        Socket _s; NetworkStream _n; StreamReader _r;
        C() { _s = Give(); _n = new NetworkStream(_s); _r = new StreamReader(_n); }
        void Reopen() { _s = Give(); _n = new NetworkStream(_s); }
        void M() { _s.Shutdown(SocketShutdown.Send); /*state: _n = SendShut; _r = SendOpen|SendShut*/ }
        """);
}
