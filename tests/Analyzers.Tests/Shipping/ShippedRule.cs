using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Tests.Robustness;

namespace SocketAnalyzers.Tests.Shipping;

/// <summary>One id of the shipped assembly, with the analyzer that reports it.</summary>
internal sealed record ShippedRule(DiagnosticDescriptor Descriptor, DiagnosticAnalyzer Analyzer)
{
    public static IReadOnlyList<ShippedRule> All { get; } =
        [.. Fuzzer.ShippedAnalyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics.Select(descriptor => new ShippedRule(descriptor, analyzer)))];

    /// <summary>The rule files: classes in the namespace Rules with a constant Id.</summary>
    public static IReadOnlyDictionary<string, string> ClassNameById { get; } = typeof(SocketFlowAnalyzer).Assembly.GetTypes()
        .Where(type => type.Namespace?.StartsWith("SocketAnalyzers.Rules", StringComparison.Ordinal) == true)
        .Select(type => (type.Name, Id: type.GetField("Id")?.GetRawConstantValue() as string))
        .Where(rule => rule.Id is not null)
        .ToDictionary(rule => rule.Id!, rule => rule.Name);
}
