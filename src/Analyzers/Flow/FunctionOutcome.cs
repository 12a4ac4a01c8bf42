namespace SocketAnalyzers.Flow;

/// <summary>How a function is over once the loop in it has ended: what whoever started it gets to know of that.</summary>
internal readonly record struct FunctionOutcome
{
    /// <summary>It came back long before, and left a task or thread behind that nobody waits for.</summary>
    public static readonly FunctionOutcome Detached = new(ThrownKinds.None, returns: false, isDetached: true);

    /// <summary>It comes back as if nothing had happened.</summary>
    public static readonly FunctionOutcome Return = new(ThrownKinds.None, returns: true, isDetached: false);

    public FunctionOutcome(ThrownKinds thrown, bool returns, bool isDetached)
    {
        Thrown = thrown;
        Returns = returns;
        IsDetached = isDetached;
    }

    /// <summary>The exceptions that leave it.</summary>
    public ThrownKinds Thrown { get; }

    public bool Returns { get; }

    public bool IsDetached { get; }

    public bool IsNone => Thrown == ThrownKinds.None && !Returns && !IsDetached;

    public static FunctionOutcome Throw(ThrownKinds kinds) => new(kinds, returns: false, isDetached: false);

    /// <summary>The same behind Wait() or Result, which throw an AggregateException.</summary>
    public FunctionOutcome Blocked() => new(Thrown == ThrownKinds.None ? ThrownKinds.None : ThrownKinds.Other, Returns, IsDetached);
}
