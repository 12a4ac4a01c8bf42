using System;
using System.CommandLine;
using System.Threading.Tasks;

namespace Echo;

internal static class Program
{
    // Longer than the sessions need to end; then the process goes without them.
    private static readonly TimeSpan LimitAfterSignal = TimeSpan.FromSeconds(20);

    private static async Task<int> Main(string[] args)
    {
        // A text to send may begin with @, which would else name a file with more arguments.
        var parsed = Commands.Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count == 0)
        {
            // At SIGINT and SIGTERM the command's token is canceled, and the process stays until the command has ended.
            return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = LimitAfterSignal });
        }

        foreach (var error in parsed.Errors)
            Console.Error.WriteLine(error.Message);
        Console.Error.WriteLine("--help lists what there is.");
        return ExitCode.BadArgument;
    }
}

internal static class ExitCode
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int BadArgument = 2;
}
