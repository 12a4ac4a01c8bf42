using FsCheck.Fluent;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;
using Xunit;
using static SocketAnalyzers.Tests.Flow.LatticeGenerators;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>The laws without which a fixpoint need not end, or depends on the order in which paths are joined.</summary>
public sealed class LatticeTests
{
    private const int Cases = 3000;

    private static readonly ConnectionStates[] SingleStates =
        [.. Enum.GetValues<ConnectionStates>().Where(state => state != 0 && ((int)state & ((int)state - 1)) == 0)];

    [Fact]
    public void A_transition_distributes_over_states() => Properties.Holds(
        States.Pairs().SelectMany(_ => Transitions, (states, transition) => (states.A, states.B, Transition: transition)), Cases,
        x => x.Transition.Apply(x.A | x.B) == (x.Transition.Apply(x.A) | x.Transition.Apply(x.B)) && x.Transition.Apply(ConnectionStates.None) == ConnectionStates.None);

    [Fact]
    public void A_transition_keeps_to_its_dimension() => Assert.All(AllTransitions, transition => Assert.All(SingleStates, state =>
    {
        var dimension = Array.Find([ConnectionStates.Life, ConnectionStates.Send, ConnectionStates.Receive, ConnectionStates.Buffer], d => (state & d) != 0);
        Assert.Equal(ConnectionStates.None, transition.Apply(state) & ~dimension);
    }));

    [Fact]
    public void All_transitions_are_found() => Assert.True(AllTransitions.Length > 10);

    [Fact]
    public void Nobody_takes_a_fin_back_but_a_new_connection() => Assert.All(
        AllTransitions.Except([Transition.Connect, Transition.Disconnect]),
        transition => Assert.Equal(ConnectionStates.None, transition.Apply(ConnectionStates.SendShut) & ConnectionStates.SendOpen));

    [Fact]
    public void The_join_of_relations_is_a_join() => Properties.Holds(Relations.Triples(), Cases, x =>
        (x.A | x.A).Equals(x.A)
        && (x.A | x.B).Equals(x.B | x.A)
        && ((x.A | x.B) | x.C).Equals(x.A | (x.B | x.C))
        && (x.A | default(StateRelation)).Equals(x.A)
        && (x.A | x.B).Current == (x.A.Current | x.B.Current));

    [Fact]
    public void Composition_distributes_over_the_join() => Properties.Holds(Relations.Triples(), Cases, x =>
        (x.A | x.B).Then(x.C).Equals(x.A.Then(x.C) | x.B.Then(x.C))
        && x.A.Then(x.B | x.C).Equals(x.A.Then(x.B) | x.A.Then(x.C)));

    [Fact]
    public void Composition_is_associative_with_the_identity() => Properties.Holds(Relations.Triples(), Cases, x =>
        x.A.Then(x.B).Then(x.C).Equals(x.A.Then(x.B.Then(x.C)))
        && x.A.Then(StateRelation.IdentityOn(ConnectionStates.All)).Equals(x.A)
        && StateRelation.IdentityOn(ConnectionStates.All).Then(x.A).Equals(x.A));

    [Fact]
    public void An_event_is_a_composition_and_distributes() => Properties.Holds(
        Relations.Pairs().SelectMany(_ => Transitions, (relations, transition) => (relations.A, relations.B, Transition: transition)), Cases,
        x => x.A.Apply(x.Transition).Equals(x.A.Then(StateRelation.IdentityOn(ConnectionStates.All).Apply(x.Transition)))
            && (x.A | x.B).Apply(x.Transition).Equals(x.A.Apply(x.Transition) | x.B.Apply(x.Transition)));

    [Fact]
    public void A_restriction_distributes_and_only_takes_away() => Properties.Holds(
        Relations.Pairs().SelectMany(_ => States, (relations, states) => (relations.A, relations.B, States: states)), Cases,
        x => (x.A | x.B).Restrict(x.States).Equals(x.A.Restrict(x.States) | x.B.Restrict(x.States))
            && (x.A.Restrict(x.States) | x.A).Equals(x.A)
            && (x.A.Restrict(x.States).Current & ~x.States) == 0);

    [Fact]
    public void The_rows_of_a_relation_are_its_states() => Properties.Holds(Relations, Cases, relation =>
        SingleStates.Aggregate(ConnectionStates.None, (states, entry) => states | relation.From(entry)) == relation.Current
        && relation.IsEmpty == (relation.Current == 0));

    [Fact]
    public void The_join_of_object_states_is_a_join() => Properties.Holds(ObjectStates.Triples(), Cases, x =>
        (x.A | x.A).Equals(x.A)
        && (x.A | x.B).Equals(x.B | x.A)
        && ((x.A | x.B) | x.C).Equals(x.A | (x.B | x.C))
        && (x.A | ObjectState.NotYet).Equals(x.A));

