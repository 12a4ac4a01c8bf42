using Microsoft.CodeAnalysis;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>What the analysis of all bodies of one compilation shares. Thread-safe.</summary>
internal sealed class FlowContext
{
    public FlowContext(Compilation compilation, KnownTypes types, OwnershipPredicate takesOwnership)
    {
        Compilation = compilation;
        Types = types;
        TakesOwnership = takesOwnership;
        Table = new ProtocolTable(types);
        Kinds = new TypeKinds(types);
        Traits = new BodyTraitsReader(this);
        Actions = new ActionReader(this);
        Calls = new CallGraph(this);
        Summaries = new SummaryTable(this);
        Escapes = new EscapeTable(this);
        TypeFacts = new TypeFactsTable(this);
        Layout = new FieldLayout(this);
        Routes = new ExceptionRoutes(types);
        Relays = new RelayTable(this);
        Tests = new TestCode(compilation);
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

    public TypeFactsTable TypeFacts { get; }

    public FieldLayout Layout { get; }

    public ExceptionRoutes Routes { get; }

    public AssignedValues Assigned { get; } = new();

    public FunctionStarts Starts { get; } = new();

    public RelayTable Relays { get; }

    public TestCode Tests { get; }

    public FlowCounters Counters { get; } = new();

    public OwnershipPredicate TakesOwnership { get; }

    /// <summary>Makes an unknown operation an error, for tests: a debug assertion in an analyzer would kill the compiler.</summary>
    public bool ThrowOnUnknownOperation { get; set; }

    /// <summary>Analyses bodies too in which no rule can find anything, for tests of the flow.</summary>
    public bool AnalyseEveryBody { get; set; }

    /// <summary>Takes the place of the budget of every body, for tests.</summary>
    public int? VisitLimit { get; set; }

    /// <summary>Called with every finished analysis of a body, a summary's and a nested function's included, for tests.</summary>
    public System.Action<BodyAnalysis>? BodyAnalysed { get; set; }
}
