using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>Back: where the connections of an expression come from.</summary>
internal sealed partial class TransferSearch
{
    private void LookAtValue(IOperation value)
    {
        value = ValueReader.Unwrap(value);
        switch (value)
        {
            case { ConstantValue: { HasValue: true, Value: null } } or IDefaultValueOperation or IThrowOperation:
                break;
            case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation:
                AddOrigin(VariableUses.SymbolOf(value)!);
                break;
            case IPropertyReferenceOperation property:
                LookAtProperty(property);
                break;
            case IAwaitOperation awaited:
                AddValue(awaited.Operation);
                break;
            case IObjectCreationOperation creation:
                LookAtCreation(creation);
                break;
            case IInvocationOperation call:
                LookAtResult(call);
                break;
            case IConditionalAccessOperation access:
                AddValue(access.WhenNotNull);
                break;
            case IConditionalAccessInstanceOperation instance when PlaceReader.ReceiverOf(instance) is { } receiver:
                AddValue(receiver);
                break;
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } receiver:
                LookAtInitialized(receiver);
                break;
            default:
                LookAtChoice(value);
                break;
        }
    }

    private void LookAtChoice(IOperation value)
    {
        switch (value)
        {
            case IConditionalOperation { WhenFalse: { } other } choice:
                AddValue(choice.WhenTrue);
                AddValue(other);
                break;
            case ICoalesceOperation choice:
                AddValue(choice.Value);
                AddValue(choice.WhenNull);
                break;
            case ISwitchExpressionOperation choice:
                foreach (var arm in choice.Arms)
                    AddValue(arm.Value);
                break;
            case ISimpleAssignmentOperation assignment:
                AddValue(assignment.Value);
                break;
            case ICoalesceAssignmentOperation assignment:
                AddValue(assignment.Target);
                AddValue(assignment.Value);
                break;
            default:
                _seen.Lose();
                break;
        }
    }

    private void LookAtProperty(IPropertyReferenceOperation reference)
    {
        var property = reference.Property;
        if (IsAsyncState(reference))
            AddStateOf(reference);
        else if (reference.Instance is { } instance && (EventOf(property.GetMethod, instance) == SocketEvent.View || IsTaskMember(property.GetMethod)))
            AddValue(instance);
        else if (property.IsIndexer || (!_context.Compilation.Declares(property) && !IsSocketOfEventArgs(property)))
            _seen.Lose();
        else
            AddOriginProperty(property);
    }

    // Of a property with code what it returns.
    private void AddOriginProperty(IPropertySymbol property)
    {
        AddOrigin(property);
        if (!_context.Compilation.Declares(property))
        {
            _hasSocket = true;
            return;
        }

        foreach (var target in _context.TargetsOf(property.OriginalDefinition))
        {
            AddOrigin(target);
            if (target is IPropertySymbol { GetMethod: { } getter } own && !_context.Kinds.IsAutoProperty(own))
                AddReturnedValues(getter);
        }
    }

    private bool IsSocketOfEventArgs(IPropertySymbol property) =>
        property.Name is "AcceptSocket" or "ConnectSocket" && _context.Types.Of(property.ContainingType) == KnownType.SocketAsyncEventArgs;

    private void LookAtCreation(IObjectCreationOperation creation)
    {
        var known = _context.Types.Of(creation.Type);
        switch (known)
        {
            case KnownType.Socket when creation.Arguments.Length > 1 && HasEnum(creation):
            case KnownType.TcpClient or KnownType.UdpClient:
                _hasSocket = true;
                break;
            case not KnownType.None when creation.Constructor is { } constructor && EventOf(constructor, null) == SocketEvent.Wrap:
                AddWrapped(creation);
                break;
            default:
                // A type of the project that is a socket or stream does to itself what is not seen here.
                _seen.Lose();
                break;
        }
    }

    // Not of a handle or of SocketInformation: somebody else may have it too.
    private static bool HasEnum(IObjectCreationOperation creation)
    {
        foreach (var argument in creation.Arguments)
        {
            if (argument.Parameter?.Type.Name == "SocketType")
                return true;
        }

        return false;
    }

    private void AddWrapped(IObjectCreationOperation creation)
    {
        var found = false;
        foreach (var argument in creation.Arguments)
        {
            if (!_context.Kinds.IsConnection(argument.Parameter?.Type))
                continue;
            found = true;
            AddValue(argument.Value);
        }

        if (!found)
            _seen.Lose();
    }

    private void LookAtResult(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (TaskMembers.PassesItsValueOn(method) && (call.Instance ?? FirstArgument(call)) is { } inner)
        {
            AddValue(inner);
            return;
        }

        var receiver = call.Instance ?? (method.IsExtensionMethod ? FirstArgument(call) : null);
        switch (EventOf(method, receiver))
        {
            case SocketEvent.Accept:
                _hasSocket = true;
                break;
            case SocketEvent.View when receiver is not null:
                AddValue(receiver);
                break;
            case SocketEvent.Wrap when FirstArgument(call) is { } wrapped:
                AddValue(wrapped);
                break;
            default:
                LookAtOwnResult(call);
                break;
        }
    }

    private void LookAtOwnResult(IInvocationOperation call)
    {
        var method = Callee.Definition(call.TargetMethod);
        if (!_context.Compilation.Declares(method) || method.MethodKind is not (MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.ExplicitInterfaceImplementation))
        {
            LookAtDelegateResult(call);
            return;
        }

        foreach (var target in _context.TargetsOf(method))
        {
            if (target is IMethodSymbol body && _context.Compilation.Declares(body))
                AddReturnedValues(body);
        }
    }

    private void AddReturnedValues(IMethodSymbol method)
    {
        method = Callee.Definition(method);
        if (!_returns.Add(method) || method.IsAbstract)
            return;
        if (_context.Compilation.DeclarationsOf(method) is not { Length: 1 } declarations || _uses.OperationAt(declarations[0].GetSyntax(_cancellation)) is not { } body)
        {
            _seen.Lose();
            return;
        }

        AddReturnedValues(body);
    }

    // Of the function itself, not of those in it.
    private void AddReturnedValues(IOperation body)
    {
        var open = new Stack<IOperation>();
        open.Push(body);
        while (open.Count > 0 && Step())
        {
            var operation = open.Pop();
            if (operation is IAnonymousFunctionOperation or ILocalFunctionOperation && operation != body)
                continue;
            if (operation is IReturnOperation { ReturnedValue: { } returned, Kind: OperationKind.Return })
                AddValue(returned);
            foreach (var child in operation.ChildOperations)
                open.Push(child);
        }
    }
}
