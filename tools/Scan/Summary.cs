using System.Globalization;
using SocketAnalyzers.Loading;
using Spectre.Console;

namespace SocketAnalyzers.Scan;

/// <summary>The tables at the end.</summary>
internal sealed class Summary
{
    private const int MostRuleColumns = 12;

    private readonly IAnsiConsole _output;
    private readonly IReadOnlyList<FolderResult> _results;
    private readonly IReadOnlyDictionary<string, RuleInfo> _rules;

    public Summary(IAnsiConsole output, IReadOnlyList<FolderResult> results, IReadOnlyDictionary<string, RuleInfo> rules)
    {
        _output = output;
        _results = results;
        _rules = rules;
    }

    public void Print(bool hintUnbound)
    {
        var found = _results.SelectMany(result => result.Findings).ToLookup(finding => finding.Rule);
        var ids = found.Select(group => group.Key).Order(StringComparer.Ordinal).ToList();
        PrintFolders(ids);
        if (ids.Count > 0)
            PrintRules(ids, found);
        PrintCalls(hintUnbound);
    }

    public void PrintTiming(bool perProject, TimeSpan wall)
    {
        var costs = _results.SelectMany(result => result.Costs.Select(cost => (result.Folder.Given, cost))).ToList();
        var table = NewTable("Project", "Files", "Lines", "Load", "Analysis", "Bodies", "Graphs", "Visits", "Summaries", "Steps", "Over budget", "Failed");
        if (perProject)
        {
            foreach (var (folder, cost) in costs)
                Add(table, cost with { Project = Path.Combine(folder, cost.Project) });
        }

        Add(table, ProjectCost.Sum(costs.ConvertAll(pair => pair.cost)));
        _output.Write(table);
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        _output.Profile.Out.Writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Wall time {wall.TotalSeconds:F1} s, peak memory {process.PeakWorkingSet64 >> 20} MB."));
    }

    private static void Add(Table table, ProjectCost cost) => table.AddRow(new[]
    {
        cost.Project, Number(cost.Files), Number(cost.Lines), Seconds(cost.Load), Seconds(cost.Analysis), Number(cost.Flow.Bodies), Number(cost.Flow.Graphs), Number(cost.Flow.Visits), Number(cost.Flow.Summaries), Number(cost.Flow.Steps), Number(cost.Flow.OverBudget), Number(cost.Flow.Failed),
    }.Select(text => new Text(PlainText.Clean(text))));

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture) + " s";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static Table NewTable(string first, params string[] numbers)
    {
        var table = new Table { Border = TableBorder.Ascii2 }.AddColumn(first);
        foreach (var name in numbers)
            table.AddColumn(new TableColumn(name).RightAligned());
        return table;
    }

    // Analyzers of others can have hundreds of rules; then the table of the rules has to do.
    private void PrintFolders(List<string> ids)
    {
        var columns = ids.Count <= MostRuleColumns ? ids : [];
        var table = NewTable("Folder", ["Files", "Socket calls", "Not bound", .. columns, "All"]);
        foreach (var result in _results)
            AddFolder(table, result.Folder.Given, [result], columns);
        if (_results.Count > 1)
            AddFolder(table, "all", _results, columns);
        _output.Write(table);
    }

    private static void AddFolder(Table table, string name, IReadOnlyCollection<FolderResult> results, List<string> columns)
    {
        var findings = results.SelectMany(result => result.Findings).ToList();
        List<string> cells =
        [
            PlainText.Clean(name),
            Number(results.Sum(result => result.Files)),
            Number(results.Sum(result => result.Bound)),
            Number(results.Sum(result => result.Unbound.Count)),
            .. columns.Select(id => findings.Count(finding => finding.Rule == id) is var count and > 0 ? Number(count) : ""),
            Number(findings.Count),
        ];
        table.AddRow(cells.Select(cell => new Text(cell)));
    }

    private void PrintRules(List<string> ids, ILookup<string, Finding> found)
    {
        var table = new Table { Border = TableBorder.Ascii2 }.AddColumns("Rule", "Severity", "Found", "What it finds");
        foreach (var id in ids)
        {
            var severities = found[id].Select(finding => ConsoleReport.Word(finding.Severity)).Distinct().Order(StringComparer.Ordinal);
            table.AddRow(new Text(id), new Text(string.Join(", ", severities)), new Text(Number(found[id].Count())), new Text(_rules.TryGetValue(id, out var rule) ? PlainText.Clean(rule.Title) : ""));
        }

        _output.Write(table);
    }

    private void PrintCalls(bool hintUnbound)
    {
        var bound = _results.Sum(result => result.Bound);
        var unbound = _results.Sum(result => result.Unbound.Count);
        var writer = _output.Profile.Out.Writer;
        writer.WriteLine($"Socket calls: {Number(bound)} bound, {Number(unbound)} that look like one could not be bound{(unbound > 0 && hintUnbound ? " (--unbound lists them)" : "")}.");
        if (bound == 0)
            writer.WriteLine("No call of a socket was seen, so the rules had nothing to look at: silence says nothing here.");
        var problems = _results.Sum(result => result.Problems.Count(problem => problem.IsIncomplete));
        if (problems > 0)
            writer.WriteLine($"The scan is incomplete: {Number(problems)} {(problems == 1 ? "problem" : "problems")}, printed above to the error output.");
    }
}
