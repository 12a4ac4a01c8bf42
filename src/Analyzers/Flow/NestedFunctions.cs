using System;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>
/// The lambdas and local functions of one body. Each is summarised once with nothing known at its entry, for what it may
/// do to the body's variables; and analysed once more for its own events, from the state where a lambda is made.
/// </summary>
internal sealed class NestedFunctions
{
    private readonly BodyAnalysis _body;
    private readonly ControlFlowGraph _graph;
    private readonly CancellationToken _cancellation;

    // Shared by a body and everything nested in it: a summary depends on its function alone, and a local function can be called from inside itself.
    private readonly Dictionary<IOperation, MethodSummary> _lambdas;
    private readonly Dictionary<ISymbol, MethodSummary> _localFunctions;

    // The local functions whose summaries are being made, outermost first, and those that turned out to call themselves.
    private readonly List<ISymbol> _open;
    private readonly HashSet<ISymbol> _recursive;
    private readonly Dictionary<IOperation, FlowState> _madeAt = new();

    public NestedFunctions(BodyAnalysis body, ControlFlowGraph graph, CancellationToken cancellation)
    {
        _body = body;
        _graph = graph;
        _cancellation = cancellation;
        var enclosing = body.Enclosing?.Functions;
        _lambdas = enclosing?._lambdas ?? new Dictionary<IOperation, MethodSummary>();
        _localFunctions = enclosing?._localFunctions ?? new Dictionary<ISymbol, MethodSummary>(SymbolEqualityComparer.Default);
        _open = enclosing?._open ?? new List<ISymbol>();
        _recursive = enclosing?._recursive ?? new HashSet<ISymbol>(SymbolEqualityComparer.Default);
    }

    public MethodSummary SummaryOf(IFlowAnonymousFunctionOperation lambda)
    {
        if (!_lambdas.TryGetValue(lambda, out var summary))
        {
            if (!HasRoom())
                return MethodSummary.Opaque;
            // A lambda that comes across itself (by a delegate variable) is not followed.
            _lambdas[lambda] = MethodSummary.Opaque;
            _lambdas[lambda] = summary = GraphOf(lambda) is { } graph ? Summarise(graph, lambda.Symbol) : MethodSummary.Opaque;
        }

        return summary;
    }

    /// <summary>The summary of a local function; opaque for one that calls itself, by whatever way.</summary>
    public MethodSummary SummaryOf(IMethodSymbol localFunction)
    {
        localFunction = localFunction.OriginalDefinition;
        if (_localFunctions.TryGetValue(localFunction, out var known))
            return known;
        var first = _open.IndexOf(localFunction);
        if (first >= 0)
        {
            for (var i = first; i < _open.Count; i++)
                _recursive.Add(_open[i]);
            return MethodSummary.Opaque;
        }

        if (!HasRoom())
            return MethodSummary.Opaque;
        _open.Add(localFunction);
        var summary = GraphOf(localFunction) is { } graph ? Summarise(graph, localFunction) : MethodSummary.Opaque;
        _open.RemoveAt(_open.Count - 1);
        if (_recursive.Contains(localFunction))
            summary = MethodSummary.Opaque;
        return _localFunctions[localFunction] = summary;
    }

    /// <summary>Remembers the final state in which a lambda is made.</summary>
    public void MadeAt(IOperation lambda, FlowState state)
    {
        if (_madeAt.TryGetValue(lambda, out var known))
            known.Join(state);
        else
            _madeAt.Add(lambda, state.Clone());
    }

    /// <summary>Adds the events of the nested functions' own bodies.</summary>
    public void CollectEvents(List<FlowEvent> events)
    {
        if (_madeAt.Count + _graph.LocalFunctions.Length == 0 || !HasRoom())
            return;
        foreach (var made in _madeAt)
        {
            var lambda = (IFlowAnonymousFunctionOperation)made.Key;
            if (GraphOf(lambda) is { } graph)
                Add(graph, lambda.Symbol, new CapturedStates(_body, made.Value, lambda.Syntax), events);
        }

        foreach (var localFunction in _graph.LocalFunctions)
        {
            if (GraphOf(localFunction) is { } graph)
                Add(graph, localFunction, null, events);
        }
    }

    private void Add(ControlFlowGraph graph, ISymbol symbol, IEntryStates? entry, List<FlowEvent> events)
    {
        var analysis = Run(graph, symbol, entry, null);
        foreach (var found in analysis.Events)
        {
            if (found.Body is null)
                found.Body = analysis;
            events.Add(found);
        }
    }

    private MethodSummary Summarise(ControlFlowGraph graph, ISymbol symbol) => SummaryBuilder.Build(Run(graph, symbol, null, _body.Scope ?? SummaryScope.Nested));

    private BodyAnalysis Run(ControlFlowGraph graph, ISymbol symbol, IEntryStates? entry, SummaryScope? scope)
    {
        _body.Depth.Level += EvaluationDepth.OfFunction;
        var analysis = BodyAnalysis.Run(_body.Context, graph, symbol, entry, scope, _cancellation, _body);
        _body.Depth.Level -= EvaluationDepth.OfFunction;
        return analysis;
    }

    // Functions in functions, and local functions that call one another in a long row.
    private bool HasRoom()
    {
        if (_body.Depth.HasRoomForFunction)
            return true;
        _body.Context.Counters.CountTooDeep();
        _body.MarkIncomplete();
        return false;
    }

    private ControlFlowGraph? GraphOf(IFlowAnonymousFunctionOperation lambda)
    {
        try
        {
            return _graph.GetAnonymousFunctionControlFlowGraphInScope(lambda, _cancellation);
        }
        catch (Exception e) when (_body.Context.Failures.Contain(e, lambda.Symbol))
        {
            _body.MarkIncomplete();
            return null;
        }
    }

    private ControlFlowGraph? GraphOf(IMethodSymbol localFunction)
    {
        try
        {
            return FindGraph(localFunction);
        }
        catch (Exception e) when (_body.Context.Failures.Contain(e, localFunction))
        {
            _body.MarkIncomplete();
            return null;
        }
    }

    private ControlFlowGraph? FindGraph(IMethodSymbol localFunction)
    {
        for (var graph = _graph; graph is not null; graph = graph.Parent)
        {
            foreach (var known in graph.LocalFunctions)
            {
                if (SymbolEqualityComparer.Default.Equals(known, localFunction))
                    return graph.GetLocalFunctionControlFlowGraphInScope(known, _cancellation);
            }
        }

        return null;
    }
}
