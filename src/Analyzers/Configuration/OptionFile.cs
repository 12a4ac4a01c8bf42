using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.Configuration;

/// <summary>
/// Finds our lines in a configuration file, by the same grammar as the compiler: <c>key = value</c> or <c>key : value</c>, and
/// <c>#</c> or <c>;</c> starts a comment anywhere. The compiler hands out values only; where they stand is known from the text alone.
/// </summary>
internal sealed class OptionFile
{
    private static readonly char[] CommentStarts = { '#', ';' };

    private OptionFile(bool isGlobal, bool isRoot, ImmutableArray<OptionLine> lines)
    {
        IsGlobal = isGlobal;
        IsRoot = isRoot;
        Lines = lines;
    }

    /// <summary>A global file: its lines need no section.</summary>
    public bool IsGlobal { get; }

    /// <summary>Files of the folders above do not count for the files below this one.</summary>
    public bool IsRoot { get; }

    public ImmutableArray<OptionLine> Lines { get; }

    /// <summary>Is this additional file one of those that the package's targets hand over to be searched?</summary>
    public static bool HasName(string path) =>
        path.EndsWith(".editorconfig", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".globalconfig", StringComparison.OrdinalIgnoreCase);

    /// <summary>The folder of the file with its separator, as the beginning of the paths that it holds for.</summary>
    public static string FolderOf(string path) => path.Substring(0, path.LastIndexOfAny(new[] { '/', '\\' }) + 1);

    /// <summary>The quick test: almost every file has no line of ours.</summary>
    public static bool MayHaveOptions(string content) => content.IndexOf(RuleIds.Prefix, StringComparison.OrdinalIgnoreCase) >= 0;

    public static OptionFile Read(string path, SourceText text, string content)
    {
        var lines = ImmutableArray.CreateBuilder<OptionLine>();
        var isOutsideSections = true;
        var isGlobal = string.Equals(path.Substring(FolderOf(path).Length), ".globalconfig", StringComparison.OrdinalIgnoreCase);
        var isRoot = false;
        foreach (var line in text.Lines)
        {
            var raw = content.Substring(line.Start, line.End - line.Start);
            if (raw.TrimStart().StartsWith("[", StringComparison.Ordinal))
            {
                isOutsideSections = false;
            }
            else if (TryParse(raw, line.Start, isOutsideSections, out var option))
            {
                if (option.RuleId is not null || option.HasOurPrefix || option.HasPrefixLikeOurs)
                    lines.Add(option);
                else if (isOutsideSections)
                    ReadHeader(option, ref isGlobal, ref isRoot);
            }
        }

        return new OptionFile(isGlobal, isRoot, lines.ToImmutable());
    }

    private static void ReadHeader(OptionLine line, ref bool isGlobal, ref bool isRoot)
    {
        if (!string.Equals(line.Value, "true", StringComparison.OrdinalIgnoreCase))
            return;

        isGlobal |= string.Equals(line.Key, "is_global", StringComparison.OrdinalIgnoreCase);
        isRoot |= string.Equals(line.Key, "root", StringComparison.OrdinalIgnoreCase);
    }

    private static bool TryParse(string raw, int offset, bool isOutsideSections, out OptionLine line)
    {
        line = default;
        var keyStart = 0;
        while (keyStart < raw.Length && char.IsWhiteSpace(raw[keyStart]))
            keyStart++;

        var keyEnd = keyStart;
        while (keyEnd < raw.Length && IsKeyCharacter(raw[keyEnd]))
            keyEnd++;

        var separator = keyEnd;
        while (separator < raw.Length && char.IsWhiteSpace(raw[separator]))
            separator++;

        if (keyEnd == keyStart || separator == raw.Length || raw[separator] is not ('=' or ':'))
            return false;

        var comment = raw.IndexOfAny(CommentStarts, separator + 1);
        var beforeComment = raw.Substring(0, comment < 0 ? raw.Length : comment);
        var end = beforeComment.TrimEnd().Length;
        line = new OptionLine(
            raw.Substring(keyStart, keyEnd - keyStart),
            beforeComment.Substring(separator + 1).Trim(),
            TextSpan.FromBounds(offset + keyStart, offset + end),
            isOutsideSections,
            isCutByComment: end == comment && IsListContinuedAt(raw, comment));
        return true;
    }

    private static bool IsKeyCharacter(char c) => char.IsLetterOrDigit(c) || c is '_' or '.' or '-';

    private static bool IsListContinuedAt(string raw, int comment) =>
        raw[comment] == ';' && comment + 1 < raw.Length && (char.IsLetter(raw[comment + 1]) || raw[comment + 1] == '_');
}
