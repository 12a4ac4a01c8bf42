using System.Collections.Concurrent;
using System.Diagnostics;

namespace SocketAnalyzers.CodeFixes.Tests.Storm;

/// <summary>A built server in a process of its own. Its first line is its port; SIGTERM stops it.</summary>
internal sealed class StormProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = new();

    /// <summary>Started with at most <paramref name="descriptors"/> open files, where it is given.</summary>
    public StormProcess(string program, int? descriptors = null)
    {
        var start = descriptors is null
            ? new ProcessStartInfo("dotnet", ["exec", program])
            : new ProcessStartInfo("sh", ["-c", "ulimit -n \"$1\"; exec dotnet exec \"$2\"", "sh", $"{descriptors}", program]);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        if (descriptors is not null)
        {
            // .NET cannot start a thread without a free descriptor, and ends the process over it: what the pool needs it has before.
            start.Environment["DOTNET_ThreadPool_ForceMaxWorkerThreads"] = "2";
        }

        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
        Port = int.Parse(_process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{program} printed nothing: {Errors}"), null);
    }

    public int Port { get; }

    public string Errors => string.Join('\n', _errors);

    public bool HasExited => _process.HasExited;

    /// <summary>Asks it to stop; the exit code.</summary>
    public int Stop()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
            kill.WaitForExit();
        if (!_process.WaitForExit(Limit))
            throw new TimeoutException("The server does not end.");
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
