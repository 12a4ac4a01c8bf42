using System.Text;

namespace SocketAnalyzers.Verification;

/// <summary>Line by line, what a fix should have written (-) and what it wrote (+).</summary>
internal static class TextDiff
{
    public static string Of(string expected, string actual)
    {
        var (left, right) = (expected.Split('\n'), actual.Split('\n'));
        var common = CommonLengths(left, right);
        var text = new StringBuilder();
        var (i, j) = (0, 0);
        while (i < left.Length || j < right.Length)
        {
            if (i < left.Length && j < right.Length && left[i] == right[j])
            {
                text.Append("    ").AppendLine(left[i]);
                (i, j) = (i + 1, j + 1);
            }
            else if (j == right.Length || (i < left.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                text.Append("  - ").AppendLine(Visible(left[i++]));
            }
            else
            {
                text.Append("  + ").AppendLine(Visible(right[j++]));
            }
        }

        return text.ToString();
    }

    // Tabs, carriage returns and blanks at the end are what such a difference is often made of.
    private static string Visible(string line)
    {
        var body = line.TrimEnd(' ');
        return (body + new string('·', line.Length - body.Length)).Replace("\t", "→").Replace("\r", "␍");
    }

    // common[i, j]: how many lines the rests from i and from j have in common, in order.
    private static int[,] CommonLengths(string[] left, string[] right)
    {
        var common = new int[left.Length + 1, right.Length + 1];
        for (var i = left.Length - 1; i >= 0; i--)
        {
            for (var j = right.Length - 1; j >= 0; j--)
                common[i, j] = left[i] == right[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        return common;
    }
}
