using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.Tests.Robustness;

/// <summary>One way to damage a file: <see cref="Removed"/> is cut out.</summary>
internal readonly record struct Mutant(SyntaxTree Tree, TextSpan Removed)
{
    /// <summary>Every run of <paramref name="window"/> tokens, starting at each <paramref name="step"/>-th.</summary>
    public static IEnumerable<Mutant> Deletions(SyntaxTree tree, int window = 1, int step = 1)
    {
        var tokens = TokensOf(tree);
        for (var i = 0; i + window <= tokens.Length; i += step)
            yield return new Mutant(tree, TextSpan.FromBounds(tokens[i].SpanStart, tokens[i + window - 1].Span.End));
    }

    /// <summary>The file as far as somebody has typed it: cut off before each <paramref name="step"/>-th token.</summary>
    public static IEnumerable<Mutant> Truncations(SyntaxTree tree, int step)
    {
        var tokens = TokensOf(tree);
        for (var i = step; i < tokens.Length; i += step)
            yield return new Mutant(tree, TextSpan.FromBounds(tokens[i].SpanStart, tree.Length));
    }

    /// <summary><paramref name="count"/> of <paramref name="mutants"/>, the same ones for the same seed.</summary>
    public static IReadOnlyList<Mutant> Sample(IReadOnlyList<Mutant> mutants, int count, int seed)
    {
        if (mutants.Count <= count)
            return mutants;
        var all = mutants.ToArray();
        new Random(seed).Shuffle(all);
        return all[..count];
    }

    public Compilation Apply(Compilation compilation)
    {
        // A blank keeps the neighbours from growing together into another token.
        var text = Tree.GetText().WithChanges(new TextChange(Removed, " "));
        return compilation.ReplaceSyntaxTree(Tree, Tree.WithChangedText(text));
    }

    public override string ToString()
    {
        var position = Tree.GetLineSpan(Removed).StartLinePosition;
        var removed = Tree.GetText().ToString(Removed);
        var shown = removed.Length > 60 ? removed[..60] + "..." : removed;
        return $"{Path.GetFileName(Tree.FilePath)}({position.Line + 1},{position.Character + 1}) without '{shown}': {Tree.GetText().Lines[position.Line].ToString().Trim()}";
    }

    private static SyntaxToken[] TokensOf(SyntaxTree tree) => [.. tree.GetRoot().DescendantTokens().Where(token => token.Span.Length > 0)];
}
