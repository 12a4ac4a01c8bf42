using Microsoft.CodeAnalysis.Text;
using SocketAnalyzers.CodeFixes.Editing;
using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

/// <summary>The text of a fix knows what it changed.</summary>
public class LineChangesTests
{
    [Theory]
    [InlineData("a\nb\nc\n", "a\nb\nc\n", "")]
    [InlineData("a\nb\nc\n", "a\nx\nb\nc\n", "2..2 x\n")]
    [InlineData("a\nb\nc\n", "a\nc\n", "2..4 ")]
    [InlineData("a\nb\nc\nd\ne\n", "a\nB\nc\nD\ne\n", "2..4 B\n|6..8 D\n")]
    [InlineData("a\r\nb\r\n", "a\r\nx\r\nb\r\n", "3..3 x\r\n")]
    [InlineData("a\nb", "a\nb\n", "2..3 b\n")]
    [InlineData("", "a", "0..0 a")]
    [InlineData("a", "", "0..1 ")]
    [InlineData("x\n}\n}\n", "x\ny\n}\n}\n", "2..2 y\n")]
    public void Changes_are_whole_lines(string before, string after, string changes)
    {
        var old = SourceText.From(before);

        var text = LineChanges.Apply(old, after);

        Assert.Equal(after, text.ToString());
        Assert.Equal(changes, string.Join('|', text.GetTextChanges(old).Select(static change => $"{change.Span.Start}..{change.Span.End} {change.NewText}")));
    }

    [Fact]
    public void Whatever_changes_the_text_is_right()
    {
        var random = new Random(20261201);
        for (var round = 0; round < 2_000; round++)
        {
            var lines = Enumerable.Range(0, random.Next(40)).Select(_ => $"{(char)('a' + random.Next(5))}\n").ToList();
            var old = SourceText.From(string.Concat(lines));
            for (var edit = random.Next(12); edit > 0; edit--)
            {
                if (lines.Count > 0 && random.Next(2) == 0)
                    lines.RemoveAt(random.Next(lines.Count));
                else
                    lines.Insert(random.Next(lines.Count + 1), $"{(char)('a' + random.Next(6))}\n");
            }

            var after = string.Concat(lines);
            Assert.Equal(after, LineChanges.Apply(old, after).ToString());
        }
    }

    [Fact]
    public void Two_texts_with_nothing_in_common_are_one_change()
    {
        var old = SourceText.From(string.Concat(Enumerable.Range(0, 3_000).Select(static line => $"a{line}\n")));

        var text = LineChanges.Apply(old, string.Concat(Enumerable.Range(0, 3_000).Select(static line => $"b{line}\n")));

        Assert.Single(text.GetTextChanges(old));
    }
}
