using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Which objects of one body and its nested functions can be one connection: one object, or held by one place. Each object has the
/// numbers of what it is and where it was; two objects with a number in common can be one.
/// </summary>
internal sealed class ConnectionMap
{
    private readonly FlowContext _context;
    private readonly RuleBudget _budget;
    private readonly Dictionary<PlaceKey, int> _places = new();
    private readonly Dictionary<TrackedObject, int> _objects = new();
    private readonly Dictionary<(BodyAnalysis Function, int Slot), int> _slots = new();
    private readonly Dictionary<(BodyAnalysis Function, int Object), int[]> _numbers = new();

    public ConnectionMap(FlowContext context, RuleBudget budget)
    {
        _context = context;
        _budget = budget;
    }

    /// <summary>Whether the two can be one connection.</summary>
    public bool AreOne(BodyAnalysis functionA, int a, BodyAnalysis functionB, int b)
    {
        var mine = NumbersOf(functionA, a);
        var theirs = NumbersOf(functionB, b);
        for (int i = 0, j = 0; i < mine.Length && j < theirs.Length;)
        {
            _budget.Spend();
            if (mine[i] == theirs[j])
                return true;
            if (mine[i] < theirs[j])
                i++;
            else
                j++;
        }

        return false;
    }

    /// <summary>The numbers of an object, ascending.</summary>
    public int[] NumbersOf(BodyAnalysis function, int id)
    {
        if (!_numbers.TryGetValue((function, id), out var numbers))
            _numbers[(function, id)] = numbers = FindNumbers(function, id);
        return numbers;
    }

    /// <summary>The named variables and member paths that ever held the object.</summary>
    public static IEnumerable<Slot> PlacesOf(BodyAnalysis function, int id)
    {
        foreach (var slot in function.Places.Of(id))
        {
            if (slot.Symbol is not null)
                yield return slot;
        }
    }

    private int[] FindNumbers(BodyAnalysis function, int id)
    {
        var numbers = new HashSet<int> { NumberOf(_objects, Outermost(function.Objects[id])) };
        foreach (var place in UnderlyingPlaces.Of(_context, function.Objects[id].Site))
            numbers.Add(NumberOf(_places, place));
        foreach (var slot in function.Places.Of(id))
        {
            _budget.Spend();
            if (slot.Symbol is not null && NumberOf(function, slot) is var number and >= 0)
                numbers.Add(number);
            AddCaptured(function, slot, numbers);
        }

        var sorted = new int[numbers.Count];
        numbers.CopyTo(sorted);
        Array.Sort(sorted);
        return sorted;
    }

    // A local function has objects of its own for the variables of the body around it; what these hold there, it knows.
    private void AddCaptured(BodyAnalysis function, Slot slot, HashSet<int> numbers)
    {
        if (function.Enclosing is not { } enclosing || slot.Parent != Slot.NoParent || slot.Symbol is not { } variable || function.Declares(variable)
            || !enclosing.Slots.TryGetRoot(variable, out var captured))
            return;
        foreach (var held in enclosing.Slots[captured].EverHeld)
        {
            _budget.Spend();
            if (held > TrackedObject.UnknownId)
                numbers.Add(NumberOf(_objects, Outermost(enclosing.Objects[held])));
        }
    }

    private int NumberOf(BodyAnalysis function, Slot slot)
    {
        if (!_slots.TryGetValue((function, slot.Id), out var number))
            _slots[(function, slot.Id)] = number = _context.Relays.Identity.KeyOf(function, slot) is { } key ? NumberOf(_places, key) : -1;
        return number;
    }

    private int NumberOf<TKey>(Dictionary<TKey, int> known, TKey key)
        where TKey : notnull
    {
        if (!known.TryGetValue(key, out var number))
            known[key] = number = _places.Count + _objects.Count;
        return number;
    }

    private static TrackedObject Outermost(TrackedObject tracked)
    {
        while (tracked.Outer is { } outer)
            tracked = outer;
        return tracked;
    }
}
