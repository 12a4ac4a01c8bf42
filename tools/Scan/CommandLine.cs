using System.CommandLine;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Configuration;
using SocketAnalyzers.Loading;

namespace SocketAnalyzers.Scan;

/// <summary>Reads the command line, or says what is wrong with it.</summary>
internal sealed class CommandLine
{
    private const string About = """
        Analyses folders of C# for misuse of sockets, without building them: no restore, no project file and no package is needed,
        and nothing of the sources is executed.

        Exit codes: 0 done; 1 something at or above --fail-on was found; 2 the command line is wrong;
        3 the scan is incomplete (a path or file could not be read, or an analyzer failed).
        """;

    private static readonly string[] Severities = ["hidden", "info", "warning", "error"];

    private readonly Argument<string[]> _paths = new("PATH") { Description = "Folders to scan", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _sarif = new("--sarif") { Description = "Write the findings to FILE too, as SARIF 2.1.0 with relative paths", HelpName = "FILE" };
    private readonly Option<string[]> _rules = new("--rule") { Description = "Only this rule; can be given more than once", HelpName = "ID" };
    private readonly Option<string> _severity = new("--severity") { Description = "Leave out what is milder than this", HelpName = "LEVEL", DefaultValueFactory = _ => "info" };
    private readonly Option<string?> _failOn = new("--fail-on") { Description = "End with exit code 1 when there is a finding of this severity or above", HelpName = "LEVEL" };
    private readonly Option<string[]> _options = new("--option") { Description = "An option of docs/configuration.md, such as socket_analyzers.somaxconn=128; can be given more than once", HelpName = "KEY=VALUE" };
    private readonly Option<string?> _tfm = new("--tfm") { Description = "The target framework, such as net48: decides #if symbols and what the rules assume [default: read from each project file]", HelpName = "TFM" };
    private readonly Option<string[]> _defines = new("--define") { Description = "One more symbol for #if, such as UNITY_SERVER; can be given more than once", HelpName = "SYMBOL" };
    private readonly Option<string[]> _analyzers = new("--analyzer") { Description = "Run the analyzers of this DLL too, for comparison. Its code is executed. A DLL called SocketAnalyzers takes the place of the built-in rules", HelpName = "DLL" };
    private readonly Option<bool> _allFiles = new("--all-files") { Description = "Bind every file, not only those that have to do with sockets (slower; always so with --analyzer)" };
    private readonly Option<bool> _unbound = new("--unbound") { Description = "List the calls that look like a socket's and could not be bound" };
    private readonly Option<bool> _timing = new("--timing") { Description = "Print what the analysis cost" };
    private readonly Option<bool> _timingPerProject = new("--timing-per-project") { Description = "The same for each project" };

    private readonly RootCommand _root;

    private CommandLine() => _root = new RootCommand(About)
    {
        _paths, _sarif, _rules, _severity, _failOn, _options, _tfm, _defines, _analyzers, _allFiles, _unbound, _timing, _timingPerProject,
    };

    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error, Terminal terminal)
    {
        var line = new CommandLine();
        var parsed = line._root.Parse(args);
        if (parsed.Errors.Count == 0 && parsed.Action is not null)
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error });
        try
        {
            if (parsed.Errors.Count > 0)
                throw new UsageException(string.Join(Environment.NewLine, parsed.Errors.Select(problem => problem.Message)));
            var problems = new List<Problem>();
            using var analyzers = AnalyzerSet.Load(parsed.GetValue(line._analyzers) ?? []);
            var settings = line.Read(parsed, analyzers, problems.Add);
            return ScanCommand.Run(settings, analyzers, problems, output, error, terminal);
        }
        catch (UsageException e)
        {
            error.WriteLine(e.Message);
            error.WriteLine("--help lists what there is.");
            return ExitCode.WrongUse;
        }
    }

    private ScanSettings Read(ParseResult parsed, AnalyzerSet analyzers, Action<Problem> report) => new()
    {
        Folders = ScanFolder.From((parsed.GetValue(_paths) ?? []).Select(CheckPath), report),
        SarifFile = parsed.GetValue(_sarif),
        Rules = CheckRules(parsed.GetValue(_rules) ?? [], analyzers),
        LowestSeverity = ReadSeverity("--severity", parsed.GetValue(_severity)!),
        FailOn = parsed.GetValue(_failOn) is { } level ? ReadSeverity("--fail-on", level) : null,
        Options = ReadOptions(parsed.GetValue(_options) ?? [], analyzers.HasOthers),
        Framework = ReadFramework(parsed.GetValue(_tfm)),
        Defines = parsed.GetValue(_defines) ?? [],
        AllFiles = parsed.GetValue(_allFiles) || analyzers.HasOthers,
        ListUnbound = parsed.GetValue(_unbound),
        Timing = parsed.GetValue(_timing) || parsed.GetValue(_timingPerProject),
        TimingPerProject = parsed.GetValue(_timingPerProject),
    };

    private static string CheckPath(string path)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0'))
            throw new UsageException("PATH is empty.");
        // The parser takes an option that it does not know for one more path.
        return path.StartsWith('-') ? throw new UsageException($"There is no option {path}. (A folder of that name: ./{path})") : path;
    }

    private static HashSet<string> CheckRules(string[] ids, AnalyzerSet analyzers)
    {
        var known = analyzers.RuleIds();
        var chosen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var id in ids)
        {
            if (!known.Contains(id))
                throw new UsageException($"--rule {id}: there is no such rule; the rules are {string.Join(", ", known)}.");
            chosen.Add(id);
        }

        return chosen;
    }

    private static DiagnosticSeverity ReadSeverity(string option, string text) => Array.IndexOf(Severities, text.ToLowerInvariant()) is var level and >= 0
        ? (DiagnosticSeverity)level
        : throw new UsageException($"{option} {text}: allowed is {string.Join(", ", Severities)}.");

    private static TargetFramework? ReadFramework(string? text) => text is null ? null : TargetFramework.Parse(text)
        ?? throw new UsageException($"--tfm {text}: allowed is a target framework such as net8.0, netcoreapp3.1, netstandard2.0 or net472.");

    private static Dictionary<string, string> ReadOptions(string[] pairs, bool allowOthers)
    {
        var options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in pairs)
        {
            var equals = pair.IndexOf('=');
            if (equals <= 0)
                throw new UsageException($"--option {pair}: allowed is KEY=VALUE, such as {KnownOptions.Somaxconn.Key}=128.");
            var (key, value) = (pair[..equals].Trim(), pair[(equals + 1)..].Trim());
            var definition = KnownOptions.Find(key);
            if (definition is null && (!allowOthers || key.StartsWith(OptionDefinition.Prefix, StringComparison.OrdinalIgnoreCase)))
                throw new UsageException($"--option {pair}: there is no option '{key}'; the options are {string.Join(", ", KnownOptions.All.Select(option => option.Key))}.");
            if (definition is not null && !definition.Accepts(value))
                throw new UsageException($"--option {pair}: the value is '{value}'; allowed is {definition.AllowedText}.");
            options[key] = value;
        }

        return options;
    }
}

/// <summary>The user asked for something that there is not; the message says what there is.</summary>
internal sealed class UsageException(string message) : Exception(message);
