namespace SocketAnalyzers.Loading;

/// <summary>The C# files of one project folder, or those under <paramref name="Root"/> that belong to no project.</summary>
public sealed record SourceProject(string Root, string Folder, string Name, IReadOnlyList<string> Files, ProjectFile Settings)
{
    public bool IsLoose => Settings == ProjectFile.None;
}
