using Spectre.Console;

namespace SocketAnalyzers.Scan;

/// <summary>What can be written to: a screen with a moving progress bar, or something that keeps every byte.</summary>
internal sealed record Terminal(bool OutputIsScreen, bool ErrorIsScreen)
{
    public static Terminal None { get; } = new(false, false);

    public static Terminal OfProcess()
    {
        var isDumb = Environment.GetEnvironmentVariable("TERM") == "dumb" || Environment.GetEnvironmentVariable("CI") is { Length: > 0 };
        return new Terminal(!Console.IsOutputRedirected, !Console.IsErrorRedirected && !isDumb);
    }

    // A file has no width: lines are not wrapped there.
    private const int Endless = 10_000;

    public IAnsiConsole Output(TextWriter writer) => Create(writer, OutputIsScreen);

    public IAnsiConsole Error(TextWriter writer) => Create(writer, ErrorIsScreen);

    private static IAnsiConsole Create(TextWriter writer, bool isScreen)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isScreen ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isScreen ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isScreen ? InteractionSupport.Yes : InteractionSupport.No,
        });
        if (!isScreen)
            console.Profile.Width = Endless;
        return console;
    }
}
