using System;
using System.Collections.Generic;

namespace SocketAnalyzers.Configuration;

/// <summary>Tells what somebody may have meant, by the number of letters to change.</summary>
internal static class Misspelling
{
    private const int MaxEdits = 2;

    /// <summary>The candidate that is at most two letters away from the word; of several the nearest, and of those the first.</summary>
    public static string? NearestOf(string word, IEnumerable<string> candidates)
    {
        string? nearest = null;
        var least = MaxEdits + 1;
        foreach (var candidate in candidates)
        {
            var edits = EditsBetween(word.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (edits < least)
                (nearest, least) = (candidate, edits);
        }

        return nearest;
    }

    // Levenshtein's distance, row by row.
    private static int EditsBetween(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > MaxEdits)
            return MaxEdits + 1;
        var row = new int[other.Length + 1];
        for (var j = 0; j < row.Length; j++)
            row[j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j < row.Length; j++)
            {
                var replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[other.Length];
    }
}
