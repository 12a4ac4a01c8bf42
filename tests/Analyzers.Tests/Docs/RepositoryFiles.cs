namespace SocketAnalyzers.Tests.Docs;

/// <summary>Files of the repository that the tests run in.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    /// <summary>Paths from the root, with forward slashes, without what a build leaves behind.</summary>
    public static IReadOnlyList<string> Find(string folder, string pattern, SearchOption depth = SearchOption.TopDirectoryOnly) =>
    [
        .. Directory.GetFiles(Path.Combine(Root, folder), pattern, depth)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal),
    ];

    // CallerFilePath would be shorter, but deterministic builds write another root into it.
    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("The tests must be built inside the repository: no folder above them has Directory.Packages.props.");
    }
}
