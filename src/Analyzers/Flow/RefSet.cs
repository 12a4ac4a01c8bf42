using System;

namespace SocketAnalyzers.Flow;

/// <summary>What a reference stands for.</summary>
internal enum RefRole
{
    /// <summary>The connection, or a view or wrapper of it.</summary>
    Object = 0,

    /// <summary>The result of a read: 0 or null is the peer's FIN.</summary>
    ReadResult = 1,

    /// <summary>The value of <c>Connected</c>.</summary>
    ConnectedFlag = 2,

    /// <summary>The task or <c>IAsyncResult</c> of an operation that was started.</summary>
    Operation = 3,

    /// <summary>The opposite of <c>Connected</c>.</summary>
    NotConnectedFlag = 4,
}

/// <summary>
/// A reference to a tracked object, with what its holder may do: end the connection by disposing it, or not; and whether
/// it is a writer, whose disposal flushes.
/// </summary>
internal readonly struct Ref
{
    private const int RoleMask = 7;
    private const int AnyObject = 7;
    private const int OwnsBit = 8;
    private const int WriterBit = 16;
    private const int IdShift = 5;

    private readonly ushort _bits;

    public Ref(int objectId, bool owns, RefRole role = RefRole.Object, bool isWriter = false) =>
        _bits = (ushort)(((objectId + 1) << IdShift) | (isWriter ? WriterBit : 0) | (owns ? OwnsBit : 0) | (int)role);

    private Ref(ushort bits) => _bits = bits;

    public int ObjectId => (_bits >> IdShift) - 1;

    public bool Owns => (_bits & OwnsBit) != 0;

    public bool IsWriter => (_bits & WriterBit) != 0;

    public RefRole Role => IsAny ? RefRole.Object : (RefRole)(_bits & RoleMask);

    /// <summary>Stands for every object: what is left of a slot that had to hold too many.</summary>
    public bool IsAny => (_bits & RoleMask) == AnyObject;

    public bool IsNull => ObjectId == TrackedObject.NullId;

    internal ushort Bits => _bits;

    internal static Ref Any => new((ushort)(((TrackedObject.UnknownId + 1) << IdShift) | OwnsBit | AnyObject));

    internal static Ref FromBits(ushort bits) => new(bits);
}

