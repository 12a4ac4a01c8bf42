using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>Comparisons and patterns, and what may be asked.</summary>
internal sealed partial class SuccessConditions
{
    private SuccessValue OfComparison(IBinaryOperation binary)
    {
        var left = ValueReader.Unwrap(binary.LeftOperand);
        var right = ValueReader.Unwrap(binary.RightOperand);
        if (right.ConstantValue.HasValue)
            return Compare(left, binary.OperatorKind, right);
        return left.ConstantValue.HasValue ? Compare(right, Mirrored(binary.OperatorKind), left) : SuccessValue.Unknown;
    }

    private SuccessValue Compare(IOperation operand, BinaryOperatorKind kind, IOperation constant)
    {
        var isEquality = kind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals;
        if (constant.ConstantValue.Value is null)
            return !isEquality ? SuccessValue.Unknown : kind == BinaryOperatorKind.Equals ? IsNull(operand) : Not(IsNull(operand));
        var value = Evaluate(operand);
        if (isEquality)
        {
            var equal = EqualsConstant(value, constant);
            return kind == BinaryOperatorKind.Equals ? equal : Not(equal);
        }

        return value == SuccessValue.Some && constant.ConstantValue.Value is int number ? OfCount(kind, number) : SuccessValue.Unknown;
    }

    private SuccessValue EqualsConstant(SuccessValue value, IOperation constant) => value switch
    {
        SuccessValue.NoError => Bool(Number(constant) == 0),
        SuccessValue.Operation => constant is IFieldReferenceOperation { Field.Name: var name } ? Bool(name == _run!.Operation.Name) : SuccessValue.Unknown,
        SuccessValue.Some => Number(constant) is <= 0 ? SuccessValue.False : SuccessValue.Unknown,
        SuccessValue.True or SuccessValue.False or SuccessValue.Free when constant.ConstantValue.Value is bool truth => truth ? value : Not(value),
        SuccessValue.Free => SuccessValue.Free,
        _ => SuccessValue.Unknown,
    };

    // "n > 0", "n >= 1", "n <= 0", "n < 1".
    private static SuccessValue OfCount(BinaryOperatorKind kind, int number) => kind switch
    {
        BinaryOperatorKind.GreaterThan when number <= 0 => SuccessValue.True,
        BinaryOperatorKind.GreaterThanOrEqual when number <= 1 => SuccessValue.True,
        BinaryOperatorKind.LessThanOrEqual when number <= 0 => SuccessValue.False,
        BinaryOperatorKind.LessThan when number <= 1 => SuccessValue.False,
        _ => SuccessValue.Unknown,
    };

    private SuccessValue OfPattern(SuccessValue value, IOperation operand, IPatternOperation pattern)
    {
        switch (pattern)
        {
            case INegatedPatternOperation negated:
                return Not(OfPattern(value, operand, negated.Pattern));
            case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either:
                return Or(OfPattern(value, operand, either.LeftPattern), OfPattern(value, operand, either.RightPattern));
            case IBinaryPatternOperation both:
                return Not(Or(Not(OfPattern(value, operand, both.LeftPattern)), Not(OfPattern(value, operand, both.RightPattern))));
            case IConstantPatternOperation { Value: var constant }:
                return constant.ConstantValue is { HasValue: true, Value: null } ? IsNull(operand) : EqualsConstant(value, ValueReader.Unwrap(constant));
            case IRelationalPatternOperation { Value.ConstantValue: { HasValue: true, Value: int number } } relation when value == SuccessValue.Some:
                return OfCount(relation.OperatorKind, number);
            case ITypePatternOperation or IDeclarationPatternOperation:
                return Not(IsNull(operand));
            default:
                return SuccessValue.Unknown;
        }
    }

    private static SuccessValue Or(SuccessValue left, SuccessValue right)
    {
        if (left == SuccessValue.True || right == SuccessValue.True)
            return SuccessValue.True;
        return left == SuccessValue.False ? right : right == SuccessValue.False ? left : left == right ? left : SuccessValue.Unknown;
    }

