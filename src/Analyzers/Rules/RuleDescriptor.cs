using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Rules;

/// <summary>Makes a rule's descriptor: one place for the help link, so that it cannot differ from the page's file name.</summary>
internal static class RuleDescriptor
{
    public const string Reliability = "Reliability";
    public const string Security = "Security";
    public const string Configuration = "Configuration";

    public static string HelpLinkFor(string id) => ProductInfo.RepositoryUrl + "/blob/main/docs/rules/" + id + ".md";
}
