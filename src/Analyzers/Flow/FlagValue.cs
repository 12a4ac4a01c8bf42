using System;
using System.Collections.Generic;

namespace SocketAnalyzers.Flow;

/// <summary>
/// What is known of a flag, a state or a bit mask: the few constants that it can be, or else the bits that it certainly has or has not.
/// Immutable; what is not known at all has no value.
/// </summary>
internal sealed class FlagValue : IEquatable<FlagValue>
{
    private const int MaxConstants = 4;

    private readonly long[]? _constants;
    private readonly long _ones;
    private readonly long _zeros;

    private FlagValue(long[]? constants, long ones, long zeros)
    {
        _constants = constants;
        _ones = ones;
        _zeros = zeros;
    }

    /// <summary>No bit of it is known: what a mask makes of it is.</summary>
    public static readonly FlagValue Open = new(null, 0, 0);

    public static FlagValue Of(long constant) => new(new[] { constant }, constant, ~constant);

    public static FlagValue Of(bool constant) => Of(constant ? 1 : 0);

    /// <summary>The constant of C# as a flag's value: a bool, a char, a whole number.</summary>
    public static FlagValue? OfConstant(object? constant) => constant switch
    {
        bool flag => Of(flag),
        char character => Of(character),
        int number => Of(number),
        byte or sbyte or short or ushort or uint or long => Of(Convert.ToInt64(constant, System.Globalization.CultureInfo.InvariantCulture)),
        _ => null,
    };

    /// <summary>Only bits are known; null when not even one is.</summary>
    public static FlagValue? OfBits(long ones, long zeros) => (ones | zeros) switch
    {
        0 => null,
        -1 => Of(ones),
        _ => new FlagValue(null, ones, zeros),
    };

    /// <summary>The value on two paths; null when nothing is left that is certain.</summary>
    public FlagValue? Join(FlagValue other)
    {
        if (Equals(other))
            return this;
        if (_constants is not null && other._constants is not null)
        {
            var all = new SortedSet<long>(_constants);
            all.UnionWith(other._constants);
            if (all.Count <= MaxConstants)
                return OfAll(all);
        }

        return OfBits(_ones & other._ones, _zeros & other._zeros);
    }

    /// <summary>Whether a condition with this value can come out as <paramref name="holds"/>.</summary>
    public bool CanBe(bool holds)
    {
        if (_constants is null)
            return holds ? true : _ones == 0;
        foreach (var constant in _constants)
        {
            if (constant != 0 == holds)
                return true;
        }

        return false;
    }

    /// <summary>What a pure function of one value makes of it; null where a constant has no answer.</summary>
    public FlagValue? Select(Func<long, long?> function)
    {
        if (_constants is null)
            return null;
        var all = new SortedSet<long>();
        foreach (var constant in _constants)
        {
            if (function(constant) is not { } result)
                return null;
            all.Add(result);
        }

        return OfAll(all);
    }

    /// <summary>The same of two values.</summary>
    public FlagValue? Select(FlagValue other, Func<long, long, long?> function)
    {
        if (_constants is null || other._constants is null)
            return null;
        var all = new SortedSet<long>();
        foreach (var a in _constants)
        {
            foreach (var b in other._constants)
            {
                if (function(a, b) is not { } result)
                    return null;
                all.Add(result);
            }
        }

        return all.Count <= MaxConstants ? OfAll(all) : null;
    }

    public FlagValue? And(FlagValue other) => Select(other, static (a, b) => a & b) ?? OfBits(_ones & other._ones, _zeros | other._zeros);

    public FlagValue? Or(FlagValue other) => Select(other, static (a, b) => a | b) ?? OfBits(_ones | other._ones, _zeros & other._zeros);

    /// <summary>Whether both are the same value; null where that is open.</summary>
    public FlagValue? IsEqual(FlagValue other) =>
        (_ones & other._zeros) != 0 || (_zeros & other._ones) != 0
            ? Of(false)
            : Select(other, static (a, b) => a == b ? 1 : 0);

    public bool Equals(FlagValue? other)
    {
        if (other is null || _ones != other._ones || _zeros != other._zeros || _constants is null != other._constants is null || _constants?.Length != other._constants?.Length)
            return false;
        for (var i = 0; i < _constants?.Length; i++)
        {
            if (_constants[i] != other._constants![i])
                return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as FlagValue);

    public override int GetHashCode() => (_ones * 31 + _zeros).GetHashCode();

    private static FlagValue OfAll(SortedSet<long> all)
    {
        var (ones, zeros) = (-1L, -1L);
        foreach (var constant in all)
        {
            ones &= constant;
            zeros &= ~constant;
        }

        var constants = new long[all.Count];
        all.CopyTo(constants);
        return new FlagValue(constants, ones, zeros);
    }
}

/// <summary>The flags of which something is known at one point, by their slots. Immutable.</summary>
internal sealed class FlagValues : IEquatable<FlagValues>
{
    public static readonly FlagValues None = new(new SortedDictionary<int, FlagValue>());

    private readonly SortedDictionary<int, FlagValue> _values;

    private FlagValues(SortedDictionary<int, FlagValue> values) => _values = values;

    public bool IsEmpty => _values.Count == 0;

    public IEnumerable<int> Slots => _values.Keys;

    public FlagValue? this[int slot] => _values.TryGetValue(slot, out var value) ? value : null;

    public FlagValues With(int slot, FlagValue? value)
    {
        if (value is null ? !_values.ContainsKey(slot) : value.Equals(this[slot]))
            return this;
        var values = new SortedDictionary<int, FlagValue>(_values);
        if (value is null)
            values.Remove(slot);
        else
            values[slot] = value;
        return values.Count == 0 ? None : new FlagValues(values);
    }

    /// <summary>What is known on both paths.</summary>
    public FlagValues Join(FlagValues other)
    {
        if (ReferenceEquals(this, other) || Equals(other))
            return this;
        var values = new SortedDictionary<int, FlagValue>();
        foreach (var pair in _values)
        {
            if (other[pair.Key] is { } theirs && pair.Value.Join(theirs) is { } joined)
                values.Add(pair.Key, joined);
        }

        return values.Count == 0 ? None : new FlagValues(values);
    }

    public bool Equals(FlagValues? other)
    {
        if (other is null || _values.Count != other._values.Count)
            return false;
        foreach (var pair in _values)
        {
            if (!pair.Value.Equals(other[pair.Key]))
                return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as FlagValues);

    public override int GetHashCode() => _values.Count;
}
