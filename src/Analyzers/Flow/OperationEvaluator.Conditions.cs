using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>What a condition tells on each of its two ways: null tests, <c>Connected</c>, a read that gave 0 or null.</summary>
internal sealed partial class OperationEvaluator
{
    /// <summary>Refines <paramref name="state"/> for the way on which <paramref name="condition"/> is <paramref name="holds"/>.</summary>
    public void Refine(IOperation condition, bool holds, FlowState state)
    {
        _state = state;
        Refine(condition, holds);
    }

    private void Refine(IOperation condition, bool holds, int depth = 0)
    {
        if (depth > EvaluationDepth.OfNames)
            return;
        // Roslyn's graph keeps the way out of "while (true)".
        if (ValueReader.Constant(condition) is bool constant)
        {
            _state.IsReachable &= constant == holds;
            return;
        }

        if (FlagOf(condition) is { } flag)
        {
            _body.Decided.Add(condition.Syntax);
            _state.IsReachable &= flag.CanBe(holds);
            if (!_state.IsReachable)
                return;
        }
        else if (IsQuestion(PeekRefs(condition).WithoutNull()))
        {
            _body.Decided.Add(condition.Syntax);
        }
        else
        {
            _body.Decided.Remove(condition.Syntax);
        }

        switch (condition)
        {
            case IConversionOperation conversion:
                Refine(conversion.Operand, holds, depth + 1);
                break;
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                Refine(not.Operand, !holds, depth + 1);
                break;
            case IIsNullOperation isNull:
                RefineNull(isNull.Operand, holds);
                break;
            case IBinaryOperation binary:
                RefineComparison(binary, holds, depth);
                break;
            case IIsPatternOperation pattern:
                RefinePattern(pattern.Value, pattern.Pattern, holds);
                break;
            case IIsTypeOperation { IsNegated: false } test:
                RefineType(test.ValueOperand, test.TypeOperand, hasParts: false, holds);
                break;
            default:
                RefineFlag(condition, holds);
                break;
        }
    }

    private void RefineComparison(IBinaryOperation binary, bool holds, int depth)
    {
        var (left, right, kind) = (binary.LeftOperand, binary.RightOperand, binary.OperatorKind);
        if (ValueReader.Unwrap(left).ConstantValue.HasValue)
            (left, right, kind) = (right, left, Mirror(kind));
        var constant = ValueReader.Unwrap(right).ConstantValue;
        if (!constant.HasValue)
            return;

        if (constant.Value is null && kind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals)
            RefineNull(left, holds == (kind == BinaryOperatorKind.Equals));
        else if (constant.Value is bool flag && kind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals)
            Refine(left, holds == (kind == BinaryOperatorKind.Equals) == (constant.Value is true), depth + 1);
        else if (MeansZero(kind, constant.Value, holds))
            RefineEndOfStream(left);
    }

    private static BinaryOperatorKind Mirror(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.LessThan => BinaryOperatorKind.GreaterThan,
        BinaryOperatorKind.LessThanOrEqual => BinaryOperatorKind.GreaterThanOrEqual,
        BinaryOperatorKind.GreaterThan => BinaryOperatorKind.LessThan,
        BinaryOperatorKind.GreaterThanOrEqual => BinaryOperatorKind.LessThanOrEqual,
        _ => kind,
    };

    // A count that is 0, or not above 0: the forms in which people test for the end of the stream.
    private static bool MeansZero(BinaryOperatorKind kind, object? constant, bool holds) => (kind, constant, holds) switch
    {
        (BinaryOperatorKind.Equals, 0, true) => true,
        (BinaryOperatorKind.NotEquals, 0, false) => true,
        (BinaryOperatorKind.LessThanOrEqual, 0, true) => true,
        (BinaryOperatorKind.LessThan, 1, true) => true,
        (BinaryOperatorKind.GreaterThan, 0, false) => true,
        (BinaryOperatorKind.GreaterThanOrEqual, 1, false) => true,
        _ => false,
    };

    private void RefineNull(IOperation operand, bool isNull) => RefineNull(PeekRefs(operand), SlotNamedBy(operand), isNull);

    private void RefineNull(RefSet refs, int slot, bool isNull)
    {
        if (refs.IsNone)
            return;
        // Where the task is null, nothing was started.
        if (isNull)
            _state.ForgetOperations(_state.MaskOf(refs));
        // A line or an item that is null: the peer has ended.
        if (refs[0].Role == RefRole.ReadResult)
        {
            if (isNull)
                RefineEndOfStream(refs);
            return;
        }

        if (isNull && !refs.Contains(TrackedObject.NullId))
            RefineMissing(refs);
        var rest = isNull ? RefSet.Null : refs.WithoutNull();
        if (rest.IsNone)
            _state.IsReachable = false;
        else if (slot >= 0)
            _state.SetSlot(slot, rest);
    }

