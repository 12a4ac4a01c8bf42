using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>An evaluated argument.</summary>
internal readonly struct ArgumentValue
{
    public ArgumentValue(IParameterSymbol? parameter, RefSet refs, IOperation? value)
    {
        Parameter = parameter;
        Refs = refs;
        Value = value;
    }

    public IParameterSymbol? Parameter { get; }

    public RefSet Refs { get; }

    public IOperation? Value { get; }
}

/// <summary>Calls: members of the protocol table, callees in source, and everything else.</summary>
internal sealed partial class OperationEvaluator
{
    private RefSet EvalInvocation(IInvocationOperation invocation)
    {
        if (IsCopy(invocation))
            return EvalCopy(invocation);
        var method = invocation.TargetMethod;
        var receiver = Eval(invocation.Instance);
        if (IsExchange(method))
            return EvalExchange(invocation);
        if (TaskMembers.Combines(method))
            return EvalCombination(invocation);

        var arguments = EvalArguments(invocation.Arguments);
        if (!_state.IsReachable)
            return RefSet.None;
        AfterUseOf(invocation);
        if (method.ContainingType?.SpecialType == SpecialType.System_Object)
            return RefSet.None;

        if (_context.Table.Of(method, invocation.Instance?.Type) is { } semantics)
        {
            var connection = ConnectionOf(semantics, receiver, arguments);
            if (!connection.IsNone || semantics.Event is SocketEvent.Create or SocketEvent.Wrap or SocketEvent.CopyTo)
                return ApplyKnown(semantics, invocation, method, connection, arguments);
        }

        if (method.Name == "GetValueOrDefault" && IsQuestion(receiver.WithoutNull()))
            return receiver.WithoutNull();
        if (Throws(method, invocation.Instance, arguments) || _context.NeverReturns(method, _cancellation))
        {
            _state.IsReachable = false;
            return RefSet.None;
        }

        AfterCallOf(method, invocation.Instance, arguments);
        if (TryEvalTaskMember(method, receiver, out var ofTask))
            return ofTask;
        if (TaskMembers.PassesItsValueOn(method))
        {
            if (method.Name == "GetResult")
                LetOthersAnswer(invocation);
            return arguments.Length > 0 && method.IsStatic ? arguments[0].Refs : receiver;
        }

        var reading = TaskMembers.HandsItsTaskOn(method) ? arguments[0].Refs.ReadResults() : RefSet.None;
        HandOutOperations(arguments);
        LetTimePass(invocation);
        return _state.Union(reading, EvalCallee(invocation, method, receiver, arguments));
    }

    private RefSet EvalCallee(IInvocationOperation invocation, IMethodSymbol method, RefSet receiver, ArgumentValue[] arguments)
    {
        if (TryApplySummary(method, invocation, invocation.Instance, receiver, arguments, out var result))
            return result;
        // It can see the variables of this body.
        if (method.MethodKind == MethodKind.LocalFunction)
            ApplyPossibly(MethodSummary.Opaque);
        return ApplyUnknownCall(invocation, invocation.Instance, method, receiver, arguments);
    }

    private static RefSet ConnectionOf(MemberSemantics semantics, RefSet receiver, ArgumentValue[] arguments) =>
        (semantics.Form & MemberForm.Extension) != 0 && arguments.Length > 0 ? arguments[0].Refs.Objects() : receiver.Objects();

    private RefSet EvalCreation(IObjectCreationOperation creation)
    {
        var arguments = EvalArguments(creation.Arguments);
        if (!_state.IsReachable)
            return RefSet.None;
        AfterUseOf(creation);
        if (creation.Constructor is { } constructor)
        {
            if (_context.Table.Of(constructor, creation.Type) is { } semantics)
                return ApplyKnown(semantics, creation, constructor, RefSet.None, arguments);
            HandOutOperations(arguments);
            if (_context.Kinds.HoldsConnection(creation.Type))
                _slots.Temporary(creation);
            // A stream of the project is a connection itself, whatever it is made over.
            if (TryApplySummary(constructor, creation, creation, RefSet.None, arguments, out _))
                return ResultOf(creation);
        }

        EscapeArguments(arguments);
        AssignPositions(creation, arguments);
        if (creation.Constructor is { } unseen)
            ForgetWhatIsAssignedBy(unseen, null, NoPath, RefSet.None, arguments);
        return ResultOf(creation);
    }

