using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Loading;

namespace SocketAnalyzers.Scan;

/// <summary>Writes the findings as SARIF 2.1.0. No path of this machine gets into it: all are relative to the folder SRCROOT, which the file does not name.</summary>
internal sealed class SarifWriter
{
    private const string Base = "SRCROOT";

    private readonly Utf8JsonWriter _json;
    private readonly List<RuleInfo> _rules;

    private SarifWriter(Utf8JsonWriter json, IEnumerable<RuleInfo> rules)
    {
        _json = json;
        _rules = rules.OrderBy(rule => rule.Id, StringComparer.Ordinal).ToList();
    }

    public static void Write(Stream stream, IReadOnlyList<FolderResult> results, IEnumerable<RuleInfo> rules)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        new SarifWriter(json, rules).WriteLog(results);
    }

    private void WriteLog(IReadOnlyList<FolderResult> results)
    {
        _json.WriteStartObject();
        _json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        _json.WriteString("version", "2.1.0");
        _json.WriteStartArray("runs");
        _json.WriteStartObject();
        WriteTool();
        WriteInvocation(results);
        _json.WriteStartObject("originalUriBaseIds");
        _json.WriteStartObject(Base);
        WriteText("description", "The scanned folder; with several, the folder that they have in common.");
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.WriteString("columnKind", "utf16CodeUnits");
        _json.WriteStartArray("results");
        foreach (var result in results)
        {
            foreach (var finding in result.Findings)
                WriteResult(finding, result.Folder);
        }

        _json.WriteEndArray();
        WriteFolders(results);
        _json.WriteEndObject();
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void WriteTool()
    {
        _json.WriteStartObject("tool");
        _json.WriteStartObject("driver");
        _json.WriteString("name", "SocketAnalyzers");
        _json.WriteString("informationUri", ProductInfo.RepositoryUrl);
        _json.WriteString("semanticVersion", typeof(SarifWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0");
        _json.WriteStartArray("rules");
        foreach (var rule in _rules)
        {
            _json.WriteStartObject();
            _json.WriteString("id", rule.Id);
            WriteText("shortDescription", rule.Title);
            WriteText("fullDescription", rule.Description.Length > 0 ? rule.Description : rule.Title);
            if (Uri.TryCreate(rule.HelpLink, UriKind.Absolute, out var link))
                _json.WriteString("helpUri", link.AbsoluteUri);
            _json.WriteStartObject("defaultConfiguration");
            _json.WriteString("level", Level(rule.Severity));
            _json.WriteEndObject();
            _json.WriteStartObject("properties");
            _json.WriteString("category", rule.Category);
            _json.WriteEndObject();
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteInvocation(IReadOnlyList<FolderResult> results)
    {
        _json.WriteStartArray("invocations");
        _json.WriteStartObject();
        _json.WriteBoolean("executionSuccessful", !results.Any(result => result.Problems.Any(problem => problem.IsIncomplete)));
        _json.WriteStartArray("toolExecutionNotifications");
        foreach (var result in results)
        {
            foreach (var problem in result.Problems)
                WriteNotification(problem, result.Folder);
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndArray();
    }

    private void WriteNotification(Problem problem, ScanFolder folder)
    {
        _json.WriteStartObject();
        _json.WriteString("level", problem.IsIncomplete ? "error" : "note");
        // A message of the file system may have the whole path in it.
        WriteText("message", problem.Message.Split('\n')[0].Replace(folder.Path, folder.Prefix.TrimEnd('/'), StringComparison.Ordinal));
        _json.WriteStartArray("locations");
        _json.WriteStartObject();
        _json.WriteStartObject("physicalLocation");
        WriteArtifact(problem.Path, folder);
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void WriteResult(Finding finding, ScanFolder folder)
    {
        _json.WriteStartObject();
        _json.WriteString("ruleId", finding.Rule);
        if (_rules.FindIndex(rule => rule.Id == finding.Rule) is var index and >= 0)
            _json.WriteNumber("ruleIndex", index);
        _json.WriteString("level", Level(finding.Severity));
        WriteText("message", finding.Message);
        _json.WriteStartArray("locations");
        _json.WriteStartObject();
        WritePlace(finding.Place, folder);
        WriteMember(finding.Member);
        _json.WriteEndObject();
        _json.WriteEndArray();
        if (finding.Witnesses.Count > 0)
            WriteWitnesses(finding.Witnesses, folder);
        _json.WriteEndObject();
    }

    private void WriteMember(string? member)
    {
        if (member is null)
            return;
        _json.WriteStartArray("logicalLocations");
        _json.WriteStartObject();
        _json.WriteString("fullyQualifiedName", member);
        _json.WriteString("kind", "member");
        _json.WriteEndObject();
        _json.WriteEndArray();
    }

    private void WriteWitnesses(IReadOnlyList<Place> witnesses, ScanFolder folder)
    {
        _json.WriteStartArray("relatedLocations");
        for (var i = 0; i < witnesses.Count; i++)
        {
            _json.WriteStartObject();
            _json.WriteNumber("id", i);
            WritePlace(witnesses[i], folder);
            WriteText("message", "what makes it so");
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void WritePlace(Place place, ScanFolder folder)
    {
        _json.WriteStartObject("physicalLocation");
        WriteArtifact(place.File, folder);
        _json.WriteStartObject("region");
        _json.WriteNumber("startLine", place.Line);
        _json.WriteNumber("startColumn", place.Column);
        _json.WriteNumber("endLine", place.EndLine);
        _json.WriteNumber("endColumn", place.EndColumn);
        WriteText("snippet", PlainText.CleanLine(place.Code, place.Column));
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteArtifact(string file, ScanFolder folder)
    {
        _json.WriteStartObject("artifactLocation");
        var path = folder.Prefix + folder.Relative(file);
        _json.WriteString("uri", string.Join('/', path.Split('/').Select(Uri.EscapeDataString)));
        _json.WriteString("uriBaseId", Base);
        _json.WriteEndObject();
    }

    /// <summary>So that a reader can tell a folder without findings from one that was not scanned.</summary>
    private void WriteFolders(IReadOnlyList<FolderResult> results)
    {
        _json.WriteStartObject("properties");
        _json.WriteStartArray("scannedFolders");
        foreach (var result in results)
        {
            _json.WriteStartObject();
            _json.WriteString("name", Path.GetFileName(result.Folder.Path));
            _json.WriteString("prefix", result.Folder.Prefix);
            _json.WriteNumber("files", result.Files);
            _json.WriteNumber("socketCallsBound", result.Bound);
            _json.WriteNumber("socketCallsNotBound", result.Unbound.Count);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void WriteText(string property, string text)
    {
        _json.WriteStartObject(property);
        _json.WriteString("text", text);
        _json.WriteEndObject();
    }

    private static string Level(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        DiagnosticSeverity.Info => "note",
        _ => "none",
    };
}