    [Fact]
    public void The_join_of_object_states_claims_less() => Properties.Holds(ObjectStates.Pairs(), Cases, x => IsBelow(x.A, x.A | x.B));

    [Fact]
    public void The_join_of_operations_is_a_join() => Properties.Holds(Operations.Triples(), Cases, x =>
        (x.A | x.A).Equals(x.A)
        && (x.A | x.B).Equals(x.B | x.A)
        && ((x.A | x.B) | x.C).Equals(x.A | (x.B | x.C))
        && (x.A | default(PendingOperations)).Equals(x.A));

    [Fact]
    public void A_step_of_operations_distributes_over_the_join() => Properties.Holds(
        Operations.Pairs().SelectMany(_ => OperationMasks, (operations, mask) => (operations.A, operations.B, Mask: mask)), Cases,
        x => (x.A | x.B).End(x.Mask).Equals(x.A.End(x.Mask) | x.B.End(x.Mask))
            && (x.A | x.B).HandOut(x.Mask).Equals(x.A.HandOut(x.Mask) | x.B.HandOut(x.Mask))
            && (x.A | x.B).Forget(x.Mask).Equals(x.A.Forget(x.Mask) | x.B.Forget(x.Mask))
            && (x.A | x.B).Start((int)x.Mask % 32).Equals(x.A.Start((int)x.Mask % 32) | x.B.Start((int)x.Mask % 32)));

    [Fact]
    public void What_one_path_has_ended_no_join_claims_to_be_pending() => Properties.Holds(
        Operations.Pairs().SelectMany(_ => OperationMasks, (operations, mask) => (operations.A, operations.B, Mask: mask)), Cases,
        x => ((x.A.End(x.Mask) | x.B).Certain & x.A.OnSomePath & x.Mask) == 0
            && ((x.A.HandOut(x.Mask) | x.B).Certain & x.A.OnSomePath & x.Mask) == 0
            && ((x.A.Forget(x.Mask) | x.B).Certain & x.Mask) == (x.B.Certain & x.Mask));

    [Fact]
    public void The_union_of_references_is_a_union() => Properties.Holds(RefSets.Pairs(), Cases, x =>
    {
        var fits = x.A.TryUnion(x.B, out var union);
        return x.A.TryUnion(x.A, out var same) && same.Equals(x.A)
            && fits == x.B.TryUnion(x.A, out var other)
            && (!fits || (union.Equals(other) && ElementsOf(union).SetEquals(ElementsOf(x.A).Union(ElementsOf(x.B)))))
            && (fits || x.A.IsAny || x.B.IsAny || ElementsOf(x.A).Union(ElementsOf(x.B)).Count() > RefSet.Capacity);
    });

    [Fact]
    public void References_come_in_one_order() => Properties.Holds(Gen.ListOf(Refs, RefSet.Capacity).SelectMany(Gen.Shuffle, (refs, shuffled) => (refs, shuffled)), Cases, x =>
        SetOf(x.refs).Equals(SetOf(x.shuffled)) && SetOf(x.refs).Count == x.refs.Select(reference => reference.Bits).Distinct().Count());

    [Fact]
    public void Forgetting_an_object_keeps_the_others() => Properties.Holds(
        RefSets.SelectMany(_ => Gen.Choose(TrackedObject.UnknownId + 1, ObjectCount - 1), (set, id) => (Set: set, Id: id)), Cases,
        x => !x.Set.Forget(x.Id).Contains(x.Id)
            && x.Set.Forget(x.Id).Contains(TrackedObject.UnknownId) == (x.Set.Contains(x.Id) || x.Set.Contains(TrackedObject.UnknownId))
            && Enumerable.Range(0, ObjectCount).Where(id => id != x.Id && id != TrackedObject.UnknownId).All(id => x.Set.Forget(x.Id).Contains(id) == x.Set.Contains(id)));

    [Fact]
    public void Null_tests_part_a_set() => Properties.Holds(RefSets, Cases, set =>
        set.OnlyNull().TryUnion(set.WithoutNull(), out var whole) && whole.Equals(set) && !set.WithoutNull().Contains(TrackedObject.NullId));

    [Fact]
    public void Too_many_objects_absorb_whatever_comes() => Properties.Holds(RefSets, Cases, set =>
        set.IsAny || set.IsNone || (!set.TryUnion(RefSet.Any, out _) && !RefSet.Any.TryUnion(set, out _)));

    /// <summary>Whether <paramref name="more"/> claims nothing that <paramref name="less"/> does not.</summary>
    internal static bool IsBelow(ObjectState less, ObjectState more) =>
        (less.States | more.States).Equals(more.States)
        && (less.Some & ~more.Some) == 0
        && (more.Always & ~less.Always) == 0
        && more.Witness <= less.Witness
        && (less.Operations | more.Operations).Equals(more.Operations);

    private static HashSet<ushort> ElementsOf(RefSet set) => [.. Enumerable.Range(0, set.Count).Select(i => set[i].Bits)];
}
