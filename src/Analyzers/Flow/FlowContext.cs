using System.Collections.Concurrent;
using System.Threading;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>What the analysis of all bodies of one compilation shares. Thread-safe.</summary>
internal sealed class FlowContext
{
    private readonly ConcurrentDictionary<ISymbol, FlagPlace?> _flagPlaces = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, bool> _neverReturns = new(SymbolEqualityComparer.Default);

    public FlowContext(Compilation compilation, KnownTypes types, OwnershipPredicate takesOwnership)
    {
        Compilation = compilation;
        Types = types;
        TakesOwnership = takesOwnership;
        Table = types.Table;
        Kinds = new TypeKinds(types, compilation);
        Traits = new BodyTraitsReader(this);
        Actions = new ActionReader(this);
        Calls = new CallGraph(this);
        Summaries = new SummaryTable(this);
        Escapes = new EscapeTable(this);
        Fields = new FieldAssignments(compilation);
        Reach = new ReachableAssignments(this);
        ParameterUses = new ParameterUses(compilation);
        DelegateRuns = new DelegateRuns(this);
        TypeFacts = new TypeFactsTable(this);
        Layout = new FieldLayout(this);
        Assigned = new AssignedValues(compilation);
        Routes = new ExceptionRoutes(types);
        Relays = new RelayTable(this);
        Waits = new Waits(this);
        Tests = new TestCode(compilation);
        Names = NameIndex.For(compilation);
        Bound = new BoundNames(compilation);
    }

    /// <summary>Whether the options name <paramref name="method"/> as one that takes a socket over.</summary>
    public delegate bool OwnershipPredicate(IMethodSymbol method, SyntaxTree caller);

    public Compilation Compilation { get; }

    public KnownTypes Types { get; }

    public ProtocolTable Table { get; }

    public TypeKinds Kinds { get; }

    public BodyTraitsReader Traits { get; }

    public ActionReader Actions { get; }

    public CallGraph Calls { get; }

    public SummaryTable Summaries { get; }

    public EscapeTable Escapes { get; }

    /// <summary>Who assigns which field.</summary>
    public FieldAssignments Fields { get; }

    /// <summary>What a call may assign.</summary>
    public ReachableAssignments Reach { get; }

    public ParameterUses ParameterUses { get; }

    public DelegateRuns DelegateRuns { get; }

    public TypeFactsTable TypeFacts { get; }

    public FieldLayout Layout { get; }

    public ExceptionRoutes Routes { get; }

    public AssignedValues Assigned { get; }

    public FunctionStarts Starts { get; } = new();

    public RelayTable Relays { get; }

    public Waits Waits { get; }

    public NestedNames NestedNames { get; } = new();

    /// <summary>For <see cref="Flow.HelperLoops"/>: the loop that runs what a parameter is given.</summary>
    public ConcurrentDictionary<ISymbol, HelperLoop?> HelperLoops { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>For <see cref="FlagGuards"/>: where the first condition of a function stands that reads a flag.</summary>
    public ConcurrentDictionary<SyntaxNode, int> FirstFlags { get; } = new();

    /// <summary>Whether a call of <paramref name="method"/> ends in an exception, or the process, whatever it is given.</summary>
    public bool NeverReturns(IMethodSymbol method, CancellationToken cancellation)
    {
        method = method.OriginalDefinition;
        if (!_neverReturns.TryGetValue(method, out var never))
            _neverReturns[method] = never = NoReturn.Of(method, cancellation);
        return never;
    }

    /// <summary>What is put into a flag, read once for all that ask.</summary>
    public FlagPlace? FlagPlaceOf(ISymbol symbol, CancellationToken cancellation)
    {
        if (!_flagPlaces.TryGetValue(symbol, out var place))
            _flagPlaces[symbol] = place = FlagPlace.Of(Compilation, symbol, cancellation);
        return place;
    }

    public TestCode Tests { get; }

    public NameIndex Names { get; }

    public BoundNames Bound { get; }

    public FlowCounters Counters { get; } = new();

    public BodyFailures Failures { get; } = new();

    public OwnershipPredicate TakesOwnership { get; }

    /// <summary>Makes an unknown operation an error, for tests: a debug assertion in an analyzer would kill the compiler.</summary>
    public bool ThrowOnUnknownOperation { get; set; }

    /// <summary>Analyses bodies too in which no rule can find anything, for tests of the flow.</summary>
    public bool AnalyseEveryBody { get; set; }

    /// <summary>Takes the place of the budget of every body, for tests.</summary>
    public int? VisitLimit { get; set; }

    /// <summary>Takes the place of the rules' budget of every body, for tests.</summary>
    public int? StepLimit { get; set; }

    /// <summary>Called with every finished analysis of a body, a summary's and a nested function's included, for tests.</summary>
    public System.Action<BodyAnalysis>? BodyAnalysed { get; set; }

    /// <summary>Called with every body that the rules gave up.</summary>
    public System.Action<ISymbol>? RulesGaveUp { get; set; }
}
