using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.Benchmarks.Editing;

/// <summary>The change of a text that an editor tells the workspace: as small as it can be, so that the parser can keep the rest.</summary>
internal static class SmallEdit
{
    public static TextChange Between(string before, string after)
    {
        var start = before.AsSpan().CommonPrefixLength(after);
        var end = 0;
        while (end < Math.Min(before.Length, after.Length) - start && before[^(end + 1)] == after[^(end + 1)])
            end++;
        if (start + end == before.Length && before.Length == after.Length)
            throw new InvalidOperationException("The edit changes nothing.");
        return new TextChange(TextSpan.FromBounds(start, before.Length - end), after[start..^end]);
    }
}
