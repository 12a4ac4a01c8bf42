using System.Collections.Generic;
using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.Flow;

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
        var hash = default(WordHash);
        foreach (var c in word)
            hash.Append(c);
        if (!_numbers.ContainsKey(hash.Value))
            _numbers.Add(hash.Value, number);
    }

    /// <summary>Adds the numbers of the words in <paramref name="span"/> to <paramref name="found"/>.</summary>
    public void Scan(SourceText text, TextSpan span, HashSet<int> found)
    {
        var hash = default(WordHash);
        for (var position = span.Start; position < span.End; position += BufferLength)
        {
            var length = System.Math.Min(BufferLength, span.End - position);
            text.CopyTo(position, _buffer, 0, length);
            for (var i = 0; i < length; i++)
            {
                var c = _buffer[i];
                if (IsPartOfWord(c))
                    hash.Append(c);
                else
                    End(ref hash, found);
            }
        }

        End(ref hash, found);
    }

    private void End(ref WordHash hash, HashSet<int> found)
    {
        if (!hash.IsEmpty && _numbers.TryGetValue(hash.Value, out var number))
            found.Add(number);
        hash = default;
    }

    private static bool IsPartOfWord(char c) =>
        c < 128 ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9') : char.IsLetterOrDigit(c);

    /// <summary>FNV-1a, character by character.</summary>
    private struct WordHash
    {
        private uint _state;

        public readonly bool IsEmpty => _state == 0;

        public readonly uint Value => _state;

        public void Append(char c) => _state = unchecked(((_state == 0 ? 2166136261 : _state) ^ c) * 16777619);
    }
}
