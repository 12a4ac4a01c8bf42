using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CloseLab;

/// <summary>This program as a child of itself, for what only the end of a process shows.</summary>
internal static class ChildProcess
{
    public const string Command = "--child";

    public static Process Start(params string[] arguments)
    {
        var (program, first) = Self.CommandLine;
        var start = new ProcessStartInfo(program, [.. first, Command, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };
        // A child that dies on purpose needs no dump.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        var child = Process.Start(start)!;
        child.ErrorDataReceived += static (_, _) => { };
        child.OutputDataReceived += static (_, _) => { };
        child.BeginErrorReadLine();
        child.BeginOutputReadLine();
        return child;
    }

    /// <summary>Connects to the port, sends four bytes, and ends as it is told.</summary>
    public static int Run(string[] args)
    {
        var (how, port) = (args[1], int.Parse(args[2]));
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, port);
        socket.Send("data"u8);
        switch (how)
        {
            case "return":
                GC.KeepAlive(socket);
                return 0;
            case "exception":
                throw new InvalidOperationException("This child dies on purpose.");
            case "unread":
                socket.Poll(-1, SelectMode.SelectRead);
                return 0;
            case "wait":
                Thread.Sleep(Timeout.Infinite);
                return 0;
            case "reset-in-thread":
                ReceiveInThread(socket, catches: false);
                return 0;
            case "reset-caught":
                ReceiveInThread(socket, catches: true);
                return 0;
            case "nest-callback" or "loop-callback" or "nest-event-args" or "loop-event-args":
                return new NestingChild(socket).Run(how);
            default:
                throw new ArgumentException(how);
        }
    }

    private static void ReceiveInThread(Socket socket, bool catches)
    {
        var thread = new Thread(() =>
        {
            if (!catches)
            {
#pragma warning disable SOCK004 // the misuse that the experiment SOCK004 shows
                socket.Receive(new byte[10]);
#pragma warning restore SOCK004
                return;
            }

            try
            {
                socket.Receive(new byte[10]);
            }
            catch (SocketException)
            {
                // One client is gone.
            }
        });
        thread.Start();
        thread.Join();
    }
}
