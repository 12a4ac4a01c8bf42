namespace SocketAnalyzers.Loading;

/// <summary>Something about a path that the user has to know. Where <paramref name="IsIncomplete"/>, code was left out because of it.</summary>
public sealed record Problem(string Path, string Message, bool IsIncomplete = true);