    // On the way on which it is null, the object that it would be does not exist; what a constructor gave is never null.
    private void RefineMissing(RefSet refs)
    {
        if (refs.Count != 1 || refs[0].ObjectId == TrackedObject.UnknownId)
            return;
        if (_objects[refs[0].ObjectId].Origin == ObjectOrigin.Made)
            _state.IsReachable = false;
        else
            _state.SetObject(refs[0].ObjectId, ObjectState.NotYet);
    }

    private void RefineEndOfStream(IOperation operand) => RefineEndOfStream(PeekRefs(operand));

    private void RefineEndOfStream(RefSet refs)
    {
        for (var i = 0; i < refs.Count; i++)
        {
            if (refs[i].Role != RefRole.ReadResult)
                return;
        }

        for (var i = 0; i < refs.Count; i++)
        {
            var before = _state.GetObject(refs[i].ObjectId);
            var after = before.With(before.States.Apply(Transition.EndOfStream)).With(SocketFacts.SawEndOfStream);
            _state.SetObject(refs[i].ObjectId, refs.Count == 1 ? after : before | after);
        }
    }

    // Any Shutdown makes Connected false on every platform (facts §3).
    private void RefineFlag(IOperation condition, bool holds) => RefineFlag(PeekRefs(condition), holds);

    private void RefineFlag(RefSet refs, bool holds)
    {
        // "s?.Connected == true": null is not true.
        refs = refs.WithoutNull();
        if (refs.Count != 1 || refs[0].Role != (holds ? RefRole.ConnectedFlag : RefRole.NotConnectedFlag))
            return;
        var before = _state.GetObject(refs[0].ObjectId);
        var after = before.States.Restrict(~ConnectionStates.SendShut & ~ConnectionStates.ReceiveShut & ConnectionStates.All);
        if (after.HasLostADimension(before.States))
            _state.IsReachable = false;
        else
            _state.SetObject(refs[0].ObjectId, before.With(after));
    }

    /// <summary>What <paramref name="operation"/> refers to in <paramref name="state"/>, which stays as it is.</summary>
    public RefSet RefsOf(IOperation operation, FlowState state)
    {
        _state = state;
        return PeekRefs(operation);
    }

    /// <summary>What an operation that was evaluated already stands for, without applying it again.</summary>
    private RefSet PeekRefs(IOperation? operation, int depth = 0)
    {
        switch (operation)
        {
            case not null when depth > EvaluationDepth.OfNames:
                return RefSet.None;
            case IConversionOperation conversion:
                return PeekRefs(conversion.Operand, depth + 1);
            case IParenthesizedOperation parenthesized:
                return PeekRefs(parenthesized.Operand, depth + 1);
            case IAwaitOperation awaiting:
                return PeekRefs(awaiting.Operation, depth + 1).WithoutOperations();
            case ISimpleAssignmentOperation assignment:
                return PeekRefs(assignment.Value, depth + 1);
            case IFlowCaptureReferenceOperation capture:
                return _state.GetSlot(_slots.Capture(capture.Id));
            case IInvocationOperation or IPropertyReferenceOperation when _asked.TryGetValue(operation, out var asked):
                return asked;
            case IPropertyReferenceOperation { Property.GetMethod: { } getter } property when _context.Table.Of(getter, property.Instance?.Type) is { } semantics:
                return PeekEvent(semantics, PeekRefs(property.Instance, depth + 1).Objects());
            case IPropertyReferenceOperation property when IsTransferCount(property):
                return PeekTransferCount(property);
            case IInvocationOperation call:
                return PeekCall(call, depth + 1);
            default:
                return TryGetPath(operation) is var slot and >= 0 ? _state.GetSlot(slot) : RefSet.None;
        }
    }

    private RefSet PeekCall(IInvocationOperation call, int depth)
    {
        if (TaskMembers.PassesItsValueOn(call.TargetMethod))
            return PeekRefs(call.Instance, depth).WithoutOperations();
        if (_context.Table.Of(call.TargetMethod, call.Instance?.Type) is not { } semantics)
            return RefSet.None;
        var isExtension = (semantics.Form & MemberForm.Extension) != 0 && call.Arguments.Length > 0;
        return PeekEvent(semantics, PeekRefs(isExtension ? call.Arguments[0].Value : call.Instance, depth).Objects());
    }

    private static RefSet PeekEvent(MemberSemantics semantics, RefSet refs) => semantics.Event switch
    {
        SocketEvent.TestConnected => refs.As(RefRole.ConnectedFlag),
        SocketEvent.Read when (semantics.Form & MemberForm.Begin) == 0 => refs.As(RefRole.ReadResult),
        SocketEvent.View => refs,
        _ => RefSet.None,
    };

    private int SlotNamedBy(IOperation operand)
    {
        while (operand is IConversionOperation conversion)
            operand = conversion.Operand;
        return operand switch
        {
            IFlowCaptureReferenceOperation capture => _slots.Capture(capture.Id),
            ISimpleAssignmentOperation assignment => TryGetPath(assignment.Target),
            _ => TryGetPath(operand),
        };
    }
}
