using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>Which connections of one body pass data on to which, and what else happens to them, by the numbers that <see cref="ConnectionMap"/> gives a connection.</summary>
internal sealed class RelayIndex
{
    // An object in more places than this is not told apart: what is not found shows nothing.
    private const int MaxNumbers = 16;

    private readonly RuleContext _context;
    private readonly Dictionary<(BodyAnalysis Function, int From, int To), FlowEvent> _firstRelays = new();
    private readonly Dictionary<(int From, int To), (BodyAnalysis First, bool AreSeveral)> _functions = new();
    private readonly HashSet<(BodyAnalysis Function, int Number)> _halfClosed = new();
    private readonly Dictionary<(BodyAnalysis Function, int Number), int> _lastConnects = new();
    private readonly Dictionary<(BodyAnalysis Function, int Number), List<int>> _ended = new();
    private readonly Dictionary<(BodyAnalysis Function, int Object), List<FlowEvent>> _ends;
    private readonly Dictionary<(BodyAnalysis Function, int Object), List<FlowEvent>> _implicitEnds = new();

    public RelayIndex(
        RuleContext context,
        HashSet<(BodyAnalysis Function, int Object)> halfClosed,
        Dictionary<(BodyAnalysis Function, int Object), int> lastConnects,
        Dictionary<(BodyAnalysis Function, int Object), List<FlowEvent>> ends)
    {
        _context = context;
        _ends = ends;
        AddRelays();
        foreach (var (function, id) in halfClosed)
        {
            foreach (var number in NumbersOf(function, id))
                _halfClosed.Add((function, number));
        }

        foreach (var connect in lastConnects)
        {
            foreach (var number in NumbersOf(connect.Key.Function, connect.Key.Object))
                AddConnect((connect.Key.Function, number), connect.Value);
        }

        foreach (var (function, id) in ends.Keys)
        {
            foreach (var number in NumbersOf(function, id))
                AddEnded((function, number), id);
        }
    }

    /// <summary>Whether the function passes data from the one connection to the other.</summary>
    public bool Connects(BodyAnalysis function, int from, int to)
    {
        foreach (var (source, target) in Pairs(function, from, to))
        {
            if (_firstRelays.ContainsKey((function, source, target)))
                return true;
        }

        return false;
    }

    /// <summary>The first call in the function that passes the one connection on to the other and comes back when that is done.</summary>
    public FlowEvent? FirstRelay(BodyAnalysis function, int from, int to)
    {
        foreach (var pair in Pairs(function, from, to))
        {
            if (_firstRelays.TryGetValue((function, pair.From, pair.To), out var relay) && IsWaitedFor(relay.Operation))
                return relay;
        }

        return null;
    }

    private static bool IsWaitedFor(IOperation call) =>
        call.Type is not { } type || !RaceTasks.IsTask(type) || TaskMembers.UseOf(call) is TaskUse.Awaited or TaskUse.Blocked;

    /// <summary>Some of the relays by the pairs of connections that they connect.</summary>
    public Dictionary<(int From, int To), List<FlowEvent>> PairsOf(List<FlowEvent> relays)
    {
        var pairs = new Dictionary<(int From, int To), List<FlowEvent>>();
        foreach (var relay in relays)
        {
            foreach (var (function, source, target) in LegsOf(relay))
            {
                foreach (var pair in Pairs(function, source, target))
                {
                    if (!pairs.TryGetValue(pair, out var alike))
                        pairs[pair] = alike = new List<FlowEvent>();
                    alike.Add(relay);
                }
            }
        }

        return pairs;
    }

    /// <summary>Those among them that connect these two.</summary>
    public IEnumerable<FlowEvent> Connecting(Dictionary<(int From, int To), List<FlowEvent>> pairs, BodyAnalysis function, int from, int to)
    {
        foreach (var pair in Pairs(function, from, to))
        {
            if (!pairs.TryGetValue(pair, out var relays))
                continue;
            foreach (var relay in relays)
                yield return relay;
        }
    }

    /// <summary>Whether another function of the body passes data from the one connection to the other.</summary>
    public bool ConnectsElsewhere(BodyAnalysis function, int from, int to)
    {
        foreach (var pair in Pairs(function, from, to))
        {
            if (_functions.TryGetValue(pair, out var functions) && (functions.AreSeveral || functions.First != function))
                return true;
        }

        return false;
    }

    /// <summary>Whether the function shuts one direction of the connection alone, perhaps through a view of which the flow does not know that it is this connection.</summary>
    public bool IsHalfClosed(BodyAnalysis function, int id)
    {
        foreach (var number in NumbersOf(function, id))
        {
            if (_halfClosed.Contains((function, number)))
                return true;
        }

        return false;
    }

    /// <summary>Whether the function connects it again further down than <paramref name="position"/>.</summary>
    public bool ConnectsAfter(BodyAnalysis function, int id, int position)
    {
        foreach (var number in NumbersOf(function, id))
        {
            if (_lastConnects.TryGetValue((function, number), out var last) && last > position)
                return true;
        }

        return false;
    }

    /// <summary>
    /// What ends both directions of either of two objects of <paramref name="owner"/> in <paramref name="function"/>, in source order: from
    /// <paramref name="position"/> on, and before it only what is not where it stands, the end of a using.
    /// </summary>
    public IEnumerable<FlowEvent> EndsAfter(BodyAnalysis function, BodyAnalysis owner, int a, int b, int position)
    {
        var objects = new HashSet<int>();
        AddEnded(function, owner, a, objects);
        AddEnded(function, owner, b, objects);
        foreach (var id in objects)
        {
            foreach (var end in ImplicitEndsOf(function, id))
            {
                _context.Step();
                if (end.Operation.Syntax.SpanStart < position)
                    yield return end;
            }
        }

        for (FlowEvent? last = null, next; (next = Next(function, objects, last, position)) is not null; last = next)
            yield return next;
    }

