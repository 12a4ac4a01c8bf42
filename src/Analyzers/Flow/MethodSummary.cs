using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>A place outside the method: a parameter, <c>this</c> (no root), a static field or captured variable, and members from there.</summary>
internal readonly struct ExternalPath
{
    public ExternalPath(ISymbol? root, ISymbol[] members)
    {
        Root = root;
        Members = members;
    }

    public ISymbol? Root { get; }

    public ISymbol[] Members { get; }
}

/// <summary>A value that a method gives back: by return, through <c>out</c>, or by assigning a field.</summary>
internal sealed class ExitValue
{
    /// <summary>What the caller had in these places before the call.</summary>
    public List<(ExternalPath Path, bool Owns, bool IsWriter)> Aliases { get; } = new();

    /// <summary>The value is whether these places of the caller are connected, the opposite of it, or what was read from them.</summary>
    public List<(ExternalPath Path, RefRole Role)> Flags { get; } = new();

    /// <summary>The state of an object that the method made, or <see cref="ObjectState.NotYet"/>.</summary>
    public ObjectState Made { get; set; } = ObjectState.NotYet;

    public bool MayBeMade { get; set; }

    /// <summary>The number of the object that the method made, when it can be only one; else -1.</summary>
    public int MadeId { get; set; } = -1;

    public bool MadeOwns { get; set; }

    public bool MadeIsWriter { get; set; }

    public bool MayBeNull { get; set; }

    public bool MayBeUnknown { get; set; }

    /// <summary>The method assigns nothing itself: others may have while it ran.</summary>
    public bool IsOfOthers { get; set; }
}

/// <summary>What a method does to one place outside.</summary>
internal sealed class ExternalEffect
{
    public ExternalEffect(ExternalPath path) => Path = path;

    public ExternalPath Path { get; }

    /// <summary>From the states at the method's entry to those at its normal end.</summary>
    public StateRelation States { get; set; }

    public SocketFacts Some { get; set; }

    public SocketFacts Always { get; set; }

    /// <summary>The facts of everything that the place ever held, for the questions about a whole type.</summary>
    public SocketFacts AllFacts { get; set; }

    /// <summary>A write that fails when the send direction is shut at the entry.</summary>
    public IOperation? FailingWrite { get; set; }

    public MemberForm FailingWriteForm { get; set; }

    /// <summary>The method passes on what comes from it, and has perhaps seen its end when it comes back.</summary>
    public bool IsReadToEnd { get; set; }

    /// <summary>A write into a writer's buffer, which fails then where the writer flushes by itself.</summary>
    public IOperation? BufferedWrite { get; set; }

    /// <summary>The bind in the method, and what the method itself had set on the object before it.</summary>
    public IOperation? Bind { get; set; }

    public SocketEvent BindEvent { get; set; }

    public SocketFacts FactsBeforeBind { get; set; }

    /// <summary>The option in the method that switches port sharing on, and what it sets.</summary>
    public IOperation? Sharing { get; set; }

    public SocketFacts SharingFacts { get; set; }

    /// <summary>The close or <c>Shutdown(Both)</c> in the method, unless a flag of its own decides on it.</summary>
    public IOperation? End { get; set; }

    /// <summary>What it starts there and leaves under way, and what becomes of what its caller has under way.</summary>
    public OperationsEffect Operations { get; } = new();

    /// <summary>What the place holds afterwards, when the method assigns it.</summary>
    public ExitValue? Assigned { get; set; }

    /// <summary>The method itself assigns the place.</summary>
    public bool Assigns => Assigned is { IsOfOthers: false };
}

/// <summary>
/// What one method does to the connections of its caller, whatever the caller is: it depends on the method alone.
/// Immutable after <see cref="SummaryBuilder"/> made it.
/// </summary>
internal sealed class MethodSummary
{
    public MethodSummary(List<ExternalEffect> effects, ExitValue? returned, bool endsNormally, bool isAsync)
    {
        Effects = effects;
        Returned = returned;
        EndsNormally = endsNormally;
        IsAsync = isAsync;
    }

    /// <summary>Nothing is known: recursion, over budget, too large, not in source.</summary>
    public static readonly MethodSummary Opaque = new(new List<ExternalEffect>(), null, true, false);

    /// <summary>It does nothing to any connection, and comes back.</summary>
    public static MethodSummary Harmless(bool isAsync) => new(new List<ExternalEffect>(), null, true, isAsync);

    public List<ExternalEffect> Effects { get; }

    /// <summary>What the method reads from one place and writes to another.</summary>
    public List<(ExternalPath From, ExternalPath To)> Relays { get; } = new();

    /// <summary>The flags that it leaves at known values.</summary>
    public List<(ExternalPath Path, FlagValue Value)> Flags { get; } = new();

    public ExitValue? Returned { get; }

    /// <summary>False for a method that always throws.</summary>
    public bool EndsNormally { get; }

    /// <summary>An async method: without an await at the call it may still be running afterwards.</summary>
    public bool IsAsync { get; }
}
