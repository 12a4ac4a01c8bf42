using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Flags, states and bit masks that the body sets to constants: a condition on one that was set on the way decides which way goes on.
/// </summary>
internal sealed partial class OperationEvaluator
{
    // "bool IsOpen => State == Open;" asks another property, and so on.
    private const int MaxQuestions = 4;

    // A condition that is nested deeper is not followed.
    private const int MaxNesting = 32;
    private int _nesting;

    // What an exchange gave: the value before it.
    private readonly Dictionary<IOperation, FlagValue?> _exchanged = new();

    private static bool IsFlagType(ITypeSymbol? type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
            type = nullable.TypeArguments[0];
        return type is { TypeKind: TypeKind.Enum } or { SpecialType: SpecialType.System_Boolean or SpecialType.System_Char or (>= SpecialType.System_SByte and <= SpecialType.System_Int64) };
    }

    private void SetFlag(IOperation target, FlagValue? value)
    {
        if (!IsFlagType(target.Type))
            return;
        var slot = target is IFlowCaptureReferenceOperation capture && TryGetPath(capture) < 0 ? _slots.Capture(capture.Id) : TryGetPath(target, create: value is not null);
        if (slot >= 0 && (target is not (ILocalReferenceOperation or IParameterReferenceOperation) || IsOwnVariable(target)))
            SetFlag(slot, value);
    }

    private void SetFlag(int slot, FlagValue? value)
    {
        // "a.Ended = x" may change "b.Ended".
        if (_slots[slot] is { Parent: not Slot.NoParent, Symbol: { } symbol })
        {
            foreach (var twin in _slots.MembersNamed(symbol))
                _state.SetFlags(_state.Flags.With(twin, null));
        }

        _state.SetFlags(_state.Flags.With(slot, value));
    }

    private void SetFlagOf(ICompoundAssignmentOperation compound) =>
        // A counter is not followed: each round of a loop would be another value.
        SetFlag(compound.Target, compound.OperatorKind is BinaryOperatorKind.Or or BinaryOperatorKind.And ? OfBinary(compound.OperatorKind, FlagOf(compound.Target), FlagOf(compound.Value)) : null);

    // Interlocked and Volatile: what comes out, and what is there afterwards.
    private void ExchangeFlag(IInvocationOperation call, IOperation? target)
    {
        if (target is null || !IsFlagType(target.Type))
            return;
        var old = FlagOf(target);
        var value = call.Arguments.Length > 1 ? FlagOf(call.Arguments[1].Value) : null;
        _exchanged[call] = old;
        switch (call.TargetMethod.Name)
        {
            case "Exchange" or "Write":
                SetFlag(target, value);
                break;
            case "CompareExchange":
                var same = OfBinary(BinaryOperatorKind.Equals, old, call.Arguments.Length > 2 ? FlagOf(call.Arguments[2].Value) : null);
                SetFlag(target, same is null ? null : !same.CanBe(true) ? old : !same.CanBe(false) ? value : null);
                break;
            case "Or":
                SetFlag(target, OfBinary(BinaryOperatorKind.Or, old, value));
                break;
            case "And":
                SetFlag(target, OfBinary(BinaryOperatorKind.And, old, value));
                break;
            case "Read":
                break;
            default:
                _exchanged[call] = null;
                SetFlag(target, null);
                break;
        }
    }

    /// <summary>What the value of <paramref name="operation"/>, evaluated just now, is known to be.</summary>
    private FlagValue? FlagOf(IOperation? operation, int self = SlotTable.This, int questions = 0)
    {
        if (operation is null || _nesting >= MaxNesting)
            return null;
        _nesting++;
        var value = FlagHere(operation, self, questions);
        _nesting--;
        return value;
    }

    private FlagValue? FlagHere(IOperation operation, int self, int questions)
    {
        if (operation.ConstantValue.HasValue)
            return FlagValue.OfConstant(operation.ConstantValue.Value);
        switch (operation)
        {
            case IConversionOperation { OperatorMethod: null } conversion when IsFlagType(conversion.Operand.Type):
                return FlagOf(conversion.Operand, self, questions);
            case IParenthesizedOperation parenthesized:
                return FlagOf(parenthesized.Operand, self, questions);
            case ISimpleAssignmentOperation assignment:
                return FlagOf(assignment.Value, self, questions);
            case IUnaryOperation { OperatorMethod: null } unary:
                return OfUnary(unary.OperatorKind, FlagOf(unary.Operand, self, questions), unary.Type);
            case IBinaryOperation { OperatorMethod: null } binary:
                return OfBinary(binary.OperatorKind, FlagOf(binary.LeftOperand, self, questions), FlagOf(binary.RightOperand, self, questions));
            case IIsPatternOperation pattern:
                return FlagOf(pattern.Value, self, questions)?.Select(value => Matches(pattern.Pattern, value));
            case IFlowCaptureReferenceOperation capture:
                return _state.Flags[_slots.Capture(capture.Id)] ?? (TryGetPath(capture) is var alias and >= 0 ? _state.Flags[alias] : null);
            case IInvocationOperation call:
                return OfCall(call, self, questions);
            case IPropertyReferenceOperation property when !_context.Kinds.IsAutoProperty(property.Property):
                return property.Property.GetMethod is { } getter ? OfQuestion(getter, property.Instance, self, questions) : null;
            case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation when IsFlagType(operation.Type):
                return FlagPath(operation, self) is var slot and >= 0 ? _state.Flags[slot] : null;
            default:
                return null;
        }
    }

