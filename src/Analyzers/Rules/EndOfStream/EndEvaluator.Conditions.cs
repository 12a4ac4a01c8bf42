using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>Comparisons and patterns.</summary>
internal sealed partial class EndEvaluator
{
    private EndValue OfBinary(IBinaryOperation binary)
    {
        var left = Evaluate(binary.LeftOperand);
        var right = Evaluate(binary.RightOperand);
        var isReceived = left.IsReceived || right.IsReceived;
        switch (binary.OperatorKind)
        {
            case BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual
                or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual:
                return Compare(binary.OperatorKind, left, right) is { } result ? EndValue.Bool(result).ReceivedIf(isReceived) : Undecided(left, right);
            case BinaryOperatorKind.Add or BinaryOperatorKind.Or when right.IsNothing:
                return left;
            case BinaryOperatorKind.Add or BinaryOperatorKind.Or when left.IsNothing:
                return right;
            case BinaryOperatorKind.Subtract or BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift when right.IsZero:
                return left;
            case BinaryOperatorKind.Multiply or BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder or BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift or BinaryOperatorKind.And when left.IsZero:
                return left.ReceivedIf(isReceived);
            case BinaryOperatorKind.Multiply or BinaryOperatorKind.And when right.IsZero:
                return right.ReceivedIf(isReceived);
            case BinaryOperatorKind.Add or BinaryOperatorKind.Subtract when left.Kind == EndKind.Number && right.Kind == EndKind.Number:
                return EndValue.Number(binary.OperatorKind == BinaryOperatorKind.Add ? left.Value + right.Value : left.Value - right.Value).ReceivedIf(isReceived);
            // Not lowered to branches where both operands are evaluated ("a & b").
            case BinaryOperatorKind.And or BinaryOperatorKind.ConditionalAnd when left.IsFalse || right.IsFalse:
                return EndValue.Bool(false).ReceivedIf(isReceived);
            case BinaryOperatorKind.Or or BinaryOperatorKind.ConditionalOr when left.IsTrue || right.IsTrue:
                return EndValue.Bool(true).ReceivedIf(isReceived);
            default:
                return Undecided(left, right);
        }
    }

    private static EndValue Undecided(EndValue left, EndValue right) =>
        left.IsReceived || right.IsReceived ? EndValue.Tainted
        : left.Kind == EndKind.Counting || right.Kind == EndKind.Counting ? EndValue.Counting
        : EndValue.Unknown;

    private static bool? Compare(BinaryOperatorKind kind, EndValue left, EndValue right)
    {
        if (left.Kind == EndKind.Number && right.Kind == EndKind.Number)
            return Compare(kind, left.Value, right.Value);
        if (left.Kind == EndKind.Positive && right is { Kind: EndKind.Number, Value: <= 0 })
            return Compare(kind, right.Value + 1, right.Value);
        if (right.Kind == EndKind.Positive && left is { Kind: EndKind.Number, Value: <= 0 })
            return Compare(kind, left.Value, left.Value + 1);
        if (kind is not (BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals) || AreEqual(left, right) is not { } equal)
            return null;
        return equal == (kind == BinaryOperatorKind.Equals);
    }

    private static bool Compare(BinaryOperatorKind kind, long left, long right) => kind switch
    {
        BinaryOperatorKind.Equals => left == right,
        BinaryOperatorKind.NotEquals => left != right,
        BinaryOperatorKind.LessThan => left < right,
        BinaryOperatorKind.LessThanOrEqual => left <= right,
        BinaryOperatorKind.GreaterThan => left > right,
        _ => left >= right,
    };

    /// <summary>Of conditions, nothing and text; null where it is not known.</summary>
    internal static bool? AreEqual(EndValue left, EndValue right) => (left.Kind, right.Kind) switch
    {
        (EndKind.Bool, EndKind.Bool) => left.Value == right.Value,
        (EndKind.Null, EndKind.Null) => true,
        (EndKind.Null, _) when right.IsObject => false,
        (_, EndKind.Null) when left.IsObject => false,
        (EndKind.Empty, EndKind.Empty) => true,
        (EndKind.Empty, EndKind.Text or EndKind.NulText) or (EndKind.Text or EndKind.NulText, EndKind.Empty) => false,
        (EndKind.NulText, EndKind.Text) or (EndKind.Text, EndKind.NulText) => false,
        _ => null,
    };

