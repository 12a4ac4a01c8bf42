using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>What a pattern tells, and what the variables that it declares hold.</summary>
internal sealed partial class OperationEvaluator
{
    private void RefinePattern(IOperation value, IPatternOperation pattern, bool holds)
    {
        switch (pattern)
        {
            case INegatedPatternOperation negated:
                RefinePattern(value, negated.Pattern, !holds);
                break;
            case IBinaryPatternOperation binary when holds == (binary.OperatorKind == BinaryOperatorKind.And):
                RefinePattern(value, binary.LeftPattern, holds);
                RefinePattern(value, binary.RightPattern, holds);
                break;
            case IConstantPatternOperation constant:
                RefineConstantPattern(value, constant, holds);
                break;
            case IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol declared } when holds:
                RefineDeclaration(value, declared);
                break;
            case IRecursivePatternOperation recursive when holds:
                RefineRecursive(value, recursive);
                break;
            case IRelationalPatternOperation relational:
                if (MeansZero(relational.OperatorKind, ValueReader.Constant(relational.Value), holds))
                    RefineEndOfStream(value);
                break;
        }
    }

    private void RefineConstantPattern(IOperation value, IConstantPatternOperation pattern, bool holds)
    {
        var constant = ValueReader.Unwrap(pattern.Value).ConstantValue;
        if (!constant.HasValue)
            return;
        if (constant.Value is null)
            RefineNull(value, holds);
        else if (constant.Value is 0 && holds)
            RefineEndOfStream(value);
        else if (constant.Value is bool flag)
            Refine(value, holds == flag);
    }

    // "x is Socket s": s is another name for what x holds, and that is not null.
    private void RefineDeclaration(IOperation value, ILocalSymbol declared)
    {
        var refs = PeekRefs(value).WithoutNull();
        if (refs.IsNone && _context.Kinds.IsConnection(declared.Type))
            refs = MakeObject(value, 0, ObjectOrigin.Result, ObjectTable.UnknownState, declared.Type);
        var source = TryGetPath(value);
        if (refs.IsNone && source < 0)
            return;
        var slot = _slots.Root(declared);
        AssignSlot(slot, refs);
        if (source >= 0)
            CopyMembers(source, slot);
    }

    private void RefineRecursive(IOperation value, IRecursivePatternOperation pattern)
    {
        var owner = TryGetPath(value);
        if (pattern.DeclaredSymbol is ILocalSymbol declared)
        {
            RefineDeclaration(value, declared);
            if (owner < 0 && _context.Kinds.HoldsConnection(declared.Type))
                owner = _slots.Root(declared);
        }

        foreach (var property in pattern.PropertySubpatterns)
        {
            if (DeclaredIn(property.Pattern) is { } member)
                DeclareMember(value, owner, property, member);
        }
    }

    // "x is { Client: { } c }": c is what the property of x gives.
    private void DeclareMember(IOperation value, int owner, IPropertySubpatternOperation property, ILocalSymbol declared)
    {
        if (!_context.Kinds.IsConnection(declared.Type))
            return;
        var refs = property.Member switch
        {
            IPropertyReferenceOperation { Property.GetMethod: { } getter } when _context.Table.Of(getter, value.Type) is { } semantics =>
                PeekEvent(semantics, PeekRefs(value).Objects()),
            IPropertyReferenceOperation member when _context.Kinds.IsAutoProperty(member.Property) => HeldByMember(owner, member.Property, member.Type),
            IFieldReferenceOperation member => HeldByMember(owner, member.Field, member.Type),
            _ => RefSet.None,
        };
        refs = refs.WithoutNull();
        AssignSlot(_slots.Root(declared), refs.IsNone ? MakeObject(property, 0, ObjectOrigin.Result, ObjectTable.UnknownState, declared.Type) : refs);
    }

    private RefSet HeldByMember(int owner, ISymbol member, ITypeSymbol? type) =>
        MemberSlot(owner, member, type) is var slot and >= 0 ? _state.GetSlot(slot) : RefSet.None;

    private static ILocalSymbol? DeclaredIn(IPatternOperation pattern) => pattern switch
    {
        IDeclarationPatternOperation declaration => declaration.DeclaredSymbol as ILocalSymbol,
        IRecursivePatternOperation recursive => recursive.DeclaredSymbol as ILocalSymbol,
        _ => null,
    };
}