    // In a callee's body "this" is the receiver here, and its variables are not known.
    private int FlagPath(IOperation operation, int self, int depth = 0)
    {
        if (self == SlotTable.This && operation is not IMemberReferenceOperation)
            return TryGetPath(operation);
        if (operation is not IMemberReferenceOperation member || depth > MaxNesting)
            return NoPath;
        var symbol = member.Member is IFieldSymbol field ? SlotTable.WithoutTupleName(field) : member.Member;
        if (member.Instance is null)
            return _slots.TryGetRoot(symbol, out var root) ? root : NoPath;
        var parent = member.Instance switch
        {
            IInstanceReferenceOperation => self,
            IMemberReferenceOperation inner => FlagPath(inner, self, depth + 1),
            _ => self == SlotTable.This ? TryGetPath(member.Instance) : NoPath,
        };
        return parent >= 0 && _slots.TryGetMember(parent, symbol, out var slot) ? slot : NoPath;
    }

    private static FlagValue? OfUnary(UnaryOperatorKind kind, FlagValue? value, ITypeSymbol? type) => kind switch
    {
        UnaryOperatorKind.Not when type?.SpecialType == SpecialType.System_Boolean => value?.Select(static v => v == 0 ? 1 : 0),
        UnaryOperatorKind.Minus => value?.Select(static v => -v),
        UnaryOperatorKind.Plus => value,
        UnaryOperatorKind.BitwiseNegation => value?.Select(static v => ~v),
        _ => null,
    };

    private static FlagValue? OfBinary(BinaryOperatorKind kind, FlagValue? a, FlagValue? b)
    {
        if (kind is BinaryOperatorKind.And or BinaryOperatorKind.Or && (a ?? b) is not null)
            (a, b) = (a ?? FlagValue.Open, b ?? FlagValue.Open);
        if (a is null || b is null)
            return null;
        return kind switch
        {
            BinaryOperatorKind.Equals => a.IsEqual(b),
            BinaryOperatorKind.NotEquals => a.IsEqual(b)?.Select(static v => 1 - v),
            BinaryOperatorKind.LessThan => a.Select(b, static (x, y) => x < y ? 1 : 0),
            BinaryOperatorKind.LessThanOrEqual => a.Select(b, static (x, y) => x <= y ? 1 : 0),
            BinaryOperatorKind.GreaterThan => a.Select(b, static (x, y) => x > y ? 1 : 0),
            BinaryOperatorKind.GreaterThanOrEqual => a.Select(b, static (x, y) => x >= y ? 1 : 0),
            BinaryOperatorKind.And => a.And(b),
            BinaryOperatorKind.Or => a.Or(b),
            BinaryOperatorKind.ExclusiveOr => a.Select(b, static (x, y) => x ^ y),
            BinaryOperatorKind.Add => a.Select(b, static (x, y) => x + y),
            BinaryOperatorKind.Subtract => a.Select(b, static (x, y) => x - y),
            _ => null,
        };
    }

    private static long? Matches(IPatternOperation pattern, long value, int depth = 0)
    {
        if (depth > MaxNesting)
            return null;
        switch (pattern)
        {
            case IConstantPatternOperation constant:
                return FlagValue.OfConstant(ValueReader.Constant(constant.Value))?.IsEqual(FlagValue.Of(value)) is { } equal ? (equal.CanBe(true) ? 1 : 0) : ValueReader.Constant(constant.Value) is null ? 0 : null;
            case IRelationalPatternOperation relational when FlagValue.OfConstant(ValueReader.Constant(relational.Value)) is { } bound:
                return OfBinary(relational.OperatorKind, FlagValue.Of(value), bound) is { } result ? (result.CanBe(true) ? 1 : 0) : null;
            case INegatedPatternOperation negated:
                return 1 - Matches(negated.Pattern, value, depth + 1);
            case IBinaryPatternOperation both:
                var (left, right) = (Matches(both.LeftPattern, value, depth + 1), Matches(both.RightPattern, value, depth + 1));
                return both.OperatorKind == BinaryOperatorKind.And ? left & right : left | right;
            case IDiscardPatternOperation:
                return 1;
            default:
                return null;
        }
    }

