using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>Where a tracked object comes from.</summary>
internal enum ObjectOrigin
{
    /// <summary>The null reference.</summary>
    Null,

    /// <summary>Something that is not told apart.</summary>
    Unknown,

    /// <summary>Made in this body: a constructor, a factory, an Accept.</summary>
    Made,

    /// <summary>What a call, an element or a pattern gave.</summary>
    Result,

    /// <summary>In a variable or field before the body's first statement.</summary>
    Entry,
}

/// <summary>One object of one body: an allocation site, a call's result, or what a parameter or field holds at the entry.</summary>
internal sealed class TrackedObject
{
    public const int NullId = 0;
    public const int UnknownId = 1;

    public TrackedObject(int id, ObjectOrigin origin, IOperation? site, ObjectState initial)
    {
        Id = id;
        Origin = origin;
        Site = site;
        Initial = initial;
    }

    public int Id { get; }

    public ObjectOrigin Origin { get; }

    /// <summary>The operation that made it; null for what was there at the entry.</summary>
    public IOperation? Site { get; }

    /// <summary>The state before anything in this body happened to it.</summary>
    public ObjectState Initial { get; }

    /// <summary>All facts of the whole body, in any order: what a rule asks that looks ahead ("does it listen later?").</summary>
    public SocketFacts AllFacts { get; set; }

    /// <summary>Made by a callee, which gave it back or put it into a field.</summary>
    public bool IsFromCallee { get; set; }

    /// <summary>The one slot that ever held it in any state, or -1; not told where <see cref="IsHeldByMany"/>.</summary>
    public int Holder { get; private set; } = -1;

    public bool IsHeldByMany { get; private set; }

    public void NoteHolder(int slot)
    {
        IsHeldByMany |= Holder >= 0 && Holder != slot;
        Holder = slot;
    }

    /// <summary>The operation whose task this is; null for a connection.</summary>
    public StartedOperation? Started { get; set; }

    /// <summary>The object of the enclosing body that this one is, for a lambda's captured variable.</summary>
    public TrackedObject? Outer { get; set; }
}

/// <summary>The objects of one body. Objects beyond the limit are the unknown one, of which nothing is claimed.</summary>
internal sealed class ObjectTable
{
    // Keeps the work for one statement constant, so that the whole is linear in the size of the body.
    private const int Limit = 128;

    private readonly List<TrackedObject> _objects = new();
    private readonly Dictionary<(IOperation Site, int Ordinal), TrackedObject> _bySite = new();

    public ObjectTable()
    {
        _objects.Add(new TrackedObject(TrackedObject.NullId, ObjectOrigin.Null, null, ObjectState.NotYet));
        _objects.Add(new TrackedObject(TrackedObject.UnknownId, ObjectOrigin.Unknown, null, UnknownState));
    }

    public static ObjectState UnknownState { get; } =
        new(StateRelation.IdentityOn(ConnectionStates.All), SocketFacts.FromOutside | SocketFacts.Escaped, SocketFacts.None);

    public int Count => _objects.Count;

    public TrackedObject this[int id] => _objects[id];

    /// <summary>The object made at <paramref name="site"/>; the same one each time the site is visited.</summary>
    public TrackedObject MadeAt(IOperation site, int ordinal, ObjectOrigin origin)
    {
        if (_bySite.TryGetValue((site, ordinal), out var known))
            return known;
        var made = Add(origin, site, ObjectState.NotYet);
        _bySite.Add((site, ordinal), made);
        return made;
    }

    /// <summary>A new object that is there at the entry.</summary>
    public TrackedObject AtEntry(ObjectState initial) => Add(ObjectOrigin.Entry, null, initial);

    private TrackedObject Add(ObjectOrigin origin, IOperation? site, ObjectState initial)
    {
        if (_objects.Count >= Limit)
            return _objects[TrackedObject.UnknownId];
        var added = new TrackedObject(_objects.Count, origin, site, initial);
        _objects.Add(added);
        return added;
    }
}
