using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

/// <summary>A rule has a fix or a reason to have none; a fix is loaded by every host, and has its tests.</summary>
public sealed class CompletenessTests
{
    private static readonly Dictionary<string, string> ReasonsForNone = new()
    {
        ["SOCK090"] = "how a large member is to be divided is its author's business",
        ["SOCK000"] = "what was meant by a wrong option is not known, and no .editorconfig is a document that a fix may edit",
        ["SOCK009"] = "a stream has no member that ends one direction, and how long the other one may take only the author knows",
        ["SOCK034"] = "a pending receive, or a Poll beside Available, changes how the loop is built, and what is done with the connection then only the author knows",
        ["SOCK035"] = "where a token comes from, for how much its limit is, and what becomes of the connection afterwards, only the author knows",
    };

    public static TheoryData<string> Ids => [.. ShippedFixes.All.Select(fixer => fixer.FixableDiagnosticIds.First())];

    [Fact]
    public void Every_rule_has_a_fix_or_a_reason()
    {
        var rules = AnalyzerRunner.AnalyzersOf(typeof(SocketFlowAnalyzer).Assembly).SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(rule => rule.Id);
        var answers = ShippedFixes.All.SelectMany(fixer => fixer.FixableDiagnosticIds).Concat(ReasonsForNone.Keys);

        // Equal lists: no rule with two providers, none with a provider and a reason, no answer without a rule.
        Assert.Equal(rules.Order(StringComparer.Ordinal), answers.Order(StringComparer.Ordinal));
        Assert.All(ReasonsForNone.Values, Assert.NotEmpty);
    }

    /// <summary>A host looks for the attribute on the type itself and for a constructor without parameters, and is silent where it finds none.</summary>
    [Fact]
    public void Every_provider_can_be_loaded()
    {
        var providers = typeof(SocketCodeFixProvider).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider))).ToArray();

        Assert.Equal(ShippedFixes.All.Count, providers.Length);
        Assert.All(providers, type => Assert.True(type.IsPublic, type.Name));
        Assert.All(providers, type => Assert.Equal([LanguageNames.CSharp], type.GetCustomAttribute<ExportCodeFixProviderAttribute>(inherit: false)!.Languages));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_provider_is_for_one_id_and_exported_under_it(string id)
    {
        var fixer = ShippedFixes.For(id);

        Assert.Equal(id, Assert.Single(fixer.FixableDiagnosticIds));
        Assert.Equal(id, fixer.GetType().GetCustomAttribute<ExportCodeFixProviderAttribute>()!.Name);
        Assert.Superset(new HashSet<FixAllScope> { FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution }, fixer.GetFixAllProvider()!.GetSupportedFixAllScopes().ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_key_begins_with_the_id_and_is_the_same_in_every_instance(string id)
    {
        var keys = ActionsOf(ShippedFixes.For(id)).Select(action => action.Key).ToArray();
        var again = ActionsOf((CodeFixProvider)Activator.CreateInstance(ShippedFixes.For(id).GetType())!).Select(action => action.Key);

        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.Matches($@"^{id}\.[A-Za-z]+$", key));
        Assert.Equal(keys, again);
    }

    [Fact]
    public void Keys_and_titles_are_unique()
    {
        var actions = ShippedFixes.All.SelectMany(ActionsOf).ToArray();

        Assert.Equal(actions.Length, actions.DistinctBy(action => action.Key).Count());
        Assert.Equal(actions.Length, actions.DistinctBy(action => action.Title).Count());
        Assert.All(actions, action => Assert.Matches(@"^[A-Z][^{}|\n]*[^.]$", action.Title));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void There_is_a_class_of_tests(string id)
    {
        var tests = typeof(CompletenessTests).Assembly.GetType($"{typeof(CompletenessTests).Namespace}.{id}FixTests");

        Assert.True(tests is not null, $"There is no class {id}FixTests.");
        Assert.Contains(tests.GetMethods(), method => method.GetCustomAttribute<FactAttribute>() is not null);
    }

    /// <summary>The source that <c>dotnet format</c> fixes in tests/Package.Tests and the editor in this project.</summary>
    [Fact]
    public void Every_fix_has_a_region_in_the_source_that_is_formatted() =>
        Assert.Equal(ShippedFixes.All.Select(fixer => fixer.FixableDiagnosticIds.Single()), FormatSource.Ids);

    private static IEnumerable<FixAction> ActionsOf(CodeFixProvider fixer) => ((SocketCodeFixProvider)fixer).Actions;
}
