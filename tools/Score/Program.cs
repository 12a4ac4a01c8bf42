using System.CommandLine;

namespace SocketAnalyzers.Score;

/// <summary>
/// Exit codes: 0 the score is printed, whatever it is, or the baseline is as before; 1 the scan differs from the baseline; 2 a wrong
/// command line or a file that cannot be read.
/// </summary>
internal static class Program
{
    private const string About = """
        Compares the SARIF of tools/Scan with labelled sites of public code, and prints a table by rule, in Markdown.

        The repositories stand in folders named owner+name, all given to one scan (tools/Score/checkout.sh gets them).

        A should_flag or debatable label counts as found when the first location of a finding of its rule, or one of its
        witnesses, is in the same file and begins at most --window lines away: labels point at the read, the close or the loop,
        findings at the call that is wrong. One finding may answer several labels. A miss is listed with the nearest finding
        of its rule in that file, so that it can be judged by eye. A should_not_flag label counts as hit only when the first
        location begins on its line, or on a line next to it that no should_flag label of the rule names.

        Nothing is dropped: labels of repositories that were not scanned, of rules that did not run, of kinds without a rule,
        and (with --sources) those whose line is not the labelled one are counted apart.
        """;

    private static int Main(string[] args) => Run(args, Console.Out, Console.Error);

    internal static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        var labels = new Argument<string>("LABELS") { Description = "Labelled sites, one JSON object a line: repo, path, line, line_sha1, kind, verdict" };
        var sarif = new Argument<string>("SARIF") { Description = "What 'scan --sarif' wrote" };
        var window = new Option<int>("--window") { Description = "How many lines a finding may be away from a should_flag label", DefaultValueFactory = _ => 10 };
        var sources = new Option<string?>("--sources") { Description = "The folder with the repositories: labels whose line there differs (line_sha1) are counted apart", HelpName = "DIR" };
        var root = new RootCommand(About) { labels, sarif, window, sources, BaselineCommand(output, error) };
        root.SetAction(parsed => Report(error, () =>
        {
            if (parsed.GetValue(window) < 0)
                throw new InvalidDataException("--window must not be negative.");
            var scan = SarifScan.Read(parsed.GetValue(sarif)!);
            var scoring = new Scoring(scan, parsed.GetValue(window), parsed.GetValue(sources));
            ScoreReport.Print(scoring.Score(Label.ReadAll(parsed.GetValue(labels)!)), output);
            return 0;
        }));
        var line = root.Parse(args);
        if (line.Errors.Count == 0)
            return line.Invoke(new InvocationConfiguration { Output = output, Error = error });
        error.WriteLine(string.Join(Environment.NewLine, line.Errors.Select(problem => problem.Message)));
        return 2;
    }

    private static Command BaselineCommand(TextWriter output, TextWriter error)
    {
        var file = new Argument<string>("BASELINE") { Description = "A table of findings: rule, repository, path, line, message" };
        var sarif = new Argument<string>("SARIF") { Description = "What 'scan --sarif' wrote" };
        var update = new Option<bool>("--update") { Description = "Writes the scan's findings to BASELINE, after the comparison" };
        var command = new Command("baseline", "Compares a scan with the findings of an earlier one, line by line; exit code 1 when they differ") { file, sarif, update };
        command.SetAction(parsed => Report(error, () =>
        {
            var path = parsed.GetValue(file)!;
            var now = Baseline.Of(SarifScan.Read(parsed.GetValue(sarif)!));
            var isUpdate = parsed.GetValue(update);
            var isSame = Baseline.Compare(isUpdate && !File.Exists(path) ? [] : Baseline.Read(path), now, output);
            if (isUpdate)
                Baseline.Write(path, now);
            return isSame || isUpdate ? 0 : 1;
        }));
        return command;
    }

    private static int Report(TextWriter error, Func<int> run)
    {
        try
        {
            return run();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine(e.Message);
            return 2;
        }
    }
}
