using System;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace SocketAnalyzers;

/// <summary>What a relay did, per direction.</summary>
/// <param name="AToB">From the first end to the second.</param>
/// <param name="BToA">From the second end to the first.</param>
/// <param name="Elapsed">From the call to the end of both connections.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RelayResult(RelayDirection AToB, RelayDirection BToA, TimeSpan Elapsed)
{
    /// <summary>Whether both directions are <see cref="RelayOutcome.Completed"/>: nothing was lost here.</summary>
    public bool IsCompleted => AToB.Outcome == RelayOutcome.Completed && BToA.Outcome == RelayOutcome.Completed;
}

/// <summary>What a relay did in one direction.</summary>
/// <param name="Bytes">Bytes written to the destination. For TLS, the plain text.</param>
/// <param name="Outcome">How the direction ended.</param>
/// <param name="Error">The socket's error behind <see cref="RelayOutcome.SourceError"/> and <see cref="RelayOutcome.DestinationError"/>, <see cref="SocketError.SocketError"/> if it was none of a socket; else <see cref="SocketError.Success"/>.</param>
/// <param name="Exception">The exception behind these two, where there was one.</param>
/// <param name="SourceTlsEnd">How the source ended its TLS connection. After <see cref="TlsEnd.Unknown"/> the end was passed on as an end: see the remarks of <see cref="RelayEnd(System.IO.Stream, Socket)"/>.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RelayDirection(long Bytes, RelayOutcome Outcome, SocketError Error, Exception? Exception, TlsEnd SourceTlsEnd)
{
    // The exception's own text is a stack trace of many lines.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Bytes = ").Append(Bytes.ToString(CultureInfo.InvariantCulture)).Append(", Outcome = ").Append(Outcome.ToString())
            .Append(", Error = ").Append(Error.ToString()).Append(", Exception = ");
        if (Exception is not null)
            builder.Append(Exception.GetType().Name).Append(": ").Append(Exception.Message);
        builder.Append(", SourceTlsEnd = ").Append(SourceTlsEnd.ToString());
        return true;
    }
}
