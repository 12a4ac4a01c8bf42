namespace SocketAnalyzers.Scan;

internal static class Program
{
    private static int Main(string[] args)
    {
        var terminal = Terminal.OfProcess();
        // The progress bar hides the cursor, and Ctrl+C comes in between.
        if (terminal.ErrorIsScreen)
            Console.CancelKeyPress += (_, _) => Console.Error.Write("\u001b[?25h");
        return CommandLine.Run(args, Console.Out, Console.Error, terminal);
    }
}
