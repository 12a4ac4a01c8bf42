using SocketAnalyzers.Configuration;
using Xunit;

namespace SocketAnalyzers.Tests.Configuration;

/// <summary>docs/configuration.md says what the code does, for every option.</summary>
public class OptionDocumentationTests
{
    public static TheoryData<string> Keys => [.. KnownOptions.All.Select(option => option.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void EveryKeyHasASectionWithItsDefaultAndWhatIsAllowed(string key)
    {
        var option = KnownOptions.Find(key)!;
        var section = SectionOf(key);

        Assert.Contains($"**Default:** {option.DefaultText}", section, StringComparison.Ordinal);
        Assert.Contains($"**Allowed:** {option.AllowedText}", section, StringComparison.Ordinal);
        Assert.Contains($"{key} = ", section, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePageNamesNoOtherKey()
    {
        var documented = Page().Split('\n').Where(line => line.StartsWith("## `socket_analyzers.", StringComparison.Ordinal)).Select(line => line[4..^1]);

        Assert.Equal(KnownOptions.All.Select(option => option.Key), documented);
    }

    [Fact]
    public void KeysAreLowerCaseAndUnique()
    {
        Assert.All(KnownOptions.All, option => Assert.Matches("^socket_analyzers\\.[a-z_]+$", option.Key));
        Assert.Distinct(KnownOptions.All.Select(option => option.Key));
    }

    [Fact]
    public void ADefaultThatIsAValueIsAllowedAndRead()
    {
        Assert.True(KnownOptions.Somaxconn.TryRead(new DictionaryOptions((KnownOptions.Somaxconn.Key, KnownOptions.Somaxconn.DefaultText)), out var somaxconn));
        Assert.True(KnownOptions.AllowPortSharing.TryRead(new DictionaryOptions((KnownOptions.AllowPortSharing.Key, KnownOptions.AllowPortSharing.DefaultText)), out var sharing));
        Assert.True(KnownOptions.Helper.TryRead(new DictionaryOptions((KnownOptions.Helper.Key, KnownOptions.Helper.DefaultText)), out var helper));

        Assert.Equal(KnownOptions.Somaxconn.Default, somaxconn);
        Assert.Equal(KnownOptions.AllowPortSharing.Default, sharing);
        Assert.Equal(KnownOptions.Helper.Default, helper);
    }

    private static string SectionOf(string key)
    {
        var page = Page();
        var start = page.IndexOf($"## `{key}`\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/configuration.md has no section '## `{key}`'");
        var end = page.IndexOf("\n## ", start, StringComparison.Ordinal);
        return page[start..(end < 0 ? page.Length : end)];
    }

    private static string Page()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("the repository's root");

        return File.ReadAllText(Path.Combine(folder.FullName, "docs", "configuration.md")).ReplaceLineEndings("\n");
    }
}
