namespace CloseLab.Staging;

/// <summary>One end of a connection, and the state that was last told of it.</summary>
internal sealed class WatchedEnd(Peer peer)
{
    // How every story begins, so not worth telling.
    private const string Beginning = "ESTABLISHED";
    private string? _told;

    public Peer Peer => peer;

    /// <summary>Whether the state has changed since it was last told. After TIME_WAIT and the end nothing comes.</summary>
    public bool TryNews(out string state)
    {
        state = _told ?? Beginning;
        if (state is "TIME_WAIT" or ConnectionStates.Gone)
            return false;
        var now = peer.State;
        if (now == state)
            return false;
        _told = state = now;
        return true;
    }

    public bool IsNew(string state)
    {
        var isNew = _told != state;
        _told = state;
        return isNew;
    }
}
