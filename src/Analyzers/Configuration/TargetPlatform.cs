using System;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SocketAnalyzers.Configuration;

/// <summary>
/// What the build says about the platform that the code will run on. The package's targets make the properties visible;
/// without them everything is unknown, and unknown is false.
/// </summary>
internal sealed class TargetPlatform
{
    private const string BuildProperty = "build_property.";

    private static readonly string[] NonWindowsSuffixes = { "linux", "macos", "maccatalyst", "ios", "tvos", "android", "browser", "tizen" };

    // Families of the runtime identifier graph. A distribution's own identifier (ubuntu.22.04-x64) is rare enough to stay unknown,
    // which only means that the rules speak.
    private static readonly string[] NonWindowsIdentifiers =
    {
        "linux", "osx", "unix", "freebsd", "illumos", "solaris", "haiku", "android", "ios", "iossimulator", "tvos", "maccatalyst", "browser", "wasi",
    };

    private TargetPlatform(bool isNetCoreBelow21, bool isNetFramework, bool cannotRunOnWindows)
    {
        IsNetCoreBelow21 = isNetCoreBelow21;
        IsNetFramework = isNetFramework;
        CannotRunOnWindows = cannotRunOnWindows;
    }

    /// <summary>.NET Core 1.0 to 2.0, whose Bind does not set SO_REUSEADDR. Never .NET Framework, never .NET Standard.</summary>
    public bool IsNetCoreBelow21 { get; }

    /// <summary>Runs on Windows; elsewhere on Mono alone, which sets SO_REUSEADDR for every stream socket that it makes.</summary>
    public bool IsNetFramework { get; }

    /// <summary>Every runtime identifier, or the target framework itself, is of another system.</summary>
    public bool CannotRunOnWindows { get; }

    /// <summary>Reads the build properties of a compilation.</summary>
    public static TargetPlatform Read(AnalyzerConfigOptions global)
    {
        var framework = Property(global, "TargetFramework");
        var identifier = Property(global, "TargetFrameworkIdentifier");
        return new TargetPlatform(
            FindNetCoreBelow21(framework, identifier, Property(global, "TargetFrameworkVersion")),
            FindNetFramework(framework, identifier),
            HasNonWindowsSuffix(framework) || HasOnlyNonWindowsIdentifiers(global));
    }

    /// <summary>The build says so: .NET Framework, .NET Standard, .NET Core, .NET 5 to 8.</summary>
    public static bool IsBelowNet9(AnalyzerConfigOptions global)
    {
        const int first = 9;
        var framework = Property(global, "TargetFramework");
        if (framework.Length == 0)
            return FindNetFramework(framework, Property(global, "TargetFrameworkIdentifier"));
        var dot = framework.IndexOf('.');
        return !framework.StartsWith("net", StringComparison.OrdinalIgnoreCase) || dot < 0 || !int.TryParse(framework.Substring(3, Math.Max(0, dot - 3)), out var major) || major < first;
    }

    private static string Property(AnalyzerConfigOptions global, string name) =>
        global.TryGetValue(BuildProperty + name, out var value) ? value.Trim() : string.Empty;

    // Identifier and version are there even where TargetFramework is empty (net472 and netstandard2.0 in older SDKs).
    private static bool FindNetCoreBelow21(string framework, string identifier, string version)
    {
        if (identifier.Length == 0)
        {
            const string Short = "netcoreapp";
            return framework.StartsWith(Short, StringComparison.OrdinalIgnoreCase) && IsBelow21(framework.Substring(Short.Length));
        }

        return string.Equals(identifier, ".NETCoreApp", StringComparison.OrdinalIgnoreCase) && IsBelow21(version.TrimStart('v', 'V'));
    }

    // net472, net48; net8.0 has a dot.
    private static bool FindNetFramework(string framework, string identifier) => identifier.Length > 0
        ? string.Equals(identifier, ".NETFramework", StringComparison.OrdinalIgnoreCase)
        : framework.StartsWith("net", StringComparison.OrdinalIgnoreCase) && int.TryParse(framework.Substring(3), out _);

    private static bool IsBelow21(string version) => Version.TryParse(version, out var parsed) && parsed < new Version(2, 1);

    // net8.0-android34.0 -> android
    private static bool HasNonWindowsSuffix(string framework)
    {
        var dash = framework.IndexOf('-');
        return dash > 0 && StartsWithOne(framework, dash + 1, NonWindowsSuffixes);
    }

    private static bool HasOnlyNonWindowsIdentifiers(AnalyzerConfigOptions global)
    {
        // A semicolon would cut the list on its way through the generated .globalconfig, so the targets hand over one of ours with commas.
        var list = Property(global, "SocketAnalyzersRuntimeIdentifiers");
        if (list.Length == 0)
            list = Property(global, "RuntimeIdentifiers") + "," + Property(global, "RuntimeIdentifier");

        var any = false;
        foreach (var part in list.Split(',', ';'))
        {
            var identifier = part.Trim();
            if (identifier.Length == 0)
                continue;

            if (!StartsWithOne(identifier, 0, NonWindowsIdentifiers))
                return false;

            any = true;
        }

        return any;
    }

    private static bool StartsWithOne(string text, int start, string[] names)
    {
        foreach (var name in names)
        {
            if (string.Compare(text, start, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0 && EndsWord(text, start + name.Length))
                return true;
        }

        return false;
    }

    // "ios" must not match "iosomething", but osx.10.15-x64, linux-musl-x64 and android34.0 are right.
    private static bool EndsWord(string text, int index) => index >= text.Length || !char.IsLetter(text[index]);
}
