using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Configuration;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Rules;
using SocketAnalyzers.Rules.UnhandledReset;

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
    private volatile bool _callsSession;
    private volatile bool _startsFunction;

    private BodyGate(FlowContext flow, TargetPlatform platform)
    {
        _flow = flow;
        _platform = platform;
    }

    public static void Register(OperationBlockStartAnalysisContext block, FlowContext flow, TargetPlatform platform)
    {
        flow.Counters.CountBody();
        var gate = new BodyGate(flow, platform) { _touchesSockets = IsGivenConnections(block.OwningSymbol, flow) };
        block.RegisterOperationAction(gate.Look, OperationKind.Invocation, OperationKind.ObjectCreation, OperationKind.PropertyReference);
        block.RegisterOperationAction(gate.LookAtDelegate, OperationKind.DelegateCreation);
        block.RegisterOperationBlockEndAction(gate.Analyse);
    }

    // A pump between two streams names no socket: what its parameters are, its callers know.
    private static bool IsGivenConnections(ISymbol owner, FlowContext flow)
    {
        if (owner is not IMethodSymbol { Parameters.Length: > 1 } method)
            return false;
        var count = 0;
        foreach (var parameter in method.Parameters)
            count += flow.Kinds.IsConnection(parameter.Type) ? 1 : 0;
        return count > 1;
    }

    private void Look(OperationAnalysisContext context)
    {
        if (_touchesSockets)
            return;
        if (!_callsSession && context.Operation is IInvocationOperation call)
            _callsSession = _flow.Kinds.HoldsConnection(call.TargetMethod.ContainingType);
        _touchesSockets = context.Operation switch
        {
            IInvocationOperation { TargetMethod: { Name: "WhenAny" or "WaitAny" } race } when TaskMembers.IsTaskMember(race) => _flow.Kinds.HoldsConnection(context.ContainingSymbol.ContainingType),
            // "stream.Close()" and "stream.WriteAsync(byte[], int, int)" are Stream's methods on a NetworkStream.
            IInvocationOperation invocation => _flow.Kinds.Touches(invocation.TargetMethod) || _flow.Kinds.Touches(invocation.Instance?.Type as INamedTypeSymbol),
            IObjectCreationOperation { Constructor: { } constructor } => _flow.Kinds.Touches(constructor),
            IPropertyReferenceOperation property => _flow.Kinds.Touches(property.Property.ContainingType) || _flow.Kinds.Touches(property.Type as INamedTypeSymbol),
            _ => false,
        };
    }

    private void LookAtDelegate(OperationAnalysisContext context) =>
        _startsFunction |= FunctionStarts.OfDelegate(context.Operation) != FunctionStart.Caller;

    private void Analyse(OperationBlockAnalysisContext context)
    {
        if (!_touchesSockets && !MayThrowUnseen(context.OwningSymbol))
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

    // "Run() { Connect(); ReadAll(); }" touches no socket itself; it matters only where nobody can catch what it throws.
    private bool MayThrowUnseen(ISymbol owner) =>
        (_callsSession || _flow.Kinds.HoldsConnection(owner.ContainingType)) && (_startsFunction || _flow.Starts.MayStart(owner));

    private void Report(OperationBlockAnalysisContext context, ControlFlowGraph graph)
    {
        var body = BodyAnalysis.Run(_flow, graph, context.OwningSymbol, null, null, context.CancellationToken);
        var options = SocketOptions.Read(context.Options.AnalyzerConfigOptionsProvider.GetOptions(graph.OriginalOperation.Syntax.SyntaxTree));
        var rules = new RuleContext(body, options, _platform, context.ReportDiagnostic, context.CancellationToken);
        UnhandledReset.Check(rules, graph.OriginalOperation);
        foreach (var found in body.Events)
        {
            ImplicitAddressReuse.Check(rules, found);
            WriteAfterShutdown.Check(rules, found);
            MissingAddressReuse.Check(rules, found);
            SharedListeningPort.Check(rules, found);
            PendingSend.Check(rules, found);
        }

        CloseInsteadOfHalfClose.Check(rules);
    }
}
