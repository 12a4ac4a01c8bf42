using System;
using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.Configuration;

/// <summary>One line of an <c>.editorconfig</c> or <c>.globalconfig</c> that sets an option or a severity of ours, right or wrong.</summary>
internal readonly struct OptionLine
{
    public OptionLine(string key, string value, TextSpan span, bool isOutsideSections, bool isCutByComment)
    {
        Key = key;
        Value = value;
        Span = span;
        IsOutsideSections = isOutsideSections;
        IsCutByComment = isCutByComment;
    }

    public string Key { get; }

    public bool HasOurPrefix => Key.StartsWith(OptionDefinition.Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary><c>socket_analyzer.</c>, <c>SocketAnalyzers.</c>: somebody meant us.</summary>
    public bool HasPrefixLikeOurs
    {
        get
        {
            var dot = Key.IndexOf('.');
            return dot > 0 && Misspelling.NearestOf(Key.Substring(0, dot + 1), new[] { OptionDefinition.Prefix }) is not null;
        }
    }

    /// <summary>The id in <c>dotnet_diagnostic.SOCK003.severity</c>, where it begins as ours do.</summary>
    public string? RuleId
    {
        get
        {
            const string before = "dotnet_diagnostic.";
            const string after = ".severity";
            return Key.StartsWith(before + RuleIds.Prefix, StringComparison.OrdinalIgnoreCase) && Key.EndsWith(after, StringComparison.OrdinalIgnoreCase)
                ? Key.Substring(before.Length, Key.Length - before.Length - after.Length)
                : null;
        }
    }

    /// <summary>As the compiler reads it: trimmed, without a comment.</summary>
    public string Value { get; }

    /// <summary>From the first character of the key to the last of the value.</summary>
    public TextSpan Span { get; }

    /// <summary>It stands before the first <c>[section]</c>.</summary>
    public bool IsOutsideSections { get; }

    /// <summary>
    /// The value is followed by <c>;word</c> without a space: a list written with semicolons, of which the compiler reads the first name only.
    /// </summary>
    public bool IsCutByComment { get; }
}
