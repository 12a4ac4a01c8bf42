using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers;

/// <summary>Reports SOCK030. It looks at each receive, and runs the code after it as it runs when the peer has closed its side.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EndOfStreamAnalyzer : OperationRuleAnalyzer
{
    /// <summary>Made by the host.</summary>
    public EndOfStreamAnalyzer()
        : base(OperationKind.Invocation, OperationKind.PropertyReference)
    {
    }

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(EndNotHandled.Descriptor);

    private protected override void Look(OperationAnalysisContext context, KnownTypes types)
    {
        // The cheapest questions first: they are asked for every call and property of the project.
        switch (context.Operation)
        {
            case IInvocationOperation call when ReceiveEnd.MayBeReceive(call.TargetMethod):
                SearchIn(context, types).FindFrom(call, finding => context.ReportDiagnostic(EndNotHandled.Create(finding)));
                break;
            case IPropertyReferenceOperation { Property.Name: "BytesTransferred" } count when types.Of(count.Property.ContainingType) == KnownType.SocketAsyncEventArgs && SearchIn(context, types).ComesBackWith(count):
                context.ReportDiagnostic(EndNotHandled.Create(count));
                break;
        }
    }

    private static EndSearch SearchIn(OperationAnalysisContext context, KnownTypes types) => new(EndContext.For(context.Compilation, types), context.CancellationToken);
}
