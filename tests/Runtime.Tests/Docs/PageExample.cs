using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SocketAnalyzers.Verification;

namespace SocketAnalyzers.Tests.Docs;

/// <summary>A block of docs/runtime.md, as the body of a method that has the connections of which the page speaks.</summary>
internal sealed record PageExample(string Member, int Line, string Text)
{
    private const string Marker = "<!-- member: ";

    public static IReadOnlyList<PageExample> All { get; } = Read();

    public override string ToString() => $"{Member} (line {Line})";

    public CSharpCompilation Compile() => CSharpCompilation.Create(
        "Example",
        [CSharpSyntaxTree.ParseText(Frame(), new CSharpParseOptions(LanguageVersion.Latest), path: $"runtime.md.{Line}.cs")],
        [.. ReferenceSets.Net100, MetadataReference.CreateFromFile(typeof(SocketClosing).Assembly.Location)],
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable,
            // Off in every build too: the library was compiled against an older framework.
            specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress)]));

    public async Task RunAsync(ExampleConnections connections, CancellationToken stop)
    {
        using var image = new MemoryStream();
        var emitted = Compile().Emit(image);
        if (!emitted.Success)
            throw new InvalidDataException($"{this}: {string.Join("; ", emitted.Diagnostics)}");
        var run = Assembly.Load(image.ToArray()).GetType("Example")!.GetMethod("RunAsync")!;
        await (Task)run.Invoke(null, [connections.Socket, connections.Other, connections.Client, connections.Tls, connections.TlsSocket, stop])!;
    }

    private string Frame() => $$"""
        using System;
        using System.IO;
        using System.Net.Security;
        using System.Net.Sockets;
        using System.Threading;
        using System.Threading.Tasks;
        using SocketAnalyzers;

        public static class Example
        {
            public static async Task RunAsync(Socket socket, Socket other, TcpClient client, SslStream tls, Socket tlsSocket, CancellationToken stop)
            {
                await Task.Yield();
                {{Text}}
            }
        }
        """;

    private static PageExample[] Read()
    {
        var lines = File.ReadAllLines(Repository.PathOf("docs", "runtime.md"));
        var examples = new List<PageExample>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(Marker, StringComparison.Ordinal))
                continue;
            var member = lines[i][Marker.Length..].Replace(" -->", "", StringComparison.Ordinal);
            if (lines[i + 1] != "```csharp")
                throw new InvalidDataException($"docs/runtime.md({i + 1}): the marker of {member} stands right above a csharp block.");
            var text = lines.Skip(i + 2).TakeWhile(line => line != "```");
            examples.Add(new PageExample(member, i + 3, string.Join('\n', text)));
        }

        return [.. examples];
    }
}
