using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Rules;

/// <summary>An end that nobody looks at.</summary>
internal readonly struct EndFinding
{
    private readonly ReceiveStart _start;
    private readonly EndValue _end;

    /// <param name="start">The call that is made again: the receive, or the call of the helper that makes it.</param>
    /// <param name="end">What the receive gives at the end.</param>
    /// <param name="isAnyStream">The stream is of no kind that is known.</param>
    public EndFinding(ReceiveStart start, EndValue end, bool isAnyStream)
    {
        _start = start;
        _end = end;
        IsAnyStream = isAnyStream;
    }

    public bool IsAnyStream { get; }

    /// <summary>The loop that goes on is around the receive itself.</summary>
    public bool IsOwnLoop => _start.IsInLoop && !_start.IsHelper;

    /// <summary>The call that ignores the sign: it has it, or the helper has dropped it.</summary>
    public IInvocationOperation Culprit => HasSign ? _start.Call : _start.Receive;

    /// <summary>What the culprit gives at the end.</summary>
    public EndValue Sign => HasSign ? _start.Value : _end;

    /// <summary>The other call of the two; null where the receive is made again itself.</summary>
    public IInvocationOperation? Other => !_start.IsHelper ? null : HasSign ? _start.Receive : _start.Call;

    private bool HasSign => _start.Value.IsReceived;
}
