using System.CommandLine;

namespace SocketAnalyzers.Score;

/// <summary>Exit codes: 0 the score is printed, whatever it is; 2 a wrong command line or a file that cannot be read.</summary>
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
        var parsed = new RootCommand(About) { labels, sarif, window, sources }.Parse(args);
        if (parsed.Errors.Count == 0 && parsed.Action is not null)
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error });
        try
        {
            if (parsed.Errors.Count > 0)
                throw new InvalidDataException(string.Join(Environment.NewLine, parsed.Errors.Select(problem => problem.Message)));
            if (parsed.GetValue(window) < 0)
                throw new InvalidDataException("--window must not be negative.");
            var scan = SarifScan.Read(parsed.GetValue(sarif)!);
            var scoring = new Scoring(scan, parsed.GetValue(window), parsed.GetValue(sources));
            ScoreReport.Print(scoring.Score(Label.ReadAll(parsed.GetValue(labels)!)), output);
            return 0;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine(e.Message);
            return 2;
        }
    }
}
