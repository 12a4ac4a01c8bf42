using System.Collections.Generic;
using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.Flow;

/// <summary>A word that was looked for, and where it stands.</summary>
internal readonly struct FoundWord
{
    public FoundWord(int number, int start, bool isBeforeParenthesis)
    {
        Number = number;
        Start = start;
        IsBeforeParenthesis = isBeforeParenthesis;
    }

    public int Number { get; }

    public int Start { get; }

    /// <summary>An opening parenthesis comes next.</summary>
    public bool IsBeforeParenthesis { get; }

    public FoundWord BeforeParenthesis() => new(Number, Start, isBeforeParenthesis: true);
}

/// <summary>
/// Finds names in source text: no token, no string, no node for what is passed over, which is nearly everything. It does not know
/// comments and literals, and tells names by their hash, so it errs towards finding one.
/// </summary>
internal sealed class WordScanner
{
    private const int BufferLength = 2048;

    private readonly Dictionary<uint, int> _numbers = new();
    private readonly char[] _buffer = new char[BufferLength];

    /// <summary>Looks for <paramref name="word"/> from now on; of a word that is added twice the first number counts.</summary>
    public void Add(string word, int number)
    {
        var hash = WordHash.Of(word);
        if (!_numbers.ContainsKey(hash))
            _numbers.Add(hash, number);
    }

    /// <summary>Adds the words in <paramref name="span"/> to <paramref name="found"/>, in the order of the text.</summary>
    public void Scan(SourceText text, TextSpan span, List<FoundWord> found)
    {
        var hash = default(WordHash);
        var isLastOpen = false;
        for (var position = span.Start; position < span.End; position += BufferLength)
        {
            var length = System.Math.Min(BufferLength, span.End - position);
            text.CopyTo(position, _buffer, 0, length);
            for (var i = 0; i < length; i++)
            {
                var c = _buffer[i];
                if (IsPartOfWord(c))
                {
                    hash.Append(c);
                    isLastOpen = false;
                    continue;
                }

                isLastOpen |= End(ref hash, position + i, found);
                if (!isLastOpen || char.IsWhiteSpace(c))
                    continue;
                isLastOpen = false;
                if (c == '(')
                    found[found.Count - 1] = found[found.Count - 1].BeforeParenthesis();
            }
        }

        End(ref hash, span.End, found);
    }

    // True when it was one of the words.
    private bool End(ref WordHash hash, int end, List<FoundWord> found)
    {
        var isFound = false;
        if (!hash.IsEmpty && _numbers.TryGetValue(hash.Value, out var number))
        {
            found.Add(new FoundWord(number, end - hash.Length, isBeforeParenthesis: false));
            isFound = true;
        }

        hash = default;
        return isFound;
    }

    internal static bool IsPartOfWord(char c) =>
        c < 128 ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9') : char.IsLetterOrDigit(c);
}
