namespace DocGen;

/// <summary>The files of the repository, by their path from its root.</summary>
internal sealed class Repository
{
    private readonly string _root;

    private Repository(string root) => _root = root;

    /// <summary>The repository around <paramref name="start"/>.</summary>
    public static Repository Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")) && Directory.Exists(Path.Combine(folder.FullName, "docs", "rules")))
                return new Repository(folder.FullName);
        }

        throw new DirectoryNotFoundException("DocGen must be built inside the repository: no folder above it has Directory.Packages.props and docs/rules.");
    }

    public string Read(string path) => ReadOrNull(path) ?? throw new FileNotFoundException($"{path} is missing.");

    // A checkout with CRLF must not look like a difference.
    public string? ReadOrNull(string path) =>
        File.Exists(FullPath(path)) ? File.ReadAllText(FullPath(path)).Replace("\r\n", "\n", StringComparison.Ordinal) : null;

    public void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FullPath(path))!);
        File.WriteAllText(FullPath(path), content);
    }

    /// <summary>The names of the files in <paramref name="folder"/>, in an order that no file system changes.</summary>
    public IEnumerable<string> FilesIn(string folder, string pattern) =>
        Directory.Exists(FullPath(folder))
            ? Directory.GetFiles(FullPath(folder), pattern).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)
            : [];

    private string FullPath(string path) => Path.Combine(_root, path);
}
