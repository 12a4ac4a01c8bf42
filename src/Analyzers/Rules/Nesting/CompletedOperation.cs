using System;

namespace SocketAnalyzers.Rules;

/// <summary>What a callback can learn of the operation that it completes.</summary>
internal readonly struct CompletedOperation : IEquatable<CompletedOperation>
{
    public CompletedOperation(string name, bool hasState)
    {
        Name = name;
        HasState = hasState;
    }

    /// <summary>What <c>LastOperation</c> says.</summary>
    public string Name { get; }

    /// <summary>Whether <c>AsyncState</c> is anything but null.</summary>
    public bool HasState { get; }

    public bool Equals(CompletedOperation other) => Name == other.Name && HasState == other.HasState;

    public override bool Equals(object? obj) => obj is CompletedOperation other && Equals(other);

    public override int GetHashCode() => Name.GetHashCode();
}
