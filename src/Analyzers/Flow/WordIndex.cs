using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.Flow;

/// <summary>Where each word of a text stands, found in one pass. By hash, as with <see cref="WordScanner"/>: it errs towards finding one.</summary>
internal sealed class WordIndex
{
    private const int BufferLength = 2048;

    private readonly Dictionary<uint, List<int>> _starts = new();

    public WordIndex(SourceText text)
    {
        var buffer = new char[BufferLength];
        var hash = default(WordHash);
        for (var position = 0; position < text.Length; position += BufferLength)
        {
            var length = Math.Min(BufferLength, text.Length - position);
            text.CopyTo(position, buffer, 0, length);
            for (var i = 0; i < length; i++)
            {
                if (WordScanner.IsPartOfWord(buffer[i]))
                    hash.Append(buffer[i]);
                else
                    End(ref hash, position + i);
            }
        }

        End(ref hash, text.Length);
    }

    public int[] Of(string word) => _starts.TryGetValue(WordHash.Of(word), out var starts) ? starts.ToArray() : Array.Empty<int>();

    private void End(ref WordHash hash, int end)
    {
        if (!hash.IsEmpty)
        {
            if (!_starts.TryGetValue(hash.Value, out var starts))
                _starts.Add(hash.Value, starts = new List<int>(1));
            starts.Add(end - hash.Length);
        }

        hash = default;
    }
}

/// <summary>FNV-1a, character by character.</summary>
internal struct WordHash
{
    private uint _state;

    public readonly bool IsEmpty => _state == 0;

    public readonly uint Value => _state;

    public int Length { get; private set; }

    public static uint Of(string word)
    {
        var hash = default(WordHash);
        foreach (var c in word)
            hash.Append(c);
        return hash.Value;
    }

    public void Append(char c)
    {
        _state = unchecked(((_state == 0 ? 2166136261 : _state) ^ c) * 16777619);
        Length++;
    }
}
