using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers;

/// <summary>What the rules share that look at single operations and need no flow: nothing is done without sockets, and what fails stays in its place.</summary>
public abstract class OperationRuleAnalyzer : DiagnosticAnalyzer
{
    private readonly OperationKind[] _kinds;

    private protected OperationRuleAnalyzer(params OperationKind[] kinds) => _kinds = kinds;

    /// <summary>Called for each compilation that has sockets, for tools.</summary>
    internal Action<BodyFailures>? FailuresCreated { get; set; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (KnownTypes.For(start.Compilation, start.CancellationToken) is not { } types)
                return;
            var failures = new BodyFailures();
            FailuresCreated?.Invoke(failures);
            start.RegisterOperationAction(operation => Look(operation, types, failures), _kinds);
        });
    }

    private protected abstract void Look(OperationAnalysisContext context, KnownTypes types);

    private void Look(OperationAnalysisContext context, KnownTypes types, BodyFailures failures)
    {
        try
        {
            Look(context, types);
        }
        catch (Exception e) when (failures.Contain(e, context.ContainingSymbol))
        {
            // Nothing is said of this operation.
        }
    }
}