/// <summary>The objects that a variable may refer to: at most four, sorted, packed in one word so that copying costs nothing.</summary>
internal readonly struct RefSet : IEquatable<RefSet>
{
    public const int Capacity = 4;

    private readonly ulong _lanes;

    private RefSet(ulong lanes) => _lanes = lanes;

    /// <summary>Nothing that is tracked.</summary>
    public static readonly RefSet None;

    public static readonly RefSet Null = Of(new Ref(TrackedObject.NullId, owns: false));

    /// <summary>
    /// Too many objects to tell apart. It absorbs whatever is joined to it: were it {unknown}, a loop could fill it again
    /// and overflow again, for ever.
    /// </summary>
    public static readonly RefSet Any = Of(Ref.Any);

    public static RefSet Of(Ref reference) => new(reference.Bits);

    public bool IsAny => Count == 1 && this[0].IsAny;

    public bool IsNone => _lanes == 0;

    public int Count => _lanes == 0 ? 0 : _lanes <= 0xFFFF ? 1 : _lanes <= 0xFFFF_FFFF ? 2 : _lanes <= 0xFFFF_FFFF_FFFF ? 3 : 4;

    public Ref this[int index] => Ref.FromBits((ushort)(_lanes >> (index * 16)));

    /// <summary>The union, or false when it has no room: the caller must let the objects escape.</summary>
    public bool TryUnion(RefSet other, out RefSet union)
    {
        union = IsNone ? other : this;
        if (IsNone || other.IsNone || Equals(other))
            return true;
        if (IsAny || other.IsAny)
            return false;
        for (var i = 0; i < other.Count; i++)
        {
            if (!union.TryAdd(other[i], out union))
                return false;
        }

        return true;
    }

    public bool Contains(int objectId)
    {
        for (var i = 0; i < Count; i++)
        {
            if (this[i].ObjectId == objectId)
                return true;
        }

        return false;
    }

    /// <summary>The same references in another role (a view, a read's result), or with other rights.</summary>
    public RefSet As(RefRole role, bool? owns = null, bool isWriter = false)
    {
        var result = None;
        for (var i = 0; i < Count; i++)
        {
            var reference = this[i];
            if (!reference.IsNull && reference.Role == RefRole.Object)
                result.TryAdd(new Ref(reference.ObjectId, owns ?? reference.Owns, role, isWriter), out result);
        }

        return result;
    }

    /// <summary>The opposite of a question: <c>!s.Connected</c>.</summary>
    public RefSet Negated()
    {
        var result = None;
        for (var i = 0; i < Count; i++)
        {
            var role = this[i].Role switch { RefRole.ConnectedFlag => RefRole.NotConnectedFlag, RefRole.NotConnectedFlag => RefRole.ConnectedFlag, _ => RefRole.Object };
            if (role != RefRole.Object)
                result.TryAdd(new Ref(this[i].ObjectId, this[i].Owns, role), out result);
        }

        return result;
    }

    /// <summary>The references to connections: no null, no read results, no flags.</summary>
    public RefSet Objects()
    {
        var result = None;
        for (var i = 0; i < Count; i++)
        {
            if (!this[i].IsNull && this[i].Role == RefRole.Object)
                result.TryAdd(this[i], out result);
        }

        return result;
    }

    /// <summary>The operations among the references: what an await waits for.</summary>
    public RefSet Operations() => WithRole(RefRole.Operation, isWanted: true);

    /// <summary>The results of reads among them.</summary>
    public RefSet ReadResults() => WithRole(RefRole.ReadResult, isWanted: true);

    /// <summary>What a value is once it was waited for.</summary>
    public RefSet WithoutOperations() => WithRole(RefRole.Operation, isWanted: false);

    /// <summary>The same set with the unknown object in the place of <paramref name="objectId"/>.</summary>
    public RefSet Forget(int objectId)
    {
        var result = None;
        for (var i = 0; i < Count; i++)
        {
            var reference = this[i];
            result.TryAdd(reference.ObjectId == objectId ? new Ref(TrackedObject.UnknownId, owns: true, reference.Role) : reference, out result);
        }

        return result;
    }

    /// <summary>The set without null, for the path on which a null test failed.</summary>
    public RefSet WithoutNull() => Filter(keepNull: false);

    /// <summary>Only null, for the path on which a null test succeeded; none when null was not among them.</summary>
    public RefSet OnlyNull() => Filter(keepNull: true);

    public bool Equals(RefSet other) => _lanes == other._lanes;

    public override bool Equals(object? obj) => obj is RefSet other && Equals(other);

    public override int GetHashCode() => _lanes.GetHashCode();

    internal bool TryAdd(Ref reference, out RefSet result)
    {
        var count = Count;
        var bits = (ulong)reference.Bits;
        var at = 0;
        while (at < count && this[at].Bits < bits)
            at++;
        if (at < count && this[at].Bits == bits)
        {
            result = this;
            return true;
        }

        if (count == Capacity)
        {
            result = this;
            return false;
        }

        var low = at == 0 ? 0 : _lanes & ((1UL << (at * 16)) - 1);
        var high = at == Capacity ? 0 : (_lanes >> (at * 16)) << ((at + 1) * 16);
        if (at == Capacity - 1)
            high = 0;
        result = new RefSet(low | (bits << (at * 16)) | high);
        return true;
    }

    private RefSet WithRole(RefRole role, bool isWanted)
    {
        var result = None;
        for (var i = 0; i < Count; i++)
        {
            if ((this[i].Role == role) == isWanted)
                result.TryAdd(this[i], out result);
        }

        return result;
    }

    private RefSet Filter(bool keepNull)
    {
        var result = None;
        for (var i = 0; i < Count; i++)
        {
            if (this[i].IsNull == keepNull)
                result.TryAdd(this[i], out result);
        }

        return result;
    }
}
