using System.Text.Json;

namespace SocketAnalyzers.Score;

/// <summary>A line of a file of a checked-out repository.</summary>
internal sealed record Site(string Path, int Line);

/// <summary>One result of the scan: where it is, and its witnesses in the same repository.</summary>
internal sealed record ScanFinding(string Rule, string Level, string Folder, Site Site, IReadOnlyList<Site> Witnesses, string Message);

/// <summary>What tools/Scan wrote.</summary>
internal sealed class SarifScan
{
    private readonly List<(string Prefix, string Name)> _folders = [];
    private readonly HashSet<string> _rules = new(StringComparer.Ordinal);

    public HashSet<string> Folders { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<ScanFinding> Findings { get; } = [];

    public bool Ran(string rule) => _rules.Contains(rule);

    public static SarifScan Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            using var json = JsonDocument.Parse(stream);
            var scan = new SarifScan();
            foreach (var run in json.RootElement.GetProperty("runs").EnumerateArray())
                scan.Add(run);
            return scan;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"{file}: this is not the SARIF of tools/Scan: {e.Message}");
        }
    }

    private void Add(JsonElement run)
    {
        foreach (var folder in run.GetProperty("properties").GetProperty("scannedFolders").EnumerateArray())
        {
            // A folder without files was not scanned.
            if (folder.GetProperty("files").GetInt32() == 0)
                continue;
            _folders.Add((folder.GetProperty("prefix").GetString()!, folder.GetProperty("name").GetString()!));
            Folders.Add(_folders[^1].Name);
        }

        foreach (var rule in run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray())
            _rules.Add(rule.GetProperty("id").GetString()!);
        foreach (var result in run.GetProperty("results").EnumerateArray())
            AddResult(result);
    }

    private void AddResult(JsonElement result)
    {
        var (folder, site) = SiteOf(result.GetProperty("locations")[0]);
        var witnesses = result.TryGetProperty("relatedLocations", out var related)
            ? related.EnumerateArray().Select(SiteOf).Where(place => place.Folder == folder).Select(place => place.Site).ToList()
            : [];
        Findings.Add(new ScanFinding(result.GetProperty("ruleId").GetString()!, result.GetProperty("level").GetString()!, folder, site, witnesses, result.GetProperty("message").GetProperty("text").GetString()!));
    }

    private (string Folder, Site Site) SiteOf(JsonElement location)
    {
        var physical = location.GetProperty("physicalLocation");
        var path = Uri.UnescapeDataString(physical.GetProperty("artifactLocation").GetProperty("uri").GetString()!);
        var line = physical.GetProperty("region").GetProperty("startLine").GetInt32();
        var (prefix, name) = _folders.Where(folder => path.StartsWith(folder.Prefix, StringComparison.Ordinal)).OrderByDescending(folder => folder.Prefix.Length).FirstOrDefault(("", ""));
        return (name, new Site(path[prefix.Length..], line));
    }
}
