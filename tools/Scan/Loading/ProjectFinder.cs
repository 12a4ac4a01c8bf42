using System.Xml;

namespace SocketAnalyzers.Loading;

/// <summary>Finds the C# files under a folder and the project that each belongs to: the nearest one above it.</summary>
public sealed class ProjectFinder
{
    private static readonly HashSet<string> Skipped = new(StringComparer.OrdinalIgnoreCase) { "bin", "obj", ".git", "node_modules" };

    private readonly string _root;
    private readonly Action<Problem> _report;
    private readonly Dictionary<string, (ProjectFile Settings, string Name)> _projects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _files = new(StringComparer.Ordinal);

    private ProjectFinder(string root, Action<Problem> report)
    {
        _root = root;
        _report = report;
    }

    /// <summary>The projects under <paramref name="root"/> that have C# files, in the order of their folders; the loose files stand last.</summary>
    public static IReadOnlyList<SourceProject> Find(string root, Action<Problem> report)
    {
        var finder = new ProjectFinder(root, report);
        if (!Directory.Exists(root))
        {
            report(new Problem(root, File.Exists(root) ? "is a file; name the folder that it stands in" : "there is no such folder"));
            return [];
        }

        finder.Walk();
        if (finder._files.Count == 0)
            report(new Problem(root, "there is no C# file in this folder (bin, obj, .git and node_modules are not searched)"));
        return finder.Projects().ToList();
    }

    private IEnumerable<SourceProject> Projects()
    {
        foreach (var (folder, files) in _files.Where(pair => pair.Key.Length > 0).OrderBy(pair => pair.Key, StringComparer.Ordinal))
            yield return new SourceProject(_root, folder, _projects[folder].Name, Sorted(files), _projects[folder].Settings);
        if (_files.TryGetValue("", out var loose))
            yield return new SourceProject(_root, _root, Path.GetFileName(_root), Sorted(loose), ProjectFile.None);
    }

    private static List<string> Sorted(List<string> files)
    {
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    // Not by recursion: a path can be as deep as the file system allows.
    private void Walk()
    {
        var open = new Stack<(DirectoryInfo Folder, string Project)>();
        open.Push((new DirectoryInfo(_root), ""));
        while (open.TryPop(out var next))
        {
            FileSystemInfo[] entries;
            try
            {
                entries = next.Folder.GetFileSystemInfos();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _report(new Problem(next.Folder.FullName, "the folder cannot be read: " + e.Message));
                continue;
            }

            var project = AddProjects(entries) ? next.Folder.FullName : next.Project;
            foreach (var entry in entries)
            {
                if (entry is DirectoryInfo folder && !IsLink(folder) && !Skipped.Contains(folder.Name))
                    open.Push((folder, project));
                else if (entry is FileInfo && entry.Extension.Equals(".cs", StringComparison.OrdinalIgnoreCase) && IsReadable(entry))
                    AddFile(project, entry.FullName);
            }
        }
    }

    private bool AddProjects(FileSystemInfo[] entries)
    {
        var any = false;
        foreach (var entry in entries.Where(entry => entry is FileInfo && entry.Extension.Equals(".csproj", StringComparison.OrdinalIgnoreCase)).OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            if (IsReadable(entry) && TryRead(entry.FullName) is { } settings)
                Add(entry, settings);
            any |= _projects.ContainsKey(Path.GetDirectoryName(entry.FullName)!);
        }

        return any;
    }

    private void Add(FileSystemInfo entry, ProjectFile settings)
    {
        var folder = Path.GetDirectoryName(entry.FullName)!;
        if (_projects.TryGetValue(folder, out var first))
            first.Settings.Join(settings);
        else
            _projects[folder] = (settings, settings.AssemblyName ?? Path.GetFileNameWithoutExtension(entry.Name));
    }

    private ProjectFile? TryRead(string path)
    {
        try
        {
            return ProjectFile.Read(path, _root, _report);
        }
        catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            _report(new Problem(path, "the project file cannot be read, so its C# files are bound without its settings: " + e.Message));
            return null;
        }
    }

    private void AddFile(string project, string file)
    {
        if (!_files.TryGetValue(project, out var files))
            _files[project] = files = [];
        files.Add(file);
    }

    private static bool IsLink(FileSystemInfo entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

    // A link is followed only to a file of the same scan: a repository must not show what stands elsewhere on this machine.
    private bool IsReadable(FileSystemInfo file)
    {
        if (!IsLink(file))
            return true;
        try
        {
            var target = file.ResolveLinkTarget(returnFinalTarget: true);
            if (target is not { Exists: true })
                _report(new Problem(file.FullName, "is a link to a file that does not exist"));
            else if (!target.FullName.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                _report(new Problem(file.FullName, "is a link out of the scanned folder, and is not followed"));
            else
                return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _report(new Problem(file.FullName, "is a link that cannot be followed: " + e.Message));
        }

        return false;
    }
}
