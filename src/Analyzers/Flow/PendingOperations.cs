using System;

namespace SocketAnalyzers.Flow;

/// <summary>The direction that a started operation uses.</summary>
internal enum PendingKind
{
    Send,
    Receive,
}

/// <summary>
/// Which of the body's started operations are under way on one object, as a powerset: for each operation whether some
/// path leads here on which it is pending, and whether some path leads here on which it was waited for or handed out.
/// </summary>
internal readonly struct PendingOperations : IEquatable<PendingOperations>
{
    /// <summary>Operations beyond this number are not followed.</summary>
    public const int Limit = 32;

    /// <summary>The first number of a body's own operations: the two before stand for what the caller has under way.</summary>
    public const int First = 2;

    private readonly uint _pending;
    private readonly uint _settled;

    private PendingOperations(uint pending, uint settled)
    {
        _pending = pending;
        _settled = settled;
    }

    /// <summary>At a method's entry: whatever its caller started and did not wait for.</summary>
    public static PendingOperations OfCaller => new(BitOf(CallersNumber(PendingKind.Send)) | BitOf(CallersNumber(PendingKind.Receive)), 0);

    /// <summary>Pending on some path.</summary>
    public uint OnSomePath => _pending;

    /// <summary>Pending on each path that starts them: the ones of which a rule may claim it.</summary>
    public uint Certain => _pending & ~_settled;

    public static int CallersNumber(PendingKind kind) => (int)kind;

    public static uint BitOf(int number) => 1u << number;

    public PendingOperations Start(int number) => new(_pending | BitOf(number), _settled & ~BitOf(number));

    /// <summary>They have ended: somebody waited for them.</summary>
    public PendingOperations End(uint operations) => new(_pending & ~operations, _settled | (_pending & operations));

    /// <summary>Somebody else has them in hand, and may wait for them.</summary>
    public PendingOperations HandOut(uint operations = uint.MaxValue) => new(_pending, _settled | (_pending & operations));

    /// <summary>On this path nothing is known of them any more; a claim about another path stays possible.</summary>
    public PendingOperations Forget(uint operations) => new(_pending & ~operations, _settled & ~operations);

    public static PendingOperations operator |(in PendingOperations a, in PendingOperations b) =>
        new(a._pending | b._pending, a._settled | b._settled);

    public bool Equals(PendingOperations other) => _pending == other._pending && _settled == other._settled;

    public override bool Equals(object? obj) => obj is PendingOperations other && Equals(other);

    public override int GetHashCode() => (int)(_pending ^ (_settled * 31));

    public override string ToString() => $"{_pending:x}/{_settled:x}";
}
