namespace SocketAnalyzers.Score;

/// <summary>The table by rule, then every label that is not as it should be.</summary>
internal static class ScoreReport
{
    public static void Print(IReadOnlyList<ScoredLabel> scored, TextWriter output)
    {
        var byRule = scored.Where(label => label.Outcome != Outcome.NoRule).GroupBy(label => label.Label.Rule!).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        output.WriteLine("| Rule | should_flag found | should_not_flag hit | debatable hit | not scanned | line differs |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (var rule in byRule)
            PrintRow(rule.Key, rule.ToList(), output);
        foreach (var rule in byRule)
        {
            List(rule, Verdict.ShouldFlag, Outcome.Silent, $"{rule.Key}: should_flag, missed", output);
            List(rule, Verdict.ShouldNotFlag, Outcome.Hit, $"{rule.Key}: should_not_flag, hit", output);
            List(rule, Verdict.Debatable, Outcome.Hit, $"{rule.Key}: debatable, hit", output);
        }

        ListApart(scored, Outcome.NotScanned, "Labels of repositories that were not scanned", output);
        ListApart(scored, Outcome.LineDiffers, "Labels whose line is not in the checked-out file", output);
        var others = scored.Where(label => label.Outcome == Outcome.NoRule).GroupBy(label => label.Label.Kind).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        if (others.Count > 0)
            output.WriteLine($"\nLabels of kinds without a rule: {others.Sum(kind => kind.Count())} ({string.Join(", ", others.Select(kind => $"{kind.Key} {kind.Count()}"))})");
    }

    private static void PrintRow(string rule, List<ScoredLabel> labels, TextWriter output)
    {
        int Apart(Outcome outcome) => labels.Count(label => label.Outcome == outcome);
        string Cell(Verdict verdict) => labels.Exists(label => label.Outcome == Outcome.RuleDidNotRun) ? "the rule did not run" : Share(labels.FindAll(label => label.Label.Verdict == verdict));
        output.WriteLine($"| {rule} | {Cell(Verdict.ShouldFlag)} | {Cell(Verdict.ShouldNotFlag)} | {Cell(Verdict.Debatable)} | {Apart(Outcome.NotScanned)} | {Apart(Outcome.LineDiffers)} |");
    }

    private static string Share(List<ScoredLabel> labels)
    {
        var judged = labels.FindAll(label => label.Outcome is Outcome.Hit or Outcome.Silent);
        var hits = judged.FindAll(label => label.Outcome == Outcome.Hit);
        var mild = hits.Count(label => label.Finding?.Level == "note");
        return $"{hits.Count} / {judged.Count}" + (mild > 0 ? $" ({mild} as suggestion)" : "");
    }

    private static void List(IEnumerable<ScoredLabel> labels, Verdict verdict, Outcome outcome, string title, TextWriter output)
    {
        var listed = labels.Where(label => label.Label.Verdict == verdict && label.Outcome == outcome).ToList();
        if (listed.Count == 0)
            return;
        output.WriteLine($"\n{title}\n");
        foreach (var label in listed)
            output.WriteLine($"* {Name(label.Label)}{Near(label)}");
    }

    private static void ListApart(IEnumerable<ScoredLabel> labels, Outcome outcome, string title, TextWriter output)
    {
        var listed = labels.Where(label => label.Outcome == outcome).ToList();
        if (listed.Count == 0)
            return;
        output.WriteLine($"\n{title}: {listed.Count}\n");
        foreach (var label in listed)
            output.WriteLine($"* {label.Label.Rule}: {Name(label.Label)}");
    }

    private static string Name(Label label) => $"{label.Repository} {label.Path}:{label.Line} ({label.Kind})";

    private static string Near(ScoredLabel label) => label switch
    {
        { Outcome: Outcome.Hit, Finding: { } finding } => $", {finding.Level} at line {finding.Site.Line}",
        { Finding: { } finding } => $", nearest in this file: {finding.Level} at line {finding.Site.Line}",
        _ => "",
    };
}
