using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

public sealed class SOCK030FixTests
{
    [Theory]
    // The count has a name.
    [InlineData(
        "while (true)\n{\n    var n = {|SOCK030:stream.Read(buffer, 0, 64)|}; // as it comes\n    Use(n);\n}",
        "while (true)\n{\n    var n = stream.Read(buffer, 0, 64); // as it comes\n    if (n == 0)\n        break;\n    Use(n);\n}")]
    [InlineData(
        "int n;\ndo\n{\n    n = await {|SOCK030:stream.ReadAsync(buffer, 0, 64)|}.ConfigureAwait(false);\n    if (n > 0)\n        Use(n);\n}\nwhile (_running);",
        "int n;\ndo\n{\n    n = await stream.ReadAsync(buffer, 0, 64).ConfigureAwait(false);\n    if (n == 0)\n        break;\n    if (n > 0)\n        Use(n);\n}\nwhile (_running);")]
    [InlineData(
        "while (_running)\n{\n    try\n    {\n        var b = {|SOCK030:stream.ReadByte()|};\n        Use(b);\n    }\n    catch (ArgumentException)\n    {\n    }\n}",
        "while (_running)\n{\n    try\n    {\n        var b = stream.ReadByte();\n        if (b == -1)\n            break;\n        Use(b);\n    }\n    catch (ArgumentException)\n    {\n    }\n}")]
    [InlineData(
        "for (;;)\n{\n    var line = {|SOCK030:reader.ReadLine()|};\n    Console.WriteLine(line);\n}",
        "for (;;)\n{\n    var line = reader.ReadLine();\n    if (line == null)\n        break;\n    Console.WriteLine(line);\n}")]
    // It is tested already.
    [InlineData(
        "while (true)\n{\n    var n = {|SOCK030:stream.Read(buffer, 0, 64)|};\n    if (n == 0) continue; // nothing yet\n    Use(n);\n}",
        "while (true)\n{\n    var n = stream.Read(buffer, 0, 64);\n    if (n == 0) break; // nothing yet\n    Use(n);\n}")]
    [InlineData(
        "while (true)\n{\n    var line = {|SOCK030:reader.ReadLine()|};\n    if (line is null)\n    {\n        continue;\n    }\n    Use(line.Length);\n}",
        "while (true)\n{\n    var line = reader.ReadLine();\n    if (line is null)\n    {\n        break;\n    }\n    Use(line.Length);\n}")]
    // A frame is needed whole.
    [InlineData(
        "var total = 0;\nwhile (total < 64)\n    total += {|SOCK030:stream.Read(buffer, total, 64 - total)|};\nUse(total);",
        "var total = 0;\nwhile (total < 64)\n{\n    var received = stream.Read(buffer, total, 64 - total);\n    if (received == 0)\n        throw new EndOfStreamException();\n    total += received;\n}\nUse(total);")]
    [InlineData(
        "int rest = 64;\nwhile (rest > 0)\n{\n    // what is missing\n    rest -= await {|SOCK030:stream.ReadAsync(buffer, 64 - rest, rest)|};\n}",
        "int rest = 64;\nwhile (rest > 0)\n{\n    // what is missing\n    var received = await stream.ReadAsync(buffer, 64 - rest, rest);\n    if (received == 0)\n        throw new EndOfStreamException();\n    rest -= received;\n}")]
    [InlineData(
        "var size = 64;\nwhile (size > 0)\n{\n    var n = {|SOCK030:stream.Read(buffer, 64 - size, size)|};\n    size -= n;\n}",
        "var size = 64;\nwhile (size > 0)\n{\n    var n = stream.Read(buffer, 64 - size, size);\n    if (n == 0)\n        throw new EndOfStreamException();\n    size -= n;\n}")]
    public Task Leaves(string body, string mended) => FixTest.Of<EndNotHandledFix>(In(body), In(mended)).RunAsync();

    [Fact]
    public Task In_CSharp_7_3() => FixTest.Bare<EndNotHandledFix>(
        OnNetFramework("            size -= {|SOCK030:stream.Read(buffer, 64 - size, size)|};"),
        OnNetFramework("        {\n            int received = stream.Read(buffer, 64 - size, size);\n            if (received == 0)\n                throw new System.IO.EndOfStreamException();\n            size -= received;\n        }")).OnNetFramework().RunAsync();

    private static string OnNetFramework(string body) =>
        $$"""
        public static class Receiver
        {
            public static void Fill(System.Net.Sockets.NetworkStream stream, byte[] buffer, int size)
            {
                while (size > 0)
        {{body}}
            }
        }
        """;

    [Theory]
    // "break" leaves only the inner one, or a switch.
    [InlineData("while (_running)\n{\n    do\n    {\n        var n = {|SOCK030:stream.Read(buffer, 0, 64)|};\n        Use(n);\n    }\n    while (stream.DataAvailable);\n}")]
    [InlineData("while (_running)\n{\n    switch (buffer[0])\n    {\n        default:\n            var n = {|SOCK030:stream.Read(buffer, 0, 64)|};\n            Use(n);\n            break;\n    }\n}")]
    // The loop would catch the exception.
    [InlineData("var total = 0;\nwhile (total < 64)\n{\n    try\n    {\n        total += {|SOCK030:stream.Read(buffer, total, 64 - total)|};\n    }\n    catch (IOException)\n    {\n    }\n}")]
    // The code has an answer of its own, which would be dead.
    [InlineData("while (_running)\n{\n    var n = {|SOCK030:stream.Read(buffer, 0, 64)|};\n    if (n > 0)\n        Use(n);\n    else\n        Use(-1);\n}")]
    [InlineData("while (_running)\n{\n    var n = {|SOCK030:stream.Read(buffer, 0, 64)|};\n    if (n == 0)\n        Use(-1);\n}")]
    // What is wrong with these counts is more than the end.
    [InlineData("while (true)\n{\n    {|SOCK030:stream.Read(buffer, 0, 64)|};\n    Use(buffer[0]);\n}")]
    [InlineData("while (true)\n{\n    var n = {|SOCK030:stream.Read(buffer, 0, 64)|};\n    Use(buffer[0]);\n}")]
    [InlineData("while (true)\n{\n    var n = {|SOCK030:stream.Read(buffer, 0, 64)|};\n    if (n == 0)\n        continue;\n    Use(buffer[0]);\n}")]
    // The loop is the caller's.
    [InlineData("while (_running)\n    Use({|SOCK030:Next(stream, buffer)|});")]
    [InlineData("while (_running)\n    Use({|SOCK030:stream.Read(buffer, 0, 64)|});")]
    public Task In_doubt_none(string body) => FixTest.None<EndNotHandledFix>(In(body)).RunAsync();

    private static string In(string body) =>
        $$"""
        #pragma warning disable CS1998 // most of the bodies await nothing
        public class Receiver
        {
            private bool _running = true;

            private static void Use(int count) => Console.WriteLine(count);

            private static int Next(Stream from, byte[] buffer) => from.Read(buffer, 0, 64);

            public async Task Run(NetworkStream stream, byte[] buffer)
            {
                var reader = new StreamReader(stream);
                {{body.ReplaceLineEndings("\n        ")}}
                _running = reader.Peek() > 0;
            }
        }
        """;
}
