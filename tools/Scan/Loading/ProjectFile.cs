using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace SocketAnalyzers.Loading;

/// <summary>
/// What a project file says that matters here. It is read as text and never evaluated: no target and no import runs. Of several
/// values of a property the last without a condition counts, and <c>Directory.Build.props</c> counts from the scanned folder down.
/// </summary>
public sealed partial class ProjectFile
{
    private const int LongestValue = 4096;
    private static readonly string[] SdkUsings = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];
    private static readonly string[] WebUsings = ["Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing", "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging"];

    private readonly Dictionary<string, string> _properties = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _usings = new(StringComparer.Ordinal);
    private readonly List<string> _references = [];

    private ProjectFile()
    {
    }

    /// <summary>For files that no project holds.</summary>
    public static ProjectFile None { get; } = new() { _properties = { ["OutputType"] = "Exe" } };

    /// <summary>The folders of the projects that this one refers to.</summary>
    public IReadOnlyList<string> References => _references;

    /// <summary>The namespaces that every file uses.</summary>
    public IReadOnlyCollection<string> Usings => _usings;

    public TargetFramework? TargetFramework { get; private set; }

    /// <summary>The assembly of the test framework that the project refers to.</summary>
    public string? TestAssembly { get; private set; }

    public bool IsProgram => Property("OutputType").EndsWith("exe", StringComparison.OrdinalIgnoreCase);

    public string? AssemblyName => Property("AssemblyName") is { Length: > 0 } name ? name : null;

    /// <summary>The runtime identifiers, separated by semicolons.</summary>
    public string RuntimeIdentifiers => Property("RuntimeIdentifiers") + ";" + Property("RuntimeIdentifier");

    public IEnumerable<string> Defines => Property("DefineConstants").Split([';', ',', ' '], StringSplitOptions.RemoveEmptyEntries);

    /// <exception cref="XmlException">The file is no XML.</exception>
    public static ProjectFile Read(string path, string root, Action<Problem> report)
    {
        var project = new ProjectFile();
        foreach (var props in PropsAbove(path, root))
        {
            try
            {
                project.Add(props);
            }
            catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException)
            {
                report(new Problem(props, "cannot be read: " + e.Message));
            }
        }

        project.Add(path);
        project.Finish();
        return project;
    }

    /// <summary>Two project files in one folder are one compilation.</summary>
    public void Join(ProjectFile other)
    {
        TargetFramework ??= other.TargetFramework;
        TestAssembly ??= other.TestAssembly;
        _usings.UnionWith(other._usings);
        _references.AddRange(other._references);
    }

    private static IEnumerable<string> PropsAbove(string path, string root)
    {
        var found = new Stack<string>();
        for (var folder = Path.GetDirectoryName(path); folder is not null && folder.Length >= root.Length; folder = Path.GetDirectoryName(folder))
        {
            var props = Path.Combine(folder, "Directory.Build.props");
            if (File.Exists(props))
                found.Push(props);
        }

        return found;
    }

    private void Add(string path)
    {
        // A DTD can be made to grow without end, or to read other files.
        using var reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var project = XDocument.Load(reader).Root;
        if (project is null)
            return;
        var folder = Path.GetDirectoryName(path)!;
        _properties["MSBuildThisFileDirectory"] = _properties["MSBuildProjectDirectory"] = folder + Path.DirectorySeparatorChar;
        foreach (var property in Groups(project, "PropertyGroup").Where(element => !element.HasElements))
        {
            var isConditional = property.Attribute("Condition") is not null || property.Parent?.Attribute("Condition") is not null;
            if (!isConditional || !_properties.ContainsKey(property.Name.LocalName))
                _properties[property.Name.LocalName] = Expand(property.Value.Trim());
        }

        TestAssembly ??= TestFramework.AssemblyOf(project.Attribute("Sdk")?.Value ?? "");
        if (Property("ImplicitUsings") is var usings && (usings.Equals("enable", StringComparison.OrdinalIgnoreCase) || usings.Equals("true", StringComparison.OrdinalIgnoreCase)))
            _usings.UnionWith(project.Attribute("Sdk")?.Value.EndsWith(".Web", StringComparison.OrdinalIgnoreCase) == true ? [.. SdkUsings, .. WebUsings] : SdkUsings);
        foreach (var item in Groups(project, "ItemGroup"))
            AddItem(item, folder);
    }

    private void AddItem(XElement item, string folder)
    {
        var include = Expand(item.Attribute("Include")?.Value ?? "");
        if (item.Name.LocalName == "Using" && NamespaceName().IsMatch(include) && item.Attribute("Static") is null && item.Attribute("Alias") is null)
            _usings.Add(include);
        if (item.Name.LocalName is "PackageReference" or "Reference")
            TestAssembly ??= TestFramework.AssemblyOf(include);
        if (item.Name.LocalName != "ProjectReference")
            return;
        foreach (var reference in include.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!reference.Contains('\0') && Path.GetDirectoryName(Path.GetFullPath(Path.Combine(folder, reference.Replace('\\', '/')))) is { } target)
                _references.Add(target);
        }
    }

    private void Finish()
    {
        foreach (var name in (ReadOnlySpan<string>)["TargetFramework", "TargetFrameworks", "TargetFrameworkVersion"])
            TargetFramework ??= Loading.TargetFramework.Best(Property(name));
    }

    private string Property(string name) => _properties.GetValueOrDefault(name, "");

    private string Expand(string value)
    {
        var expanded = PropertyName().Replace(value, match => Property(match.Groups[1].Value));
        return expanded.Length > LongestValue ? "" : expanded;
    }

    private static IEnumerable<XElement> Groups(XElement project, string group) =>
        project.Elements().Where(element => element.Name.LocalName == group).SelectMany(element => element.Elements());

    [GeneratedRegex(@"\$\((\w+)\)")]
    private static partial Regex PropertyName();

    [GeneratedRegex(@"^[\w.]+$")]
    private static partial Regex NamespaceName();
}
