using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>
/// The forward analysis of one body: a fixpoint over its blocks within a budget, then one walk that records the events.
/// A lambda or local function has an analysis of its own, begun by the body that holds it.
/// </summary>
internal sealed partial class BodyAnalysis
{
    // Per body: far above what any real body needs (docs/architecture.md), low enough that nobody ever waits for it.
    private const int VisitsPerBlock = 8;
    private const int VisitsPerBody = 64;

    private readonly FlowGraph _graph;
    private readonly OperationEvaluator _evaluator;
    private readonly IEntryStates? _entry;
    // The state of the block that is being run, and of its other way out: what lasts is a node's entry state.
    private readonly FlowState _running;
    private readonly FlowState _branching;
    private readonly System.Action<FlowState> _feedHandlers;
    private readonly List<IOperation> _witnesses = new();
    private readonly Dictionary<IOperation, int> _witnessNumbers = new();

    private ObjectPlaces? _places;

    // The node that is being run, and which of its states the handlers around it have seen last.
    private FlowNode _node = null!;
    private int _fedVersion;

    private BodyAnalysis(FlowContext context, ControlFlowGraph graph, ISymbol owner, IEntryStates? entry, SummaryScope? scope, CancellationToken cancellation, BodyAnalysis? enclosing)
    {
        Context = context;
        Enclosing = enclosing;
        Depth = enclosing?.Depth ?? new EvaluationDepth();
        Scope = scope;
        Owner = owner;
        Values = new ValueReader(context, cancellation);
        _entry = entry;
        Cancellation = cancellation;
        _graph = new FlowGraph(graph, Slots, Objects);
        _feedHandlers = FeedHandlers;
        _running = new FlowState(Slots, Objects);
        _branching = new FlowState(Slots, Objects);
        _evaluator = new OperationEvaluator(this, cancellation);
        Functions = new NestedFunctions(this, graph, cancellation);
    }

    public FlowContext Context { get; }

    public CancellationToken Cancellation { get; }

    /// <summary>The method that is being summarised, or null when the body is analysed for its diagnostics.</summary>
    public SummaryScope? Scope { get; }

    /// <summary>The method, accessor, field or lambda that the body belongs to.</summary>
    public ISymbol Owner { get; }

    public SlotTable Slots { get; } = new();

    public ObjectTable Objects { get; } = new();

    /// <summary>The sends and receives that the body starts and does not wait for on the spot.</summary>
    public StartedOperations Started { get; } = new();

    public ValueReader Values { get; }

    public NestedFunctions Functions { get; }

    /// <summary>The place that a flow capture stands for, where there is one.</summary>
    public Dictionary<CaptureId, int> CapturePaths { get; } = new();

    /// <summary>The property that a flow capture stands for: "x.P = a ? b : c" assigns to P through it.</summary>
    public Dictionary<CaptureId, IPropertyReferenceOperation> CapturedProperties { get; } = new();

    /// <summary>The methods of the project that the body calls.</summary>
    public HashSet<ISymbol> Called { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The conditions of which the flow knew what they come to.</summary>
    public HashSet<SyntaxNode> Decided { get; } = new();

    public ControlFlowGraph Graph => _graph.Graph;

    /// <summary>The body that a nested function stands in.</summary>
    public BodyAnalysis? Enclosing { get; }

    /// <summary>Shared by a body and what is nested in it.</summary>
    public EvaluationDepth Depth { get; }

    /// <summary>Blocks visited until nothing changed.</summary>
    public int Visits { get; private set; }

    /// <summary>The budget ran out: nothing is claimed of anything in this body.</summary>
    public bool IsOverBudget { get; private set; }

    /// <summary>Something in this body, or in a function in it, was given up: too large, or too deep.</summary>
    public bool IsIncomplete { get; private set; }

    public void MarkIncomplete()
    {
        for (var body = this; body is not null; body = body.Enclosing)
            body.IsIncomplete = true;
    }

    /// <summary>The state at the normal end; null when the body never ends normally.</summary>
    public FlowState? Exit => IsOverBudget ? null : _graph.ExitState;

    /// <summary>What the body does, in source order; empty when over budget. Lambdas' events stand after those of their body.</summary>
    public List<FlowEvent> Events { get; private set; } = new();

    /// <summary>Runs the fixpoint and the walk after it. For a summary the nested functions' own events are not needed.</summary>
    public static BodyAnalysis Run(FlowContext context, ControlFlowGraph graph, ISymbol owner, IEntryStates? entry, SummaryScope? scope, CancellationToken cancellation, BodyAnalysis? enclosing = null)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var analysis = new BodyAnalysis(context, graph, owner, entry, scope, cancellation, enclosing);
        context.Counters.CountGraph();
        analysis.Solve();
        context.Counters.CountVisits(analysis.Visits);
        if (analysis.IsOverBudget)
        {
            context.Counters.CountOverBudget();
            analysis.MarkIncomplete();
        }
        else
        {
            analysis.Collect();
        }

        context.BodyAnalysed?.Invoke(analysis);
        return analysis;
    }

