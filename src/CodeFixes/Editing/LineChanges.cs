using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.CodeFixes.Editing;

/// <summary>
/// What a fix changed, in whole lines. A multi-targeting project has a document of each file for each framework, and Roslyn
/// merges their changes. It compares a text that does not know its changes by syntax nodes, of which a cache of the process
/// shares some: two equal edits then look unequal now and then, and conflict markers stay in the file.
/// </summary>
internal static class LineChanges
{
    // Beyond it the search is given up, and all between the first and the last changed line is one change.
    private const int MaxEdits = 1_000;

    /// <summary>The text <paramref name="after"/>, which knows its changes from <paramref name="before"/>.</summary>
    public static SourceText Apply(SourceText before, string after)
    {
        var (old, current) = (LinesOf(before.ToString()), LinesOf(after));
        var changes = new List<TextChange>();
        var (oldLine, newLine, position) = (0, 0, 0);
        foreach (var kept in Kept(old, current).Append((Old: old.Count, New: current.Count)))
        {
            var removed = old.Skip(oldLine).Take(kept.Old - oldLine).Sum(static line => line.Length);
            if (kept.Old > oldLine || kept.New > newLine)
                changes.Add(new TextChange(new TextSpan(position, removed), string.Concat(current.Skip(newLine).Take(kept.New - newLine))));
            position += removed + (kept.Old < old.Count ? old[kept.Old].Length : 0);
            (oldLine, newLine) = (kept.Old + 1, kept.New + 1);
        }

        return before.WithChanges(changes);
    }

    // With their ends, so that the lines together are the text.
    private static List<string> LinesOf(string text)
    {
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text.Substring(start, end - start));
            start = end;
        }

        return lines;
    }

    // The lines that stay, by their numbers in both: the equal ones at the start and at the end, and what the search finds between.
    private static List<(int Old, int New)> Kept(List<string> old, List<string> current)
    {
        var shorter = System.Math.Min(old.Count, current.Count);
        var head = 0;
        while (head < shorter && old[head] == current[head])
            head++;
        var tail = 0;
        while (tail < shorter - head && old[old.Count - 1 - tail] == current[current.Count - 1 - tail])
            tail++;

        var kept = Enumerable.Range(0, head).Select(static line => (line, line)).ToList();
        var between = new Search(old.GetRange(head, old.Count - head - tail), current.GetRange(head, current.Count - head - tail));
        kept.AddRange(between.Kept().Select(pair => (pair.Old + head, pair.New + head)));
        kept.AddRange(Enumerable.Range(0, tail).Select(line => (old.Count - tail + line, current.Count - tail + line)));
        return kept;
    }

    /// <summary>The shortest edit script, by Myers' greedy search: on each diagonal (old line minus new line) the farthest line that n edits reach.</summary>
    private sealed class Search
    {
        private readonly List<string> _old;
        private readonly List<string> _new;
        private readonly List<Dictionary<int, int>> _steps = new();

        public Search(List<string> old, List<string> @new) => (_old, _new) = (old, @new);

        public List<(int Old, int New)> Kept() => Reach() ? Back() : new List<(int Old, int New)>();

        private bool Reach()
        {
            var farthest = new Dictionary<int, int> { [1] = 0 };
            for (var edits = 0; edits <= MaxEdits; edits++)
            {
                _steps.Add(new Dictionary<int, int>(farthest));
                for (var diagonal = -edits; diagonal <= edits; diagonal += 2)
                {
                    var line = Added(farthest, diagonal, edits) ? farthest[diagonal + 1] : farthest[diagonal - 1] + 1;
                    while (line < _old.Count && line - diagonal < _new.Count && _old[line] == _new[line - diagonal])
                        line++;
                    farthest[diagonal] = line;
                    if (line >= _old.Count && line - diagonal >= _new.Count)
                        return true;
                }
            }

            return false;
        }

        // Whether the edit onto this diagonal adds a line; else it removes one.
        private static bool Added(Dictionary<int, int> farthest, int diagonal, int edits) =>
            diagonal == -edits || (diagonal != edits && farthest[diagonal - 1] < farthest[diagonal + 1]);

        private List<(int Old, int New)> Back()
        {
            var kept = new List<(int Old, int New)>();
            var (old, @new) = (_old.Count, _new.Count);
            for (var edits = _steps.Count - 1; edits >= 0; edits--)
            {
                var before = edits == 0 ? 0 : Added(_steps[edits], old - @new, edits) ? old - @new + 1 : old - @new - 1;
                var (fromOld, fromNew) = edits == 0 ? (0, 0) : (_steps[edits][before], _steps[edits][before] - before);
                while (old > fromOld && @new > fromNew)
                    kept.Add((--old, --@new));
                (old, @new) = (fromOld, fromNew);
            }

            kept.Reverse();
            return kept;
        }
    }
}
