using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>Values that are made of others and taken apart again: tuples, anonymous objects, records and their copies.</summary>
internal sealed partial class OperationEvaluator
{
    private RefSet EvalTuple(ITupleOperation tuple)
    {
        var temporary = _slots.Temporary(tuple);
        var fields = tuple.Type is INamedTypeSymbol { IsTupleType: true } type ? type.TupleElements : default;
        for (var i = 0; i < tuple.Elements.Length; i++)
        {
            var value = Stored(Eval(tuple.Elements[i]), null);
            var source = TryGetPath(tuple.Elements[i]);
            if (!fields.IsDefault && i < fields.Length)
                AssignMember(temporary, SlotTable.WithoutTupleName(fields[i]), value, source);
        }

        return RefSet.None;
    }

    private RefSet EvalDeconstruction(IDeconstructionAssignmentOperation deconstruction)
    {
        var value = Eval(deconstruction.Value);
        var target = deconstruction.Target is IDeclarationExpressionOperation declaration ? declaration.Expression : deconstruction.Target;
        if (target is ITupleOperation tuple)
            AssignElements(tuple, TryGetPath(deconstruction.Value), deconstruction.Value.Type, deconstruction);
        else
            Assign(target, RefSet.None, value, deconstruction.Value, deconstruction);
        if (deconstruction.Value.Type is { IsTupleType: false } type && _context.Compilation.Declares(type))
            AfterDeconstruct(deconstruction.Syntax);
        return RefSet.None;
    }

    // "var (a, b) = session" runs the session's own Deconstruct.
    private void AfterDeconstruct(SyntaxNode site)
    {
        if (site is AssignmentExpressionSyntax assignment && _context.Compilation.GetSemanticModel(site.SyntaxTree).GetDeconstructionInfo(assignment).Method is { } method)
            ForgetWhatIsAssignedBy(method, null, NoPath, RefSet.None, System.Array.Empty<ArgumentValue>());
    }

    // "(a, b) = value": by the elements' slots where value is a tuple or record that is followed, else each gets something unknown.
    private void AssignElements(ITupleOperation target, int source, ITypeSymbol? sourceType, IOperation site, int depth = 0)
    {
        if (depth > EvaluationDepth.Limit)
            return;
        var members = new ISymbol?[target.Elements.Length];
        var values = new RefSet[members.Length];
        for (var i = 0; i < members.Length && source >= 0; i++)
        {
            // All are taken out before the first is assigned.
            members[i] = ElementOf(sourceType, i, members.Length);
            if (members[i] is { } member && MemberSlot(source, member, TypeOf(member)) is var slot and >= 0)
                values[i] = _state.GetSlot(slot);
            else
                members[i] = null;
        }

        for (var i = 0; i < members.Length; i++)
        {
            var element = target.Elements[i] is IDeclarationExpressionOperation declaration ? declaration.Expression : target.Elements[i];
            if (element is ITupleOperation nested)
            {
                AssignElements(nested, members[i] is { } inner ? MemberSlot(source, inner, TypeOf(inner)) : NoPath, members[i] is { } part ? TypeOf(part) : null, site, depth + 1);
                continue;
            }

            var receiver = element is IPropertyReferenceOperation { Instance: { } instance } ? Eval(instance) : RefSet.None;
            SetFlag(element, null);
            Assign(element, receiver, members[i] is not null ? values[i] : ResultOf(element), null, site);
        }
    }

    // Who has a tuple or an anonymous object has its parts.
    private void HandOutWhole(IOperation? operation, RefSet refs)
    {
        _state.HandOut(refs);
        if (operation?.Type is { IsTupleType: true } or { IsAnonymousType: true })
            EscapeMembers(TryGetPath(operation));
    }

    // "new { Peer = socket, Name = name }"
    private RefSet EvalAnonymousObject(IAnonymousObjectCreationOperation creation)
    {
        var temporary = _slots.Temporary(creation);
        foreach (var initializer in creation.Initializers)
        {
            if (initializer is not ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { } property }, Value: { } element })
            {
                Eval(initializer);
                continue;
            }