    /// <summary>What ends both directions of either of two objects of <paramref name="owner"/> within a piece of text, a continuation's, in source order.</summary>
    public IEnumerable<FlowEvent> EndsWithin(SyntaxNode scope, BodyAnalysis owner, int a, int b)
    {
        var events = _context.Body.Events;
        for (var i = FirstFrom(events, scope.SpanStart); i < events.Count && events[i].Operation.Syntax.SpanStart < scope.Span.End; i++)
        {
            _context.Step();
            if (events[i].EndsBothDirections && events[i].Operation.Syntax.SyntaxTree == scope.SyntaxTree && (IsOf(events[i], owner, a) || IsOf(events[i], owner, b)))
                yield return events[i];
        }
    }

    /// <summary>Whether the event is done to an object of <paramref name="owner"/>.</summary>
    public bool IsOf(FlowEvent found, BodyAnalysis owner, int id)
    {
        for (var i = 0; i < found.Refs.Count; i++)
        {
            if (found.Refs[i].ObjectId > TrackedObject.UnknownId && _context.Connections.AreOne(found.Body ?? _context.Body, found.Refs[i].ObjectId, owner, id))
                return true;
        }

        return false;
    }

    private List<FlowEvent> ImplicitEndsOf(BodyAnalysis function, int id)
    {
        if (!_implicitEnds.TryGetValue((function, id), out var implicitEnds))
            _implicitEnds[(function, id)] = implicitEnds = _ends[(function, id)].FindAll(static end => end.Operation.IsImplicit);
        return implicitEnds;
    }

    // The first of the objects' ends behind the last one.
    private FlowEvent? Next(BodyAnalysis function, HashSet<int> objects, FlowEvent? last, int position)
    {
        FlowEvent? first = null;
        foreach (var id in objects)
        {
            _context.Step();
            var ends = _ends[(function, id)];
            var i = FirstFrom(ends, last is null ? position : last.Operation.Syntax.SpanStart + 1);
            if (i < ends.Count && (first is null || ends[i].Operation.Syntax.SpanStart < first.Operation.Syntax.SpanStart))
                first = ends[i];
        }

        return first;
    }

    /// <summary>The index of the first of <paramref name="events"/>, which stand in the order of the text, from <paramref name="position"/> on.</summary>
    public static int FirstFrom(List<FlowEvent> events, int position) => events.FirstFrom(position, static found => found.Operation.Syntax.SpanStart);

    private int[] NumbersOf(BodyAnalysis function, int id)
    {
        var numbers = _context.Connections.NumbersOf(function, id);
        _context.Step(numbers.Length);
        return numbers;
    }

    private IEnumerable<(int From, int To)> Pairs(BodyAnalysis function, int from, int to)
    {
        var sources = _context.Connections.NumbersOf(function, from);
        var targets = _context.Connections.NumbersOf(function, to);
        for (var i = 0; i < sources.Length && i < MaxNumbers; i++)
        {
            for (var j = 0; j < targets.Length && j < MaxNumbers; j++)
            {
                _context.Step();
                yield return (sources[i], targets[j]);
            }
        }
    }

    private void AddRelays()
    {
        var seen = new HashSet<(BodyAnalysis, int From, int To)>();
        foreach (var found in _context.Body.Events)
        {
            if (found.Event != SocketEvent.Relay)
                continue;
            foreach (var legs in LegsOf(found))
            {
                if (seen.Add(legs))
                    AddRelay(found, legs.Function, legs.Source, legs.Target);
            }
        }
    }

    private IEnumerable<(BodyAnalysis Function, int Source, int Target)> LegsOf(FlowEvent relay)
    {
        for (var i = 0; i < relay.Sources.Count; i++)
        {
            for (var j = 0; j < relay.Refs.Count; j++)
            {
                var (source, target) = (relay.Sources[i].ObjectId, relay.Refs[j].ObjectId);
                if (source > TrackedObject.UnknownId && target > TrackedObject.UnknownId)
                    yield return (relay.Body ?? _context.Body, source, target);
            }
        }
    }

    private void AddRelay(FlowEvent relay, BodyAnalysis function, int source, int target)
    {
        foreach (var pair in Pairs(function, source, target))
        {
            if (!_firstRelays.ContainsKey((function, pair.From, pair.To)))
                _firstRelays[(function, pair.From, pair.To)] = relay;
            if (!_functions.TryGetValue(pair, out var known))
                _functions[pair] = (function, false);
            else if (known.First != function)
                _functions[pair] = (known.First, true);
        }
    }

    private void AddConnect((BodyAnalysis, int) key, int position)
    {
        if (!_lastConnects.TryGetValue(key, out var last) || last < position)
            _lastConnects[key] = position;
    }

    private void AddEnded((BodyAnalysis, int) key, int id)
    {
        if (!_ended.TryGetValue(key, out var objects))
            _ended[key] = objects = new List<int>();
        objects.Add(id);
    }

    private void AddEnded(BodyAnalysis function, BodyAnalysis owner, int id, HashSet<int> objects)
    {
        foreach (var number in NumbersOf(owner, id))
        {
            if (_ended.TryGetValue((function, number), out var known))
                objects.UnionWith(known);
        }
    }
}
