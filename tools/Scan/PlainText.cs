using System.Text;

namespace SocketAnalyzers.Scan;

/// <summary>Text out of a repository, made fit for a screen: a source file must not be able to steer the terminal.</summary>
internal static class PlainText
{
    private const int LongestLine = 200;
    private const int BeforeColumn = 60;

    /// <summary>A line of code; of one without end (minified, generated) the part around <paramref name="column"/>.</summary>
    public static string CleanLine(string line, int column)
    {
        if (line.Length <= LongestLine)
            return Clean(line.Trim());
        var start = Math.Clamp(column - BeforeColumn, 0, line.Length - LongestLine);
        return (start > 0 ? "..." : "") + Clean(line.Substring(start, LongestLine).Trim()) + (start + LongestLine < line.Length ? "..." : "");
    }

    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            // Cf has the marks that turn the direction of writing.
            clean.Append(c == '\t' ? ' ' : char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format ? '\uFFFD' : c);
        }

        return clean.ToString();
    }
}
