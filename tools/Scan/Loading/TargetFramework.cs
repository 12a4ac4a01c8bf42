using System.Globalization;

namespace SocketAnalyzers.Loading;

/// <summary>A target framework moniker, and the preprocessor symbols that the SDK defines for it.</summary>
public sealed class TargetFramework
{
    private static readonly Version[] CoreVersions = [new(1, 0), new(1, 1), new(2, 0), new(2, 1), new(2, 2), new(3, 0), new(3, 1)];
    private static readonly Version[] StandardVersions = [new(1, 0), new(1, 1), new(1, 2), new(1, 3), new(1, 4), new(1, 5), new(1, 6), new(2, 0), new(2, 1)];
    private static readonly string[] FrameworkVersions = ["20", "30", "35", "40", "403", "45", "451", "452", "46", "461", "462", "47", "471", "472", "48", "481"];

    private readonly Family _family;
    private readonly Version _version;
    private readonly string _platform;

    private TargetFramework(string moniker, Family family, Version version, string platform)
    {
        Moniker = moniker;
        _family = family;
        _version = version;
        _platform = platform;
    }

    // In the order of preference: a project with several is read as the one that is nearest to the installed reference assemblies.
    private enum Family
    {
        Framework,
        Standard,
        Core,
    }

    /// <summary>That of the .NET this program runs on, whose reference assemblies are used.</summary>
    public static TargetFramework Installed { get; } = new($"net{Environment.Version.Major}.0", Family.Core, new Version(Environment.Version.Major, 0), "");

    public string Moniker { get; }

    /// <summary>Null for text that is none: an unexpanded property, or a platform that the SDK has no symbols for.</summary>
    public static TargetFramework? Parse(string text)
    {
        var moniker = text.Trim().ToLowerInvariant();
        var dash = moniker.IndexOf('-');
        var name = dash < 0 ? moniker : moniker[..dash];
        var platform = dash < 0 ? "" : moniker[(dash + 1)..].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.');
        if (VersionAfter(name, "netcoreapp") is { } core && CoreVersions.Contains(core))
            return new(moniker, Family.Core, core, platform);
        if (VersionAfter(name, "netstandard") is { } standard && StandardVersions.Contains(standard))
            return new(moniker, Family.Standard, standard, platform);
        if (VersionAfter(name, "net") is { Major: >= 5 and < 100 } net)
            return new(moniker, Family.Core, net, platform);
        // net472, and the v4.7.2 of an old project file
        var digits = name.StartsWith("net", StringComparison.Ordinal) ? name[3..] : name.StartsWith('v') ? name[1..].Replace(".", "", StringComparison.Ordinal) : "";
        return FrameworkVersions.Contains(digits) ? new("net" + digits, Family.Framework, new Version(0, Array.IndexOf(FrameworkVersions, digits)), platform) : null;
    }

    /// <summary>The one of a list such as <c>net472;net8.0</c> that is nearest to the installed reference assemblies.</summary>
    public static TargetFramework? Best(string list) => list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(Parse).OfType<TargetFramework>().OrderByDescending(framework => framework._family).ThenByDescending(framework => framework._version).FirstOrDefault();

    /// <summary>The symbols for <c>#if</c>, such as NET8_0_OR_GREATER.</summary>
    public IEnumerable<string> Symbols()
    {
        if (_platform.Length > 0)
            yield return _platform.ToUpperInvariant();
        foreach (var symbol in _family switch { Family.Core => CoreSymbols(), Family.Standard => StandardSymbols(), _ => FrameworkSymbols() })
            yield return symbol;
    }

    private static Version? VersionAfter(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && name.Contains('.') && Version.TryParse(name.AsSpan(prefix.Length), out var version) && version.Build < 0 ? version : null;

    private static string Underscored(Version version) => string.Create(CultureInfo.InvariantCulture, $"{version.Major}_{version.Minor}");

    private IEnumerable<string> CoreSymbols()
    {
        yield return "NETCOREAPP";
        foreach (var version in CoreVersions.Where(version => version <= _version))
            yield return $"NETCOREAPP{Underscored(version)}_OR_GREATER";
        if (_version.Major < 5)
        {
            yield return "NETCOREAPP" + Underscored(_version);
            yield break;
        }

        yield return "NET";
        yield return "NET" + Underscored(_version);
        for (var major = 5; major <= _version.Major; major++)
            yield return $"NET{major}_0_OR_GREATER";
    }

    private IEnumerable<string> StandardSymbols() =>
        ["NETSTANDARD", "NETSTANDARD" + Underscored(_version), .. StandardVersions.Where(version => version <= _version).Select(version => $"NETSTANDARD{Underscored(version)}_OR_GREATER")];

    private IEnumerable<string> FrameworkSymbols() =>
        ["NETFRAMEWORK", "NET" + FrameworkVersions[_version.Minor], .. FrameworkVersions.Take(_version.Minor + 1).Select(digits => $"NET{digits}_OR_GREATER")];
}