    private RefSet EvalProperty(IPropertyReferenceOperation property)
    {
        var receiver = Eval(property.Instance);
        var arguments = EvalArguments(property.Arguments);
        if (!_state.IsReachable)
            return RefSet.None;
        AfterUseOf(property);
        if (property.Property.GetMethod is { } getter)
        {
            if (!receiver.Objects().IsNone && _context.Table.Of(getter, property.Instance?.Type) is { } semantics)
                return ApplyKnown(semantics, property, getter, receiver.Objects(), arguments);
            if (getter.Name == "get_Result" && OtherCode.LetOthersRun(getter))
                LetOthersRun();
            if (TryEvalTaskMember(getter, receiver, out var ofTask))
                return ofTask;
            if (TaskMembers.PassesItsValueOn(getter))
            {
                LetOthersAnswer(property);
                return receiver;
            }

            if (IsTransferCount(property))
                return PeekTransferCount(property);
        }

        if (TryGetPath(property) is var path and >= 0)
            return _state.GetSlot(path);
        if (property.Property.GetMethod is not { } source)
            return ResultOf(property);
        if (TryApplySummary(source, property, property.Instance, receiver, arguments, out var result))
            return result;
        ForgetWhatIsAssignedBy(source, null, NoPath, RefSet.None, arguments);
        return ResultOf(property);
    }

    private ArgumentValue[] EvalArguments(ImmutableArray<IArgumentOperation> arguments)
    {
        if (arguments.IsDefaultOrEmpty)
            return Array.Empty<ArgumentValue>();
        var values = new ArgumentValue[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = arguments[i];
            var isOut = argument.Parameter?.RefKind == RefKind.Out;
            // "params object[]" is the way of loggers and formatters: they keep nothing.
            var refs = isOut ? RefSet.None
                : argument.ArgumentKind == ArgumentKind.ParamArray && argument.Parameter is { Type: IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Object } } parameter && UseOf(parameter) == ParameterUse.Looks
                    ? EvalFormatArguments(argument.Value)
                    : Eval(argument.Value);
            values[i] = new ArgumentValue(argument.Parameter, refs, argument.Value);
        }

