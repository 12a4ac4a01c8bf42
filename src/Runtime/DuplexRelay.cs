using System;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers.Relaying;
using SocketAnalyzers.Telemetry;

namespace SocketAnalyzers;

/// <summary>Joins two connections, as a TCP proxy does, so that neither side can tell the difference to one connection.</summary>
public static class DuplexRelay
{
    /// <summary>
    /// Copies in both directions until both have ended. The end of one direction is passed on behind its last byte, and the other goes on.
    /// An error is passed on as a reset, because an end would make a part look whole; a bare FIN under TLS too. The reset comes behind the data
    /// that came before it, as on one connection.
    /// </summary>
    /// <param name="a">One end.</param>
    /// <param name="b">The other.</param>
    /// <param name="options">The limits; null: <see cref="RelayOptions.Default"/>. When one comes, both ends are reset, but not one that has the other's end already.</param>
    /// <param name="cancellationToken">The same at once: <see cref="RelayOutcome.Canceled"/>, no exception.</param>
    /// <returns>How each direction ended. Nothing that a peer or the network does makes it throw.</returns>
    /// <remarks>
    /// <para>
    /// The relay ends both connections: when the task completes, both sockets and streams are disposed. After both directions have ended it
    /// waits, where the kernel tells (Linux), until each side has acknowledged everything. Disposing them again does no harm.
    /// </para>
    /// <para>
    /// One pooled buffer per direction: a source is read only when the destination has taken what came before. A reset of the source is
    /// noticed within 250 ms while a write to the destination is blocked; a reset that a write in the other direction has eaten is not
    /// taken for an end.
    /// </para>
    /// <para>
    /// Behind the data means: when the other side has acknowledged all that came before the reset (where the kernel tells), or has
    /// acknowledged nothing for <see cref="RelayOptions.HalfClosedIdleTimeout"/> (at most 5 s while a write is blocked); not after a cancel.
    /// </para>
    /// <para>
    /// What is not reset: a Unix domain socket, whose peer sees an end; and a side to which the other's end was passed on already. What that
    /// side has sent is read once and thrown away, then it is disposed, and its kernel goes on being served. If it sends later, it is answered with a reset.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> or <paramref name="b"/> is null.</exception>
    /// <exception cref="ArgumentException">Both ends are the same connection.</exception>
    /// <exception cref="InvalidOperationException">A socket listens, or is no Stream socket. Both are left as they were.</exception>
    public static Task<RelayResult> RunAsync(RelayEnd a, RelayEnd b, RelayOptions? options = null, CancellationToken cancellationToken = default)
    {
        var first = (a ?? throw new ArgumentNullException(nameof(a))).Port;
        var second = (b ?? throw new ArgumentNullException(nameof(b))).Port;
        if (first == second || (first.Socket is { } socket && socket == second.Socket))
            throw new ArgumentException("Both ends are the same connection.", nameof(b));
        first.Start();
        second.Start();
        return JoinAsync(new RelaySession(first, second, options ?? RelayOptions.Default), cancellationToken);
    }

    private static async Task<RelayResult> JoinAsync(RelaySession session, CancellationToken cancellationToken)
    {
        RuntimeTelemetry.RelayStarted();
        try
        {
            return await session.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            RuntimeTelemetry.RelayStopped();
        }
    }
}
