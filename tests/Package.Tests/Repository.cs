using System.Reflection;

namespace SocketAnalyzers.Package.Tests;

/// <summary>Where this build found the repository and the packages.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    /// <summary>The folder of restored packages; the test projects take the reference assemblies from there.</summary>
    public static string PackageFolder { get; } = Metadata("PackageFolder");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
