using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Shipping;

/// <summary>What a user reads of a rule without opening its page: id, title, message, category, link.</summary>
public partial class DescriptorTests
{
    private static readonly string[] Categories = ["Reliability", "Security", "Configuration"];

    public static TheoryData<string> Ids => [.. ShippedRule.All.Select(rule => rule.Descriptor.Id).Distinct()];

    [Fact]
    public void Every_rule_is_reported_by_one_analyzer_and_once()
    {
        // A rule file that no analyzer reports, or an id that two report, is equally a mistake.
        var written = ShippedRule.ClassNameById.Keys.Order(StringComparer.Ordinal);
        var reported = ShippedRule.All.Select(rule => rule.Descriptor.Id).Order(StringComparer.Ordinal);

        Assert.Equal(written, reported);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_id_has_our_prefix_and_three_digits(string id) => Assert.Matches(IdPattern(), id);

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_category_is_one_of_ours(string id) => Assert.Contains(Of(id).Category, Categories);

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_rule_is_on_and_no_error(string id)
    {
        // SOCK090 is for those who ask what is not analysed.
        Assert.Equal(id != "SOCK090", Of(id).IsEnabledByDefault);
        DiagnosticSeverity[] allowed = id == "SOCK090" ? [DiagnosticSeverity.Hidden] : [DiagnosticSeverity.Info, DiagnosticSeverity.Warning];
        Assert.Contains(Of(id).DefaultSeverity, allowed);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_texts_end_as_texts_of_their_kind_do(string id)
    {
        var (title, message, description) = (Of(id).Title.ToString(), Of(id).MessageFormat.ToString(), Of(id).Description.ToString());

        Assert.NotEmpty(title);
        Assert.NotEmpty(message);
        Assert.False(title.EndsWith('.'), $"The title ends with a period: {title}");
        Assert.False(message.EndsWith('.'), $"The message ends with a period: {message}");
        Assert.True(description.EndsWith('.'), $"The description is no sentence: {description}");
        Assert.DoesNotContain('\n', title + message);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_help_link_leads_to_the_page_in_this_repository(string id)
    {
        var page = $"docs/rules/{id}.md";

        Assert.StartsWith("https://", Of(id).HelpLinkUri, StringComparison.Ordinal);
        Assert.EndsWith(page, Of(id).HelpLinkUri, StringComparison.Ordinal);
        Assert.True(File.Exists(Repository.PathOf(page)), $"The help link of {id} is dead: there is no {page}.");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Only_what_is_reported_at_the_end_says_so(string id)
    {
        // A CompilationEnd diagnostic does not show while typing: only SOCK000 may be one.
        var isAtEnd = Of(id).CustomTags.Contains(WellKnownDiagnosticTags.CompilationEnd);

        Assert.Equal(id == "SOCK000", isAtEnd);
    }

    private static DiagnosticDescriptor Of(string id) => ShippedRule.All.First(rule => rule.Descriptor.Id == id).Descriptor;

    [GeneratedRegex("^SOCK[0-9]{3}$")]
    private static partial Regex IdPattern();
}
