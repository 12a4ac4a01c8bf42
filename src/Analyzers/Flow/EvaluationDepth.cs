namespace SocketAnalyzers.Flow;

/// <summary>
/// How deep the evaluation of one body is in its expressions and its nested functions. The limits are fixed, so that what is found
/// does not depend on the thread's stack; real code stays far below the first.
/// </summary>
internal sealed class EvaluationDepth
{
    /// <summary>From here on the first operands of an operation are evaluated in a loop, which costs no stack.</summary>
    public const int Loops = 48;

    /// <summary>What lies deeper is not evaluated.</summary>
    public const int Limit = 96;

    /// <summary>What a lambda or local function within another one counts, because its analysis takes several frames.</summary>
    public const int OfFunction = 4;

    /// <summary>Names of names: a longer chain of conversions or members names nothing that is tracked.</summary>
    public const int OfNames = 64;

    public int Level { get; set; }

    public bool HasRoomForFunction => Level + OfFunction < Limit;
}
