using System.Text.RegularExpressions;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Docs;

/// <summary>A link of the documentation that leads nowhere costs its reader more than no link.</summary>
public sealed partial class LinksTests
{
    public static TheoryData<string> Documents() =>
    [
        "README.md",
        "CHANGELOG.md",
        .. RepositoryFiles.Find("docs", "*.md", SearchOption.AllDirectories),
        .. RepositoryFiles.Find("samples", "*.md", SearchOption.AllDirectories),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_relative_link_leads_to_a_file_or_folder(string document)
    {
        var folder = Path.GetDirectoryName(Repository.PathOf(document))!;
        var dead =
            from Match match in Link().Matches(RepositoryFiles.Read(document))
            let target = match.Groups["target"].Value.Split('#')[0]
            where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)
            where !File.Exists(Path.Combine(folder, target)) && !Directory.Exists(Path.Combine(folder, target))
            select target;
        Assert.Empty(dead);
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
