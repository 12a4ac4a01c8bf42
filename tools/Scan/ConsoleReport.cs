using Microsoft.CodeAnalysis;
using SocketAnalyzers.Loading;
using Spectre.Console;

namespace SocketAnalyzers.Scan;

/// <summary>Prints findings to the output, and what went wrong to the error output.</summary>
internal sealed class ConsoleReport
{
    private readonly IAnsiConsole _output;
    private readonly IAnsiConsole _error;
    private readonly IReadOnlyDictionary<string, RuleInfo> _rules;
    private readonly bool _listUnbound;

    public ConsoleReport(IAnsiConsole output, IAnsiConsole error, IReadOnlyDictionary<string, RuleInfo> rules, bool listUnbound)
    {
        _output = output;
        _error = error;
        _rules = rules;
        _listUnbound = listUnbound;
    }

    public static string Word(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        DiagnosticSeverity.Info => "info",
        _ => "hidden",
    };

    public void Print(FolderResult result)
    {
        foreach (var problem in result.Problems)
            Print(problem);
        foreach (var finding in result.Findings)
            Print(finding, result.Folder);
        if (!_listUnbound)
            return;
        foreach (var place in result.Unbound)
            Line($"not bound {Position(place, result.Folder)}: {PlainText.CleanLine(place.Code, place.Column)}");
    }

    public void Print(Problem problem)
    {
        var path = Path.GetRelativePath(Environment.CurrentDirectory, problem.Path);
        var shown = path.StartsWith("..", StringComparison.Ordinal) ? problem.Path : path;
        var lines = problem.Message.Split('\n', 2);
        Write(_error, problem.IsIncomplete ? "scan problem: " : "note: ", problem.IsIncomplete ? Color.Red : Color.Grey);
        Write(_error, $"{PlainText.Clean(shown)}: {PlainText.Clean(lines[0])}\n");
        // The frames of an analyzer that crashed.
        if (lines.Length > 1)
            Write(_error, string.Concat(lines[1].Split('\n').Take(5).Select(frame => "    " + PlainText.Clean(frame.Trim()) + "\n")));
    }

    private void Print(Finding finding, ScanFolder folder)
    {
        Write(_output, $"{Word(finding.Severity)} {finding.Rule}", finding.Severity >= DiagnosticSeverity.Warning ? Color.Yellow : Color.Aqua);
        Line($"  {Position(finding.Place, folder)}");
        Code(finding.Place);
        Line("    " + PlainText.Clean(finding.Message));
        foreach (var witness in finding.Witnesses)
        {
            Line($"    see {Position(witness, folder)}");
            Code(witness);
        }

        if (_rules.TryGetValue(finding.Rule, out var rule) && rule.HelpLink is { } link)
            Line("    " + link);
        Line("");
    }

    private void Code(Place place)
    {
        Write(_output, $"    {place.Line,5} | ", Color.Grey);
        Line(PlainText.CleanLine(place.Code, place.Column));
    }

    private static string Position(Place place, ScanFolder folder) => $"{PlainText.Clean(folder.Display(place.File))}:{place.Line}:{place.Column}";

    private void Line(string text) => Write(_output, text + "\n");

    // Long text by the writer: the console would break it between words, and a path that is broken cannot be clicked on.
    private static void Write(IAnsiConsole console, string text, Color? color = null)
    {
        if (color is { } shown)
            console.Write(new Text(text, new Style(shown)));
        else
            console.Profile.Out.Writer.Write(text);
    }
}
