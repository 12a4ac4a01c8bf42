using System.Diagnostics;
using System.Globalization;

namespace SocketAnalyzers.Tests.Robustness.Deep;

/// <summary>Runs this assembly as a program (<see cref="DeepProgram"/>).</summary>
internal static class DeepProcess
{
    /// <summary>What a thread has on Windows, in bytes.</summary>
    public const int StackSize = 1 << 20;

    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(5);

    /// <summary>The results so far, and on what it died: null when it came to its end.</summary>
    public static (List<DeepResult> Results, string? DiedOn) Run(string mode, IEnumerable<(string Family, int Level)> programs, TimeSpan? patience = null)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", typeof(DeepProcess).Assembly.Location, mode])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The pool's threads too.
        start.Environment["DOTNET_Thread_DefaultStackSize"] = StackSize.ToString("x", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using var process = Process.Start(start)!;
        // A stack overflow prints every frame.
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        // What the compiler itself takes for ever for is no level to test at.
        var isLate = false;
        using var alarm = new Timer(
            _ =>
            {
                isLate = true;
                process.Kill();
            },
            null, patience ?? Usual, Timeout.InfiniteTimeSpan);
        process.StandardInput.WriteLine(string.Join("\n", programs.Select(static program => string.Create(CultureInfo.InvariantCulture, $"{program.Family}\t{program.Level}"))));
        process.StandardInput.Close();
        var results = new List<DeepResult>();
        string? last = null;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith("> ", StringComparison.Ordinal))
                last = line[2..];
            else
                results.Add(DeepResult.Parse(line));
        }

        process.WaitForExit();
        return (results, process.ExitCode == 0 ? null : (last ?? "start") + (isLate ? ", no end within " + (patience ?? Usual) : ""));
    }
}
