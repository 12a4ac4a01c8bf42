using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers;

/// <summary>Reports SOCK034. It looks at conditions that ask Connected and at what the loop around them does, and needs no flow.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConnectedLivenessAnalyzer : OperationRuleAnalyzer
{
    /// <summary>Made by the host.</summary>
    public ConnectedLivenessAnalyzer()
        : base(OperationKind.Loop, OperationKind.Conditional)
    {
    }

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(ConnectedAsLiveness.Descriptor);

    private protected override void Look(OperationAnalysisContext context, KnownTypes types)
    {
        var closing = ClosingContext.For(context.Compilation, types);
        if (Judge(context, closing, types) is { } diagnostic && !closing.Tests.Contains(context.ContainingSymbol))
            context.ReportDiagnostic(diagnostic);
    }

    private static Diagnostic? Judge(OperationAnalysisContext context, ClosingContext closing, KnownTypes types)
    {
        var operation = context.Operation;
        if (LivenessQuestion.At(operation, closing, context.CancellationToken) is { } question)
        {
            var repeated = new RepeatedQuestion(closing, TransferContext.For(context.Compilation, types), context.CancellationToken);
            var evidence = repeated.Judge(operation, question, context.ContainingSymbol, out var witness);
            if (evidence != EndUnseen.None)
                return ConnectedAsLiveness.Create(question.Read, evidence, witness);
        }

        return operation is IConditionalOperation conditional && SkippedTransfer.Find(conditional, closing, context.CancellationToken) is { } skipped ? ConnectedAsLiveness.Create(skipped) : null;
    }
}
