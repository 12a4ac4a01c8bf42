using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>What a pattern tells of the value on each way, and the variables that it declares.</summary>
internal sealed partial class OperationEvaluator
{
    private void RefinePattern(IOperation value, IPatternOperation pattern, bool holds, int depth = 0)
    {
        if (depth > EvaluationDepth.Limit)
            return;
        if (!_state.Flags.IsEmpty && FlagOf(value)?.Select(constant => Matches(pattern, constant)) is { } matches)
            _state.IsReachable &= matches.CanBe(holds);
        switch (pattern)
        {
            case INegatedPatternOperation negated:
                RefinePattern(value, negated.Pattern, !holds, depth + 1);
                break;
            case IBinaryPatternOperation both when (both.OperatorKind == BinaryOperatorKind.And) == holds:
                foreach (var part in PartsOf(both))
                    RefinePattern(value, part, holds, depth + 1);
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
                RefineParts(recursive, value, PeekRefs(value), TryGetPath(value), holds, depth);
                break;
        }

        // Only where the whole pattern holds are its variables assigned; those of "and" were, with each part.
        if (holds && pattern is not IBinaryPatternOperation)
            Declare(pattern, PeekRefs(value), TryGetPath(value));
    }

    // "a and b and c" is a pattern in a pattern, as deep as it is long.
    private static Stack<IPatternOperation> PartsOf(IBinaryPatternOperation whole)
    {
        var parts = new Stack<IPatternOperation>();
        IPatternOperation rest = whole;
        while (rest is IBinaryPatternOperation next && next.OperatorKind == whole.OperatorKind)
        {
            parts.Push(next.RightPattern);
            rest = next.LeftPattern;
        }

        parts.Push(rest);
        return parts;
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
    private void Declare(IPatternOperation pattern, RefSet refs, int source, int depth = 0)
    {
        if (depth > EvaluationDepth.Limit)
            return;
        switch (pattern)
        {
            case IDeclarationPatternOperation declaration:
                DeclareVariable(declaration, declaration.DeclaredSymbol, refs, source);
                break;
            case IRecursivePatternOperation recursive:
                DeclareVariable(recursive, recursive.DeclaredSymbol, refs, source);
                source = source >= 0 ? source : SlotOfWhole(recursive);
                DeclareAll(recursive.DeconstructionSubpatterns, depth);
                foreach (var part in recursive.PropertySubpatterns)
                    DeclarePart(part, refs, source, depth);
                break;
            case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } both:
                foreach (var part in PartsOf(both))
                    Declare(part, refs, source, depth + 1);
                break;
            case IListPatternOperation list:
                DeclareVariable(list, list.DeclaredSymbol, refs, source);
                DeclareAll(list.Patterns, depth);
                break;
            case ISlicePatternOperation { Pattern: { } slice }:
                Declare(slice, RefSet.None, NoPath, depth + 1);
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

    private void DeclareAll(ImmutableArray<IPatternOperation> patterns, int depth)
    {
        foreach (var pattern in patterns)
            Declare(pattern, RefSet.None, NoPath, depth + 1);
    }

    private void DeclarePart(IPropertySubpatternOperation part, RefSet refs, int source, int depth)
    {
        var inner = PartRefs(part, refs, source, out var path);
        Declare(part.Pattern, inner, path, depth + 1);
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
