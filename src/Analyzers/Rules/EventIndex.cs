using System.Collections.Generic;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>The events of one body by what a rule asks of them, so that no rule looks through all of them for each of them.</summary>
internal sealed class EventIndex
{
    private readonly RuleContext _context;
    private readonly Dictionary<(BodyAnalysis Function, int Object), FlowEvent> _firstReads = new();
    private readonly Dictionary<(BodyAnalysis Function, int Object), int> _lastConnects = new();
    private readonly Dictionary<(BodyAnalysis Function, int Object), List<FlowEvent>> _ends = new();
    private readonly HashSet<(BodyAnalysis Function, int Object)> _halfClosed = new();
    private readonly Dictionary<BodyAnalysis, FlowEvent?[]> _firstEnds = new();
    private readonly Dictionary<(BodyAnalysis Function, int Object), List<(int Position, FlowEvent End)>> _placedEnds = new();
    private RelayIndex? _relays;

    public EventIndex(RuleContext context)
    {
        _context = context;
        foreach (var found in context.Body.Events)
        {
            context.Step();
            HasRead |= found.Event == SocketEvent.Read;
            for (var i = 0; i < found.Refs.Count; i++)
                Add((found.Body ?? context.Body, found.Refs[i].ObjectId), found);
            if (PendingSend.EndsOne(found))
                AddFirstEnd(found.Body ?? context.Body, found);
        }
    }

    /// <summary>Something is read.</summary>
    public bool HasRead { get; }

    /// <summary>What passes from one connection to another.</summary>
    public RelayIndex Relays => _relays ??= new RelayIndex(_context, _halfClosed, _lastConnects, _ends);

    /// <summary>The first read of the object in the function.</summary>
    public FlowEvent? FirstRead(BodyAnalysis function, int id) => _firstReads.TryGetValue((function, id), out var read) ? read : null;

    /// <summary>The first end of a connection in the function while the operation with this number is under way on it.</summary>
    public FlowEvent? FirstEndWith(BodyAnalysis function, int operation) => _firstEnds.TryGetValue(function, out var ends) ? ends[operation] : null;

    /// <summary>The event that ends both directions of this object, and of no other, last before <paramref name="position"/>.</summary>
    public FlowEvent? LastEndBefore(BodyAnalysis function, int id, int position)
    {
        _context.Step();
        if (!_placedEnds.TryGetValue((function, id), out var ends))
            _placedEnds[(function, id)] = ends = PlacedEndsOf(function, id);
        for (var i = ends.FirstFrom(position + 1, static end => end.Position) - 1; i >= 0; i--)
        {
            if (ends[i].End.Operation.Syntax.SpanStart < position)
                return ends[i].End;
        }

        return null;
    }

    // By where they happen; of several in one place the first stands last.
    private List<(int Position, FlowEvent End)> PlacedEndsOf(BodyAnalysis function, int id)
    {
        var placed = new List<(int Position, FlowEvent End)>();
        if (!_ends.TryGetValue((function, id), out var ends))
            return placed;
        foreach (var end in ends)
        {
            if (end.Refs.Count == 1)
                placed.Add((EndPlace.PositionOf(end), end));
        }

        placed.Sort(static (a, b) => a.Position != b.Position
            ? a.Position.CompareTo(b.Position)
            : b.End.Operation.Syntax.SpanStart.CompareTo(a.End.Operation.Syntax.SpanStart));
        return placed;
    }

    private void AddFirstEnd(BodyAnalysis function, FlowEvent end)
    {
        var pending = end.Before.Operations.Certain;
        if (pending == 0)
            return;
        if (!_firstEnds.TryGetValue(function, out var ends))
            _firstEnds[function] = ends = new FlowEvent?[PendingOperations.Limit];
        for (var number = 0; number < ends.Length; number++)
        {
            if ((pending & PendingOperations.BitOf(number)) != 0)
                ends[number] ??= end;
        }
    }

    private void Add((BodyAnalysis, int) key, FlowEvent found)
    {
        if (found.Event is SocketEvent.Read or SocketEvent.CopyTo)
        {
            if (!_firstReads.ContainsKey(key))
                _firstReads[key] = found;
        }
        else if (found.Event == SocketEvent.Connect)
        {
            _lastConnects[key] = found.Operation.Syntax.SpanStart;
        }
        else if (found.EndsBothDirections)
        {
            if (!_ends.TryGetValue(key, out var ends))
                _ends[key] = ends = new List<FlowEvent>();
            ends.Add(found);
        }
        else if (found.Event == SocketEvent.Shutdown)
        {
            _halfClosed.Add(key);
        }
    }
}
