using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>What other code may have assigned: while this body waits, when it calls what cannot be looked into, and in what it calls.</summary>
internal sealed partial class OperationEvaluator
{
    private const int MaxOwnFields = 32;

    // Enumerations whose steps run code of others, by the syntax of their loop.
    private readonly HashSet<SyntaxNode> _lazyLoops = new();

    // Of the slots that others can name only those that somebody assigns: asked once for each slot, not at each call.
    private readonly List<int> _assignedElsewhere = new();
    private readonly List<int> _assignedAnywhere = new();
    private readonly List<IMethodSymbol> _hidden = new();
    private int _slotsSeen;
    private bool _hasWaits;
    private bool _hasMetOwnFields;

    /// <summary>Other code runs before the body goes on: a field that it can assign may hold something else afterwards.</summary>
    private void LetOthersRun()
    {
        if (!_hasWaits)
        {
            _hasWaits = true;
            for (var id = 0; id < _slots.Count; id++)
                PrepareForWaits(_slots[id]);
        }

        _state.Wait();
        ForgetFlagsOfOthers();
        SortSlots();
        for (var i = 0; i < _assignedElsewhere.Count; i++)
            Renew(_assignedElsewhere[i]);
    }

    private void SortSlots()
    {
        for (; _slotsSeen < _slots.Count; _slotsSeen++)
        {
            var slot = _slots[_slotsSeen];
            if (!IsSharedSlot(slot))
                continue;
            if (IsAssignedElsewhere(slot))
                _assignedElsewhere.Add(_slotsSeen);
            if (slot.Symbol is IFieldSymbol or IPropertySymbol or IParameterSymbol && _context.Fields.IsAssignedAnywhere(slot.Symbol, _cancellation))
                _assignedAnywhere.Add(_slotsSeen);
        }
    }

    /// <summary>The body turns round until another thread changes something.</summary>
    public void Spin(FlowState state)
    {
        _state = state;
        LetOthersRun();
    }

    // A slot that is met only after the wait holds what was there then, not what was there at the entry.
    private void PrepareForWaits(Slot slot)
    {
        if (_hasWaits && slot.HasEntryObject && slot.AfterWait.IsNone && IsSharedSlot(slot) && IsAssignedElsewhere(slot))
            slot.AfterWait = RenewedReference(slot);
    }

