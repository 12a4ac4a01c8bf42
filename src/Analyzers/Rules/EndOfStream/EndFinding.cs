using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Rules;

/// <summary>An end that nobody looks at.</summary>
internal readonly struct EndFinding
{
    public EndFinding(IInvocationOperation receive, IInvocationOperation again, EndValue sign, bool isOwnLoop = false, bool isAnyStream = false)
    {
        Receive = receive;
        Again = again;
        Sign = sign;
        IsOwnLoop = isOwnLoop;
        IsAnyStream = isAnyStream;
    }

    public IInvocationOperation Receive { get; }

    /// <summary>The call that is made again: the receive, or the call of the helper that makes it.</summary>
    public IInvocationOperation Again { get; }

    /// <summary>What <see cref="Again"/> gives at the end.</summary>
    public EndValue Sign { get; }

    /// <summary>The loop that goes on is around the receive itself.</summary>
    public bool IsOwnLoop { get; }

    /// <summary>The stream is of no kind that is known.</summary>
    public bool IsAnyStream { get; }

    /// <summary>The call that ignores the sign: it has it, or the helper has dropped it.</summary>
    public IInvocationOperation Culprit => Sign.IsReceived ? Again : Receive;

    public EndFinding At(IInvocationOperation caller, EndValue sign) => new(Receive, caller, sign);
}
