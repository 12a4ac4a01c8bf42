using System.CommandLine;
using CloseLab.Reporting;

namespace CloseLab;

/// <summary>What was asked for.</summary>
internal sealed record Request(IReadOnlyList<Experiment> Experiments, int Repeat, string? JsonFile, string? SvgFolder);

/// <summary>Reads the command line, or says what is wrong with it.</summary>
internal sealed class CommandLine
{
    public const int BadArgument = 2;

    private const string About = """
        Experiments on how a TCP connection ends, with real sockets on loopback.

        Exit codes: 0 every experiment that could run here saw what the documentation says; 1 one saw something else;
        2 the command line is wrong.
        """;

    private readonly Argument<string[]> _names = new("NAME") { Description = "Experiments to run, or: all. Without one, they are listed", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<int> _repeat = new("--repeat") { Description = "Run each so many times", HelpName = "N", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> _json = new("--json") { Description = "Write what was seen, with all events and their times, to FILE", HelpName = "FILE" };
    private readonly Option<string?> _svg = new("--svg") { Description = "Draw a sequence diagram of each experiment into DIR", HelpName = "DIR" };

    public static async Task<int> RunAsync(string[] args, TextWriter error)
    {
        var line = new CommandLine();
        var root = new RootCommand(About) { line._names, line._repeat, line._json, line._svg };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count == 0 && parsed.Action is not null)
            return parsed.Invoke();
        try
        {
            if (parsed.Errors.Count > 0)
                throw new UsageException(string.Join(Environment.NewLine, parsed.Errors.Select(problem => problem.Message)));
            var request = line.Read(parsed);
            if (request.Experiments.Count == 0)
                return ConsoleReport.List();
            return await OwnNamespace.TryRunInsideAsync(args) ?? await new Runner(request).RunAsync();
        }
        catch (UsageException e)
        {
            error.WriteLine(e.Message);
            error.WriteLine("--help lists what there is.");
            return BadArgument;
        }
    }

    private Request Read(ParseResult parsed)
    {
        var repeat = parsed.GetValue(_repeat);
        if (repeat is < 1 or > 1000)
            throw new UsageException($"--repeat {repeat}: allowed is 1 to 1000.");
        var json = parsed.GetValue(_json);
        if (json is not null && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(json))))
            throw new UsageException($"--json {json}: there is no such folder.");
        var svg = parsed.GetValue(_svg);
        if (svg is not null && File.Exists(svg))
            throw new UsageException($"--svg {svg}: that is a file, not a folder.");
        var names = parsed.GetValue(_names) ?? [];
        if (names.Length == 0 && (json ?? svg) is not null)
            throw new UsageException("--json and --svg need experiments: give their names, or all.");
        return new Request(Choose(names), repeat, json, svg);
    }

    private static IReadOnlyList<Experiment> Choose(string[] names) =>
        names.Contains("all", StringComparer.OrdinalIgnoreCase) ? Catalogue.All : [.. names.Select(Find).Distinct()];

    // The parser takes an option that it does not know for one more name.
    private static Experiment Find(string name) => name.StartsWith('-') ? throw new UsageException($"There is no option {name}.") :
        Catalogue.All.FirstOrDefault(experiment => experiment.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new UsageException($"There is no experiment '{name}'.{Suggestion(name)} Without an argument they are all listed.");

    private static string Suggestion(string name)
    {
        var near = Catalogue.All.Where(experiment => name.Split('-', ' ').Any(part => part.Length > 2 && experiment.Name.Contains(part, StringComparison.OrdinalIgnoreCase))).ToList();
        return near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near.Select(experiment => experiment.Name))}?";
    }
}

/// <summary>The user asked for something that there is not; the message says what there is.</summary>
internal sealed class UsageException(string message) : Exception(message);
