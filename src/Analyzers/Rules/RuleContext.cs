using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>What a rule is given of one body when it judges the flow: also the questions that more than one rule asks of it.</summary>
internal sealed class RuleContext : BodyContext
{
    public RuleContext(BodyContext context, BodyAnalysis body)
        : base(context) => Body = body;

    public BodyAnalysis Body { get; }

    /// <summary>Everything that is known of the event's objects: in this body in any order, in the enclosing one, and in all methods of the type that holds them.</summary>
    public SocketFacts AllFacts(FlowEvent found)
    {
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
                foreach (var _ in body.FieldsHolding(found.Refs[i].ObjectId))
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
                foreach (var field in body.FieldsHolding(found.Refs[i].ObjectId))
                {
                    // Whoever makes an object of a derived class has it in hand, even where the class is private.
                    if (field is INamedTypeSymbol || field.DeclaredAccessibility != Accessibility.Private)
                        return false;
                }
            }
        }

        return true;
    }

    public void Report(DiagnosticDescriptor rule, FlowEvent found, SyntaxNode at, IOperation? witness, ImmutableDictionary<string, string?> properties, DiagnosticSeverity? severity, params object[] arguments) =>
        Report(rule, found, at, new[] { witness }, properties, severity, arguments);

    public void Report(DiagnosticDescriptor rule, FlowEvent found, SyntaxNode at, IOperation?[] witnesses, ImmutableDictionary<string, string?> properties, DiagnosticSeverity? severity, params object[] arguments)
    {
        if (CodeContext.IsInThrowAssertion(found.Operation.Syntax))
            return;
        var additional = new List<Location>();
        foreach (var witness in witnesses)
        {
            if (witness is not null)
                additional.Add(witness.Syntax.GetLocation());
        }

        Report(Diagnostic.Create(rule, at.GetLocation(), severity ?? rule.DefaultSeverity, additional, properties, arguments));
    }

    private SocketFacts AllFacts(BodyAnalysis body, int objectId)
    {
        var tracked = body.Objects[objectId];
        var facts = tracked.AllFacts;
        // What was made here is known by itself; of a field the type knows what its methods put there.
        var ofOthers = tracked.Origin == ObjectOrigin.Made ? ~SocketFacts.Identity : SocketFacts.All;
        foreach (var field in body.FieldsHolding(objectId))
            facts |= Flow.TypeFacts.Of(field, Cancellation) & ofOthers;
        if (tracked.Outer is { } outer && body.Enclosing is { } enclosing)
            facts |= AllFacts(enclosing, outer.Id);
        return facts;
    }
}