    private FlagValue? OfCall(IInvocationOperation call, int self, int questions)
    {
        if (IsExchange(call.TargetMethod))
            return _exchanged.TryGetValue(call, out var old) ? old : null;
        if (call.TargetMethod.Name == "HasFlag" && call.Arguments.Length == 1)
        {
            var mask = FlagOf(call.Arguments[0].Value, self, questions);
            return OfBinary(BinaryOperatorKind.Equals, OfBinary(BinaryOperatorKind.And, FlagOf(call.Instance, self, questions), mask), mask);
        }

        return call.Arguments.IsEmpty ? OfQuestion(call.TargetMethod, call.Instance, self, questions) : null;
    }

    // A getter or method of the project that gives one expression: what that comes to here.
    private FlagValue? OfQuestion(IMethodSymbol method, IOperation? instance, int self, int questions)
    {
        if (_state.Flags.IsEmpty || questions >= MaxQuestions || !IsFlagType(method.ReturnType) || !_context.Calls.IsCandidate(method.OriginalDefinition))
            return null;
        var receiver = instance is null or IInstanceReferenceOperation ? self : questions == 0 ? TryGetPath(instance) : NoPath;
        if (receiver < 0 || MethodBodies.Find(_context.Compilation, method.OriginalDefinition, _cancellation) is not { } body)
            return null;
        return Questions.ReturnedBy(body) is { } value ? FlagOf(value, receiver, questions + 1) : null;
    }

    /// <summary>"ThrowIfEnded()": a helper that throws as its first act, where what it asks is known, does not come back.</summary>
    private bool Throws(IMethodSymbol method, IOperation? instance, ArgumentValue[] arguments)
    {
        if (_state.Flags.IsEmpty)
            return false;
        // "ObjectDisposedException.ThrowIf(_ended, this)", "Debug.Assert(!_ended)"
        foreach (var argument in arguments)
        {
            if (argument.Parameter?.Type.SpecialType == SpecialType.System_Boolean && Questions.EndsIf(argument.Parameter) is { } ending && FlagOf(argument.Value) is { } value && !value.CanBe(!ending))
                return true;
        }

        if (!_context.Calls.IsCandidate(method.OriginalDefinition) || !method.OriginalDefinition.Parameters.IsEmpty)
            return false;
        var receiver = instance is null or IInstanceReferenceOperation ? SlotTable.This : TryGetPath(instance);
        if (receiver < 0 || MethodBodies.Find(_context.Compilation, method.OriginalDefinition, _cancellation) is not { } body)
            return false;
        foreach (var condition in Questions.ThrowingConditions(body))
        {
            if (FlagOf(condition, receiver, 1) is { } value && !value.CanBe(false))
                return true;
        }

        return false;
    }

    /// <summary>Fields that a callee, or others meanwhile, may have set: nothing is known of them any more.</summary>
    private void ForgetFlags(System.Func<ISymbol, bool> mayBeSet)
    {
        foreach (var slot in new List<int>(_state.Flags.Slots))
        {
            if (_slots[slot].Symbol is IFieldSymbol or IPropertySymbol && mayBeSet(_slots[slot].Symbol!))
                _state.SetFlags(_state.Flags.With(slot, null));
        }
    }

    private void ForgetFlagsOfOthers()
    {
        if (!_state.Flags.IsEmpty)
            ForgetFlags(member => _context.Fields.IsAssignedElsewhere(member, _body.Owner, _cancellation));
    }

    private void ForgetFlagsSetBy(IMethodSymbol method)
    {
        if (_state.Flags.IsEmpty)
            return;
        var facts = _context.Reach.OfCall(method, _cancellation);
        ForgetFlags(member => facts.Assigned.Contains(member.OriginalDefinition)
            || (facts.LetsOthersRun && _context.Fields.IsAssignedElsewhere(member, _body.Owner, _cancellation)));
    }

    private void ApplyFlags(MethodSummary summary, int basePath, RefSet receiver, ArgumentValue[] arguments)
    {
        foreach (var (path, value) in summary.Flags)
        {
            Resolve(path, basePath, receiver, arguments, out var slot);
            if (slot >= 0)
                SetFlag(slot, value);
        }
    }
}
