using System.Text;

namespace SocketAnalyzers.Tools.Tests;

/// <summary>A folder of its own for one test.</summary>
public sealed class TestFolder : IDisposable
{
    /// <summary>Two misuses: a write after Shutdown(Send), and a backlog above somaxconn.</summary>
    public const string Misuse = """
        using System.Net.Sockets;

        class Sender
        {
            public void Finish(Socket socket, byte[] bytes)
            {
                socket.Shutdown(SocketShutdown.Send);
                socket.Send(bytes);
            }

            public void Listen(Socket socket) => socket.Listen(60000);
        }
        """;

    public string Root { get; } = Directory.CreateTempSubdirectory("scan-tests-").FullName;

    public string PathOf(string path) => Path.Combine(Root, path);

    public TestFolder Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    public TestFolder Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllBytes(PathOf(path), bytes);
        return this;
    }

    /// <summary>Many files without a socket, so that the scanner chooses the others.</summary>
    public TestFolder WriteOtherFiles(string folder)
    {
        for (var i = 0; i < 50; i++)
            Write($"{folder}/Other{i}.cs", $"class Other{i} {{ int One() => 1; }}");
        return this;
    }

    public TestFolder WriteProject(string path, string content = "", string sdk = "Microsoft.NET.Sdk") => Write(path, $"""<Project Sdk="{sdk}">{content}</Project>""");

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
