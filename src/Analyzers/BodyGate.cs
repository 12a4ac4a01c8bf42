using System.Collections.Immutable;
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
    private static readonly ImmutableArray<OperationKind> Kinds =
        ImmutableArray.Create(OperationKind.Invocation, OperationKind.ObjectCreation, OperationKind.PropertyReference, OperationKind.DelegateCreation);

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
        block.RegisterOperationAction(gate.Look, Kinds);
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
        var kinds = _flow.Kinds;
        switch (context.Operation)
        {
            case IInvocationOperation invocation:
                LookAtCall(invocation, context.ContainingSymbol.ContainingType);
                break;
            case IObjectCreationOperation { Constructor: { } constructor }:
                _touchesSockets |= (kinds.OfCall(constructor) & CallKinds.TouchesSocket) != 0;
                break;
            case IPropertyReferenceOperation property:
                _touchesSockets |= kinds.TouchesSocket(property.Property);
                break;
            case IDelegateCreationOperation creation:
                _startsFunction |= FunctionStarts.OfDelegate(creation) != FunctionStart.Caller;
                break;
        }
    }

    private void LookAtCall(IInvocationOperation call, INamedTypeSymbol? caller)
    {
        var method = call.TargetMethod;
        var found = _flow.Kinds.OfCall(method);
        _callsSession |= (found & CallKinds.OfSession) != 0;
        // "stream.Close()" and "stream.WriteAsync(byte[], int, int)" are Stream's methods on a NetworkStream.
        _touchesSockets |= (found & CallKinds.TouchesSocket) != 0
            || (call.Instance?.Type is INamedTypeSymbol receiver && !ReferenceEquals(receiver, method.ContainingType) && _flow.Kinds.IsSocketType(receiver))
            || (method.Name is "WhenAny" or "WaitAny" && TaskMembers.IsTaskMember(method) && _flow.Kinds.HoldsConnection(caller));
    }

    private void Analyse(OperationBlockAnalysisContext context)
    {
        // "Run() { Connect(); ReadAll(); }" touches no socket itself; it matters only where nobody can catch what it throws.
        var owner = context.OwningSymbol;
        if (!_touchesSockets && !_callsSession && !_flow.Kinds.HoldsConnection(owner.ContainingType))
            return;
        var mayStart = _startsFunction || _flow.Starts.MayStart(owner, context.CancellationToken);
        if (!_touchesSockets && !mayStart)
            return;
        var traits = _flow.Traits.Read(owner, context.OperationBlocks, context.CancellationToken);
        var hasOrder = BodyTraitsReader.HasOrder(traits) || _flow.AnalyseEveryBody;
        var throwsUnseen = mayStart || BodyTraitsReader.MayThrowUnseen(traits) || _flow.AnalyseEveryBody;
        if (!hasOrder && !throwsUnseen)
            return;
        SyntaxNode? last = null;
        foreach (var block in context.OperationBlocks)
        {
            if (block.Kind is OperationKind.Attribute or OperationKind.ParameterInitializer or OperationKind.None)
                continue;
            // A constructor's initializer and body are two blocks of one body.
            var body = RootOf(block);
            if (body.Syntax == last)
                continue;
            last = body.Syntax;
            var rules = ContextOf(context, body);
            if (throwsUnseen)
                UnhandledReset.Check(rules, body);
            if (hasOrder)
                JudgeFlow(rules, context.GetControlFlowGraph(block));
        }
    }

    private static IOperation RootOf(IOperation block)
    {
        var root = block;
        while (root.Parent is { } parent)
            root = parent;
        return root;
    }

    private BodyContext ContextOf(OperationBlockAnalysisContext context, IOperation body)
    {
        var options = SocketOptions.Read(context.Options.AnalyzerConfigOptionsProvider.GetOptions(body.Syntax.SyntaxTree));
        return new BodyContext(_flow, context.OwningSymbol, options, _platform, context.ReportDiagnostic, context.CancellationToken);
    }

    private static void JudgeFlow(BodyContext context, ControlFlowGraph graph)
    {
        var body = BodyAnalysis.Run(context.Flow, graph, context.Owner, null, null, context.Cancellation);
        var rules = new RuleContext(context, body);
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
