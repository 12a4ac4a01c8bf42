using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SocketAnalyzers.Configuration;

/// <summary>The ids that this version reports, asked of its analyzers: a new rule needs no line here.</summary>
internal static class RuleIds
{
    public const string Prefix = "SOCK";

    private static readonly Lazy<ImmutableSortedSet<string>> Known = new(Find);

    public static ImmutableSortedSet<string> All => Known.Value;

    /// <summary>What a misspelled id may mean; null for one of the right form, which another version may have.</summary>
    public static string? NearestTo(string id) => IsWellFormed(id) ? null : Misspelling.NearestOf(id, All);

    private static bool IsWellFormed(string id)
    {
        const int digits = 3;
        if (id.Length != Prefix.Length + digits)
            return false;
        for (var i = Prefix.Length; i < id.Length; i++)
        {
            if (id[i] is < '0' or > '9')
                return false;
        }

        return true;
    }

    private static ImmutableSortedSet<string> Find()
    {
        var ids = ImmutableSortedSet.CreateBuilder<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var type in typeof(RuleIds).Assembly.GetTypes())
        {
            if (type.IsAbstract || !type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
                continue;
            foreach (var descriptor in ((DiagnosticAnalyzer)Activator.CreateInstance(type)).SupportedDiagnostics)
                ids.Add(descriptor.Id);
        }

        return ids.ToImmutable();
    }
}
