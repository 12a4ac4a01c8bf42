using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>What a pattern tells of the value on each way, and the variables that it declares.</summary>
internal sealed partial class OperationEvaluator
{
    private void RefinePattern(IOperation value, IPatternOperation pattern, bool holds)
    {
        switch (pattern)
        {
            case INegatedPatternOperation negated:
                RefinePattern(value, negated.Pattern, !holds);
                break;
            case IBinaryPatternOperation both when (both.OperatorKind == BinaryOperatorKind.And) == holds:
                RefinePattern(value, both.LeftPattern, holds);
                RefinePattern(value, both.RightPattern, holds);
                break;
            case IConstantPatternOperation constant:
                RefineConstantPattern(value, constant, holds);
                break;
            case IRelationalPatternOperation relational:
                if (MeansZero(relational.OperatorKind, ValueReader.Constant(relational.Value), holds))
                    RefineEndOfStream(value);
                break;
            case ITypePatternOperation type:
                RefineType(value, type.MatchedType, hasParts: false, holds);
                break;
            case IDeclarationPatternOperation { MatchesNull: false } declaration:
                RefineType(value, declaration.MatchedType, hasParts: false, holds);
                break;
            case IRecursivePatternOperation recursive:
                RefineType(value, recursive.MatchedType, HasParts(recursive), holds);
                break;
        }

        // Only where the whole pattern holds are its variables assigned.
        if (holds)
            Declare(pattern, PeekRefs(value), TryGetPath(value));
    }

    private static bool HasParts(IRecursivePatternOperation pattern) =>
        !pattern.PropertySubpatterns.IsEmpty || !pattern.DeconstructionSubpatterns.IsEmpty;

    // What is of a type is not null; what is not of the type that it has anyway is null.
    private void RefineType(IOperation value, ITypeSymbol? type, bool hasParts, bool holds)
    {
        if (holds)
            RefineNull(value, isNull: false);
        else if (!hasParts && (type is null || SymbolEqualityComparer.Default.Equals(type, ValueReader.Unwrap(value).Type)))
            RefineNull(value, isNull: true);
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

    /// <summary>The variables that a pattern declares, for a value that matched: new names for it or for its parts.</summary>
    private void Declare(IPatternOperation pattern, RefSet refs, int source)
    {
        switch (pattern)
        {
            case IDeclarationPatternOperation declaration:
                DeclareVariable(declaration, declaration.DeclaredSymbol, refs, source);
                break;
            case IRecursivePatternOperation recursive:
                DeclareVariable(recursive, recursive.DeclaredSymbol, refs, source);
                source = source >= 0 ? source : SlotOfWhole(recursive);
                DeclareAll(recursive.DeconstructionSubpatterns);
                foreach (var part in recursive.PropertySubpatterns)
                    DeclarePart(part, refs, source);
                break;
            case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } both:
                Declare(both.LeftPattern, refs, source);
                Declare(both.RightPattern, refs, source);
                break;
            case IListPatternOperation list:
                DeclareVariable(list, list.DeclaredSymbol, refs, source);
                DeclareAll(list.Patterns);
                break;
            case ISlicePatternOperation { Pattern: { } slice }:
                Declare(slice, RefSet.None, NoPath);
                break;
        }
    }

    // "o is Session { Socket: { } s } t": s is t.Socket, whatever o is.
    private int SlotOfWhole(IRecursivePatternOperation pattern)
    {
        if (pattern.DeclaredSymbol is not ILocalSymbol whole || pattern.PropertySubpatterns.IsEmpty || _context.Kinds.IsConnection(whole.Type) || !_context.Kinds.HoldsConnection(whole.Type))
            return NoPath;
        var slot = _slots.Root(whole);
        AssignSlot(slot, RefSet.None);
        return slot;
    }

    private void DeclareAll(ImmutableArray<IPatternOperation> patterns)
    {
        foreach (var pattern in patterns)
            Declare(pattern, RefSet.None, NoPath);
    }

    private void DeclarePart(IPropertySubpatternOperation part, RefSet refs, int source)
    {
        var (inner, path) = (RefSet.None, NoPath);
        if (part.Member is IPropertyReferenceOperation { Property.GetMethod: { } getter } property)
        {
            if (_context.Table.Of(getter, property.Instance?.Type) is { } semantics)
                inner = PeekEvent(semantics, refs.Objects());
            else if (_context.Kinds.IsAutoProperty(property.Property))
                path = PartOf(source, property.Property, property.Type);
        }
        else if (part.Member is IFieldReferenceOperation field)
        {
            path = PartOf(source, SlotTable.WithoutTupleName(field.Field), field.Type);
        }

        Declare(part.Pattern, path >= 0 ? _state.GetSlot(path) : inner, path);
    }

    private int PartOf(int source, ISymbol member, ITypeSymbol? type) =>
        source >= 0 && _context.Kinds.CanHoldConnection(type) ? MemberSlot(source, member, type) : NoPath;

    // "x is Socket s": s is another name for what x holds, and that is not null.
    private void DeclareVariable(IOperation site, ISymbol? declared, RefSet refs, int source)
    {
        if (declared is not ILocalSymbol local)
            return;
        refs = refs.WithoutNull();
        if (refs.IsNone && _context.Kinds.IsConnection(local.Type))
            refs = MakeObject(site, 0, ObjectOrigin.Result, ObjectTable.UnknownState, local.Type);
        if (refs.IsNone && source < 0)
            return;
        var slot = _slots.Root(local);
        AssignSlot(slot, refs);
        if (source >= 0)
            CopyMembers(source, slot);
    }
}
