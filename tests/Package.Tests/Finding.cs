using System.Text.Json;
using System.Text.RegularExpressions;

namespace SocketAnalyzers.Package.Tests;

/// <summary>A diagnostic of ours: where it was reported and how loud.</summary>
public sealed record Finding(string File, int Line, string Id, string Level) : IComparable<Finding>
{
    public int CompareTo(Finding? other) => string.CompareOrdinal(ToString(), other?.ToString());

    public override string ToString() => $"{File}:{Line} {Level} {Id}";
}

/// <summary>Reads diagnostics from where a build leaves them, and the expected ones from the sources.</summary>
internal static partial class Findings
{
    /// <summary>From comments such as <c>// SOCK001 info, SOCK003</c>.</summary>
    public static Finding[] Expected(params string[] sources) =>
    [
        .. sources.SelectMany(source => File.ReadAllLines(SourcePath(source)).SelectMany((line, index) =>
            Marker().Matches(line).Select(match => new Finding(Path.GetFileName(source), index + 1, match.Groups["id"].Value, match.Groups["info"].Success ? "note" : "warning"))))
            .Order(),
    ];

    public static string SourcePath(string source) => Path.Combine(AppContext.BaseDirectory, "Sources", source);

    public static Finding[] InSarif(string path)
    {
        using var log = JsonDocument.Parse(File.ReadAllBytes(path));
        return
        [
            .. log.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()
                .Where(result => IsOurs(result.GetProperty("ruleId").GetString()!) && !result.TryGetProperty("suppressions", out _))
                .Select(Read).Order(),
        ];
    }

    /// <summary>The console names a diagnostic while it builds and again at the end: once each here.</summary>
    public static Finding[] OnConsole(string output, string folder) =>
    [
        .. ConsoleLine().Matches(output)
            .Where(match => match.Groups["path"].Value.StartsWith(folder, StringComparison.Ordinal))
            .Select(match => new Finding(Path.GetFileName(match.Groups["path"].Value), int.Parse(match.Groups["line"].ValueSpan), match.Groups["id"].Value, match.Groups["level"].Value))
            .Distinct().Order(),
    ];

    private static bool IsOurs(string id) => id.StartsWith("SOCK", StringComparison.Ordinal);

    private static Finding Read(JsonElement result)
    {
        var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        return new Finding(
            Path.GetFileName(new Uri(place.GetProperty("artifactLocation").GetProperty("uri").GetString()!).LocalPath),
            place.GetProperty("region").GetProperty("startLine").GetInt32(),
            result.GetProperty("ruleId").GetString()!,
            result.GetProperty("level").GetString()!);
    }

    [GeneratedRegex(@"(?<=//.*)(?<id>SOCK\d{3})(?<info> info)?")]
    private static partial Regex Marker();

    [GeneratedRegex(@"^\s*(?<path>\S[^\r\n]*?)\((?<line>\d+),\d+\): (?<level>warning|error) (?<id>SOCK\d{3}):", RegexOptions.Multiline)]
    private static partial Regex ConsoleLine();
}
