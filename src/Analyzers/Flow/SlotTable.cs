using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>
/// A place that can hold a reference: a local, a parameter, a flow capture, a static field, or a member path from one of
/// these or from <c>this</c> (<c>this._client</c>, <c>state.Socket</c>, a tuple's element).
/// </summary>
internal sealed class Slot
{
    public Slot(int id, int parent, ISymbol? symbol, int depth)
    {
        Id = id;
        Parent = parent;
        Symbol = symbol;
        Depth = depth;
    }

    public const int NoParent = -1;

    public int Id { get; }

    /// <summary>The slot that this is a member of, or <see cref="NoParent"/>.</summary>
    public int Parent { get; }

    /// <summary>The local, parameter, field or property; null for <c>this</c>, captures and temporaries.</summary>
    public ISymbol? Symbol { get; }

    /// <summary>How many members the path has.</summary>
    public int Depth { get; }

    /// <summary>What it holds at the body's entry; none for a variable that the body itself declares.</summary>
    public RefSet Initial { get; set; }

    public bool HasEntryObject { get; set; }

    /// <summary>The fields that are one connection with this one, or null.</summary>
    public SharedField? Group { get; set; }

    /// <summary>What it holds after somebody else may have assigned it.</summary>
    public TrackedObject? Renewed { get; set; }

    /// <summary>Somebody else may have assigned it while this body ran (for the summary).</summary>
    public bool IsForgotten { get; set; }

    /// <summary>What it holds where the body has waited before it met the slot; none for what nobody else assigns.</summary>
    public RefSet AfterWait { get; set; }

    /// <summary>A delegate that captured it was there already when this body assigned it.</summary>
    public bool IsAssignedAfterCapture { get; set; }

    /// <summary>Whether code that may run beside this body assigns it; null until somebody has asked.</summary>
    public bool? IsAssignedElsewhere { get; set; }

    /// <summary>A nameless root for what an expression makes.</summary>
    public bool IsTemporary { get; set; }

    /// <summary>A delegate or a second name assigns it at any time, once there is one.</summary>
    public bool IsWeak { get; set; }

    /// <summary>
    /// What the delegates that capture it may do to whatever it holds, each with a slot that holds something on the paths
    /// on which there is that delegate. No effect: a second name (a ref local).
    /// </summary>
    public List<(ExternalEffect? Effect, int Marker)>? Captures { get; set; }

    /// <summary>The ids of all objects that it ever held in this body.</summary>
    public HashSet<int> EverHeld { get; } = new();

    /// <summary>Assigned in this body (for the summary: the caller's slot changes).</summary>
    public bool IsAssigned { get; set; }

    public bool IsReadOnlyMember => Symbol switch
    {
        IFieldSymbol variable => variable.IsReadOnly,
        IPropertySymbol property => property.SetMethod is null or { IsInitOnly: true },
        _ => false,
    };
}

/// <summary>The slots of one body, numbered as they are met.</summary>
internal sealed class SlotTable
{
    public const int This = 0;

    /// <summary>What the body returns.</summary>
    public const int Return = 1;

    /// <summary>Longer paths are not followed: <c>a.b.c.d</c> is nobody's idea of a connection's owner.</summary>
    private const int MaxDepth = 3;
    private const int Limit = 1024;

    // The delegates of one body that are told apart for one variable.
    private const int MaxCaptures = 128;

    private readonly List<Slot> _slots = new();
    private readonly Dictionary<ISymbol, int> _roots = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<CaptureId, int> _captures = new();
    private readonly Dictionary<IOperation, int> _temporaries = new();
    private readonly Dictionary<(int Parent, ISymbol Member), int> _members = new(new MemberComparer());
    private readonly Dictionary<int, List<int>> _children = new();
    private readonly Dictionary<ISymbol, List<int>> _membersByName = new(SymbolEqualityComparer.Default);

    public SlotTable()
    {
        Add(Slot.NoParent, null, 0);
        Add(Slot.NoParent, null, 0);
    }

    public int Count => _slots.Count;

    public Slot this[int id] => _slots[id];

    /// <summary>The slot of a local, parameter or static field, or -1 beyond the limit.</summary>
    public int Root(ISymbol symbol)
    {
        if (!_roots.TryGetValue(symbol, out var id))
            _roots[symbol] = id = Add(Slot.NoParent, symbol, 0);
        return id;
    }

    public bool TryGetRoot(ISymbol symbol, out int id) => _roots.TryGetValue(symbol, out id) && id >= 0;

