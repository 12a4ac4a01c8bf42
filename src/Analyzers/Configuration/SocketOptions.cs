using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SocketAnalyzers.Configuration;

/// <summary>The options that hold for one file. An invalid value counts as its default here; SOCK000 reports it.</summary>
internal sealed class SocketOptions
{
    /// <summary>What holds when nothing is configured.</summary>
    public static readonly SocketOptions Default = new(
        KnownOptions.Somaxconn.Default,
        KnownOptions.RuntimeSetsReuseAddress.Default,
        KnownOptions.AllowPortSharing.Default,
        KnownOptions.OwnershipMethods.Default);

    private SocketOptions(int somaxconn, bool? runtimeSetsReuseAddress, bool allowPortSharing, ImmutableArray<string> ownershipMethods)
    {
        Somaxconn = somaxconn;
        RuntimeSetsReuseAddress = runtimeSetsReuseAddress;
        AllowPortSharing = allowPortSharing;
        OwnershipMethods = ownershipMethods;
    }

    /// <summary>The backlog above which the kernel cuts.</summary>
    public int Somaxconn { get; }

    /// <summary>Does the runtime set SO_REUSEADDR at Bind? Null: decide from the target framework.</summary>
    public bool? RuntimeSetsReuseAddress { get; }

    /// <summary>Is sharing a listening port wanted in this code?</summary>
    public bool AllowPortSharing { get; }

    /// <summary>Methods and constructors that take a socket over, as <c>Handle</c> or <c>Namespace.Type.Method</c>.</summary>
    public ImmutableArray<string> OwnershipMethods { get; }

    /// <summary>Reads the options of one file; no allocation when none is set.</summary>
    public static SocketOptions Read(AnalyzerConfigOptions options)
    {
        var any = KnownOptions.Somaxconn.TryRead(options, out var somaxconn)
            | KnownOptions.RuntimeSetsReuseAddress.TryRead(options, out var runtimeSetsReuseAddress)
            | KnownOptions.AllowPortSharing.TryRead(options, out var allowPortSharing)
            | KnownOptions.OwnershipMethods.TryRead(options, out var ownershipMethods);
        return any ? new SocketOptions(somaxconn, runtimeSetsReuseAddress, allowPortSharing, ownershipMethods) : Default;
    }

    /// <summary>
    /// Is this one of the configured methods? A name may leave out namespaces and types on its left.
    /// A constructor goes by the name of its type.
    /// </summary>
    public bool TakesOwnership(IMethodSymbol method)
    {
        foreach (var name in OwnershipMethods)
        {
            if (Matches(name, method))
                return true;
        }

        return false;
    }

    private static bool Matches(string name, IMethodSymbol method)
    {
        ISymbol? symbol = method.MethodKind == MethodKind.Constructor ? method.ContainingType : method;
        var end = name.Length;
        while (symbol is not null)
        {
            if (symbol is INamespaceSymbol { IsGlobalNamespace: true })
                return false;

            var start = end - symbol.Name.Length;
            if (start < 0 || string.CompareOrdinal(name, start, symbol.Name, 0, symbol.Name.Length) != 0)
                return false;

            if (start == 0)
                return true;

            if (name[start - 1] != '.')
                return false;

            end = start - 1;
            symbol = (ISymbol?)symbol.ContainingType ?? symbol.ContainingNamespace;
        }

        return false;
    }
}
