using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers;

/// <summary>Reports SOCK021. It looks at assignments to the members of a LingerOption and needs no flow.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LingerCopyAnalyzer : OperationRuleAnalyzer
{
    /// <summary>Made by the host.</summary>
    public LingerCopyAnalyzer()
        : base(OperationKind.SimpleAssignment, OperationKind.CompoundAssignment, OperationKind.Increment, OperationKind.Decrement)
    {
    }

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(LingerStateCopy.Descriptor);

    private protected override void Look(OperationAnalysisContext context, KnownTypes types)
    {
        var target = context.Operation switch
        {
            IAssignmentOperation assignment => assignment.Target,
            IIncrementOrDecrementOperation step => step.Target,
            _ => null,
        };
        if (target is IPropertyReferenceOperation { Property: { Name: "Enabled" or "LingerTime" } } member
            && new LingerCopy(context.Compilation, types, context.CancellationToken).Of(member) is { } copied)
        {
            context.ReportDiagnostic(LingerStateCopy.Create(context.Operation, member.Property.Name, copied));
        }
    }
}
