using System;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>What is known of one tracked object at one point: its states, its facts, and who shut the send direction.</summary>
internal readonly struct ObjectState : IEquatable<ObjectState>
{
    public const int NoWitness = int.MaxValue;

    public ObjectState(StateRelation states, SocketFacts some, SocketFacts always, int witness = NoWitness, PendingOperations operations = default)
    {
        States = states;
        Some = some;
        Always = always;
        Witness = witness;
        Operations = operations;
    }

    /// <summary>The object does not exist yet on any path: the identity of the join.</summary>
    public static readonly ObjectState NotYet = new(default, SocketFacts.None, SocketFacts.All);

    public StateRelation States { get; }

    /// <summary>Facts that hold on some path.</summary>
    public SocketFacts Some { get; }

    /// <summary>Facts that hold on every path.</summary>
    public SocketFacts Always { get; }

    /// <summary>The number of the operation that shut the send direction first, or <see cref="NoWitness"/>.</summary>
    public int Witness { get; }

    /// <summary>The sends and receives that were started and may be under way.</summary>
    public PendingOperations Operations { get; }

    /// <summary>Whether every path that gets here has the object in one of <paramref name="states"/>, which must name whole dimensions or parts of one.</summary>
    public bool Must(ConnectionStates states, ConnectionStates dimension)
    {
        var current = States.Current & dimension;
        return current != 0 && (current & ~states) == 0;
    }

    public ObjectState With(StateRelation states) => new(states, Some, Always, Witness, Operations);

    public ObjectState With(SocketFacts facts) => new(States, Some | facts, Always | facts, Witness, Operations);

    public ObjectState WithPossible(SocketFacts facts) => new(States, Some | facts, Always, Witness, Operations);

    public ObjectState WithWitness(int witness) => new(States, Some, Always, Math.Min(Witness, witness), Operations);

    public ObjectState With(PendingOperations operations) => new(States, Some, Always, Witness, operations);

    /// <summary>The join of two paths.</summary>
    public static ObjectState operator |(in ObjectState a, in ObjectState b) =>
        new(a.States | b.States, a.Some | b.Some, a.Always & b.Always, Math.Min(a.Witness, b.Witness), a.Operations | b.Operations);

    public bool Equals(ObjectState other) =>
        States.Equals(other.States) && Some == other.Some && Always == other.Always && Witness == other.Witness && Operations.Equals(other.Operations);

    public override bool Equals(object? obj) => obj is ObjectState other && Equals(other);

    public override int GetHashCode() => States.GetHashCode() ^ ((ulong)Some).GetHashCode();
}