    /// <summary>Walks every block once more from its final state, for tests; <paramref name="before"/> sees the state before each operation.</summary>
    internal void Replay(System.Action<FlowNode, IOperation, FlowState> before)
    {
        _evaluator.AfterEvent = null;
        foreach (var node in new List<FlowNode>(_graph.Nodes))
        {
            var state = node.Entry.Clone();
            foreach (var operation in node.Block.Operations)
            {
                before(node, operation, state);
                _evaluator.Evaluate(operation, state);
                if (!state.IsReachable)
                    break;
            }
        }
    }

    /// <summary>Whether visiting every block once more changes nothing, for tests: a change that nobody passed on would show here.</summary>
    internal bool IsSettled()
    {
        foreach (var node in new List<FlowNode>(_graph.Nodes))
            Transfer(node, feed: true);
        return _graph.Dequeue() is null;
    }

    /// <summary>What <paramref name="variable"/> refers to in <paramref name="state"/>, for tests.</summary>
    internal RefSet RefsOf(IOperation variable, FlowState state) => _evaluator.RefsOf(variable, state);

    /// <summary>Which places ever held each object. Only when the analysis is done.</summary>
    public ObjectPlaces Places => _places ??= new ObjectPlaces(this);

    /// <summary>The name, as the source has it, of the first variable that holds the object, for a message that must name it.</summary>
    public string? FindName(int objectId)
    {
        foreach (var slot in Places.Of(objectId))
        {
            if (NameOf(slot) is { } name)
                return name;
        }

        return null;
    }

    /// <summary>
    /// A property for its field, which has no name in the source, and a tuple for its element, of which nobody knows here whether the source
    /// says <c>Item1</c>.
    /// </summary>
    public string? NameOf(Slot slot)
    {
        while (slot.Symbol is IFieldSymbol { ContainingType.IsTupleType: true } && slot.Parent != Slot.NoParent)
            slot = Slots[slot.Parent];
        var symbol = (slot.Symbol as IFieldSymbol)?.AssociatedSymbol ?? slot.Symbol;
        return symbol is { CanBeReferencedByName: true } and not IFieldSymbol { ContainingType.IsTupleType: true } ? symbol.Name : null;
    }

    internal ObjectState EntryStateOf(Slot slot, out TrackedObject? outer)
    {
        if (_entry is not null && _entry.TryGet(this, slot, out var state, out outer))
            return state;
        outer = null;
        return UnknownStateOf(slot);
    }

    /// <summary>The state of an object in <paramref name="slot"/> that this body did not put there.</summary>
    internal ObjectState UnknownStateOf(Slot slot)
    {
        var root = Slots[Slots.RootOf(slot.Id)];
        // A parameter comes from outside; what a field holds, the other methods of the type tell (TypeFacts).
        var isOutside = root.Symbol is IParameterSymbol || (slot.Depth > 0 && root.Id != SlotTable.This);
        var facts = isOutside ? Protocol.SocketFacts.FromOutside : Protocol.SocketFacts.None;
        return new ObjectState(StateRelation.IdentityOn(Protocol.ConnectionStates.All), facts, facts, operations: PendingOperations.OfCaller);
    }

    /// <summary>Whether the body itself declares the variable, so that it holds nothing at the entry.</summary>
    internal bool Declares(ISymbol symbol) =>
        symbol is ILocalSymbol && SymbolEqualityComparer.Default.Equals(symbol.ContainingSymbol, Owner);

    internal bool IsTemporary(int slot) => Slots[Slots.RootOf(slot)].IsTemporary;

    internal int WitnessNumber(IOperation operation)
    {
        if (!_witnessNumbers.TryGetValue(operation, out var number))
        {
            _witnessNumbers[operation] = number = _witnesses.Count;
            _witnesses.Add(operation);
        }

        return number;
    }

    internal IOperation? Witness(int number) => number < _witnesses.Count ? _witnesses[number] : null;
}