    private static SuccessValue Bool(bool value) => value ? SuccessValue.True : SuccessValue.False;

    private static long? Number(IOperation constant) => constant.ConstantValue.Value switch { int number => number, long number => number, _ => null };

    private static BinaryOperatorKind Mirrored(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.GreaterThan => BinaryOperatorKind.LessThan,
        BinaryOperatorKind.LessThan => BinaryOperatorKind.GreaterThan,
        BinaryOperatorKind.GreaterThanOrEqual => BinaryOperatorKind.LessThanOrEqual,
        BinaryOperatorKind.LessThanOrEqual => BinaryOperatorKind.GreaterThanOrEqual,
        _ => kind,
    };

    // The state that the operation was begun with is null or not; of others nobody knows.
    private SuccessValue IsNull(IOperation operation)
    {
        if (IsState(operation))
            return Bool(!_run!.Operation.HasState);
        return FreeIf(MayBeAsked(operation));
    }

    // "ar.AsyncState", "(Session)ar.AsyncState", and the local that is given it.
    private bool IsState(IOperation operation)
    {
        operation = ValueReader.Unwrap(operation);
        if (operation is ILocalReferenceOperation { Local: var local } && _context.Assigned.Of(local) is { Count: 1 } values && _context.Compilation.OperationOf(values[0], _cancellation) is { } only)
            operation = ValueReader.Unwrap(only);
        return operation is IPropertyReferenceOperation { Property: { Name: "AsyncState", ContainingType.Name: "IAsyncResult" } };
    }

    // It is there before anything is received: a member of this object, of the connection, of what the callback was given.
    private bool MayBeAsked(IOperation operation)
    {
        if (++_depth > MaxDepth)
            return false;
        switch (ValueReader.Unwrap(operation))
        {
            case IInstanceReferenceOperation:
                return true;
            case IParameterReferenceOperation parameter:
                return true;
            case IFieldReferenceOperation { Field: var field } reference:
                _asked!.Add(field.OriginalDefinition);
                return reference.Instance is null || MayBeAsked(reference.Instance);
            case IPropertyReferenceOperation { Property: { IsIndexer: false } property } reference:
                _asked!.Add(property.OriginalDefinition);
                return IsGiven(property) || reference.Instance is null || (!IsReceived(property) && MayBeAsked(reference.Instance));
            case ILocalReferenceOperation { Local: var local }:
                return IsGiven(local);
            case IFlowCaptureReferenceOperation capture:
                return CapturedBy(capture) is { } captured && MayBeAsked(captured);
            case IThrowOperation:
                return true;
            case IConditionalOperation { WhenFalse: { } whenFalse } choice:
                return MayBeAsked(choice.WhenTrue) && MayBeAsked(whenFalse);
            case IInvocationOperation call:
                return IsEnd(call) && _context.Kinds.IsConnection(call.Type);
            default:
                return false;
        }
    }

    private bool IsGiven(ILocalSymbol local)
    {
        var values = _context.Assigned.Of(local);
        foreach (var expression in values)
        {
            if (_context.Compilation.OperationOf(expression, _cancellation) is not { } value || (!value.ConstantValue.HasValue && !MayBeAsked(value)))
                return false;
        }

        return values.Count > 0;
    }

    // ar.AsyncState, e.UserToken, e.AcceptSocket.
    private bool IsGiven(IPropertySymbol property) =>
        property.Name is "AsyncState" or "UserToken" or "AcceptSocket" or "ConnectSocket" && (property.ContainingType.Name == "IAsyncResult" || _context.Types.Of(property.ContainingType) == KnownType.SocketAsyncEventArgs);

    private bool IsReceived(IPropertySymbol property) => property.Name is "Available" or "DataAvailable" || property.ContainingType.SpecialType == SpecialType.System_String || property.ContainingType.TypeKind == TypeKind.Array;
}
