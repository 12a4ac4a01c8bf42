using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SocketAnalyzers.Benchmarks.Measuring;

/// <summary>
/// Asks for the operations that our rules ask for, and does nothing with them. What it takes above the empty analyzer is the driver's
/// share, which a project pays once for all analyzers that look at operations; those of the SDK, on by default, do.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ListeningAnalyzer : EmptyAnalyzer
{
    protected override void Register(AnalysisContext context) => context.RegisterOperationBlockStartAction(static block =>
    {
        block.RegisterOperationAction(static _ => { }, OperationKind.Invocation, OperationKind.ObjectCreation, OperationKind.PropertyReference, OperationKind.DelegateCreation);
        block.RegisterOperationBlockEndAction(static _ => { });
    });
}
