using System;
using System.Threading;

namespace SocketAnalyzers.Closing;

/// <summary>An option out of its range: the exception says name, value and what is allowed.</summary>
internal static class OptionCheck
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    public static TimeSpan Time(TimeSpan value, string name) =>
        value == Timeout.InfiniteTimeSpan || (value >= TimeSpan.Zero && value <= Longest)
            ? value
            : throw OutOfRange(value, name, $"from zero to {Longest}, or Timeout.InfiniteTimeSpan");

    public static TimeSpan TimeAboveZero(TimeSpan value, string name) =>
        value == TimeSpan.Zero ? throw OutOfRange(value, name, "more than zero") : Time(value, name);

    public static ArgumentOutOfRangeException OutOfRange(object value, string name, string allowed) =>
        new(name, value, $"{name} is {value}; allowed is {allowed}.");
}
