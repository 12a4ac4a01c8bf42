using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SocketAnalyzers.Score;

internal enum Verdict
{
    ShouldFlag,
    ShouldNotFlag,
    Debatable,
}

/// <summary>One site that somebody has read and judged.</summary>
internal sealed record Label(string Repository, string Path, int Line, string LineHash, string Kind, Verdict Verdict)
{
    /// <summary>Null for a kind that no rule is for.</summary>
    public string? Rule => Kind switch
    {
        "close_no_halfclose" or "shutdown_both_before_drain" => "SOCK002",
        "write_after_shutdown" => "SOCK003",
        "unhandled_rst_io" or "unhandled_rst_accept" or "accept_loop_dies" => "SOCK004",
        "backlog" => "SOCK005",
        "missing_reuseaddr" => "SOCK006",
        "reuseaddr_hazard" => "SOCK007",
        "connected_guards_close" => "SOCK020",
        "lingerstate_copy_noop" => "SOCK021",
        "shutdown_unguarded" => "SOCK025",
        "eof_ignored" => "SOCK030",
        "partial_read" => "SOCK032",
        "connected_liveness" => "SOCK034",
        "timeout_async_only" => "SOCK035",
        "callback_recursion" => "SOCK041",
        _ => null,
    };

    /// <summary>
    /// The rules whose labels a finding answers: a multicast receiver is labelled as any other missing SO_REUSEADDR, a loop on Connected
    /// whose read gives 0 again and again is SOCK030's, who ignores the end ignores the count, and who reads only what is available never sees it.
    /// </summary>
    public static IReadOnlyList<string> RulesAnsweredBy(string rule) => rule switch
    {
        "SOCK009" => ["SOCK002"],
        "SOCK013" => ["SOCK006"],
        "SOCK030" => ["SOCK030", "SOCK032", "SOCK034"],
        "SOCK032" => ["SOCK030", "SOCK032"],
        "SOCK034" => ["SOCK030", "SOCK034"],
        _ => [rule],
    };

    /// <summary>Not of a rule that answers these labels beside its own.</summary>
    public static bool IsOwn(string found, string rule) => found == rule || RulesAnsweredBy(found).Count == 1;

    /// <summary>The folder that the repository is checked out in.</summary>
    public string Folder => Repository.Replace('/', '+');

    public static IReadOnlyList<Label> ReadAll(string file)
    {
        var labels = new List<Label>();
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
                labels.Add(Parse(line, $"{file}:{number}"));
        }

        return labels;
    }

    /// <summary>The first ten hex digits of the SHA-1 of a line with its white space folded.</summary>
    public static string HashOf(string line) =>
        Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))))[..10];

    private static Label Parse(string line, string where)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            string Text(string name) => json.RootElement.GetProperty(name).GetString() ?? throw new KeyNotFoundException();
            return new Label(Text("repo"), Text("path").Replace('\\', '/'), json.RootElement.GetProperty("line").GetInt32(), Text("line_sha1"), Text("kind"), VerdictOf(Text("verdict")));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{where}: no label (repo, path, line, line_sha1, kind and a verdict of should_flag, should_not_flag or debatable): {e.Message}");
        }
    }

    private static Verdict VerdictOf(string text) => text switch
    {
        "should_flag" => Verdict.ShouldFlag,
        "should_not_flag" => Verdict.ShouldNotFlag,
        "debatable" => Verdict.Debatable,
        _ => throw new FormatException($"the verdict is '{text}'"),
    };
}
