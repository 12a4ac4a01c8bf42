using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers;

/// <summary>Reports SOCK034. It looks at conditions that ask Connected, Available or DataAvailable and at what the loop around them does, and needs no flow.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConnectedLivenessAnalyzer : OperationRuleAnalyzer
{
    /// <summary>Made by the host.</summary>
    public ConnectedLivenessAnalyzer()
        : base(OperationKind.Loop, OperationKind.Conditional, OperationKind.PropertyReference)
    {
    }

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(ConnectedAsLiveness.Descriptor);

    private protected override void Look(OperationAnalysisContext context, KnownTypes types)
    {
        // Asked for every property of the project.
        if (context.Operation is IPropertyReferenceOperation { Property.Name: not ("Available" or "DataAvailable") })
            return;
        var closing = ClosingContext.For(context.Compilation, types);
        if (Judge(context, closing, types) is { } diagnostic && !closing.Tests.Contains(context.ContainingSymbol))
            context.ReportDiagnostic(diagnostic);
    }

    private static Diagnostic? Judge(OperationAnalysisContext context, ClosingContext closing, KnownTypes types)
    {
        var operation = context.Operation;
        if (operation is IPropertyReferenceOperation property)
            return JudgeData(property, context, closing, types);
        if (LivenessQuestion.At(operation, closing, context.CancellationToken) is { } question)
        {
            var repeated = new RepeatedQuestion(closing, TransferContext.For(context.Compilation, types), context.CancellationToken);
            var evidence = repeated.Judge(operation, question, context.ContainingSymbol, out var witness);
            if (evidence != EndUnseen.None)
                return ConnectedAsLiveness.Create(question.Read, evidence, witness);
        }

        return operation is IConditionalOperation conditional && SkippedTransfer.Find(conditional, closing, context.CancellationToken) is { } skipped ? ConnectedAsLiveness.Create(skipped) : null;
    }

    private static Diagnostic? JudgeData(IPropertyReferenceOperation property, OperationAnalysisContext context, ClosingContext closing, KnownTypes types)
    {
        if (LivenessQuestion.ForData(property, closing) is not { } question)
            return null;
        var repeated = new RepeatedQuestion(closing, TransferContext.For(context.Compilation, types), context.CancellationToken);
        var evidence = repeated.JudgeData(question, context.ContainingSymbol, out var witness);
        return evidence == EndUnseen.None ? null : ConnectedAsLiveness.Create(question.Read, evidence, witness);
    }
}
