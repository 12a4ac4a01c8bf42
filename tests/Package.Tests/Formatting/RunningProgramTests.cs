using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace SocketAnalyzers.Package.Tests;

/// <summary>The programs before and after <c>dotnet format</c>, with a client on loopback: the fix changes what the peer gets.</summary>
[Collection(PackageCollection.Name)]
public class RunningProgramTests(PackageFixture package)
{
    private const int FileSize = 64 * 1024 * 1024;
    private const int AnswerSize = 128 * 1024;

    [Fact]
    public void WithSOCK004AResetEndsTheServerForAll()
    {
        using var server = Start(isFixed: false, "echo");
        Reset(server.Port);

        var (code, errors) = server.WaitForEnd();

        Assert.NotEqual(0, code);
        Assert.Contains("SocketException", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void WithItsFixTheNextClientIsServed()
    {
        using var server = Start(isFixed: true, "echo");
        Reset(server.Port);

        var answer = Receive(server.Port, "hello");

        Assert.Equal(("hello", true), (Encoding.ASCII.GetString(answer.Bytes), answer.EndsWithFin));
    }

    /// <summary>The read gives 0, or fails when the answer has come already and was met with a reset.</summary>
    [Fact]
    public void WithSOCK002TheAnswerIsNotHeard() => Assert.True(string.IsNullOrEmpty(AnswerHeard(isFixed: false)));

    [Fact]
    public void WithItsFixTheAnswerIsHeard() => Assert.Equal("answer", AnswerHeard(isFixed: true));

    [Fact]
    public void WithSOCK002TheAnswerEndsInAReset()
    {
        using var server = Start(isFixed: false, "answer");
        // Too small for the answer, and read only when the server is gone: else its FIN may be here before the reset.
        using var socket = Connect(server.Port, receiveBufferSize: 16 * 1024);
        SendAll(socket, "hello");
        server.WaitForEnd();

        var answer = ReadToEnd(socket);

        Assert.InRange(answer.Bytes.Length, 0, AnswerSize - 1);
        Assert.False(answer.EndsWithFin);
    }

    [Fact]
    public void WithItsFixTheWholeAnswerArrivesAndAFin()
    {
        using var server = Start(isFixed: true, "answer");

        var answer = Receive(server.Port, "hello");

        Assert.Equal((AnswerSize, true), (answer.Bytes.Length, answer.EndsWithFin));
        Assert.Equal((0, ""), server.WaitForEnd());
    }

    [Fact]
    public void WithSOCK003TheLastWordsAreLost()
    {
        using var server = Start(isFixed: false, "farewell");

        Assert.Equal("hello ", Encoding.ASCII.GetString(Receive(server.Port).Bytes));
        Assert.Contains("SocketException", server.WaitForEnd().Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void WithItsFixAllWordsArriveAndAFin()
    {
        using var server = Start(isFixed: true, "farewell");

        var answer = Receive(server.Port);

        Assert.Equal(("hello and goodbye", true), (Encoding.ASCII.GetString(answer.Bytes), answer.EndsWithFin));
        Assert.Equal((0, ""), server.WaitForEnd());
    }

    [Fact]
    public void WithSOCK008APartOfTheFileArrives()
    {
        using var server = Start(isFixed: false, "file");
        using var socket = Connect(server.Port);
        // Read only now: what the kernel has no room for is lost for certain.
        server.WaitForEnd();

        Assert.InRange(ReadToEnd(socket).Bytes.Length, 0, FileSize - 1);
    }

    [Fact]
    public void WithItsFixAllOfTheFileArrivesAndAFin()
    {
        using var server = Start(isFixed: true, "file");

        var answer = Receive(server.Port);

        Assert.Equal((FileSize, true), (answer.Bytes.Length, answer.EndsWithFin));
        Assert.Equal((0, ""), server.WaitForEnd());
    }

    /// <summary>It says how to use it, and no more.</summary>
    [Fact]
    public void TheFixedMisuseSampleRuns()
    {
        var program = Path.Combine(package.Formatted.OutputOf(FormatProjects.Misuse), "Misuse.dll");

        Assert.Contains("Build this project", DotNet.Run(package.Formatted.Folder, null, program).Succeeds().Output, StringComparison.Ordinal);
    }

    /// <summary>Reads the question to its end, answers, and asks what the other side made of it.</summary>
    private string? AnswerHeard(bool isFixed)
    {
        using var server = Start(isFixed, "ask");
        using var socket = Connect(server.Port);
        var buffer = new byte[100];
        while (socket.Receive(buffer) > 0)
        {
        }

        try
        {
            SendAll(socket, "answer");
        }
        catch (SocketException)
        {
            // The reset may be faster.
        }

        return server.ReadLine();
    }

    private ServerProcess Start(bool isFixed, string program)
    {
        var folder = isFixed ? package.Formatted.OutputOf(FormatProjects.Programs) : package.Formatted.Unfixed;
        return new ServerProcess(Path.Combine(folder, "Programs.dll"), program);
    }

    /// <summary>Connects and goes away with a RST.</summary>
    private static void Reset(int port)
    {
        using var socket = Connect(port);
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
    }

    /// <summary>Sends, half-closes, and reads to the end, whatever the end is.</summary>
    private static (byte[] Bytes, bool EndsWithFin) Receive(int port, string question = "")
    {
        using var socket = Connect(port);
        SendAll(socket, question);
        return ReadToEnd(socket);
    }

    /// <summary>Sends, and half-closes.</summary>
    private static void SendAll(Socket socket, string text)
    {
        socket.Send(Encoding.ASCII.GetBytes(text));
        socket.Shutdown(SocketShutdown.Send);
    }

    private static (byte[] Bytes, bool EndsWithFin) ReadToEnd(Socket socket)
    {
        using var received = new MemoryStream();
        var buffer = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = socket.Receive(buffer)) > 0)
                received.Write(buffer, 0, count);
            return (received.ToArray(), true);
        }
        catch (SocketException)
        {
            return (received.ToArray(), false);
        }
    }

    private static Socket Connect(int port, int receiveBufferSize = 0)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 30_000 };
        if (receiveBufferSize > 0)
            socket.ReceiveBufferSize = receiveBufferSize;
        socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }
}
