using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>Why a catch does not keep the exception of a reset.</summary>
internal enum CatchMissReason
{
    /// <summary>It is written for a socket's failure, but this call throws another type.</summary>
    Type,

    /// <summary>Its type fits and its <c>when</c> certainly says no.</summary>
    Filter,

    /// <summary>It takes the exception and certainly throws again.</summary>
    ThrowsOn,
}

/// <summary>A catch on the way of an exception that looks like its handler and is none.</summary>
internal sealed class CatchMiss
{
    public CatchMiss(ICatchClauseOperation handler, CatchMissReason reason)
    {
        Handler = handler;
        Reason = reason;
    }

    public ICatchClauseOperation Handler { get; }

    public CatchMissReason Reason { get; }
}