    public int Capture(CaptureId capture)
    {
        if (!_captures.TryGetValue(capture, out var id))
            _captures[capture] = id = Add(Slot.NoParent, null, 0);
        return id;
    }

    /// <summary>Remembers that a delegate which captures <paramref name="slot"/> may do <paramref name="effect"/>; gives the slot that says where.</summary>
    public int Capture(int slot, ref ExternalEffect? effect)
    {
        var captures = _slots[slot].Captures ??= new List<(ExternalEffect?, int)>();
        foreach (var (known, marker) in captures)
        {
            if (known == effect)
                return marker;
        }

        // Each assignment goes through all of them: the rest are one of which nothing is known.
        if (captures.Count > MaxCaptures)
        {
            effect = null;
            if (captures[captures.Count - 1] is (null, var rest))
                return rest;
        }

        captures.Add((effect, Add(Slot.NoParent, null, 0)));
        return captures[captures.Count - 1].Marker;
    }

    /// <summary>A nameless root for what <paramref name="operation"/> makes (a new object, a tuple), until it is assigned.</summary>
    public int Temporary(IOperation operation)
    {
        if (!_temporaries.TryGetValue(operation, out var id))
        {
            _temporaries[operation] = id = Add(Slot.NoParent, null, 0);
            if (id >= 0)
                _slots[id].IsTemporary = true;
        }

        return id;
    }

    public bool TryGetTemporary(IOperation operation, out int id) => _temporaries.TryGetValue(operation, out id) && id >= 0;

    /// <summary>The slot of a member of what <paramref name="parent"/> holds, or -1 where paths end.</summary>
    public int Member(int parent, ISymbol member)
    {
        if (parent < 0 || _slots[parent].Depth >= MaxDepth)
            return -1;
        if (!_members.TryGetValue((parent, member), out var id))
        {
            _members[(parent, member)] = id = Add(parent, member, _slots[parent].Depth + 1);
            if (id >= 0)
            {
                Add(_children, parent, id);
                Add(_membersByName, member, id);
            }
        }

        return id;
    }

    /// <summary>The field of a tuple's element by its place: with other names a tuple is another type, and its fields are others too.</summary>
    public static ISymbol WithoutTupleName(IFieldSymbol field)
    {
        if (field.CorrespondingTupleField is not { } item)
            return field;
        foreach (var member in (item.ContainingType.TupleUnderlyingType ?? item.ContainingType).GetMembers(item.Name))
        {
            if (member is IFieldSymbol)
                return member;
        }

        return item;
    }

    public bool TryGetMember(int parent, ISymbol member, out int id) => _members.TryGetValue((parent, member), out id) && id >= 0;

    /// <summary>The member slots met so far of <paramref name="parent"/>.</summary>
    public IReadOnlyList<int> Children(int parent) =>
        parent >= 0 && _children.TryGetValue(parent, out var children) ? children : System.Array.Empty<int>();

    /// <summary>The member slots met so far that end in <paramref name="member"/>, of whatever parent.</summary>
    public IReadOnlyList<int> MembersNamed(ISymbol member) =>
        _membersByName.TryGetValue(member, out var slots) ? slots : System.Array.Empty<int>();

    /// <summary>The root of the path that ends in <paramref name="slot"/>.</summary>
    public int RootOf(int slot)
    {
        while (_slots[slot].Parent != Slot.NoParent)
            slot = _slots[slot].Parent;
        return slot;
    }

    private static void Add<TKey>(Dictionary<TKey, List<int>> lists, TKey key, int id)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list))
            lists[key] = list = new List<int>();
        list.Add(id);
    }

    private int Add(int parent, ISymbol? symbol, int depth)
    {
        if (_slots.Count >= Limit)
            return -1;
        _slots.Add(new Slot(_slots.Count, parent, symbol, depth));
        return _slots.Count - 1;
    }

    private sealed class MemberComparer : IEqualityComparer<(int Parent, ISymbol Member)>
    {
        public bool Equals((int Parent, ISymbol Member) x, (int Parent, ISymbol Member) y) =>
            x.Parent == y.Parent && x.Member.Name == y.Member.Name && SymbolEqualityComparer.Default.Equals(Plain(x.Member), Plain(y.Member));

        public int GetHashCode((int Parent, ISymbol Member) key) =>
            (key.Parent * 397) ^ SymbolEqualityComparer.Default.GetHashCode(Plain(key.Member));

        // "((a, b), c)" and "((Socket, Socket), int)" have the same fields under other names.
        private static ISymbol Plain(ISymbol member) =>
            member is IFieldSymbol { ContainingType.IsTupleType: true } ? member.OriginalDefinition : member;
    }
}
