using System.Collections.Concurrent;
using System.Diagnostics;

namespace SocketAnalyzers.Package.Tests;

/// <summary>A built server on loopback, in a process of its own. Its first line is its port.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = new();

    public ServerProcess(string program, string argument)
    {
        _process = Process.Start(new ProcessStartInfo("dotnet", [program, argument]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
        Port = int.Parse(_process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{program} {argument} printed nothing."), null);
    }

    public int Port { get; }

    /// <summary>The next line that it prints; null at its end.</summary>
    public string? ReadLine() => _process.StandardOutput.ReadLine();

    /// <summary>The exit code of a process that ends by itself, and what it said.</summary>
    public (int Code, string Errors) WaitForEnd()
    {
        if (!_process.WaitForExit(Limit))
            throw new TimeoutException("The server does not end.");
        // The call without a limit also waits for the last line.
        _process.WaitForExit();
        return (_process.ExitCode, string.Join('\n', _errors));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
