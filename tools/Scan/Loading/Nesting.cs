namespace SocketAnalyzers.Loading;

/// <summary>
/// Finds text on which Roslyn's parser would run out of stack: where it looks ahead for tuples and generic types it does not check the
/// stack, and no handler catches that. Comments and strings count too, so the limit is far above what people write.
/// </summary>
internal static class Nesting
{
    public const int Deepest = 400;

    public static bool IsTooDeep(string text)
    {
        var brackets = 0;
        var generic = 0;
        foreach (var c in text)
        {
            switch (c)
            {
                case '(' or '[' or '{':
                    brackets++;
                    generic = 0;
                    break;
                case ')' or ']' or '}':
                    brackets = Math.Max(0, brackets - 1);
                    break;
                case '<':
                    generic++;
                    break;
                case ';' or '>' or '=':
                    generic = 0;
                    break;
            }

            if (brackets > Deepest || generic > Deepest)
                return true;
        }

        return false;
    }
}
