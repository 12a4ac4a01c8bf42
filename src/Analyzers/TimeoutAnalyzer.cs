using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Protocol;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers;

/// <summary>Reports SOCK035. It looks at time-outs that are set, and from there at all uses of their connection; it needs no flow.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TimeoutAnalyzer : OperationRuleAnalyzer
{
    /// <summary>Made by the host.</summary>
    public TimeoutAnalyzer()
        : base(OperationKind.SimpleAssignment, OperationKind.Invocation)
    {
    }

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(TimeoutWithoutEffect.Descriptor);

    private protected override void Look(OperationAnalysisContext context, KnownTypes types)
    {
        if (TimeoutSetting.Of(context.Operation, context.Compilation, types, context.CancellationToken) is not { } setting || !setting.IsLimit(context.Compilation, context.CancellationToken))
            return;
        var seen = TransferSearch.Of(setting.Connection, TransferContext.For(context.Compilation, types), context.CancellationToken);
        if (seen.OnlyAsync(setting.Direction) is { } transfer)
            context.ReportDiagnostic(TimeoutWithoutEffect.Create(context.Operation, setting.Direction, transfer));
    }
}
