using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Configuration;

namespace SocketAnalyzers.Tests.Configuration;

/// <summary>Options as a host hands them over: values as they are written, keys in any case.</summary>
internal sealed class DictionaryOptions(params (string Key, string Value)[] values) : AnalyzerConfigOptions
{
    private readonly Dictionary<string, string> _values = values.ToDictionary(pair => pair.Key, pair => pair.Value, KeyComparer);

    public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => _values.TryGetValue(key, out value);
}

/// <summary>Counts how often somebody looks for an option of ours in the options of a file; Roslyn itself looks for others.</summary>
internal sealed class CountingOptionsProvider(AnalyzerConfigOptions global, AnalyzerConfigOptions perTree) : AnalyzerConfigOptionsProvider
{
    private readonly CountingOptions _perTree = new(perTree);

    public int LookUps => _perTree.LookUps;

    public override AnalyzerConfigOptions GlobalOptions => global;

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => _perTree;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => global;

    private sealed class CountingOptions(AnalyzerConfigOptions options) : AnalyzerConfigOptions
    {
        private int _lookUps;

        public int LookUps => _lookUps;

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            if (key.StartsWith(OptionDefinition.Prefix, StringComparison.Ordinal))
                Interlocked.Increment(ref _lookUps);
            return options.TryGetValue(key, out value);
        }
    }
}
