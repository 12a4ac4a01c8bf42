using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>Assignments: simple ones, into captures and into properties.</summary>
internal sealed partial class OperationEvaluator
{
    private RefSet EvalAssignment(ISimpleAssignmentOperation assignment)
    {
        // C# evaluates the receiver of the target before the value.
        var receiver = assignment.Target is IPropertyReferenceOperation { Instance: { } instance } ? Eval(instance) : RefSet.None;
        var value = Eval(assignment.Value);
        if (assignment.IsRef)
        {
            // Two names for one variable from here on: neither can be followed.
            MakeWeak(assignment.Target);
            MakeWeak(assignment.Value);
            return value;
        }

        var flag = IsFlagType(assignment.Target.Type) ? FlagOf(assignment.Value) : null;
        Assign(assignment.Target, receiver, value, assignment.Value, assignment);
        SetFlag(assignment.Target, flag);
        return value;
    }

    private void Assign(IOperation target, RefSet receiver, RefSet value, IOperation? valueOperation, IOperation site)
    {
        while (target is IConversionOperation conversion)
            target = conversion.Operand;
        switch (target)
        {
            case IPropertyReferenceOperation property:
                AssignProperty(property, receiver, value, valueOperation, site);
                break;
            case IFlowCaptureReferenceOperation capture when TryGetPath(capture) < 0 && _body.CapturedProperties.TryGetValue(capture.Id, out var captured):
                AssignProperty(captured, PeekRefs(captured.Instance), value, valueOperation, site);
                break;
            case IFieldReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation or IFlowCaptureReferenceOperation or IDeclarationExpressionOperation:
                AssignVariable(target, value, valueOperation);
                break;
            case ITupleOperation tuple:
                AssignElements(tuple, TryGetPath(valueOperation), valueOperation?.Type, site);
                break;
            case IDiscardOperation:
                break;
            default:
                Eval(target);
                HandOutWhole(valueOperation, value);
                if (target is not IArrayElementReferenceOperation)
                    ForgetWhatMayBe(target.Type);
                break;
        }
    }

    // "Current() = other", "(x ? ref a : ref b) = other": any place of the type may be the one.
    private void ForgetWhatMayBe(ITypeSymbol? type)
    {
        if (!_context.Kinds.IsConnection(type))
            return;
        for (var id = 0; id < _slots.Count; id++)
        {
            if (_slots[id].Symbol is not null && !_slots[id].IsReadOnlyMember)
                Renew(id);
        }
    }

    private void AssignVariable(IOperation target, RefSet value, IOperation? valueOperation)
    {
        value = Stored(value, target);
        var source = TryGetPath(valueOperation);
        var hasNews = !value.IsNone || (source >= 0 && _slots.Children(source).Count > 0);
        var slot = TryGetPath(target, create: hasNews);
        if (slot < 0)
        {
            _state.HandOut(value);
            if (target is IFlowCaptureReferenceOperation)
                ForgetWhatMayBe(target.Type);
            return;
        }

        AssignSlot(slot, value, isDeclaration: target is ILocalReferenceOperation { IsDeclaration: true } || target.Syntax is VariableDeclaratorSyntax);
        if (source >= 0)
            CopyMembers(source, slot);
        // In another object's field it can be reached by whoever has that object.
        if (_slots[slot].Parent != Slot.NoParent && _slots.RootOf(slot) != SlotTable.This && !_body.IsTemporary(_slots.RootOf(slot)))
            _state.HandOut(value);
    }

    private void AssignProperty(IPropertyReferenceOperation property, RefSet receiver, RefSet value, IOperation? valueOperation, IOperation site)
    {
        var setter = property.Property.SetMethod;
        EvalArguments(property.Arguments);
        if (setter is not null && _context.Table.Of(setter) is { } semantics && !receiver.IsNone)
        {
            ApplySetter(semantics, site, receiver, valueOperation);
            return;
        }

        if (_context.Kinds.IsAutoProperty(property.Property))
        {
            AssignVariable(property, value, valueOperation);
            return;
        }

        if (property.Property.ReturnsByRef)
        {
            _state.HandOut(value);
            ForgetWhatMayBe(property.Type);
            return;
        }

        if (setter is not null && TryApplySummary(setter, site, property.Instance, receiver, new[] { new ArgumentValue(setter.Parameters[setter.Parameters.Length - 1], value, valueOperation) }, out _))
            return;
        _state.HandOut(value);
        EscapeMembers(TryGetPath(property.Instance));
        if (setter is not null)
            ForgetWhatIsAssignedBy(setter, null, NoPath, RefSet.None, System.Array.Empty<ArgumentValue>());
    }

    private void EvalCapture(IFlowCaptureOperation capture)
    {
        var refs = Eval(capture.Value);
        var slot = _slots.Capture(capture.Id);
        if (slot < 0)
        {
            _state.HandOut(refs);
            return;
        }

        _state.SetSlot(slot, refs);
        if (IsFlagType(capture.Value.Type))
            CaptureFlag(slot, capture.Value);

        // The capture stands for the place too: "x ??= y" assigns through it, "x?.Member" reads members of it.
        var path = IsCopiedStruct(capture.Value) ? CopyOf(capture.Value, capture.Value) : TryGetPath(capture.Value);
        if (_body.CapturePaths.TryGetValue(capture.Id, out var known) && known != path)
            path = NoPath;
        _body.CapturePaths[capture.Id] = path;
        if (capture.Value is IPropertyReferenceOperation property)
            _body.CapturedProperties[capture.Id] = property;
    }

    // What is captured is asked about afterwards: "switch (_state)".
    private void CaptureFlag(int slot, IOperation operation)
    {
        var value = FlagOf(operation);
        _state.SetFlags(_state.Flags.With(slot, value));
        if (value is null)
            _body.Decided.Remove(operation.Syntax);
        else
            _body.Decided.Add(operation.Syntax);
    }

    private void MakeWeak(IOperation? operation)
    {
        if (TryGetPath(operation) is not (var slot and >= 0))
            return;
        Capture(slot, null);
        _state.HandOut(_state.GetSlot(slot));
        AssignSlot(slot, UnknownRef);
    }
}
