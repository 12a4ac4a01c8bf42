using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.Configuration;

/// <summary>One line of an <c>.editorconfig</c> or <c>.globalconfig</c> that sets an option of ours, right or wrong.</summary>
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
