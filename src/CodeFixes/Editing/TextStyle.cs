using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Formatting;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Options;
using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.CodeFixes.Editing;

/// <summary>Line ends, indentation and braces: as the <c>.editorconfig</c> says, and where it says nothing as the file has them.</summary>
internal static class TextStyle
{
    // Enough to see how a file is indented; longer files do not change their mind.
    private const int LinesLookedAt = 400;

    public static async Task<OptionSet> OptionsOfAsync(Document document, SourceText text, CancellationToken cancellation)
    {
        OptionSet options = await document.GetOptionsAsync(cancellation).ConfigureAwait(false);
        var tree = await document.GetSyntaxTreeAsync(cancellation).ConfigureAwait(false);
        var config = document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(tree!);
        // A file keeps the line ends it has, even where the .editorconfig wants others: mixed ones help nobody.
        if (LineEndOf(text) is { } lineEnd)
            options = options.WithChangedOption(FormattingOptions.NewLine, LanguageNames.CSharp, lineEnd);
        if (!config.TryGetValue("indent_style", out _) && !config.TryGetValue("indent_size", out _))
            options = WithIndentationOf(text, options);
        return WithBracesOf(text, config, options);
    }

    public static string? LineEndOf(SourceText text)
    {
        if (text.Lines.Count < 2)
            return null;
        var first = text.Lines[0];
        return text.ToString(TextSpan.FromBounds(first.End, first.EndIncludingLineBreak));
    }

    private static OptionSet WithIndentationOf(SourceText text, OptionSet options)
    {
        var smallest = int.MaxValue;
        for (var i = 0; i < text.Lines.Count && i < LinesLookedAt; i++)
        {
            var line = text.Lines[i];
            if (line.Start < line.End && text[line.Start] == '\t')
                return options.WithChangedOption(FormattingOptions.UseTabs, LanguageNames.CSharp, true);
            var spaces = 0;
            while (line.Start + spaces < line.End && text[line.Start + spaces] == ' ')
                spaces++;
            // One space is the continuation of a comment.
            if (spaces > 1 && line.Start + spaces < line.End)
                smallest = Math.Min(smallest, spaces);
        }

        return smallest is 2 or 3 or 4 or 8 ? options.WithChangedOption(FormattingOptions.IndentationSize, LanguageNames.CSharp, smallest) : options;
    }

    // Asked here, because Roslyn 4.5 does not find this key when options are handed over.
    private static OptionSet WithBracesOf(SourceText text, AnalyzerConfigOptions config, OptionSet options)
    {
        var isAtLineEnd = config.TryGetValue("csharp_new_line_before_open_brace", out var kinds)
            ? kinds.IndexOf("all", StringComparison.OrdinalIgnoreCase) < 0 && kinds.IndexOf("control_blocks", StringComparison.OrdinalIgnoreCase) < 0
            : OpensAtLineEnd(text);
        if (!isAtLineEnd)
            return options;
        options = options.WithChangedOption(CSharpFormattingOptions.NewLinesForBracesInControlBlocks, false);
        return kinds is not null ? options : options
            .WithChangedOption(CSharpFormattingOptions.NewLineForCatch, false)
            .WithChangedOption(CSharpFormattingOptions.NewLineForFinally, false);
    }

    // The first brace of a file is older than the new code.
    private static bool OpensAtLineEnd(SourceText text)
    {
        foreach (var line in text.Lines)
        {
            var content = line.ToString().Trim();
            if (content.EndsWith("{", StringComparison.Ordinal))
                return content.Length > 1;
        }

        return false;
    }
}
