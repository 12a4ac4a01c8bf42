namespace SocketAnalyzers.Score;

/// <summary>
/// What a scan found, as lines of a table that can be committed: rule, repository, path, line, message. Two of them are compared as bags of
/// lines, so that a finding that moved is one that went and one that came.
/// </summary>
internal static class Baseline
{
    private const string Heading = "rule\trepository\tpath\tline\tmessage";

    public static List<string> Of(SarifScan scan) => scan.Findings.Select(LineOf).Order(StringComparer.Ordinal).ToList();

    public static void Write(string file, IEnumerable<string> lines) => File.WriteAllText(file, string.Join('\n', [Heading, .. lines, ""]));

    public static List<string> Read(string file)
    {
        var lines = File.ReadAllLines(file);
        if (lines.Length == 0 || lines[0] != Heading)
            throw new InvalidDataException($"{file}: this is no baseline: its first line must be '{Heading.Replace("\t", " TAB ", StringComparison.Ordinal)}'.");
        return lines.Skip(1).Where(line => line.Length > 0).ToList();
    }

    /// <summary>Prints what went (-) and what came (+); true when there was nothing to print.</summary>
    public static bool Compare(List<string> before, List<string> now, TextWriter output)
    {
        var gone = Without(before, now);
        var come = Without(now, before);
        foreach (var line in gone)
            output.WriteLine($"- {line}");
        foreach (var line in come)
            output.WriteLine($"+ {line}");
        output.WriteLine($"{now.Count - come.Count} as before, {come.Count} new, {gone.Count} gone");
        return gone.Count + come.Count == 0;
    }

    private static string LineOf(ScanFinding finding) => string.Join('\t', finding.Rule, finding.Folder.Replace('+', '/'), finding.Site.Path, finding.Site.Line, Plain(finding.Message));

    // A message is one line; should one not be, it must not break the table.
    private static string Plain(string text) => text.Replace('\t', ' ').Replace('\r', ' ').Replace('\n', ' ');

    private static List<string> Without(List<string> lines, List<string> others)
    {
        var counts = others.CountBy(line => line).ToDictionary(StringComparer.Ordinal);
        var left = new List<string>();
        foreach (var line in lines)
        {
            if (counts.TryGetValue(line, out var count) && count > 0)
                counts[line] = count - 1;
            else
                left.Add(line);
        }

        return left;
    }
}
