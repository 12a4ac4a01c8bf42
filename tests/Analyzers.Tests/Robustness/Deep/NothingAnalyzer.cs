using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SocketAnalyzers.Tests.Robustness.Deep;

#pragma warning disable RS1001, RS1036, RS2008 // A measure, no analyzer of a package.
/// <summary>Asks for what every analyzer of flow asks for, operations and graphs, and does nothing with it: where this one ends, so does any.</summary>
internal sealed class NothingAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Nothing = new("DEEP000", "Nothing", "Nothing", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Nothing];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationBlockStartAction(static start =>
        {
            start.RegisterOperationAction(static _ => { }, OperationKind.Invocation, OperationKind.ObjectCreation, OperationKind.PropertyReference, OperationKind.DelegateCreation);
            start.RegisterOperationBlockEndAction(static end =>
            {
                foreach (var block in end.OperationBlocks)
                {
                    if (block.Kind is not (OperationKind.Attribute or OperationKind.ParameterInitializer or OperationKind.None))
                        end.GetControlFlowGraph(block);
                }
            });
        });
    }
}
