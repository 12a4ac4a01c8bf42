using System;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SocketAnalyzers.Configuration;

/// <summary>One option of <c>.editorconfig</c>, with all that its reader, SOCK000 and the documentation say about it.</summary>
internal abstract class OptionDefinition
{
    /// <summary>What every key of ours starts with.</summary>
    public const string Prefix = "socket_analyzers.";

    /// <summary>The EditorConfig word for "as if the line were not there"; it allows a folder to go back to the default.</summary>
    private const string Unset = "unset";

    protected OptionDefinition(string name, string defaultText, string allowedText)
    {
        Key = Prefix + name;
        DefaultText = defaultText;
        AllowedText = allowedText;
    }

    /// <summary>The whole key, in lower case.</summary>
    public string Key { get; }

    /// <summary>The default as a sentence names it.</summary>
    public string DefaultText { get; }

    /// <summary>What is allowed, as it stands after "allowed is".</summary>
    public string AllowedText { get; }

    /// <summary>Is this value one that the option understands?</summary>
    public bool Accepts(string value) => IsUnset(value) || Parses(value.Trim());

    protected abstract bool Parses(string value);

    protected static bool IsUnset(string value) => string.Equals(value.Trim(), Unset, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Reads the text of an option; false when it is not allowed.</summary>
internal delegate bool OptionParser<T>(string text, out T value);

/// <inheritdoc cref="OptionDefinition"/>
internal sealed class OptionDefinition<T> : OptionDefinition
{
    private readonly OptionParser<T> _parser;

    public OptionDefinition(string name, T defaultValue, string defaultText, string allowedText, OptionParser<T> parser)
        : base(name, defaultText, allowedText)
    {
        Default = defaultValue;
        _parser = parser;
    }

    public T Default { get; }

    /// <summary>True when a valid value is set; <paramref name="value"/> is the default otherwise.</summary>
    public bool TryRead(AnalyzerConfigOptions options, out T value)
    {
        if (options.TryGetValue(Key, out var text) && !IsUnset(text) && _parser(text.Trim(), out value))
            return true;

        value = Default;
        return false;
    }

    protected override bool Parses(string value) => _parser(value, out _);
}
