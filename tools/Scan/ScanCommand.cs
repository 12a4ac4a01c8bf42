using System.Diagnostics;
using SocketAnalyzers.Loading;
using Spectre.Console;

namespace SocketAnalyzers.Scan;

/// <summary>One run: scan, print, write, and the exit code.</summary>
internal sealed class ScanCommand
{
    private readonly ScanSettings _settings;
    private readonly IAnsiConsole _output;
    private readonly IAnsiConsole _error;
    private readonly Terminal _terminal;
    private readonly Scanner _scanner;
    private readonly ConsoleReport _report;

    private ScanCommand(ScanSettings settings, AnalyzerSet analyzers, TextWriter output, TextWriter error, Terminal terminal)
    {
        _settings = settings;
        _terminal = terminal;
        _output = terminal.Output(output);
        _error = terminal.Error(error);
        _scanner = new Scanner(settings, analyzers);
        _report = new ConsoleReport(_output, _error, _scanner.Rules, settings.ListUnbound);
    }

    public static int Run(ScanSettings settings, AnalyzerSet analyzers, IEnumerable<Problem> notes, TextWriter output, TextWriter error, Terminal terminal)
    {
        // Opened first: nobody wants to hear after minutes that it cannot be written.
        using var sarif = settings.SarifFile is { } file ? Create(file) : null;
        var command = new ScanCommand(settings, analyzers, output, error, terminal);
        foreach (var note in notes)
            command._report.Print(note);
        command.Scan();
        var results = command._scanner.Results.ToList();
        if (sarif is not null)
            SarifWriter.Write(sarif, results, command._scanner.Rules.Values);
        return CodeOf(results, settings);
    }

    private static FileStream Create(string file)
    {
        try
        {
            return File.Create(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"--sarif {file}: cannot be written: {e.Message}");
        }
    }

    private static int CodeOf(List<FolderResult> results, ScanSettings settings)
    {
        if (settings.FailOn is { } level && results.Any(result => result.Findings.Any(finding => finding.Severity >= level)))
            return ExitCode.Found;
        return results.Any(result => result.Problems.Any(problem => problem.IsIncomplete)) ? ExitCode.Incomplete : ExitCode.Done;
    }

    private void Scan()
    {
        var clock = Stopwatch.StartNew();
        var plan = _scanner.Plan();
        // Findings of a folder are printed as soon as it is done, but not into a moving bar.
        if (_terminal is { ErrorIsScreen: true })
            ScanWithBar(plan);
        else
            RunAll(plan, _report.Print, static _ => { });
        var summary = new Summary(_output, _scanner.Results.ToList(), _scanner.Rules);
        summary.Print(hintUnbound: !_settings.ListUnbound);
        if (_settings.Timing)
            summary.PrintTiming(_settings.TimingPerProject, clock.Elapsed);
    }

    private void ScanWithBar(IReadOnlyList<BuildStep> plan)
    {
        _error.Progress().AutoClear(true).Columns(new SpinnerColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }).Start(context =>
        {
            var bar = context.AddTask("reading", maxValue: Math.Max(1, plan.Sum(step => step.Project.Files.Count)));
            RunAll(plan, static _ => { }, project =>
            {
                bar.Increment(project.Files.Count);
                bar.Description = Markup.Escape(PlainText.Clean(project.Name));
            });
        });
        foreach (var result in _scanner.Results)
            _report.Print(result);
    }

    private void RunAll(IReadOnlyList<BuildStep> plan, Action<FolderResult> folderDone, Action<SourceProject> projectDone) =>
        _scanner.RunAsync(plan, folderDone, projectDone, CancellationToken.None).GetAwaiter().GetResult();
}
