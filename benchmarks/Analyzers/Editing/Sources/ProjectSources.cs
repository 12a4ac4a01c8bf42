namespace SocketAnalyzers.Benchmarks.Editing.Sources;

/// <summary>
/// The files of a project as people have them: four of five know nothing of sockets. They come in groups that call each other, and a
/// group calls the next one, so that no file stands alone.
/// </summary>
internal static class ProjectSources
{
    private const int FilesOfGroup = 5;

    /// <param name="files">A multiple of five.</param>
    public static IEnumerable<SourceFile> Write(int files)
    {
        var groups = files / FilesOfGroup;
        for (var group = 0; group < groups; group++)
        {
            var next = (group + 1) % groups;
            yield return new SourceFile($"Net/Connection{group}.cs", SocketSources.Write(group));
            yield return new SourceFile($"Storage/Record{group}.cs", PlainSources.Record(group, 6 + group % 5));
            yield return new SourceFile($"Storage/Repository{group}.cs", PlainSources.Repository(group, 4 + group % 4));
            yield return new SourceFile($"Services/Service{group}.cs", PlainSources.Service(group, next, 3 + group % 4));
            yield return new SourceFile($"Text/Format{group}.cs", PlainSources.Format(group, next, 3 + group % 4));
        }
    }
}
