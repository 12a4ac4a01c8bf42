using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

public sealed class SOCK041FixTests
{
    private static string In(string handler) =>
        $$"""
        public sealed class Session
        {
            private Socket _socket = null!;

            private void Use(int count) { }

            {{handler.ReplaceLineEndings("\n    ")}}
        }
        """;

    [Theory]
    [InlineData(
        "void OnReceived(object? sender, SocketAsyncEventArgs e)\n{\n    // what came\n    if (e.BytesTransferred == 0)\n        return;\n    Use(e.BytesTransferred);\n\n    if (!{|SOCK041:_socket.ReceiveAsync(e)|})\n        OnReceived(sender, e);\n}",
        "void OnReceived(object? sender, SocketAsyncEventArgs e)\n{\n    while (true)\n    {\n        // what came\n        if (e.BytesTransferred == 0)\n            return;\n        Use(e.BytesTransferred);\n\n        if (_socket.ReceiveAsync(e))\n            return;\n    }\n}")]
    // A parameter that nobody reads, and an answer with a name.
    [InlineData(
        "void OnAccepted(object? sender, SocketAsyncEventArgs e)\n{\n    e.AcceptSocket = null;\n    bool pending;\n    try\n    {\n        pending = {|SOCK041:_socket.AcceptAsync(e)|};\n    }\n    catch (ObjectDisposedException)\n    {\n        return;\n    }\n\n    if (!pending)\n    {\n        OnAccepted(this, e);\n    }\n}",
        "void OnAccepted(object? sender, SocketAsyncEventArgs e)\n{\n    while (true)\n    {\n        e.AcceptSocket = null;\n        bool pending;\n        try\n        {\n            pending = _socket.AcceptAsync(e);\n        }\n        catch (ObjectDisposedException)\n        {\n            return;\n        }\n\n        if (pending)\n        {\n            return;\n        }\n    }\n}")]
    [InlineData(
        "void Take(SocketAsyncEventArgs e) {\n    Use(e.Count);\n    var waits = {|SOCK041:_socket.ReceiveAsync(e)|};\n    if (waits == false) this.Take(e);\n}",
        "void Take(SocketAsyncEventArgs e) {\n    while (true) {\n        Use(e.Count);\n        var waits = _socket.ReceiveAsync(e);\n        if (waits) return;\n    }\n}")]
    public Task Loops(string handler, string mended) => FixTest.Of<NestedCompletionsFix>(In(handler), In(mended)).RunAsync();

    [Theory]
    // Two methods: who else calls them is not seen here.
    [InlineData("void Start(SocketAsyncEventArgs e)\n{\n    if (!{|SOCK041:_socket.ReceiveAsync(e)|})\n        Take(e);\n}\n\nvoid Take(SocketAsyncEventArgs e)\n{\n    Use(e.Count);\n    Start(e);\n}")]
    // It is not the last act.
    [InlineData("void Take(SocketAsyncEventArgs e)\n{\n    if (!{|SOCK041:_socket.ReceiveAsync(e)|})\n        Take(e);\n    Use(e.Count);\n}")]
    // What it would fail with is caught in each round.
    [InlineData("void Take(SocketAsyncEventArgs e)\n{\n    try\n    {\n        if (!{|SOCK041:_socket.ReceiveAsync(e)|})\n            Take(e);\n    }\n    catch (SocketException)\n    {\n    }\n}")]
    // Another one is received into; what is in use ends later; somebody says why.
    [InlineData("void Take(SocketAsyncEventArgs e)\n{\n    var next = new SocketAsyncEventArgs();\n    if (!{|SOCK041:_socket.ReceiveAsync(next)|})\n        Take(next);\n    Use(e.Count);\n}")]
    [InlineData("void Take(SocketAsyncEventArgs e)\n{\n    using var copy = new System.IO.MemoryStream(e.Count);\n    if (!{|SOCK041:_socket.ReceiveAsync(e)|})\n        Take(e);\n}")]
    [InlineData("void Take(SocketAsyncEventArgs e)\n{\n    Use(e.Count);\n    if (!{|SOCK041:_socket.ReceiveAsync(e)|})\n        Take(e); // at once\n    // done\n}")]
    // Callbacks.
    [InlineData("void OnReceived(IAsyncResult result)\n{\n    try\n    {\n        if (_socket.EndReceive(result) == 0)\n            return;\n    }\n    catch (SocketException)\n    {\n        return;\n    }\n\n    {|SOCK041:_socket.BeginReceive(new byte[1], 0, 1, SocketFlags.None, OnReceived, null)|};\n}")]
    public Task Has_no_safe_rewrite(string handler) => FixTest.None<NestedCompletionsFix>(In(handler)).RunAsync();
}
