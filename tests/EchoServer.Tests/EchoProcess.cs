using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Xunit;

namespace SocketAnalyzers.EchoServer.Tests;

/// <summary>One run of samples/EchoServer.</summary>
internal sealed class EchoProcess : IDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "EchoServer.dll");

    private readonly Process _process;

    private EchoProcess(Process process)
    {
        _process = process;
    }

    public Stream Input => _process.StandardInput.BaseStream;

    public StreamReader Errors => _process.StandardError;

    public static EchoProcess Start(params string[] arguments)
    {
        // Whoever runs the tests in the background of a shell has SIGINT ignored, and children inherit that.
        string[] command = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"];
        return new EchoProcess(Process.Start(new ProcessStartInfo(command[0], [.. command[1..], Program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
    }

    /// <summary>To its end.</summary>
    public static Task<EchoResult> RunAsync(params string[] arguments) => RunAsync([], arguments);

    /// <summary>With standard input, to its end.</summary>
    public static async Task<EchoResult> RunAsync(byte[] input, params string[] arguments)
    {
        using var run = Start(arguments);
        var end = run.EndAsync();
        await run.FeedAsync(input);
        return await end;
    }

    /// <summary>The next line that it prints.</summary>
    public async Task<string> ReadLineAsync() =>
        await _process.StandardOutput.ReadLineAsync().WaitAsync(Limit)
        ?? throw new InvalidOperationException($"The program has ended: {await _process.StandardError.ReadToEndAsync()}");

    /// <summary>What it still prints, until it ends by itself.</summary>
    public async Task<EchoResult> EndAsync()
    {
        using var output = new MemoryStream();
        var copying = _process.StandardOutput.BaseStream.CopyToAsync(output);
        var errors = _process.StandardError.ReadToEndAsync();
        await Task.WhenAll(copying, errors, _process.WaitForExitAsync()).WaitAsync(Limit);
        return new EchoResult(_process.ExitCode, output.ToArray(), await errors);
    }

    /// <summary>By its number: 2 is SIGINT, which Ctrl+C sends, and 15 SIGTERM.</summary>
    public void Signal(int signal)
    {
        if (Kill(_process.Id, signal) != 0)
            throw new InvalidOperationException("kill failed.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task FeedAsync(byte[] input)
    {
        try
        {
            await Input.WriteAsync(input);
            Input.Close();
        }
        catch (IOException)
        {
            // It has ended before it had read all.
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}

/// <summary>How a run ended, and what it printed.</summary>
internal sealed record EchoResult(int ExitCode, byte[] Output, string Errors)
{
    public string Text => Encoding.UTF8.GetString(Output);

    /// <summary>A client has brought back all that it sent.</summary>
    public void AssertBrings(byte[] sent)
    {
        // On a loaded machine lines of progress come before it.
        Assert.EndsWith($"sent {sent.Length} bytes, received {sent.Length} bytes\n", Errors, StringComparison.Ordinal);
        Assert.Equal(0, ExitCode);
        Assert.True(sent.AsSpan().SequenceEqual(Output), "It is not what was sent.");
    }
}
