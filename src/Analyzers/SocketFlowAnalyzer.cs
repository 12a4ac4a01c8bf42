using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers;

/// <summary>Computes the flow of sockets once per body and lets every flow rule read its events.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SocketFlowAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        ImplicitAddressReuse.Descriptor,
        WriteAfterShutdown.Descriptor,
        MissingAddressReuse.Descriptor,
        SharedListeningPort.Descriptor);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
    }
}
