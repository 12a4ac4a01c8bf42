using System.Collections.Immutable;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Xunit;

namespace SocketAnalyzers.Package.Tests;

/// <summary>A package, opened.</summary>
public sealed class PackedFile(string path) : IDisposable
{
    public ZipArchive Zip { get; } = ZipFile.OpenRead(path);

    /// <summary>The sources that the symbols in a DLL name.</summary>
    public static string[] SourcesOf(PEReader dll)
    {
        var embedded = dll.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using var provider = dll.ReadEmbeddedPortablePdbDebugDirectoryData(embedded);
        var symbols = provider.GetMetadataReader();
        return [.. symbols.Documents.Select(document => symbols.GetString(symbols.GetDocument(document).Name))];
    }

    /// <param name="snapshot">A file beside the tests.</param>
    public void HasTheEntriesOf(string snapshot)
    {
        var entries = Zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal).ToArray();
        var file = Path.Combine(Repository.Root, "tests", "Package.Tests", snapshot);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
            File.WriteAllText(file, string.Join('\n', entries) + "\n");

        Assert.Equal(File.ReadAllLines(file), entries);
    }

    /// <summary>What it says of itself.</summary>
    public XElement Manifest(string name)
    {
        using var stream = Zip.GetEntry(name)!.Open();
        return XDocument.Load(stream).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    public ImmutableArray<(string Name, PEReader Reader)> Dlls()
    {
        var dlls = Zip.Entries.Where(entry => entry.Name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
            .Select(entry => (entry.FullName, new PEReader(ReadAll(entry)))).ToImmutableArray();
        Assert.NotEmpty(dlls);
        return dlls;
    }

    public void Dispose() => Zip.Dispose();

    private static ImmutableArray<byte> ReadAll(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return [.. copy.ToArray()];
    }
}