    private EndValue OfUnary(IUnaryOperation unary)
    {
        var value = Evaluate(unary.Operand);
        return unary.OperatorKind switch
        {
            UnaryOperatorKind.Not when value.Kind == EndKind.Bool => EndValue.Bool(!value.IsTrue).ReceivedIf(value.IsReceived),
            UnaryOperatorKind.Minus when value.Kind == EndKind.Number => EndValue.Number(-value.Value).ReceivedIf(value.IsReceived),
            UnaryOperatorKind.Plus => value,
            _ => Undecided(value, default),
        };
    }

    /// <summary>Behind a condition that is a variable, the variable is known: "while (!_closed)".</summary>
    public void Assume(IOperation? condition, EndState state, bool value)
    {
        while (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not)
            (condition, value) = (not.Operand, !value);
        var isVariable = condition is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation
            || (condition is IPropertyReferenceOperation { Property: var property } && _context.Compilation.Declares(property) && _context.Kinds.IsAutoProperty(property));
        if (isVariable && VariableOf(condition!) is { } variable && state[variable].Kind == EndKind.Unknown)
            state[variable] = EndValue.Bool(value);
    }

    private static EndValue IsNull(EndValue value) =>
        value.Kind == EndKind.Null ? EndValue.Bool(true).ReceivedIf(value.IsReceived)
        : value.IsObject ? EndValue.Bool(false).ReceivedIf(value.IsReceived)
        : Undecided(value, default);

    private EndValue Matches(IPatternOperation pattern, EndValue value)
    {
        var result = Match(pattern, value);
        return result is { } known ? EndValue.Bool(known).ReceivedIf(value.IsReceived) : Undecided(value, default);
    }

    private bool? Match(IPatternOperation pattern, EndValue value)
    {
        switch (pattern)
        {
            case IConstantPatternOperation constant:
                return Compare(BinaryOperatorKind.Equals, value, Evaluate(constant.Value));
            case IRelationalPatternOperation relational:
                return Compare(relational.OperatorKind, value, Evaluate(relational.Value));
            case INegatedPatternOperation negated:
                return !Match(negated.Pattern, value);
            case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either:
                return Either(Match(either.LeftPattern, value), Match(either.RightPattern, value));
            case IBinaryPatternOperation both:
                return !Either(!Match(both.LeftPattern, value), !Match(both.RightPattern, value));
            case IDiscardPatternOperation:
                return true;
            case IDeclarationPatternOperation declaration:
                Bind(declaration.DeclaredSymbol, value);
                return declaration.MatchesNull ? true : IsNotNull(value);
            case ITypePatternOperation:
                return IsNotNull(value);
            case IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true } recursive:
                Bind(recursive.DeclaredSymbol, value);
                return MatchProperties(recursive, value);
            default:
                return null;
        }
    }

    private bool? MatchProperties(IRecursivePatternOperation pattern, EndValue value)
    {
        var result = IsNotNull(value);
        foreach (var part in pattern.PropertySubpatterns)
        {
            var member = part.Member is IPropertyReferenceOperation { Property: var property } && !_context.Compilation.Declares(property)
                ? EmptyInput.OfProperty(property, value)
                : value.IsReceived ? EndValue.Tainted : EndValue.Unknown;
            result = !Either(!result, !Match(part.Pattern, member));
        }

        return result;
    }

    private static bool? Either(bool? left, bool? right) => left == true || right == true ? true : left == false && right == false ? false : null;

    // Of another type it may be all the same, but then the code would not be there.
    private static bool? IsNotNull(EndValue value) => value.Kind == EndKind.Null ? false : value.IsObject ? true : null;

    private void Bind(ISymbol? variable, EndValue value)
    {
        if (variable is not null)
            _state[variable] = value;
    }
}
