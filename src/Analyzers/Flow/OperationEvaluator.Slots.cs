using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>From an expression to the slot that it names, and what the slot holds.</summary>
internal sealed partial class OperationEvaluator
{
    private const int NoPath = -1;

    private RefSet EvalVariable(IOperation operation)
    {
        if (operation is IFieldReferenceOperation { Instance: { } instance } && !IsPlainReference(instance))
            Eval(instance);
        AfterUseOf(operation);
        var path = TryGetPath(operation);
        if (path >= 0)
            return _state.GetSlot(path);
        return operation is ILocalReferenceOperation ? RefSet.None : ResultOf(operation);
    }

    private static bool IsPlainReference(IOperation operation) =>
        operation is IInstanceReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation or IFlowCaptureReferenceOperation;

    /// <summary>The slot that <paramref name="operation"/> names, or <see cref="NoPath"/>; it evaluates nothing.</summary>
    private int TryGetPath(IOperation? operation, bool create = false, int depth = 0)
    {
        switch (operation)
        {
            case not null when depth > EvaluationDepth.OfNames:
                return NoPath;
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }:
                return SlotTable.This;
            case ILocalReferenceOperation local:
                return RootOf(local.Local, local.Type, create);
            case IParameterReferenceOperation parameter:
                return RootOf(parameter.Parameter, parameter.Type, create);
            case IFieldReferenceOperation { Field.IsStatic: true } field:
                return RootOf(field.Field, field.Type, create);
            case IFieldReferenceOperation field:
                return MemberOf(field.Instance, SlotTable.WithoutTupleName(field.Field), field.Type, create, depth);
            case IPropertyReferenceOperation property when _context.Kinds.IsAutoProperty(property.Property):
                return property.Property.IsStatic
                    ? RootOf(property.Property, property.Type, create)
                    : MemberOf(property.Instance, property.Property, property.Type, create, depth);
            case IFlowCaptureReferenceOperation capture:
                return _body.CapturePaths.TryGetValue(capture.Id, out var alias) ? alias : NoPath;
            case IConversionOperation { OperatorMethod: null } conversion:
                return TryGetPath(conversion.Operand, create, depth + 1);
            case IParenthesizedOperation parenthesized:
                return TryGetPath(parenthesized.Operand, create, depth + 1);
            case IDeclarationExpressionOperation declaration:
                return TryGetPath(declaration.Expression, create, depth + 1);
            case ITupleOperation or IObjectCreationOperation or IInvocationOperation or IAnonymousObjectCreationOperation:
                return _slots.TryGetTemporary(operation, out var temporary) ? temporary : NoPath;
            default:
                return NoPath;
        }
    }

    private int RootOf(ISymbol symbol, ITypeSymbol? type, bool create)
    {
        if (_slots.TryGetRoot(symbol, out var known))
            return known;
        if (!create && !_context.Kinds.CanHoldConnection(type))
            return NoPath;
        var slot = _slots.Root(symbol);
        if (slot >= 0 && !_body.Declares(symbol))
            GiveEntryObject(slot, type);
        return slot;
    }

    private int MemberOf(IOperation? instance, ISymbol member, ITypeSymbol? type, bool create, int depth)
    {
        // Members that can never lead to a connection need no slot.
        if (!create && !_context.Kinds.CanHoldConnection(type))
            return NoPath;
        return MemberSlot(TryGetPath(instance, create: true, depth + 1), member, type);
    }

    private int MemberSlot(int parent, ISymbol member, ITypeSymbol? type)
    {
        var slot = _slots.Member(parent, member);
        if (slot >= 0 && !_slots[slot].HasEntryObject && !_body.IsTemporary(parent))
            GiveEntryObject(slot, type);
        return slot;
    }

    private void AssignSlot(int id, RefSet refs, bool isDeclaration = false)
    {
        if (id < 0)
        {
            _state.HandOut(refs);
            return;
        }

        var slot = _slots[id];
        slot.IsAssigned = true;
        if (slot.IsWeak && IsAssignedByOthers(slot))
            refs = _state.Union(_state.Union(refs, _state.GetSlot(id)), UnknownRef);
        _state.SetSlot(id, refs);
        for (var i = 0; i < refs.Count; i++)
            slot.EverHeld.Add(refs[i].ObjectId);
        for (var i = 0; i < slot.Captures?.Count; i++)
        {
            slot.IsAssignedAfterCapture |= !isDeclaration && Exists(slot.Captures[i].Marker);
            if (slot.Captures[i].Effect is { } effect && Exists(slot.Captures[i].Marker))
                ApplyPossibly(effect, refs.Objects());
        }

        RenewMembers(id);
        RenewAliases(slot);
    }

    /// <summary>On some path there is a delegate, or a second name, that assigns the slot: an assignment adds, it never replaces.</summary>
    private bool IsAssignedByOthers(Slot slot)
    {
        for (var i = 0; i < slot.Captures?.Count; i++)
        {
            if (slot.Captures[i].Effect is null or { Assigns: true } && Exists(slot.Captures[i].Marker))
                return true;
        }

        return false;
    }

    // Beyond the limit of slots nothing says where the delegate exists.
    private bool Exists(int marker) => marker < 0 || !_state.GetSlot(marker).IsNone;

    /// <summary>From here on a delegate or a second name of the slot exists.</summary>
    private void Capture(int slot, ExternalEffect? effect)
    {
        if (_slots.Capture(slot, ref effect) is var marker and >= 0)
            _state.SetSlot(marker, UnknownRef);
        _slots[slot].IsWeak |= effect is null or { Assigns: true };
    }

    private static readonly RefSet UnknownRef = RefSet.Of(new Ref(TrackedObject.UnknownId, owns: true));

    // Another object is in the slot now, so its members are other ones too.
    private void RenewMembers(int slot)
    {
        var children = _slots.Children(slot);
        for (var i = 0; i < children.Count; i++)
        {
            Renew(children[i]);
            RenewMembers(children[i]);
        }
    }

    // "a.Socket = x" may change "b.Socket": a and b can be the same object.
    private void RenewAliases(Slot assigned)
    {
        // What an expression makes is not in anybody's hands yet.
        if (assigned.Parent == Slot.NoParent || assigned.Symbol is null || _slots[assigned.Parent].IsTemporary)
            return;
        var twins = _slots.MembersNamed(assigned.Symbol);
        for (var i = 0; i < twins.Count; i++)
        {
            if (twins[i] != assigned.Id && !_body.IsTemporary(_slots[twins[i]].Parent))
                Renew(twins[i]);
        }
    }

    /// <summary>Code that is not analysed was given <paramref name="path"/>: whatever its members hold has been in its hands.</summary>
    private void EscapeMembers(int path)
    {
        if (path < 0)
            return;
        var children = _slots.Children(path);
        for (var i = 0; i < children.Count; i++)
        {
            var child = _slots[children[i]];
            var refs = _state.GetSlot(child.Id).Objects();
            // Nobody else can reach a private member but through this type's own methods, which TypeFacts knows.
            if (child.Symbol!.DeclaredAccessibility == Accessibility.Private)
                MoveOn(refs);
            else
                _state.Escape(refs);
            if (!child.IsReadOnlyMember && (child.Symbol.DeclaredAccessibility != Accessibility.Private || IsAssignedElsewhere(child)))
                Renew(child.Id);
            EscapeMembers(child.Id);
        }
    }

    private void MoveOn(RefSet refs)
    {
        for (var i = 0; i < refs.Count; i++)
        {
            var state = _state.GetObject(refs[i].ObjectId);
            _state.SetObject(refs[i].ObjectId, state.With(state.States.Apply(Transition.Anything)).With(state.Operations.HandOut()));
        }
    }

    /// <summary>Gives <paramref name="target"/>'s members what <paramref name="source"/>'s hold: both names mean one object now.</summary>
    private void CopyMembers(int source, int target)
    {
        if (source == target || target < 0)
            return;
        var children = _slots.Children(source);
        for (var i = 0; i < children.Count; i++)
        {
            var child = _slots[children[i]];
            var copy = _slots.Member(target, child.Symbol!);
            if (copy < 0)
                continue;
            _slots[copy].HasEntryObject = true;
            _state.SetSlot(copy, _state.GetSlot(child.Id));
            CopyMembers(child.Id, copy);
        }
    }
}
