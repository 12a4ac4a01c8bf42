using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>What is put into variables. A sum to which nothing is added stays as it was; a counter does not.</summary>
internal sealed partial class EndEvaluator
{
    private EndValue Assign(IOperation target, EndValue value)
    {
        switch (target)
        {
            case IDeclarationExpressionOperation declaration:
                return Assign(declaration.Expression, value);
            case IConversionOperation conversion:
                return Assign(conversion.Operand, value);
            case IFlowCaptureReferenceOperation capture:
                return _state[capture.Id] = value;
            case IPropertyReferenceOperation property when !property.Property.IsIndexer && property.Property.SetMethod is { } setter && _context.Compilation.Declares(setter) && !_context.Kinds.IsAutoProperty(property.Property):
                OfSetter(property, value);
                return value;
            case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation when VariableOf(target) is { } variable:
                if (target is IMemberReferenceOperation { Instance: { } owner })
                    Evaluate(owner);
                _state[variable] = value;
                return value;
            case IArrayElementReferenceOperation { ArrayReference: var array } when VariableOf(array) is { } filled:
                Evaluate(array);
                _state[filled] = value.IsReceived ? EndValue.Tainted : EndValue.Unknown;
                return value;
            default:
                Evaluate(target);
                return value;
        }
    }

    private void OfSetter(IPropertyReferenceOperation property, EndValue value)
    {
        if (property.Instance is { } owner)
            Evaluate(owner);
        var definition = property.Property.SetMethod!.OriginalDefinition;
        CallSource(definition, state => state[definition.Parameters[definition.Parameters.Length - 1]] = value, value.IsReceived, isOverridable: Overriding.MayBeOverridden(definition));
    }

    private EndValue OfCompound(ICompoundAssignmentOperation compound)
    {
        var before = Evaluate(compound.Target);
        var value = Evaluate(compound.Value);
        var isSum = compound.OperatorKind is BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Or;
        if (_hasEnded)
            return default;
        // "total += n", "rest -= n", "text += part" with nothing.
        if (isSum && value.IsNothing)
            return before.IsObject && value.IsReceived ? Assign(compound.Target, before.Received()) : before;
        if (compound.Target.Type?.TypeKind == TypeKind.Delegate)
            return default;
        var after = value.IsReceived || before.Kind == EndKind.Tainted ? EndValue.Tainted
            : value.Kind is EndKind.Number or EndKind.Counting ? EndValue.Counting
            : EndValue.Unknown;
        return Assign(compound.Target, after);
    }

    private EndValue Increment(IIncrementOrDecrementOperation increment)
    {
        var before = Evaluate(increment.Target);
        var after = before.Kind switch
        {
            EndKind.Number => EndValue.Number(before.Value + (increment.Kind == OperationKind.Increment ? 1 : -1)).ReceivedIf(before.IsReceived),
            EndKind.Tainted => before,
            _ => EndValue.Counting,
        };
        Assign(increment.Target, after);
        return increment.IsPostfix ? before : after;
    }

    private EndValue Deconstruct(IDeconstructionAssignmentOperation deconstruction)
    {
        var target = deconstruction.Target is IDeclarationExpressionOperation declaration ? declaration.Expression : deconstruction.Target;
        var values = deconstruction.Value is IConversionOperation conversion ? conversion.Operand : deconstruction.Value;
        if (target is not ITupleOperation { Elements: var targets })
            return OfParts(deconstruction);
        if (values is ITupleOperation { Elements: var elements } && elements.Length == targets.Length)
        {
            var all = new EndValue[elements.Length];
            for (var i = 0; i < all.Length; i++)
                all[i] = Evaluate(elements[i]);
            for (var i = 0; i < all.Length; i++)
                Assign(targets[i], all[i]);
            return default;
        }

        var value = Evaluate(deconstruction.Value).IsReceived ? EndValue.Tainted : EndValue.Unknown;
        foreach (var element in targets)
            Assign(element, value);
        return value;
    }
}
