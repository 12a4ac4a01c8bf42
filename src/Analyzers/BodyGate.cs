using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Configuration;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers;

/// <summary>
/// Decides whether a body has anything to do with sockets while the compiler walks it anyway; only then is its
/// control-flow graph built.
/// </summary>
internal sealed class BodyGate
{
    private readonly FlowContext _flow;
    private readonly TargetPlatform _platform;
    private volatile bool _touchesSockets;

    private BodyGate(FlowContext flow, TargetPlatform platform)
    {
        _flow = flow;
        _platform = platform;
    }

    public static void Register(OperationBlockStartAnalysisContext block, FlowContext flow, TargetPlatform platform)
    {
        flow.Counters.CountBody();
        var gate = new BodyGate(flow, platform);
        block.RegisterOperationAction(gate.Look, OperationKind.Invocation, OperationKind.ObjectCreation, OperationKind.PropertyReference);
        block.RegisterOperationBlockEndAction(gate.Analyse);
    }

    private void Look(OperationAnalysisContext context)
    {
        if (_touchesSockets)
            return;
        _touchesSockets = context.Operation switch
        {
            IInvocationOperation invocation => _flow.Kinds.Touches(invocation.TargetMethod),
            IObjectCreationOperation { Constructor: { } constructor } => _flow.Kinds.Touches(constructor),
            IPropertyReferenceOperation property => _flow.Kinds.Touches(property.Property.ContainingType) || _flow.Kinds.Touches(property.Type as INamedTypeSymbol),
            _ => false,
        };
    }

    private void Analyse(OperationBlockAnalysisContext context)
    {
        if (!_touchesSockets)
            return;
        ControlFlowGraph? last = null;
        foreach (var block in context.OperationBlocks)
        {
            if (block.Kind is OperationKind.Attribute or OperationKind.ParameterInitializer or OperationKind.None)
                continue;
            var graph = context.GetControlFlowGraph(block);
            // A constructor's initializer and body are two blocks of one graph.
            if (graph == last)
                continue;
            last = graph;
            Report(context, graph);
        }
    }

    private void Report(OperationBlockAnalysisContext context, ControlFlowGraph graph)
    {
        var body = BodyAnalysis.Run(_flow, graph, context.OwningSymbol, null, null, context.CancellationToken);
        if (body.Events.Count == 0)
            return;
        var options = SocketOptions.Read(context.Options.AnalyzerConfigOptionsProvider.GetOptions(graph.OriginalOperation.Syntax.SyntaxTree));
        var rules = new RuleContext(body, options, _platform, context.ReportDiagnostic, context.CancellationToken);
        foreach (var found in body.Events)
        {
            ImplicitAddressReuse.Check(rules, found);
            WriteAfterShutdown.Check(rules, found);
            MissingAddressReuse.Check(rules, found);
            SharedListeningPort.Check(rules, found);
            PendingSend.Check(rules, found);
        }
    }
}
