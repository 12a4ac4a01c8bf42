using System;
using System.Net.Sockets;

namespace SocketAnalyzers.Relaying;

/// <summary>How a direction of a relay has ended.</summary>
internal sealed record RelayEnding(RelayOutcome Outcome, SocketError Error = SocketError.Success, Exception? Exception = null)
{
    public static RelayEnding OtherDirectionFailed { get; } = new(RelayOutcome.OtherDirectionFailed);

    public static RelayEnding Of(RelayOutcome outcome, Exception? exception)
    {
        var error = outcome is not (RelayOutcome.SourceError or RelayOutcome.DestinationError) ? SocketError.Success
            : exception is null ? SocketError.ConnectionReset
            : SocketErrors.Code(exception) ?? (SocketErrors.IsLocalAbort(exception) ? SocketError.OperationAborted : SocketError.SocketError);
        return new RelayEnding(outcome, error, exception);
    }

    /// <summary>What the close of the destination says of a direction that had ended; null: nothing new.</summary>
    public static RelayEnding? AfterClose(CloseResult? close) => close?.Outcome switch
    {
        CloseOutcome.PeerReset or CloseOutcome.Error => new RelayEnding(RelayOutcome.DestinationError, close.Value.Error),
        CloseOutcome.IdleTimeout => new RelayEnding(RelayOutcome.WriteStalled),
        CloseOutcome.TotalTimeout => new RelayEnding(RelayOutcome.TotalTimeout),
        CloseOutcome.Canceled => new RelayEnding(RelayOutcome.Canceled),
        _ => null,
    };
}
