using System.Threading;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>What each method does to the connections of its caller.</summary>
internal sealed class SummaryTable : BottomUpTable<MethodSummary>
{
    public SummaryTable(FlowContext context)
        : base(context, MethodSummary.Opaque)
    {
    }

    protected override MethodSummary Harmless(IMethodSymbol method) => MethodSummary.Harmless(method.IsAsync);

    protected override MethodSummary Find(IMethodSymbol method, IOperation body, SummaryScope scope, CancellationToken cancellation)
    {
        if (MethodBodies.GraphOf(body, cancellation) is not { } graph)
            return MethodSummary.Opaque;
        Context.Counters.CountSummary();
        return SummaryBuilder.Build(BodyAnalysis.Run(Context, graph, method, null, scope, cancellation));
    }
}

/// <summary>What a reset makes each method throw. It needs no graph.</summary>
internal sealed class EscapeTable : BottomUpTable<ResetEscape>
{
    public EscapeTable(FlowContext context)
        : base(context, ResetEscape.Nothing)
    {
    }

    protected override ResetEscape Harmless(IMethodSymbol method) => ResetEscape.Nothing;

    protected override ResetEscape Find(IMethodSymbol method, IOperation body, SummaryScope scope, CancellationToken cancellation)
    {
        var scan = FunctionScan.Of(Context, body, method, scope, cancellation);
        return scan.EscapeOf(scan.Functions[0]) ?? ResetEscape.Nothing;
    }
}
