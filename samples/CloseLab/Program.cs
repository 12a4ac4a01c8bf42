namespace CloseLab;

internal static class Program
{
    private static async Task<int> Main(string[] args) =>
        args is [ChildProcess.Command, ..] ? ChildProcess.Run(args) : await CommandLine.RunAsync(args, Console.Error);
}
