namespace SocketAnalyzers.Closing;

/// <summary>
/// <see cref="System.Net.Security.SslStream"/> returns 0 for close_notify and for a bare FIN alike. What each read took out of the kernel
/// tells them apart.
/// </summary>
internal sealed class TlsEndEvidence
{
    // close_notify in one record: 24 bytes in TLS 1.3, at most 85 in TLS 1.2 (CBC, SHA-384). A session ticket is longer.
    private const int LongestAlert = 96;

    private readonly SocketTransport _socket;
    private long? _takenBefore;
    private long _arrivedBefore;
    private bool _streamWasEmpty;

    public TlsEndEvidence(SocketTransport socket)
    {
        _socket = socket;
    }

    /// <summary>The stream has taken all bytes out of the kernel, and the peer's FIN comes next. Only what it has in its own buffer is left.</summary>
    public bool OnlyFinIsLeft { get; private set; }

    public void BeforeRead()
    {
        _takenBefore = BytesTaken(out var peerFinIsHere, out var available);
        _arrivedBefore = (_takenBefore ?? 0) + available;
        OnlyFinIsLeft = peerFinIsHere && available == 0;
        _streamWasEmpty = false;
    }

    /// <summary>The read has to wait for the kernel: no end lay in the stream's buffer, nor in what had come before.</summary>
    public void Waits()
    {
        _streamWasEmpty = true;
        // With nothing new since, all that the read took it took before it had to wait, and no end was in it: session tickets.
        if (BytesTaken(out var peerFinIsHere, out var available) is { } taken && !peerFinIsHere && available == 0 && taken == _arrivedBefore)
            _takenBefore = taken;
    }

    /// <summary>
    /// The read returned 0. Without the peer's FIN the stream below cannot have ended, so it was close_notify. With it: if this read took
    /// bytes from the kernel they were close_notify, because the end inside a record throws. If it took none, either the FIN came bare, or
    /// close_notify lay in the stream's buffer already.
    /// </summary>
    public TlsEnd AfterZero()
    {
        if (BytesTaken(out var peerFinIsHere, out _) is not { } taken || _takenBefore is not { } before)
            return TlsEnd.Unknown;
        if (!peerFinIsHere)
            return TlsEnd.CloseNotify;
        if (taken > before)
            return taken - before <= LongestAlert ? TlsEnd.CloseNotify : TlsEnd.Unknown;
        return _streamWasEmpty ? TlsEnd.BareFin : TlsEnd.Unknown;
    }

    /// <summary>The read failed for no reason of the socket's: it was cut off inside a record, or it is not TLS.</summary>
    public TlsEnd AfterFailure() => BytesTaken(out var peerFinIsHere, out _) is not null && peerFinIsHere ? TlsEnd.BareFin : TlsEnd.Unknown;

    /// <summary>How many bytes the stream has taken out of the kernel; null where the kernel does not tell.</summary>
    private long? BytesTaken(out bool peerFinIsHere, out int available)
    {
        peerFinIsHere = false;
        available = 0;
        if (!_socket.TryTakeSnapshot(out var snapshot))
            return null;
        peerFinIsHere = snapshot.PeerFinIsHere;
        available = _socket.Available;
        return snapshot.Received - available - (peerFinIsHere ? 1 : 0);
    }
}
