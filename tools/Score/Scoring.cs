namespace SocketAnalyzers.Score;

internal enum Outcome
{
    /// <summary>A finding is where the label is.</summary>
    Hit,

    /// <summary>The repository was scanned, and no finding is there.</summary>
    Silent,

    NotScanned,
    RuleDidNotRun,

    /// <summary>The labelled line is not in the checked-out file.</summary>
    LineDiffers,
    NoRule,
}

/// <summary>A label, and the finding that answers it or, where none does, the nearest one of its rule in the file.</summary>
internal sealed record ScoredLabel(Label Label, Outcome Outcome, ScanFinding? Finding);

/// <summary>Compares labels with findings; Program.cs says by which measure.</summary>
internal sealed class Scoring
{
    private const int WindowOfSilence = 1;

    private readonly SarifScan _scan;
    private readonly int _window;
    private readonly string? _sources;
    private readonly ILookup<(string Rule, string Folder), ScanFinding> _findings;

    public Scoring(SarifScan scan, int window, string? sources)
    {
        _scan = scan;
        _window = window;
        _sources = sources;
        _findings = scan.Findings
            .SelectMany(finding => Label.RulesAnsweredBy(finding.Rule).Select(rule => (Rule: rule, Finding: finding)))
            .ToLookup(answer => (answer.Rule, answer.Finding.Folder.ToUpperInvariant()), answer => answer.Finding);
    }

    public IReadOnlyList<ScoredLabel> Score(IReadOnlyCollection<Label> labels)
    {
        var wanted = labels.Where(label => label.Verdict == Verdict.ShouldFlag).Select(PlaceOf).ToHashSet();
        return labels.Select(label => ScoreOne(label, wanted)).ToList();
    }

    private static (string? Rule, string Folder, string Path, int Line) PlaceOf(Label label) => (label.Rule, label.Folder, label.Path, label.Line);

    private ScoredLabel ScoreOne(Label label, HashSet<(string? Rule, string Folder, string Path, int Line)> wanted)
    {
        if (label.Rule is not { } rule)
            return new ScoredLabel(label, Outcome.NoRule, null);
        if (!_scan.Folders.Contains(label.Folder))
            return new ScoredLabel(label, Outcome.NotScanned, null);
        if (!_scan.Ran(rule))
            return new ScoredLabel(label, Outcome.RuleDidNotRun, null);
        if (_sources is not null && !IsLineTheSame(label))
            return new ScoredLabel(label, Outcome.LineDiffers, null);
        // Of a look-alike only its own rule can be wrong.
        var nearest = _findings[(rule, label.Folder.ToUpperInvariant())]
            .Where(finding => label.Verdict != Verdict.ShouldNotFlag || Label.IsOwn(finding.Rule, rule))
            .Where(finding => label.Verdict != Verdict.ShouldNotFlag || finding.Site.Line == label.Line || !wanted.Contains((rule, label.Folder, finding.Site.Path, finding.Site.Line)))
            .Select(finding => (finding, Distance: Distance(label, finding)))
            .Where(pair => pair.Distance is not null)
            .OrderBy(pair => pair.Distance).ThenBy(pair => pair.finding.Site.Line)
            .FirstOrDefault();
        var window = label.Verdict == Verdict.ShouldNotFlag ? WindowOfSilence : _window;
        return new ScoredLabel(label, nearest.Distance <= window ? Outcome.Hit : Outcome.Silent, nearest.finding);
    }

    // Null: the finding has nothing in the label's file.
    private static int? Distance(Label label, ScanFinding finding)
    {
        IEnumerable<Site> sites = label.Verdict == Verdict.ShouldNotFlag ? [finding.Site] : [finding.Site, .. finding.Witnesses];
        return sites.Where(site => site.Path == label.Path).Min(site => (int?)Math.Abs(site.Line - label.Line));
    }

    private bool IsLineTheSame(Label label)
    {
        var file = Path.Combine(_sources!, label.Folder, label.Path);
        if (!File.Exists(file))
            return false;
        var line = File.ReadLines(file).ElementAtOrDefault(label.Line - 1);
        return line is not null && Label.HashOf(line) == label.LineHash;
    }
}
