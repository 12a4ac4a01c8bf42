using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;
using Xunit;
using static SocketAnalyzers.Tests.Flow.LatticeGenerators;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>The join of whole states: what a block's entry does each time that another way leads there.</summary>
public sealed class FlowStateTests
{
    private const int Cases = 2000;

    private readonly SlotTable _slots = new();
    private readonly ObjectTable _objects = new();

    public FlowStateTests()
    {
        while (_objects.Count < ObjectCount)
            _objects.AtEntry(ObjectTable.UnknownState);
        var operation = FlowCompilation.MethodsOf(FlowCompilation.Compile("class C { void M(int a, int b, int c, int d) { } }")).Single().Method;
        foreach (var parameter in operation.Parameters)
            _slots.Root(parameter);
        // Some slots hold something at the entry: a state that does not mention them means that.
        for (var id = 2; id < _slots.Count; id++)
            _slots[id].Initial = RefSet.Of(new Ref(id, owns: true));
    }

    [Fact]
    public void Joining_the_same_again_changes_nothing() => Properties.Holds(FlowStates(_slots, _objects), Cases, state =>
    {
        var before = state.Clone();
        return !state.Join(before) && AreEqual(state, before);
    });

    [Fact]
    public void A_join_is_the_same_from_both_sides() => Properties.Holds(FlowStates(_slots, _objects).Pairs(), Cases, x =>
        AreEqual(Joined(x.A, x.B), Joined(x.B, x.A)));

    [Fact]
    public void A_join_only_takes_claims_away() => Properties.Holds(FlowStates(_slots, _objects).Pairs(), Cases, x =>
    {
        var joined = Joined(x.A, x.B);
        return IsBelow(x.A, joined) && IsBelow(x.B, joined);
    });

    [Fact]
    public void What_does_not_fit_escapes() => Properties.Holds(FlowStates(_slots, _objects).Pairs(), Cases, x =>
    {
        var joined = Joined(x.A, x.B);
        return Enumerable.Range(0, SlotCount).All(slot =>
            !joined.GetSlot(slot).IsAny || (HasEscaped(x.A.GetSlot(slot), joined) && HasEscaped(x.B.GetSlot(slot), joined)));
    });

    [Fact]
    public void A_join_says_whether_it_changed_anything() => Properties.Holds(FlowStates(_slots, _objects).Pairs(), Cases, x =>
    {
        var joined = x.A.Clone();
        var changed = joined.Join(x.B);
        return changed == !AreEqual(joined, x.A);
    });

    // A loop joins the same few states over and over; were the order of any importance, it might never settle.
    [Fact]
    public void Joining_in_turns_settles() => Properties.Holds(FlowStates(_slots, _objects).Triples(), Cases, x =>
    {
        var joined = x.A.Clone();
        for (var turn = 0; turn < 3; turn++)
        {
            joined.Join(x.B);
            joined.Join(x.C);
            joined.Join(x.A);
        }

        return !joined.Join(x.B) && !joined.Join(x.C) && !joined.Join(x.A);
    });

    [Fact]
    public void An_unreachable_state_adds_nothing() => Properties.Holds(FlowStates(_slots, _objects).Pairs(), Cases, x =>
    {
        var dead = x.B.Clone();
        dead.IsReachable = false;
        var before = x.A.Clone();
        var revived = dead.Clone();
        return !x.A.Join(dead) && AreEqual(x.A, before) && revived.Join(x.A) && AreEqual(revived, x.A);
    });

    [Fact]
    public void A_copy_has_a_life_of_its_own() => Properties.Holds(FlowStates(_slots, _objects).Pairs(), Cases, x =>
    {
        var copy = x.A.Clone();
        var before = x.A.Clone();
        copy.Join(x.B);
        copy.Escape(new Ref(2, owns: true));
        copy.ForgetReferencesTo(3);
        return AreEqual(x.A, before);
    });

    [Fact]
    public void An_escape_only_takes_claims_away() => Properties.Holds(FlowStates(_slots, _objects), Cases, state =>
    {
        var escaped = state.Clone();
        for (var id = 2; id < ObjectCount; id++)
            escaped.Escape(new Ref(id, owns: true));
        var again = escaped.Clone();
        again.Escape(new Ref(2, owns: true));
        return IsBelow(state, escaped) && AreEqual(escaped, again);
    });

    private static FlowState Joined(FlowState a, FlowState b)
    {
        var joined = a.Clone();
        joined.Join(b);
        return joined;
    }

    private static bool HasEscaped(RefSet set, FlowState state) => set.IsAny || Enumerable.Range(0, set.Count).All(i =>
        set[i].ObjectId <= TrackedObject.UnknownId || set[i].Role == RefRole.Operation || (state.GetObject(set[i].ObjectId).Some & SocketFacts.Escaped) != 0);

    private bool AreEqual(FlowState a, FlowState b) =>
        Enumerable.Range(0, SlotCount).All(slot => a.GetSlot(slot).Equals(b.GetSlot(slot)))
        && Enumerable.Range(2, ObjectCount - 2).All(id => a.GetObject(id).Equals(b.GetObject(id)));

    private bool IsBelow(FlowState less, FlowState more) =>
        Enumerable.Range(0, SlotCount).All(slot => more.GetSlot(slot).IsAny || Enumerable.Range(0, less.GetSlot(slot).Count).All(i => Holds(more.GetSlot(slot), less.GetSlot(slot)[i])))
        && Enumerable.Range(2, ObjectCount - 2).All(id => LatticeTests.IsBelow(less.GetObject(id), more.GetObject(id)));

    private static bool Holds(RefSet set, Ref reference) => Enumerable.Range(0, set.Count).Any(i => set[i].Bits == reference.Bits);
}
