using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers;

/// <summary>Reports SOCK032. It looks at each receive: first at its count, then at its buffer, and only then at where the bytes come from.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PartialReceiveAnalyzer : OperationRuleAnalyzer
{
    /// <summary>Made by the host.</summary>
    public PartialReceiveAnalyzer()
        : base(OperationKind.Invocation, OperationKind.PropertyReference)
    {
    }

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(PartialReceive.Descriptor);

    private protected override void Look(OperationAnalysisContext context, KnownTypes types)
    {
        // The names first: they are asked for every call and property of the project.
        var found = context.Operation switch
        {
            IInvocationOperation { TargetMethod.Name: "Read" or "ReadAsync" or "Receive" or "ReceiveAsync" or "EndReceive" or "EndRead" } call
                => ReceiveReview.Of(call, TransferContext.For(context.Compilation, types), context.Options, context.CancellationToken),
            IPropertyReferenceOperation { Property.Name: "Buffer" } buffer => EventArgsReview.Of(buffer, TransferContext.For(context.Compilation, types), context.CancellationToken),
            _ => null,
        };
        if (found is not null)
            context.ReportDiagnostic(found);
    }
}
