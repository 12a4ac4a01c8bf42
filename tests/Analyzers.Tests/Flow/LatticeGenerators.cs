using FsCheck;
using FsCheck.Fluent;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>Random values of the engine's lattices.</summary>
internal static class LatticeGenerators
{
    public const int ObjectCount = 9;
    public const int SlotCount = 6;

    public static readonly Transition[] AllTransitions =
    [
        .. typeof(Transition).GetFields(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static)
            .Where(field => field.FieldType == typeof(Transition))
            .Select(field => (Transition)field.GetValue(null)!),
    ];

    public static Gen<Transition> Transitions => Gen.Elements(AllTransitions);

    public static Gen<ConnectionStates> States => Gen.Choose(0, (int)ConnectionStates.All).Select(bits => (ConnectionStates)bits);

    // Whatever a body can make of a relation: events, restrictions and joins from an identity on.
    public static Gen<StateRelation> Relations =>
        from entry in States
        from steps in Gen.ListOf(Gen.Choose(0, 2).Zip(Transitions, States))
        select steps.Aggregate(StateRelation.IdentityOn(entry), Step);

    private static StateRelation Step(StateRelation relation, (int Kind, Transition Transition, ConnectionStates States) step) => step.Kind switch
    {
        0 => relation.Apply(step.Transition),
        1 => relation | relation.Apply(step.Transition),
        _ => relation | relation.Restrict(step.States),
    };

    private static Gen<(int Item1, T2 Item2, T3 Item3)> Zip<T2, T3>(this Gen<int> first, Gen<T2> second, Gen<T3> third) =>
        from a in first
        from b in second
        from c in third
        select (a, b, c);

    public static Gen<SocketFacts> Facts => Gen.Choose(0, (1 << 21) - 1).Select(bits => (SocketFacts)(ulong)bits);

    public static Gen<uint> OperationMasks => Gen.Choose(0, 255).Select(bits => (uint)bits);

    /// <summary>Whatever a body can make of the operations on an object.</summary>
    public static Gen<PendingOperations> Operations =>
        Gen.ListOf(Gen.Choose(0, 4).Zip(OperationMasks, Gen.Choose(0, 7))).Select(steps => steps.Aggregate(default(PendingOperations), Step));

    private static PendingOperations Step(PendingOperations operations, (int Kind, uint Mask, int Number) step) => step.Kind switch
    {
        0 => operations.Start(step.Number),
        1 => operations.End(step.Mask),
        2 => operations.HandOut(step.Mask),
        3 => operations.Forget(step.Mask),
        _ => operations | PendingOperations.OfCaller,
    };

    public static Gen<ObjectState> ObjectStates => Gen.Frequency(
        (1, Gen.Constant(ObjectState.NotYet)),
        (9, from states in Relations
            from some in Facts
            from always in Facts
            from witness in Gen.Choose(0, 3)
            from operations in Operations
            select new ObjectState(states, some | always, always, witness == 0 ? ObjectState.NoWitness : witness, operations)));

    public static Gen<Ref> Refs => Gen.Frequency(
        (1, Gen.Constant(new Ref(TrackedObject.NullId, owns: false))),
        (8, from id in Gen.Choose(TrackedObject.UnknownId, ObjectCount - 1)
            from bits in Gen.Choose(0, 15)
            select new Ref(id, (bits & 1) != 0, (RefRole)(bits / 4), (bits & 2) != 0)));

    public static Gen<RefSet> RefSets => Gen.Frequency(
        (1, Gen.Constant(RefSet.Any)),
        (12, from count in Gen.Choose(0, RefSet.Capacity)
             from refs in Gen.ListOf(Refs, count)
             select SetOf(refs)));

    public static RefSet SetOf(IEnumerable<Ref> refs) =>
        refs.Aggregate(RefSet.None, (set, reference) => set.TryUnion(RefSet.Of(reference), out var union) ? union : set);

    /// <summary>A state over the slots and objects of <paramref name="slots"/> and <paramref name="objects"/>; it may know some of them only.</summary>
    public static Gen<FlowState> FlowStates(SlotTable slots, ObjectTable objects) =>
        from slotValues in Gen.ListOf(RefSets, SlotCount)
        from objectValues in Gen.ListOf(ObjectStates, ObjectCount)
        from known in Gen.Choose(0, SlotCount)
        from made in Gen.Choose(0, ObjectCount)
        select StateOf(slots, objects, slotValues.Take(known), objectValues.Take(made));

    private static FlowState StateOf(SlotTable slots, ObjectTable objects, IEnumerable<RefSet> slotValues, IEnumerable<ObjectState> objectValues)
    {
        var state = new FlowState(slots, objects);
        var id = 0;
        foreach (var value in objectValues)
            state.SetObject(id++, value);
        id = 0;
        foreach (var value in slotValues)
            state.SetSlot(id++, value);
        return state;
    }
}
