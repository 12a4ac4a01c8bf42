using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Loading;

/// <summary>
/// Finds text on which Roslyn would run out of stack, which no handler can catch. The parser does not check the stack where it looks
/// ahead for tuples and generic types, nor the binder in a chain of unary operators or member accesses. The limit is far above what people write.
/// </summary>
internal sealed class Nesting
{
    public const int Deepest = 500;

    // A level of depth takes a character at least, so only a long statement, or a long chain of them, can be deep.
    private const int LongStatement = 2000;

    private int _brackets;
    private int _angles;
    private int _statement;
    private bool _mayBeDeep;

    /// <summary>To be asked before parsing: counts brackets, those in comments and strings too.</summary>
    public bool IsTooDeep(string text)
    {
        var isStartOfLine = true;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            Count(c);
            if (_brackets > Deepest || _angles > Deepest || (c == '#' && isStartOfLine && IsLongDirective(text.AsSpan(i))))
                return true;
            isStartOfLine = c is '\n' or '\r' || (isStartOfLine && char.IsWhiteSpace(c));
        }

        _mayBeDeep |= CountElse(text) > Deepest;
        return false;
    }

    /// <summary>To be asked after parsing: the real depth, looked for only where the text gives a reason.</summary>
    public bool IsTooDeep(SyntaxTree tree, CancellationToken cancellation = default)
    {
        if (!_mayBeDeep)
            return false;
        var open = new Stack<(SyntaxNode Node, int Depth)>();
        open.Push((tree.GetRoot(cancellation), 0));
        while (open.TryPop(out var next))
        {
            if (next.Depth > Deepest)
                return true;
            foreach (var child in next.Node.ChildNodes())
                open.Push((child, IsChain(next.Node, child) ? next.Depth : next.Depth + 1));
        }

        return false;
    }

    // "a + b + c" is a deep tree that Roslyn walks in a loop, and long ones are common (texts).
    private static bool IsChain(SyntaxNode parent, SyntaxNode child) => parent is BinaryExpressionSyntax binary && binary.Left == child;

    private static bool IsLongDirective(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAny('\n', '\r');
        return (end < 0 ? rest.Length : end) > LongStatement;
    }

    private static int CountElse(ReadOnlySpan<char> text)
    {
        var count = 0;
        for (var at = text.IndexOf("else"); at >= 0; at = text.IndexOf("else"))
        {
            count++;
            text = text[(at + 4)..];
        }

        return count;
    }

    private void Count(char c)
    {
        _mayBeDeep |= ++_statement > LongStatement;
        switch (c)
        {
            case '(' or '[':
                _brackets++;
                _angles = 0;
                break;
            case '{':
                _brackets++;
                _statement = 0;
                break;
            case ')' or ']' or '}':
                _brackets = Math.Max(0, _brackets - 1);
                break;
            case '<':
                _angles++;
                break;
            case ';':
                _statement = _angles = 0;
                break;
            case '>' or '=':
                _angles = 0;
                break;
        }
    }
}
