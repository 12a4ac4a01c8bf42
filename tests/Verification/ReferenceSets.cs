using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Verification;

/// <summary>
/// The reference assemblies of the frameworks that the rules are tested on. The build writes the folders into this
/// assembly's metadata, so no path of a machine stands in the sources.
/// </summary>
public static class ReferenceSets
{
    private static readonly Lazy<ImmutableArray<MetadataReference>> LazyNet100 = new(() => Load("Net100"));
    private static readonly Lazy<ImmutableArray<MetadataReference>> LazyNet80 = new(() => Load("Net80"));
    private static readonly Lazy<ImmutableArray<MetadataReference>> LazyNet472 = new(() => Load("Net472"));
    private static readonly Lazy<ImmutableArray<MetadataReference>> LazyNetStandard20 = new(() => Load("NetStandard20"));
    private static readonly Lazy<ImmutableArray<MetadataReference>> LazyPipelines = new(() => Load("Pipelines"));

    public static ImmutableArray<MetadataReference> Net100 => LazyNet100.Value;

    public static ImmutableArray<MetadataReference> Net80 => LazyNet80.Value;

    public static ImmutableArray<MetadataReference> Net472 => LazyNet472.Value;

    public static ImmutableArray<MetadataReference> NetStandard20 => LazyNetStandard20.Value;

    /// <summary>
    /// System.IO.Pipelines and what it needs (spans, ValueTask), to be added to <see cref="Net472"/> or
    /// <see cref="NetStandard20"/>: those two do not have the types themselves.
    /// </summary>
    public static ImmutableArray<MetadataReference> Pipelines => LazyPipelines.Value;

    /// <summary>All four, by target framework name: for tests that must hold on each.</summary>
    public static ImmutableArray<(string TargetFramework, ImmutableArray<MetadataReference> References)> All { get; } =
    [
        ("net10.0", Net100),
        ("net8.0", Net80),
        ("net472", Net472),
        ("netstandard2.0", NetStandard20),
    ];

    private static ImmutableArray<MetadataReference> Load(string set)
    {
        var folders = typeof(ReferenceSets).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(attribute => attribute.Key == "ReferenceSet." + set)?.Value
            ?? throw new InvalidOperationException($"The build wrote no folder for the reference set {set}.");
        var references = folders.Split(';')
            .SelectMany(folder => FilesOf(set, folder))
            .Select(file => (MetadataReference)MetadataReference.CreateFromFile(file))
            .ToImmutableArray();
        return references;
    }

    private static IEnumerable<string> FilesOf(string set, string folder)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"The reference set {set} is not in {folder}. Restore and build tests/Verification again.");
        var files = Directory.GetFiles(folder, "*.dll");
        if (files.Length == 0)
            throw new FileNotFoundException($"The reference set {set} has no assemblies in {folder}.");

        // .NET Framework keeps the facades that netstandard libraries need in a folder of their own.
        var facades = Path.Combine(folder, "Facades");
        var all = Directory.Exists(facades) ? files.Concat(Directory.GetFiles(facades, "*.dll")) : files;
        return all.Where(IsAssembly).OrderBy(file => file, StringComparer.Ordinal);
    }

    // The net472 pack carries a module without an assembly manifest, which the compiler refuses as a reference.
    private static bool IsAssembly(string file)
    {
        using var stream = File.OpenRead(file);
        using var reader = new PEReader(stream);
        return reader.HasMetadata && reader.GetMetadataReader().IsAssembly;
    }
}
