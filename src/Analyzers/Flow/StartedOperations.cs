using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>A send or receive that a body starts and does not wait for on the spot.</summary>
internal sealed class StartedOperation
{
    public StartedOperation(int number, PendingKind kind, IOperation site, IOperation? inner)
    {
        Number = number;
        Kind = kind;
        Site = site;
        Inner = inner;
    }

    public int Number { get; }

    public PendingKind Kind { get; }

    /// <summary>The call that starts it: the send itself, or the helper.</summary>
    public IOperation Site { get; }

    /// <summary>The call in the helper, when a helper starts it.</summary>
    public IOperation? Inner { get; }

    /// <summary>Its completion runs code of the project (a callback, <c>ContinueWith</c>), which can tell others that it is over.</summary>
    public bool HasContinuation { get; set; }

    /// <summary>Somewhere the body asks whether it is over, or waits for it with a limit.</summary>
    public bool IsWatched { get; set; }
}

/// <summary>The operations that one body starts, by their numbers in <see cref="PendingOperations"/>.</summary>
internal sealed class StartedOperations
{
    private readonly List<StartedOperation> _operations = new();
    private readonly uint[] _ofKind =
    {
        PendingOperations.BitOf(PendingOperations.CallersNumber(PendingKind.Send)),
        PendingOperations.BitOf(PendingOperations.CallersNumber(PendingKind.Receive)),
    };

    public int Count => _operations.Count;

    public StartedOperation this[int index] => _operations[index];

    /// <summary>All operations of a kind, the caller's included.</summary>
    public uint OfKind(PendingKind kind) => _ofKind[(int)kind];

    public StartedOperation? Add(PendingKind kind, IOperation site, IOperation? inner)
    {
        var number = PendingOperations.First + _operations.Count;
        if (number >= PendingOperations.Limit)
            return null;
        var added = new StartedOperation(number, kind, site, inner);
        _operations.Add(added);
        _ofKind[(int)kind] |= PendingOperations.BitOf(number);
        return added;
    }

    /// <summary>Those whose end another part of the project is told of.</summary>
    public uint WithContinuation()
    {
        var result = 0u;
        foreach (var operation in _operations)
        {
            if (operation.HasContinuation)
                result |= PendingOperations.BitOf(operation.Number);
        }

        return result;
    }

    /// <summary>The operations of <paramref name="kind"/> that are pending in <paramref name="state"/> on each path that starts them, in the order in which they were met.</summary>
    public IEnumerable<StartedOperation> PendingIn(ObjectState state, PendingKind kind)
    {
        foreach (var operation in _operations)
        {
            if (operation.Kind == kind && (state.Operations.Certain & PendingOperations.BitOf(operation.Number)) != 0)
                yield return operation;
        }
    }
}
