using System.Collections.Concurrent;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.Loading;

/// <summary>Reads and parses files; one that cannot be read is told and left out.</summary>
public static class SourceReader
{
    private const long LargestFile = 32 << 20;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The trees, in the order of <paramref name="files"/>.</summary>
    public static IReadOnlyList<SyntaxTree> Parse(IReadOnlyList<string> files, CSharpParseOptions options, Action<Problem> report)
    {
        var trees = new SyntaxTree?[files.Count];
        var problems = new ConcurrentDictionary<int, Problem>();
        Parallel.For(0, files.Count, i =>
        {
            trees[i] = ParseOne(files[i], options, problem => problems[i] = problem);
        });
        foreach (var (_, problem) in problems.OrderBy(pair => pair.Key))
            report(problem);
        return trees.OfType<SyntaxTree>().ToList();
    }

    private static SyntaxTree? ParseOne(string file, CSharpParseOptions options, Action<Problem> report)
    {
        if (Read(file, report) is not { } text)
            return null;
        var nesting = new Nesting();
        if (!nesting.IsTooDeep(text.ToString()) && CSharpSyntaxTree.ParseText(text, options, file) is var tree && !nesting.IsTooDeep(tree))
            return tree;
        report(new Problem(file, $"has code more than {Nesting.Deepest} levels deep, and is not analysed"));
        return null;
    }

    private static SourceText? Read(string file, Action<Problem> report)
    {
        try
        {
            using var stream = File.OpenRead(file);
            if (stream.Length > LargestFile)
            {
                report(new Problem(file, $"is larger than {LargestFile >> 20} MB, and is not read"));
                return null;
            }

            return Decode(file, stream, report);
        }
        catch (InvalidDataException)
        {
            report(new Problem(file, "is no text (zero bytes in it), and is not read"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            report(new Problem(file, "cannot be read: " + e.Message));
        }

        return null;
    }

    // As the compiler does it: a byte order mark decides, else UTF-8, else one byte is one character.
    private static SourceText Decode(string file, Stream stream, Action<Problem> report)
    {
        try
        {
            return SourceText.From(stream, StrictUtf8, throwIfBinaryDetected: true);
        }
        catch (DecoderFallbackException)
        {
            stream.Position = 0;
            var text = SourceText.From(stream, Encoding.Latin1, throwIfBinaryDetected: true);
            report(new Problem(file, "is not UTF-8; read as Latin-1", IsIncomplete: false));
            return text;
        }
    }
}
