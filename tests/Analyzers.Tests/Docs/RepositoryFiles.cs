using SocketAnalyzers.Verification;

namespace SocketAnalyzers.Tests.Docs;

/// <summary>Files of the repository, by their paths from its root with forward slashes.</summary>
internal static class RepositoryFiles
{
    public static string Read(string path) => File.ReadAllText(Repository.PathOf(path)).ReplaceLineEndings("\n");

    /// <summary>Without what a build leaves behind.</summary>
    public static IReadOnlyList<string> Find(string folder, string pattern, SearchOption depth = SearchOption.TopDirectoryOnly) =>
    [
        .. Directory.GetFiles(Repository.PathOf(folder), pattern, depth)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal),
    ];
}