    private void AfterCallOf(IMethodSymbol method, IOperation? instance, ArgumentValue[] arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter?.RefKind is not (RefKind.Ref or RefKind.Out) || argument.Value is null)
                continue;
            SetFlag(argument.Value, null);
            // "Renew(ref Current)"
            if (argument.Value is IInvocationOperation or IPropertyReferenceOperation)
                ForgetWhatMayBe(argument.Value.Type);
        }

        AfterReflection(method, arguments);
        if (DisposalOf(method, instance) is { } disposal)
            AfterDisposal(disposal);
        else if (RunsOthers(method, arguments))
            LetOthersRun();
        else if (method.Name == "GetEnumerator" || method.Name == "GetAsyncEnumerator")
            NoteEnumeration(method, instance);
        else if (method.Name is "MoveNext" or "MoveNextAsync" && instance is not null && _lazyLoops.Contains(LoopOf(instance)))
            LetOthersRun();
    }

    // "using (session)" calls the interface; what runs is the session's own method.
    private IMethodSymbol? DisposalOf(IMethodSymbol method, IOperation? instance) =>
        method.Name is "Dispose" or "DisposeAsync" && method.ContainingType.TypeKind == TypeKind.Interface && instance is not null
        && ValueReader.Unwrap(instance).Type is INamedTypeSymbol { TypeKind: not TypeKind.Interface } type && _context.Compilation.Declares(type)
            ? type.FindImplementationForInterfaceMember(method) as IMethodSymbol
            : null;

    private void AfterDisposal(IMethodSymbol disposal)
    {
        if (OtherCode.IsOpenToOthers(disposal))
            LetOthersRun();
        else
            ForgetWhatIsAssignedBy(disposal, null, NoPath, RefSet.None, System.Array.Empty<ArgumentValue>());
    }

    /// <summary>What the operation runs without a call by name.</summary>
    private void AfterHiddenCalls(IOperation operation)
    {
        HiddenCalls.Add(_context.Compilation, operation, _hidden);
        ForgetWhatHiddenCallsAssign();
    }

    // "Console.WriteLine(session)", "_map[key] = 1", "list.Sort(comparer)"
    private void AfterCallbacks(ArgumentValue[] arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter is { } parameter)
                HiddenCalls.AddOfArgument(_context.Compilation, parameter, argument.Value, _hidden);
        }

        ForgetWhatHiddenCallsAssign();
    }

    private void ForgetWhatHiddenCallsAssign()
    {
        if (_hidden.Count == 0)
            return;
        foreach (var method in _hidden)
            ForgetWhatIsAssignedBy(method, null, NoPath, RefSet.None, System.Array.Empty<ArgumentValue>());
        _hidden.Clear();
    }

    // "field.SetValue(session, socket)": whichever member that is.
    private void AfterReflection(IMethodSymbol method, ArgumentValue[] arguments)
    {
        if (method.Name != "SetValue" || method.ContainingType is not { Name: "FieldInfo" or "PropertyInfo", ContainingNamespace.Name: "Reflection" } || arguments.Length == 0)
            return;
        if (TryGetPath(arguments[0].Value) is var path and >= 0)
            RenewMembers(path);
    }

    /// <summary>The first use of a type runs what it does for itself.</summary>
    private void AfterUseOf(IOperation operation)
    {
        if (HiddenCalls.InitializerOf(_context.Compilation, HiddenCalls.UsedType(operation)) is { } initializer
            && !SymbolEqualityComparer.Default.Equals(initializer.ContainingType, _body.Owner.ContainingType?.OriginalDefinition))
            ForgetWhatIsAssignedBy(initializer, null, NoPath, RefSet.None, System.Array.Empty<ArgumentValue>());
    }

    // "Lost += handler" runs the event's own code where it has some.
    private void AfterAccessor(IMethodSymbol? accessor)
    {
        if (accessor is { IsImplicitlyDeclared: false } && _context.Compilation.Declares(accessor))
            ForgetWhatIsAssignedBy(accessor, null, NoPath, RefSet.None, System.Array.Empty<ArgumentValue>());
    }

    // Of a lambda that a library is given nobody knows when it runs; what is in source is looked into.
    private bool RunsOthers(IMethodSymbol method, ArgumentValue[] arguments)
    {
        if (_context.Compilation.Declares(method))
            return method.MethodKind == MethodKind.DelegateInvoke || OtherCode.IsOpenToOthers(method);
        if (OtherCode.LetOthersRun(method))
            return true;
        foreach (var argument in arguments)
        {
            if (argument.Value?.Type?.TypeKind == TypeKind.Delegate && argument.Value.ConstantValue is not { HasValue: true, Value: null })
                return true;
        }

        return false;
    }

    private void NoteEnumeration(IMethodSymbol method, IOperation? instance)
    {
        var collection = ValueReader.Unwrap(instance ?? _body.Graph.OriginalOperation).Type;
        if (OtherCode.IsLazy(collection, _context.Compilation))
            _lazyLoops.Add(LoopOf(instance!));
    }

    private static SyntaxNode LoopOf(IOperation part)
    {
        for (var node = part.Syntax; node is not null; node = node.Parent)
        {
            if (node is Microsoft.CodeAnalysis.CSharp.Syntax.CommonForEachStatementSyntax)
                return node;
        }

        return part.Syntax;
    }

    /// <summary>A callee in source may have assigned fields on a way that its summary, where it has one, does not tell.</summary>
    private void ForgetWhatIsAssignedBy(IMethodSymbol method, MethodSummary? summary, int basePath, RefSet receiver, ArgumentValue[] arguments)
    {
        if (!_context.Compilation.Declares(method) || method.MethodKind == MethodKind.LocalFunction)
            return;
        ForgetFlagsSetBy(method);
        _body.Called.Add(method.OriginalDefinition);
        MeetOwnFields();
        // What the owner itself assigns counts here: it may be called back.
        SortSlots();
        if (_assignedAnywhere.Count == 0)
            return;
        HashSet<int>? told = null;
        var reached = _context.Reach.OfCall(method, _cancellation);
        for (var i = 0; i < _assignedAnywhere.Count; i++)
        {
            var id = _assignedAnywhere[i];
            if (!reached.MayAssign(_slots[id].Symbol!) || !IsWorthForgetting(_state.GetSlot(id)))
                continue;
            told ??= SlotsToldBy(summary, basePath, receiver, arguments);
            if (!told.Contains(id))
                Renew(id);
        }
    }

    private HashSet<int> SlotsToldBy(MethodSummary? summary, int basePath, RefSet receiver, ArgumentValue[] arguments)
    {
        var told = new HashSet<int>();
        for (var i = 0; i < summary?.Effects.Count; i++)
        {
            Resolve(summary.Effects[i].Path, basePath, receiver, arguments, out var slot);
            told.Add(slot);
        }

        return told;
    }

    // Of what is known nothing, nothing can be forgotten; for a summary, that it is still what was there at the entry.
    private bool IsWorthForgetting(RefSet refs)
    {
        for (var i = 0; i < refs.Count; i++)
        {
            if (refs[i].ObjectId <= TrackedObject.UnknownId)
                continue;
            var state = _state.GetObject(refs[i].ObjectId);
            if (_body.Scope is not null || _body.Enclosing is not null || state.States.Current != ConnectionStates.All || state.Operations.OnSomePath != 0)
                return true;
        }

        return false;
    }

    // A place that code outside this body can name: a field, a property, a variable of the method around it.
    private bool IsSharedSlot(Slot slot)
    {
        if (slot.Symbol is IParameterSymbol parameter && parameter.IsOfPrimaryConstructor(_body.Owner))
            return true;
        if (slot.Symbol is ILocalSymbol or IParameterSymbol)
            return slot.Parent == Slot.NoParent && _body.Enclosing is not null && !SymbolEqualityComparer.Default.Equals(slot.Symbol.ContainingSymbol, _body.Owner);
        return slot.Symbol is IFieldSymbol or IPropertySymbol && !slot.IsReadOnlyMember
            && (slot.Parent != Slot.NoParent || slot.Symbol.IsStatic) && !_body.IsTemporary(_slots.RootOf(slot.Id));
    }

    private bool IsAssignedElsewhere(Slot slot) =>
        slot.IsAssignedElsewhere ??= slot.Symbol is not IFieldSymbol { ContainingType.IsTupleType: true } && _context.Fields.IsAssignedElsewhere(slot.Symbol!, _body.Owner, _cancellation);

    // For a summary: a field that is met only after a call must not be taken for what the caller had there before it.
    private void MeetOwnFields()
    {
        if (_hasMetOwnFields || _body.Owner.IsStatic || (_body.Scope is null && _body.Enclosing is null))
            return;
        _hasMetOwnFields = true;
        var members = _context.Kinds.ConnectionMembersOf(_body.Owner.ContainingType);
        // A type with more is no session.
        for (var i = 0; i < members.Count && i < MaxOwnFields; i++)
        {
            if (_context.Fields.IsAssignedAnywhere(members[i], _cancellation))
                MemberSlot(SlotTable.This, members[i], TypeOf(members[i]));
        }
    }
}
