namespace CloseLab.Staging;

/// <summary>One end of a connection, and the state that was last told of it.</summary>
internal sealed class WatchedEnd(Peer peer)
{
    // How every story begins, so not worth telling.
    private const string Beginning = "ESTABLISHED";
    private string? _told;

    public Peer Peer => peer;

    /// <summary>After TIME_WAIT and the end nothing comes, so nobody need look.</summary>
    public string Now => _told is "TIME_WAIT" or ConnectionStates.Gone ? _told : peer.State;

    public bool HasChangedTo(string state) => state != (_told ?? Beginning) && IsNew(state);

    public bool IsNew(string state)
    {
        var isNew = _told != state;
        _told = state;
        return isNew;
    }
}
