namespace SocketAnalyzers.Tests.Docs;

/// <summary>A fenced block of a page, with the heading that it stands under.</summary>
internal sealed record CodeBlock(string Page, string Section, string Language, int FirstLine, string Text)
{
    /// <summary>The sections whose blocks are promises about the analyzers.</summary>
    public bool IsChecked => Section is "Example" or "How to mend it" or "Code fix";

    public static IReadOnlyList<CodeBlock> Read(string page)
    {
        var blocks = new List<CodeBlock>();
        var section = "";
        string? language = null;
        var start = 0;
        var lines = RepositoryFiles.Read(page).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (language is not null && lines[i] == "```")
            {
                blocks.Add(new CodeBlock(page, section, language, start + 1, string.Join('\n', lines[start..i])));
                language = null;
            }
            else if (language is null && lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                language = lines[i][3..].Trim();
                start = i + 1;
            }
            else if (language is null && lines[i].StartsWith("## ", StringComparison.Ordinal))
            {
                section = lines[i][3..].Trim();
            }
        }

        if (language is not null)
            throw new InvalidDataException($"{page}: the code block that begins at line {start} has no end.");
        return blocks;
    }

    /// <summary>A line of this block as a line of its page.</summary>
    public Finding OnPage(Finding finding) => finding with { File = Page, Line = finding.Line + FirstLine - 1 };
}
