using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>Questions about a connection that stand in a pattern, in a callee, or under a negation.</summary>
internal sealed partial class OperationEvaluator
{
    // What a getter or method that only asks gave the last time.
    private readonly Dictionary<IOperation, RefSet> _asked = new();

    private static bool IsQuestion(RefSet refs) => refs.Count > 0 && refs[0].Role is RefRole.ConnectedFlag or RefRole.NotConnectedFlag;

    private void Remember(IOperation site, RefSet returned)
    {
        if (IsQuestion(returned) || (returned.Count > 0 && returned[0].Role == RefRole.ReadResult))
            _asked[site] = returned;
        else if (_asked.Count > 0)
            _asked.Remove(site);
    }

    // "!s.Connected", "s.Connected == true", "s is { Connected: true }" as values.
    private RefSet EvalQuestion(IOperation operation)
    {
        switch (operation)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return QuestionOf(not.Operand).Negated();
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } binary when ValueReader.Constant(binary.RightOperand) is bool flag:
                var asked = QuestionOf(binary.LeftOperand);
                return flag == (binary.OperatorKind == BinaryOperatorKind.Equals) ? asked : asked.Negated();
            case IIsPatternOperation pattern:
                return QuestionOf(pattern.Pattern, PeekRefs(pattern.Value), TryGetPath(pattern.Value));
            default:
                return ResultOf(operation);
        }
    }

    private RefSet QuestionOf(IOperation operation)
    {
        while (operation is IConversionOperation conversion)
            operation = conversion.Operand;
        if (operation is IUnaryOperation or IBinaryOperation { OperatorMethod: null } or IIsPatternOperation)
        {
            if (_nesting >= MaxNesting)
                return RefSet.None;
            _nesting++;
            var asked = EvalQuestion(operation);
            _nesting--;
            return asked;
        }

        var refs = PeekRefs(operation);
        return IsQuestion(refs) ? refs : RefSet.None;
    }

    private RefSet QuestionOf(IPatternOperation pattern, RefSet refs, int path, int depth = 0)
    {
        if (depth > MaxNesting)
            return RefSet.None;
        switch (pattern)
        {
            case INegatedPatternOperation negated:
                return QuestionOf(negated.Pattern, refs, path, depth + 1).Negated();
            case IConstantPatternOperation constant when ValueReader.Constant(constant.Value) is bool flag && IsQuestion(refs):
                return flag ? refs : refs.Negated();
            case IRecursivePatternOperation { PropertySubpatterns.Length: 1 } recursive:
                var inner = PartRefs(recursive.PropertySubpatterns[0], refs, path, out var part);
                return QuestionOf(recursive.PropertySubpatterns[0].Pattern, inner, part, depth + 1);
            default:
                return RefSet.None;
        }
    }

    // Where the whole does not hold, only a single part can be the reason.
    private void RefineParts(IRecursivePatternOperation pattern, IOperation? value, RefSet refs, int path, bool holds, int depth = 0)
    {
        if (!holds && Refutable(pattern) != 1)
            return;
        foreach (var part in pattern.PropertySubpatterns)
        {
            var inner = PartRefs(part, refs, path, out var slot);
            RefinePart(part.Pattern, inner, slot, holds, depth + 1);
        }

        var elements = value is null ? null : ValueReader.Unwrap(value) as ITupleOperation;
        for (var i = 0; i < pattern.DeconstructionSubpatterns.Length; i++)
        {
            if (elements is not null && i < elements.Elements.Length)
            {
                RefinePattern(elements.Elements[i], pattern.DeconstructionSubpatterns[i], holds, depth + 1);
                continue;
            }

            if (pattern.InputType is not INamedTypeSymbol { IsTupleType: true } tuple || i >= tuple.TupleElements.Length
                || path < 0 || !_slots.TryGetMember(path, SlotTable.WithoutTupleName(tuple.TupleElements[i]), out var element))
                continue;
            RefinePart(pattern.DeconstructionSubpatterns[i], _state.GetSlot(element), element, holds, depth + 1);
        }
    }

    private static int Refutable(IRecursivePatternOperation pattern)
    {
        var count = pattern.PropertySubpatterns.Length;
        foreach (var part in pattern.DeconstructionSubpatterns)
            count += part is IDiscardPatternOperation ? 0 : 1;
        return count;
    }

    /// <summary>What a part of a pattern tells: it has no operation, only the objects that it stands for, and its place where it has one.</summary>
    private void RefinePart(IPatternOperation pattern, RefSet refs, int path, bool holds, int depth)
    {
        if (depth > MaxNesting)
            return;
        if (path >= 0 && _state.Flags[path]?.Select(constant => Matches(pattern, constant)) is { } matches)
            _state.IsReachable &= matches.CanBe(holds);
        switch (pattern)
        {
            case INegatedPatternOperation negated:
                RefinePart(negated.Pattern, refs, path, !holds, depth + 1);
                break;
            case IBinaryPatternOperation both when (both.OperatorKind == BinaryOperatorKind.And) == holds:
                RefinePart(both.LeftPattern, refs, path, holds, depth + 1);
                RefinePart(both.RightPattern, refs, path, holds, depth + 1);
                break;
            case IConstantPatternOperation constant when ValueReader.Constant(constant.Value) is bool flag:
                RefineFlag(refs, holds == flag);
                break;
            case IConstantPatternOperation constant when ValueReader.Constant(constant.Value) is 0 && holds:
                RefineEndOfStream(refs);
                break;
            case IRecursivePatternOperation recursive:
                RefineParts(recursive, null, refs, path, holds, depth + 1);
                break;
        }
    }

    // "this is { IsOpen: true }"
    private RefSet AskedOf(IMethodSymbol getter, IOperation site, RefSet refs, int source)
    {
        var asked = RefSet.None;
        var none = System.Array.Empty<ArgumentValue>();
        if (SummaryOf(getter, site, none)?.Returned is not { } returned)
            return asked;
        foreach (var (path, role) in returned.Flags)
            asked = _state.Union(asked, Resolve(path, source, refs, none, out _).As(role));
        return asked;
    }

    private RefSet PartRefs(IPropertySubpatternOperation part, RefSet refs, int source, out int path)
    {
        path = NoPath;
        switch (part.Member)
        {
            case IPropertyReferenceOperation { Property.GetMethod: { } getter } property when _context.Table.Of(getter, property.Instance?.Type) is { } semantics:
                return PeekEvent(semantics, refs.Objects());
            case IPropertyReferenceOperation property when _context.Kinds.IsAutoProperty(property.Property):
                path = PartOf(source, property.Property, property.Type);
                break;
            case IFieldReferenceOperation field:
                path = PartOf(source, SlotTable.WithoutTupleName(field.Field), field.Type);
                break;
            case IPropertyReferenceOperation { Property.GetMethod: { } asked } property when _context.Compilation.Declares(property.Property):
                return AskedOf(asked, property, refs, source);
        }

        // A flag has a slot only where the body has set it.
        if (path < 0 && source >= 0 && part.Member is IMemberReferenceOperation member && _slots.TryGetMember(source, member.Member, out var flag))
            path = flag;

        return path >= 0 ? _state.GetSlot(path) : RefSet.None;
    }
}
