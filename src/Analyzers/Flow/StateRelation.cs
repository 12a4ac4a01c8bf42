using System;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>
/// The states of an object as a relation: for each state at the body's entry, the states it can be in now. For an object
/// made in the body there is one entry state per dimension; for a parameter or field all of them, which makes the
/// relation at the exit the method's summary.
/// </summary>
internal readonly struct StateRelation : IEquatable<StateRelation>
{
    public const int Rows = 12;

    // Four rows of 16 bits in each word.
    private readonly ulong _rows0, _rows4, _rows8;

    private StateRelation(ulong rows0, ulong rows4, ulong rows8)
    {
        _rows0 = rows0;
        _rows4 = rows4;
        _rows8 = rows8;
    }

    /// <summary>Every entry state in <paramref name="states"/> maps to itself, all others to nothing.</summary>
    public static StateRelation IdentityOn(ConnectionStates states)
    {
        var words = (A: 0UL, B: 0UL, C: 0UL);
        for (var i = 0; i < Rows; i++)
            Put(ref words, i, (ConnectionStates)((int)states & (1 << i)));
        return new StateRelation(words.A, words.B, words.C);
    }

    /// <summary>No path gets here with the object.</summary>
    public bool IsEmpty => (_rows0 | _rows4 | _rows8) == 0;

    /// <summary>The states now, whatever they were at the entry.</summary>
    public ConnectionStates Current
    {
        get
        {
            var folded = _rows0 | _rows4 | _rows8;
            folded |= folded >> 32;
            return (ConnectionStates)(ushort)(folded | (folded >> 16));
        }
    }

    /// <summary>The states now of an object that was in <paramref name="entry"/> (a single state) at the entry.</summary>
    public ConnectionStates From(ConnectionStates entry)
    {
        for (var i = 0; i < Rows; i++)
        {
            if ((int)entry == 1 << i)
                return this[i];
        }

        return ConnectionStates.None;
    }

    public StateRelation Apply(Transition transition)
    {
        var words = (A: 0UL, B: 0UL, C: 0UL);
        for (var i = 0; i < Rows; i++)
            Put(ref words, i, transition.Apply(this[i]));
        return new StateRelation(words.A, words.B, words.C);
    }

    /// <summary>Keeps only the states in <paramref name="states"/>.</summary>
    public StateRelation Restrict(ConnectionStates states)
    {
        var mask = (ulong)states;
        mask |= mask << 16;
        mask |= mask << 32;
        return new StateRelation(_rows0 & mask, _rows4 & mask, _rows8 & mask);
    }

    /// <summary>First this, then <paramref name="next"/>: how a callee's summary is applied.</summary>
    public StateRelation Then(in StateRelation next)
    {
        var words = (A: 0UL, B: 0UL, C: 0UL);
        for (var i = 0; i < Rows; i++)
        {
            var states = this[i];
            var result = ConnectionStates.None;
            for (var j = 0; j < Rows && states != 0; j++)
            {
                if (((int)states & (1 << j)) != 0)
                    result |= next[j];
            }

            Put(ref words, i, result);
        }

        return new StateRelation(words.A, words.B, words.C);
    }

    /// <summary>Whether a dimension of <paramref name="before"/> has no state left: the operation between them never ends normally.</summary>
    public bool HasLostADimension(in StateRelation before)
    {
        var now = Current;
        var then = before.Current;
        return Lost(ConnectionStates.Life) || Lost(ConnectionStates.Send) || Lost(ConnectionStates.Receive) || Lost(ConnectionStates.Buffer);

        bool Lost(ConnectionStates dimension) => (then & dimension) != 0 && (now & dimension) == 0;
    }

    public static StateRelation operator |(in StateRelation a, in StateRelation b) =>
        new(a._rows0 | b._rows0, a._rows4 | b._rows4, a._rows8 | b._rows8);

    public bool Equals(StateRelation other) => _rows0 == other._rows0 && _rows4 == other._rows4 && _rows8 == other._rows8;

    public override bool Equals(object? obj) => obj is StateRelation other && Equals(other);

    public override int GetHashCode() => (_rows0 ^ (_rows4 * 31) ^ (_rows8 * 961)).GetHashCode();

    private ConnectionStates this[int row]
    {
        get
        {
            var word = row < 4 ? _rows0 : row < 8 ? _rows4 : _rows8;
            return (ConnectionStates)(ushort)(word >> ((row & 3) * 16));
        }
    }

    private static void Put(ref (ulong A, ulong B, ulong C) words, int row, ConnectionStates states)
    {
        var bits = (ulong)states << ((row & 3) * 16);
        if (row < 4)
            words.A |= bits;
        else if (row < 8)
            words.B |= bits;
        else
            words.C |= bits;
    }
}
