using Microsoft.CodeAnalysis;
using SocketAnalyzers.Loading;

namespace SocketAnalyzers.Scan;

/// <summary>What was found in one folder of the command line.</summary>
internal sealed class FolderResult(ScanFolder folder)
{
    // A file at a time is analysed, and what two of them share could come twice.
    private readonly HashSet<(string, Place, string)> _seen = [];

    public ScanFolder Folder { get; } = folder;

    public List<Finding> Findings { get; } = [];

    public List<Problem> Problems { get; } = [];

    public List<Place> Unbound { get; } = [];

    public List<ProjectCost> Costs { get; } = [];

    public int Bound { get; set; }

    public int Files { get; set; }

    /// <summary>Files of projects that are still to come.</summary>
    public int OpenProjects { get; set; }

    public void Add(Diagnostic diagnostic, string project)
    {
        if (Finding.Of(diagnostic) is not { } finding)
            Problems.Add(new Problem(project, $"{diagnostic.Id}, at no place in a file: {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}", IsIncomplete: false));
        else if (_seen.Add((finding.Rule, finding.Place, finding.Message)))
            Findings.Add(finding);
    }

    public void Sort()
    {
        Findings.Sort((a, b) => Compare(a.Place, b.Place) is var order and not 0 ? order : string.CompareOrdinal(a.Rule + a.Message, b.Rule + b.Message));
        Unbound.Sort(Compare);
    }

    private static int Compare(Place a, Place b)
    {
        var order = string.CompareOrdinal(a.File, b.File);
        return order != 0 ? order : (a.Line, a.Column).CompareTo((b.Line, b.Column));
    }
}

/// <summary>What one project cost.</summary>
internal sealed record ProjectCost(string Project, int Files, long Lines, TimeSpan Load, TimeSpan Analysis, FlowCounts Flow)
{
    public static ProjectCost Sum(IReadOnlyCollection<ProjectCost> costs) => new(
        "all",
        costs.Sum(cost => cost.Files),
        costs.Sum(cost => cost.Lines),
        new TimeSpan(costs.Sum(cost => cost.Load.Ticks)),
        new TimeSpan(costs.Sum(cost => cost.Analysis.Ticks)),
        FlowCounts.Sum(costs.Select(cost => cost.Flow)));
}

/// <summary>What is known of a rule, for the summary and SARIF.</summary>
internal sealed record RuleInfo(string Id, string Title, string Description, string? HelpLink, string Category, DiagnosticSeverity Severity);
