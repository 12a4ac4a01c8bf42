using System;
using System.Collections.Immutable;
using System.Threading;
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
    private readonly CodeTexts _texts;
    private readonly TargetPlatform _platform;
    private volatile bool _touchesSockets;
    private volatile bool _callsSession;
    private volatile bool _races;
    private volatile bool _startsFunction;
    private volatile Exception? _failure;

    // That it is given, or gets from methods of the project, under names of any kind.
    private int _connections;

    private BodyGate(FlowContext flow, CodeTexts texts, TargetPlatform platform)
    {
        _flow = flow;
        _texts = texts;
        _platform = platform;
    }

    public static void Register(OperationBlockStartAnalysisContext block, FlowContext flow, CodeTexts texts, TargetPlatform platform)
    {
        flow.Counters.CountBody();
        var gate = new BodyGate(flow, texts, platform);
        try
        {
            gate._connections = ConnectionsGivenTo(block.OwningSymbol, flow);
        }
        catch (Exception e) when (flow.Failures.Contain(e, block.OwningSymbol))
        {
            return;
        }

        block.RegisterOperationAction(gate.Look, Kinds);
        block.RegisterOperationBlockEndAction(gate.Analyse);
    }

    private static int ConnectionsGivenTo(ISymbol owner, FlowContext flow)
    {
        var count = 0;
        if (owner is IMethodSymbol method)
        {
            foreach (var parameter in method.Parameters)
                count += flow.Kinds.IsConnection(parameter.Type) || flow.Kinds.HoldsConnection(parameter.Type) ? 1 : 0;
        }

        return count;
    }

    private void Look(OperationAnalysisContext context)
    {
        if (_touchesSockets || _failure is not null)
            return;
        try
        {
            Look(context.Operation);
        }
        catch (Exception e) when (_flow.Failures.Contain(e, context.ContainingSymbol))
        {
            _failure = e;
        }
    }

    private void Look(IOperation operation)
    {
        var kinds = _flow.Kinds;
        switch (operation)
        {
            case IInvocationOperation invocation:
                LookAtCall(invocation);
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

    private void LookAtCall(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        var found = _flow.Kinds.OfCall(method);
        _callsSession |= (found & CallKinds.OfSession) != 0;
        if ((found & (CallKinds.GivesConnection | CallKinds.CopiesStream)) != 0)
            Interlocked.Increment(ref _connections);
        _races |= TaskMembers.IsRace(method);
        // "stream.Close()" and "stream.WriteAsync(byte[], int, int)" are Stream's methods on a NetworkStream.
        _touchesSockets |= (found & CallKinds.TouchesSocket) != 0
            || (call.Instance?.Type is INamedTypeSymbol receiver && !ReferenceEquals(receiver, method.ContainingType) && _flow.Kinds.IsSocketType(receiver));
    }

    private void Analyse(OperationBlockAnalysisContext context)
    {
        try
        {
            if (_failure is null)
                AnalyseBlocks(context);
        }
        catch (Exception e) when (_flow.Failures.Contain(e, context.OwningSymbol))
        {
            // What was reported before it failed stands.
            _failure = e;
        }

        if (_failure is { } failure)
            context.ReportDiagnostic(SilentBody.Of(context.OwningSymbol, failure));
    }

    private void AnalyseBlocks(OperationBlockAnalysisContext context)
    {
        // "Run() { Connect(); ReadAll(); }" touches no socket itself; it matters only where nobody can catch what it throws.
        var owner = context.OwningSymbol;
        var holdsConnection = _flow.Kinds.HoldsConnection(owner.ContainingType);
        // A relay between two streams, or two sessions of the project, names no socket: whether they are connections, others know.
        var touchesSockets = _touchesSockets || _connections > 1 || (_races && (_connections > 0 || holdsConnection || _flow.Kinds.ConnectionMembersOf(owner.ContainingType).Count > 1));
        if (!touchesSockets && !_callsSession && !holdsConnection)
            return;
        var mayStart = _startsFunction || _flow.Starts.MayStart(owner, context.CancellationToken);
        if (!touchesSockets && !mayStart)
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
            var body = block.Root();
            if (body.Syntax == last)
                continue;
            last = body.Syntax;
            var rules = ContextOf(context, body);
            if (throwsUnseen)
                JudgeExceptions(rules, body);
            if (hasOrder)
                JudgeFlow(rules, context.GetControlFlowGraph(block));
            _flow.Counters.CountSteps(rules.Budget.Spent);
        }
    }

    private BodyContext ContextOf(OperationBlockAnalysisContext context, IOperation body)
    {
        var options = SocketOptions.Read(context.Options.AnalyzerConfigOptionsProvider.GetOptions(body.Syntax.SyntaxTree));
        return new BodyContext(_flow, _texts, context.OwningSymbol, body, options, _platform, context.ReportDiagnostic, context.CancellationToken);
    }

    private static void JudgeExceptions(BodyContext context, IOperation body)
    {
        try
        {
            UnhandledReset.Check(context, body);
        }
        catch (OverBudgetException)
        {
            context.GiveUp();
        }
    }

    private static void JudgeFlow(BodyContext context, ControlFlowGraph graph)
    {
        var body = BodyAnalysis.Run(context.Flow, graph, context.Owner, null, null, context.Cancellation);
        var rules = new RuleContext(context, body);
        try
        {
            foreach (var found in body.Events)
                JudgeEvent(rules, found);
            CloseInsteadOfHalfClose.Check(rules);
        }
        catch (OverBudgetException)
        {
            context.GiveUp();
        }

        if (body.IsIncomplete)
            context.SayIncomplete();
    }

    private static void JudgeEvent(RuleContext rules, FlowEvent found)
    {
        rules.Step();
        ImplicitAddressReuse.Check(rules, found);
        WriteAfterShutdown.Check(rules, found);
        MissingAddressReuse.Check(rules, found);
        UnsharedMulticastPort.Check(rules, found);
        SharedListeningPort.Check(rules, found);
        PendingSend.Check(rules, found);
    }
}
