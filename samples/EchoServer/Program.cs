using System;
using System.CommandLine;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace Echo;

internal static class Program
{
    // Longer than the sessions need to end; then the process goes without them.
    private static readonly TimeSpan LimitAfterSignal = TimeSpan.FromSeconds(20);

    private static readonly CancellationTokenSource s_stop = new();

    private static async Task<int> Main(string[] args)
    {
        // A text to send may begin with @, which would else name a file with more arguments.
        var parsed = Commands.Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count == 0)
        {
            // Not by ProcessTerminationTimeout, which listens for signals when the command runs already: one that came before would kill it.
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
            return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, s_stop.Token);
        }

        foreach (var error in parsed.Errors)
            Console.Error.WriteLine(error.Message);
        Console.Error.WriteLine("--help lists what there is.");
        return ExitCode.BadArgument;
    }

    // The command's token is canceled, and the process stays until the command has ended; with a shell's code where it does not.
    private static void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        s_stop.Cancel();
        Thread.Sleep(LimitAfterSignal);
        Environment.Exit(context.Signal == PosixSignal.SIGINT ? ExitCode.Interrupted : ExitCode.Terminated);
    }
}

internal static class ExitCode
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int BadArgument = 2;
    public const int Interrupted = 130;
    public const int Terminated = 143;
}
