using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers;

/// <summary>Reports SOCK020. It looks at conditions and the closes under them, and needs no flow.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConnectedGuardAnalyzer : OperationRuleAnalyzer
{
    /// <summary>Made by the host.</summary>
    public ConnectedGuardAnalyzer()
        : base(OperationKind.Conditional)
    {
    }

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(ConnectedGuardsClose.Descriptor);

    private protected override void Look(OperationAnalysisContext context, KnownTypes types)
    {
        var conditional = (IConditionalOperation)context.Operation;
        // A choice between two values closes nothing.
        if (conditional.Type is not null)
            return;
        var closing = ClosingContext.For(context.Compilation, types);
        if (ConnectedGuard.Find(conditional, context.ContainingSymbol, closing, context.CancellationToken) is { } guard && !closing.Tests.Contains(context.ContainingSymbol))
            context.ReportDiagnostic(ConnectedGuardsClose.Create(guard.Read, guard.Close));
    }
}