        // Evaluated as they are written, read as they are declared: named arguments may stand in any order.
        Array.Sort(values, static (a, b) => (a.Parameter?.Ordinal ?? 0).CompareTo(b.Parameter?.Ordinal ?? 0));
        AfterCallbacks(values);
        return values;
    }

    private RefSet EvalFormatArguments(IOperation array)
    {
        if (array is IArrayCreationOperation { Initializer: { } initializer })
        {
            foreach (var element in initializer.ElementValues)
                Eval(element);
        }

        return RefSet.None;
    }

    /// <summary>A callee that is not analysed: what it is given may be changed, kept, or handed on.</summary>
    private RefSet ApplyUnknownCall(IOperation site, IOperation? instance, IMethodSymbol method, RefSet receiver, ArgumentValue[] arguments)
    {
        if (!TaskMembers.IsTaskMember(method))
            _state.HandOut(receiver);
        EscapeArguments(arguments);
        ForgetWhatIsAssignedBy(method, null, NoPath, RefSet.None, arguments);
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            // An event's handler may call any method of this object, one that connects again included.
            EscapeMembers(SlotTable.This);
        }
        else if (instance is not null && !method.IsStatic)
        {
            EscapeMembers(TryGetPath(instance));
        }

        return ResultOf(site);
    }

    private void EscapeArguments(ArgumentValue[] arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter is { RefKind: RefKind.Ref or RefKind.Out } byRef)
            {
                AssignByReference(argument, byRef);
                continue;
            }

            HandTo(argument);
        }
    }

    /// <summary>What a summary has no place for: a connection given as an object, an interface, a type parameter.</summary>
    private void EscapePlaceless(ArgumentValue[] arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter is not { } parameter)
                continue;
            if (_context.Kinds.CanHoldConnection(parameter.OriginalDefinition.Type))
                EscapePlacelessMembers(TryGetPath(argument.Value));
            else if (parameter.RefKind is RefKind.Ref or RefKind.Out)
                AssignByReference(argument, parameter);
            else
                HandTo(argument);
        }
    }

    // A tuple's or session's element that is an object to the callee.
    private void EscapePlacelessMembers(int path)
    {
        if (path < 0)
            return;
        var children = _slots.Children(path);
        for (var i = 0; i < children.Count; i++)
        {
            var child = _slots[children[i]];
            if (_context.Kinds.CanHoldConnection(TypeOf(child.Symbol!)))
                EscapePlacelessMembers(child.Id);
            else
                _state.HandOut(_state.GetSlot(child.Id));
        }
    }

    private void HandTo(ArgumentValue argument)
    {
        var use = argument.Parameter is { } parameter ? UseOf(parameter) : ParameterUse.Unknown;
        if (use == ParameterUse.Looks)
            return;
        if (use == ParameterUse.Disposes)
        {
            MayClose(argument.Refs.Objects());
            return;
        }

        _state.HandOut(argument.Refs);
        EscapeMembers(TryGetPath(argument.Value));
    }

    // In a library a parameter of type object is a message's argument, a lock or a state object: no business with sockets.
    private ParameterUse UseOf(IParameterSymbol parameter)
    {
        if (_context.Kinds.CanHoldConnection(parameter.OriginalDefinition.Type))
            return ParameterUse.Unknown;
        if (_context.Compilation.Declares(parameter))
            return _context.ParameterUses.Of(parameter, _cancellation);
        var type = parameter.OriginalDefinition.Type;
        return type.SpecialType == SpecialType.System_Object || type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Object }
            ? ParameterUse.Looks
            : ParameterUse.Unknown;
    }

    // Whatever the callee put there is an object that is not known.
    private void AssignByReference(ArgumentValue argument, IParameterSymbol parameter)
    {
        if (argument.Value is null)
            return;
        HandTo(argument);
        var isConnection = _context.Kinds.IsConnection(argument.Value.Type);
        if (TryGetPath(argument.Value, create: isConnection) is var slot and >= 0)
            AssignSlot(slot, isConnection ? MakeObject(argument.Value, parameter.Ordinal + 1, ObjectOrigin.Result, ObjectTable.UnknownState, argument.Value.Type) : RefSet.None);
    }

    private static bool IsExchange(IMethodSymbol method) =>
        method.ContainingType is { Name: "Interlocked" or "Volatile", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } };

    // "Interlocked.Exchange(ref _socket, null)?.Dispose()": the old object comes out, the new one goes in.
    private RefSet EvalExchange(IInvocationOperation call)
    {
        var target = call.Arguments.Length > 0 ? call.Arguments[0].Value : null;
        var old = Eval(target);
        var value = RefSet.None;
        for (var i = 1; i < call.Arguments.Length; i++)
        {
            var refs = Eval(call.Arguments[i].Value);
            if (i == 1)
                value = refs;
        }

        // Who reads a flag so has an eye on what another thread does.
        if (OtherCode.LetOthersRun(call.TargetMethod) && !_context.Kinds.IsConnection(target?.Type))
            LetOthersRun();
        ExchangeFlag(call, target);
        if (TryGetPath(target, create: !value.IsNone) is not (var slot and >= 0))
            return old;
        if (call.TargetMethod.Name is "Exchange" or "Write")
            AssignSlot(slot, value);
        else if (call.TargetMethod.Name == "CompareExchange")
            AssignSlot(slot, _state.Union(old, value));
        return call.TargetMethod.Name == "Write" ? RefSet.None : old;
    }
}
