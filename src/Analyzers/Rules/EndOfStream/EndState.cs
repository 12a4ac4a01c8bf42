using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace SocketAnalyzers.Rules;

/// <summary>What the variables hold at one place, in the world where the peer has closed its side. What is not in it is unknown.</summary>
internal sealed class EndState
{
    private readonly Dictionary<ISymbol, EndValue> _variables;
    private readonly Dictionary<CaptureId, EndValue> _captures;

    public EndState()
        : this(new Dictionary<ISymbol, EndValue>(SymbolEqualityComparer.Default), new Dictionary<CaptureId, EndValue>())
    {
    }

    private EndState(Dictionary<ISymbol, EndValue> variables, Dictionary<CaptureId, EndValue> captures)
    {
        _variables = variables;
        _captures = captures;
    }

    /// <summary>A condition on the way depended on what was received, and both ways were followed.</summary>
    public bool IsUncertain { get; set; }

    /// <summary>A condition on what was received has chosen the way through this function: what it returns tells of the end.</summary>
    public bool IsDecided { get; set; }

    public EndValue this[ISymbol variable]
    {
        get => _variables.TryGetValue(variable, out var value) ? value : EndValue.Unknown;
        set
        {
            if (value.Kind == EndKind.Unknown)
                _variables.Remove(variable);
            else
                _variables[variable] = value;
        }
    }

    public EndValue this[CaptureId capture]
    {
        get => _captures.TryGetValue(capture, out var value) ? value : EndValue.Unknown;
        set => _captures[capture] = value;
    }

    public EndState Clone() => new(new Dictionary<ISymbol, EndValue>(_variables, SymbolEqualityComparer.Default), new Dictionary<CaptureId, EndValue>(_captures)) { IsUncertain = IsUncertain, IsDecided = IsDecided };

    /// <summary>For the code of another function: its captures are its own.</summary>
    public EndState Entering() => new(new Dictionary<ISymbol, EndValue>(_variables, SymbolEqualityComparer.Default), new Dictionary<CaptureId, EndValue>()) { IsUncertain = IsUncertain };

    /// <summary>Back from a function: its variables as it left them, the captures of the caller.</summary>
    public void Return(EndState exit)
    {
        _variables.Clear();
        foreach (var pair in exit._variables)
            _variables[pair.Key] = pair.Value;
        IsUncertain |= exit.IsUncertain;
    }

    /// <summary>Joins the other in; false when that is no news.</summary>
    public bool Join(EndState other)
    {
        var isNews = (other.IsUncertain && !IsUncertain) || (other.IsDecided && !IsDecided);
        IsUncertain |= other.IsUncertain;
        IsDecided |= other.IsDecided;
        isNews |= Join(_variables, other._variables, new List<ISymbol>(_variables.Keys));
        return Join(_captures, other._captures, new List<CaptureId>(_captures.Keys)) || isNews;
    }

    public static EndValue Join(EndValue a, EndValue b, bool isUncertain)
    {
        if (a.Same(b))
            return a;
        if (a.Kind == EndKind.Tainted || b.Kind == EndKind.Tainted || isUncertain)
            return EndValue.Tainted;
        if (a.Kind == EndKind.Counting || b.Kind == EndKind.Counting)
            return EndValue.Counting;
        if (a.Kind == b.Kind && a.Value == b.Value)
            return a.Received();
        return EndValue.Unknown;
    }

    private bool Join<TKey>(Dictionary<TKey, EndValue> mine, Dictionary<TKey, EndValue> others, List<TKey> keys)
        where TKey : notnull
    {
        var isNews = false;
        foreach (var key in others.Keys)
        {
            if (!mine.ContainsKey(key))
                keys.Add(key);
        }

        foreach (var key in keys)
        {
            mine.TryGetValue(key, out var before);
            others.TryGetValue(key, out var other);
            var joined = Join(before, other, IsUncertain);
            if (joined.Same(before))
                continue;
            isNews = true;
            mine[key] = joined;
        }

        return isNews;
    }
}
