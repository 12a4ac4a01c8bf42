using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>A call of one function out of which the exception of a reset can come.</summary>
internal sealed class ThrowingCall
{
    public ThrowingCall(IOperation operation, ThrownKinds kinds, TaskUse use, ResetEscape? callee = null, ISymbol? localFunction = null)
    {
        Operation = operation;
        Kinds = kinds;
        Use = use;
        Callee = callee;
        LocalFunction = localFunction;
    }

    public IOperation Operation { get; }

    public ThrownKinds Kinds { get; }

    public TaskUse Use { get; }

    /// <summary>It waits for a client.</summary>
    public bool IsAccept { get; set; }

    /// <summary>It opens an outgoing connection, which fails without a reset too.</summary>
    public bool IsConnect { get; set; }

    /// <summary>What comes out of the method that is called; null for a member of the protocol table.</summary>
    public ResetEscape? Callee { get; }

    /// <summary>The local function that is called; what comes out of it is found when somebody asks.</summary>
    public ISymbol? LocalFunction { get; }
}

/// <summary>What leaves one function: which exceptions, and for each the first call that throws it.</summary>
internal sealed class ResetEscape
{
    /// <summary>Nothing leaves it, or nothing is known.</summary>
    public static readonly ResetEscape Nothing = new();

    public ThrownKinds Kinds { get; private set; }

    /// <summary>The first call of the function itself whose exception leaves it.</summary>
    public ThrowingCall? First { get; private set; }

    /// <summary>The socket or stream call at the bottom of <see cref="First"/>.</summary>
    public IOperation? Origin { get; private set; }

    public bool IsAccept { get; private set; }

    /// <summary>It comes out of a loop that accepts, in this function or in one that it calls: the loop is the place to mend.</summary>
    public bool IsFromAcceptLoop { get; set; }

    /// <summary>A catch on the way of the first that does not keep it, and the method it is in.</summary>
    public CatchMiss? Miss { get; set; }

    public ISymbol? MissOwner { get; set; }

    public void Add(ThrowingCall call, ThrownKinds kinds, IOperation origin, bool isAccept)
    {
        Kinds |= kinds;
        if (First is not null)
            return;
        First = call;
        Origin = origin;
        IsAccept = isAccept;
    }
}
