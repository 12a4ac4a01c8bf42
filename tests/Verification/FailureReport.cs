using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.Verification;

/// <summary>
/// Writes why a test failed: what differs in words, then the source with every expected and every reported diagnostic
/// under its line, then the code that would expect what was reported.
/// </summary>
internal sealed class FailureReport
{
    private readonly Dictionary<(string Path, int Line), List<string>> _notes = [];
    private readonly StringBuilder _text = new();

    public static string Of(string what, DiagnosticMatch match, IEnumerable<(string Path, SourceText Text)> files)
    {
        var report = new FailureReport();
        report._text.AppendLine(what).AppendLine();
        report.WriteDifferences(match);
        report.WriteFiles(files);
        report.WriteSuggestion(match);
        return report._text.ToString();
    }

    private void WriteDifferences(DiagnosticMatch match)
    {
        foreach (var actual in match.Right)
            Note(actual.Location, "right", Describe(actual));
        foreach (var actual in match.Unexpected)
        {
            Line($"unexpected: {Describe(actual)}", $"at {DiagnosticMatcher.PlaceOf(actual.Location)}");
            Note(actual.Location, "UNEXPECTED", Describe(actual));
        }

        foreach (var expected in match.Missing)
        {
            Line($"missing:    {Describe(expected)}", $"at {DiagnosticMatcher.PlaceOf(expected)}");
            Note(expected, "MISSING", Describe(expected));
        }

        foreach (var (expected, actual, difference) in match.Wrong)
        {
            Line($"different:  {actual.Id}: {difference}");
            Note(expected, "EXPECTED", Describe(expected));
            Note(actual.Location, "REPORTED", Describe(actual));
        }

        foreach (var actual in match.Duplicates)
            Line($"duplicate:  {Describe(actual)}", $"reported more than once at {DiagnosticMatcher.PlaceOf(actual.Location)}");
    }

    private void WriteFiles(IEnumerable<(string Path, SourceText Text)> files)
    {
        foreach (var (path, text) in files)
        {
            _text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"---- {path}");
            foreach (var line in text.Lines)
            {
                _text.AppendLine($"{line.LineNumber + 1,4} | {line}".TrimEnd());
                foreach (var note in _notes.GetValueOrDefault((path, line.LineNumber), []))
                    _text.Append("     | ").AppendLine(note);
            }
        }
    }

    private void WriteSuggestion(DiagnosticMatch match)
    {
        var reported = match.Right.Concat(match.Unexpected).Concat(match.Wrong.Select(wrong => wrong.Actual)).ToArray();
        if (reported.Length == 0 || (match.Unexpected.IsEmpty && match.Wrong.IsEmpty))
            return;
        _text.AppendLine().AppendLine("If all of that is right, the test expects it with:");
        foreach (var diagnostic in reported)
            _text.Append("  ").Append(CodeFor(diagnostic)).AppendLine(",");
    }

    private static string CodeFor(Diagnostic diagnostic)
    {
        var code = new StringBuilder($"Verify.Diagnostic(\"{diagnostic.Id}\")");
        foreach (var location in diagnostic.AdditionalLocations.Prepend(diagnostic.Location).Where(location => location.Kind != LocationKind.None))
        {
            var (start, end) = (location.GetLineSpan().StartLinePosition, location.GetLineSpan().EndLinePosition);
            code.Append(CultureInfo.InvariantCulture, $".WithSpan(\"{location.GetLineSpan().Path}\", {start.Line + 1}, {start.Character + 1}, {end.Line + 1}, {end.Character + 1})");
        }

        return code.Append(CultureInfo.InvariantCulture, $".WithSeverity(DiagnosticSeverity.{diagnostic.Severity}).WithMessage({SymbolDisplay.FormatLiteral(diagnostic.GetMessage(CultureInfo.InvariantCulture), quote: true)})").ToString();
    }

    private static string Describe(Diagnostic diagnostic) =>
        $"{diagnostic.Id} {diagnostic.Severity}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}";

    private static string Describe(DiagnosticResult expected) =>
        expected.Options.HasFlag(DiagnosticOptions.IgnoreSeverity) ? expected.Id : $"{expected.Id} {expected.Severity}{(expected.Message is { } message ? ": " + message : "")}";

    private void Line(params string[] parts) => _text.Append("  ").AppendLine(string.Join("\n              ", parts));

    private void Note(Location location, string kind, string text)
    {
        if (location.Kind == LocationKind.None)
            return;
        var span = location.GetLineSpan();
        Note(span.Path, span.StartLinePosition, span.EndLinePosition, kind, text);
    }

    private void Note(DiagnosticResult expected, string kind, string text)
    {
        if (expected.Locations.IsEmpty)
            return;
        var place = expected.Locations[0];
        Note(place.Path!, place.Start, place.End ?? place.Start, kind, text);
    }

    private void Note(string path, LinePosition start, LinePosition end, string kind, string text)
    {
        var length = end.Line == start.Line ? Math.Max(1, end.Character - start.Character) : 1;
        if (!_notes.TryGetValue((path, start.Line), out var notes))
            _notes.Add((path, start.Line), notes = []);
        notes.Add($"{new string(' ', start.Character)}{new string('^', length)}{(end.Line > start.Line ? "..." : "")} {kind} {text}");
    }
}
