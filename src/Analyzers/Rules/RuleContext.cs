using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>What a rule is given of one body when it judges the flow: also the questions that more than one rule asks of it.</summary>
internal sealed class RuleContext : BodyContext
{
    private readonly Dictionary<(BodyAnalysis Function, int Object), SocketFacts> _allFacts = new();
    private readonly Dictionary<BodyAnalysis, ChangedGuards> _guards = new();
    private ConnectionMap? _connections;
    private SocketBehind? _origins;
    private EventIndex? _events;
    private bool? _punchesHole;

    public RuleContext(BodyContext context, BodyAnalysis body)
        : base(context) => Body = body;

    public BodyAnalysis Body { get; }

    /// <summary>Which objects of the body and its nested functions can be one connection.</summary>
    public ConnectionMap Connections => _connections ??= new ConnectionMap(Flow, Budget);

    /// <summary>The body's events by what is asked of them.</summary>
    public EventIndex Events => _events ??= new EventIndex(this);

    /// <summary>A socket of this type connects from a port that it shares with the one that listens.</summary>
    public bool PunchesHole => _punchesHole ??= HolePunching.IsIn(this);

    /// <summary>The conditions of a function that ask what was changed on the way.</summary>
    public ChangedGuards GuardsOf(BodyAnalysis function)
    {
        if (!_guards.TryGetValue(function, out var guards))
            _guards[function] = guards = new ChangedGuards(Flow, function, Step, Cancellation);
        return guards;
    }

    /// <summary>Where a stream comes from, through the methods that hand it on.</summary>
    public SocketBehind Origins => _origins ??= new SocketBehind(Flow, Cancellation, isAcrossMethods: true);

    /// <summary>For <see cref="RelayLegs.KindOf"/>: what is known already.</summary>
    public Dictionary<(BodyAnalysis Function, int Object), LegKind> Legs { get; } = new();

    /// <summary>Everything that is known of the event's objects: in this body in any order, in the enclosing one, and in all methods of the type that holds them.</summary>
    public SocketFacts AllFacts(FlowEvent found)
    {
        Step();
        var facts = SocketFacts.None;
        for (var i = 0; i < found.Refs.Count; i++)
            facts |= AllFacts(found.Body ?? Body, found.Refs[i].ObjectId);
        return facts | found.InnerFacts;
    }

    /// <summary>The operations that the event's own body starts.</summary>
    public StartedOperations StartedIn(FlowEvent found) => (found.Body ?? Body).Started;

    /// <summary>Whether the object was made here, so that what the type does to its fields in other methods is not older than this.</summary>
    public bool IsMadeHere(FlowEvent found)
    {
        for (var i = 0; i < found.Refs.Count; i++)
        {
            TrackedObject? tracked = (found.Body ?? Body).Objects[found.Refs[i].ObjectId];
            while (tracked?.Outer is { } outer)
                tracked = outer;
            if (tracked is not { Origin: ObjectOrigin.Made })
                return false;
        }

        return !found.Refs.IsNone;
    }

    /// <summary>Whether a field or auto-property of the type holds one of the event's objects.</summary>
    public bool IsHeldByType(FlowEvent found)
    {
        for (var body = found.Body ?? Body; body is not null; body = body.Enclosing)
        {
            for (var i = 0; i < found.Refs.Count; i++)
            {
                if (body.Places.FieldsHolding(found.Refs[i].ObjectId).Count > 0)
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether no code but the type's own and its descendants' can reach the fields that hold the event's objects.</summary>
    public bool IsHeldInPrivate(FlowEvent found)
    {
        for (var body = found.Body ?? Body; body is not null; body = body.Enclosing)
        {
            for (var i = 0; i < found.Refs.Count; i++)
            {
                foreach (var field in body.Places.FieldsHolding(found.Refs[i].ObjectId))
                {
                    Step();
                    // Whoever makes an object of a derived class has it in hand, even where the class is private.
                    if (field is INamedTypeSymbol || field.DeclaredAccessibility != Accessibility.Private)
                        return false;
                }
            }
        }

        return true;
    }

    public void Report(DiagnosticDescriptor rule, FlowEvent found, SyntaxNode at, IOperation? witness, ImmutableDictionary<string, string?> properties, params object[] arguments) =>
        Report(rule, found, at, new[] { witness }, properties, arguments);

    public void Report(DiagnosticDescriptor rule, FlowEvent found, SyntaxNode at, IOperation?[] witnesses, ImmutableDictionary<string, string?> properties, params object[] arguments)
    {
        if (CodeContext.IsInThrowAssertion(found.Operation.Syntax))
            return;
        var additional = new List<Location>();
        foreach (var witness in witnesses)
        {
            if (witness is not null)
                additional.Add(witness.Syntax.GetLocation());
        }

        Report(Diagnostic.Create(rule, at.GetLocation(), additional, properties, arguments));
    }

    private SocketFacts AllFacts(BodyAnalysis function, int objectId)
    {
        if (!_allFacts.TryGetValue((function, objectId), out var facts))
            _allFacts[(function, objectId)] = facts = FindAllFacts(function, objectId);
        return facts;
    }

    private SocketFacts FindAllFacts(BodyAnalysis function, int objectId)
    {
        var tracked = function.Objects[objectId];
        var facts = tracked.AllFacts;
        // What was made here is known by itself; of a field the type knows what its methods put there.
        var ofOthers = tracked.Origin == ObjectOrigin.Made ? ~SocketFacts.Identity : SocketFacts.All;
        var fields = function.Places.FieldsHolding(objectId);
        Step(1 + fields.Count);
        foreach (var field in fields)
            facts |= Flow.TypeFacts.Of(field, Cancellation) & ofOthers;
        if (tracked.Outer is { } outer && function.Enclosing is { } enclosing)
            facts |= AllFacts(enclosing, outer.Id);
        return facts;
    }
}