            var value = Stored(Eval(element), null);
            AssignMember(temporary, property, value, TryGetPath(element));
        }

        return RefSet.None;
    }

    // "link with { Name = name }": in the graph the call of the record's clone method, whose result is then assigned the changed members.
    private static bool IsCopy(IInvocationOperation call) => call is { IsImplicit: true, Instance: not null, Syntax: WithExpressionSyntax };

    private RefSet EvalCopy(IInvocationOperation copying)
    {
        var original = Eval(copying.Instance);
        if (CopyOf(copying.Instance!, copying) >= 0)
            return original;
        _state.HandOut(original);
        EscapeMembers(TryGetPath(copying.Instance));
        return ResultOf(copying);
    }

    // "plain with { Name = name }": of a struct the graph captures the value itself.
    private bool IsCopiedStruct(IOperation captured)
    {
        if (captured.Type is not { IsValueType: true, IsTupleType: false } type || !HasConnectionMembers(type))
            return false;
        var syntax = captured.Syntax;
        while (syntax.Parent is ParenthesizedExpressionSyntax parenthesized)
            syntax = parenthesized;
        return syntax.Parent is WithExpressionSyntax copying && copying.Expression == syntax;
    }

    /// <summary>The members of a copy of <paramref name="original"/>, or <see cref="NoPath"/> where they are not known.</summary>
    private int CopyOf(IOperation original, IOperation copy)
    {
        var source = TryGetPath(original, create: HasConnectionMembers(original.Type));
        if (source < 0 || HasOwnCopyConstructor(original.Type))
            return NoPath;
        foreach (var member in _context.Kinds.ConnectionMembersOf(original.Type as INamedTypeSymbol))
            MemberSlot(source, member, TypeOf(member));
        var temporary = _slots.Temporary(copy);
        CopyMembers(source, temporary);
        return temporary;
    }

    // "new Link(socket, name)": what a record's own properties are given.
    private void AssignPositions(IObjectCreationOperation creation, ArgumentValue[] arguments)
    {
        if (creation is not { Constructor: { } constructor, Type: INamedTypeSymbol { IsRecord: true } record } || !_slots.TryGetTemporary(creation, out var temporary)
            || constructor.DeclaringSyntaxReferences.Length != 1 || constructor.DeclaringSyntaxReferences[0].GetSyntax(_cancellation) is not RecordDeclarationSyntax)
            return;
        foreach (var argument in arguments)
        {
            if (argument.Parameter is { } parameter && PropertyOf(record, parameter.Name) is { DeclaringSyntaxReferences: { Length: 1 } declarations } property
                && declarations[0].GetSyntax(_cancellation) is ParameterSyntax)
                AssignMember(temporary, property, argument.Refs.Objects(), argument.Value is null ? NoPath : TryGetPath(argument.Value));
        }
    }

    private bool HasConnectionMembers(ITypeSymbol? type) => _context.Kinds.ConnectionMembersOf(type as INamedTypeSymbol).Count > 0;

    private static bool HasOwnCopyConstructor(ITypeSymbol? type)
    {
        foreach (var constructor in (type as INamedTypeSymbol)?.InstanceConstructors ?? default)
        {
            if (!constructor.IsImplicitlyDeclared && constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, type))
                return true;
        }

        return false;
    }

    private void AssignMember(int parent, ISymbol member, RefSet value, int source)
    {
        if (parent < 0 || (value.IsNone && source < 0))
            return;
        var slot = _slots.Member(parent, member);
        AssignSlot(slot, value);
        if (source >= 0)
            CopyMembers(source, slot);
    }

    // What "(a, b) = value" takes out in this place: a tuple's field, or the property that a record's own Deconstruct gives.
    private ISymbol? ElementOf(ITypeSymbol? type, int index, int count)
    {
        if (type is INamedTypeSymbol { IsTupleType: true, TupleElements: var fields })
            return index < fields.Length ? SlotTable.WithoutTupleName(fields[index]) : null;
        if (type is not INamedTypeSymbol { IsRecord: true } record || !_context.Compilation.Declares(record))
            return null;
        foreach (var member in record.GetMembers("Deconstruct"))
        {
            if (member is IMethodSymbol { IsImplicitlyDeclared: true } method && method.Parameters.Length == count)
                return PropertyOf(record, method.Parameters[index].Name);
        }

        return null;
    }

    private IPropertySymbol? PropertyOf(INamedTypeSymbol record, string name)
    {
        foreach (var member in record.GetMembers(name))
        {
            if (member is IPropertySymbol property && _context.Kinds.IsAutoProperty(property))
                return property;
        }

        return null;
    }
}
