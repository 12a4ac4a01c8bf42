using System.Diagnostics;
using System.Text;

namespace SocketAnalyzers.Package.Tests;

/// <summary>What a command printed, and how it ended.</summary>
public sealed record CommandResult(string Command, int ExitCode, string Output)
{
    public CommandResult Succeeds()
    {
        if (ExitCode != 0)
            throw new InvalidOperationException($"'{Command}' ended with {ExitCode}:\n{Output}");
        return this;
    }
}

/// <summary>Runs the SDK as a user does, in a shell of its own.</summary>
internal static class DotNet
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static CommandResult Run(string folder, string? packageCache, params string[] arguments) => Run("dotnet", folder, packageCache, arguments);

    /// <summary>A program that was published.</summary>
    public static CommandResult RunProgram(string path) => Run(path, Path.GetDirectoryName(path)!, null, []);

    private static CommandResult Run(string program, string folder, string? packageCache, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Clean(start.Environment);
        if (packageCache is not null)
            start.Environment["NUGET_PACKAGES"] = packageCache;

        var output = new StringBuilder();
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{program} {string.Join(' ', arguments)}' did not end:\n{output}");
        }

        process.WaitForExit();
        return new CommandResult($"{program} {string.Join(' ', arguments)}", process.ExitCode, output.ToString());
    }

    // The test host's own MSBuild variables would lead the new process to another SDK; a build node that stays alive would hold our pipes.
    private static void Clean(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            environment.Remove(name);
        environment["MSBUILDDISABLENODEREUSE"] = "1";
        environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        environment["DOTNET_NOLOGO"] = "1";
        environment["MSBUILDTERMINALLOGGER"] = "off";
    }

    private static void Append(StringBuilder output, string? line)
    {
        lock (output)
            output.AppendLine(line);
    }
}
