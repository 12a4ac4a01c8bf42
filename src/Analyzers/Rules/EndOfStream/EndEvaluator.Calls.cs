using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>Calls: receives, ends of the connection, and the platform's.</summary>
internal sealed partial class EndEvaluator
{
    private EndValue OfCall(IInvocationOperation call)
    {
        if (_start.Is(call) && !_start.IsAgain)
            return AtStart(call);
        var instance = call.Instance is null ? default : Evaluate(call.Instance);
        var values = OfArguments(call.Arguments);
        if (call.Instance is null && call.TargetMethod.IsExtensionMethod && values.Length > 0)
            instance = values[0];
        if (_hasEnded)
            return default;
        if (call.Instance is not null && instance is { Kind: EndKind.Null, IsReceived: true })
            return Stop();
        var method = call.TargetMethod;
        // Before the count is asked for it is the first, and not the next.
        if (_start.IsFunction && HasPassedReceive && IsNextWithEventArgs(call, values))
            return Reach();
        var end = ReceiveEnd.Of(call, _context);
        if (end.Sign != EndSign.None)
            return OfReceive(call, end, instance);
        if (TaskMembers.PassesItsValueOn(method))
            return call.Instance is null && values.Length > 0 ? values[0] : instance;
        if (IsNextOfLoop(call))
            return EndValue.Counting;
        if (OfEvent(call, instance, values) is { } known)
            return known;
        if (_context.Compilation.Declares(method) && method.MethodKind != MethodKind.DelegateInvoke)
            return OfSourceCall(method, instance, call.Arguments, values);
        return OfOtherCall(call, instance, values);
    }

    private bool IsNextWithEventArgs(IInvocationOperation call, EndValue[] values) =>
        call.TargetMethod.Name == "ReceiveAsync" && values.Length == 1 && values[0].Kind == EndKind.EventArgs && _context.EventOf(call.TargetMethod, call.Instance) == SocketEvent.Read;

    private EndValue[] OfArguments(ImmutableArray<IArgumentOperation> arguments)
    {
        var values = new EndValue[arguments.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = Evaluate(arguments[i].Value);
        return values;
    }

    // A foreach ends with its collection, whatever is received.
    private static bool IsNextOfLoop(IInvocationOperation call) => call.IsImplicit && call.TargetMethod.Name is "MoveNext" or "MoveNextAsync";

    // The first time it gives what the end gives; after that the code has come back.
    private EndValue AtStart(IInvocationOperation call)
    {
        if (!_isStarting)
            return Reach();
        _isStarting = false;
        if (_start.IsHelper && _round > 0)
            return AgainThroughHelper(call);
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { RefKind: RefKind.Out or RefKind.Ref } parameter)
                Assign(argument.Value, _start.OfReference(parameter));
        }

        return _start.Value;
    }

    // In the second round the helper is run as a whole: the receive may not be where it comes to then.
    private EndValue AgainThroughHelper(IInvocationOperation call)
    {
        _start.IsAgain = true;
        var value = OfCall(call);
        _start.IsAgain = false;
        return value;
    }

    private EndValue Reach()
    {
        if (!_start.IsSameConnection(_state))
            return Stop();
        if (_state.IsUncertain && !_start.IsInLoop)
            GiveUp();
        if (Reached is null)
            Reached = _state.Clone();
        else
            Reached.Join(_state);
        _hasEnded = true;
        return default;
    }

    private EndValue OfReceive(IInvocationOperation call, ReceiveEnd end, EndValue instance)
    {
        HasPassedReceive |= _start.IsReceive(call);
        if (end.Sign == EndSign.Begins)
            return _start.IsPostedBy(call) ? Reach() : default;
        // Another connection, or one that is not known to be this one: what comes of it is not followed.
        if (instance.Kind != EndKind.Connection)
        {
            _hasEnded = true;
            return default;
        }

        return end.Sign == EndSign.Throws ? Stop() : end.Value;
    }

    private EndValue? OfEvent(IInvocationOperation call, EndValue instance, EndValue[] values)
    {
        // A MemoryStream is no connection.
        if (EmptyInput.IsCollection(call.Instance?.Type))
            return null;
        switch (_context.EventOf(call.TargetMethod, ReceiveEnd.ReceiverOf(call)))
        {
            case SocketEvent.Close or SocketEvent.Disconnect or SocketEvent.Shutdown when instance.Kind == EndKind.Connection || _context.Kinds.IsSocketType(ReceiveEnd.ReceiverOf(call)?.Type):
                _mayClose = true;
                return Stop();
            case SocketEvent.Write or SocketEvent.BufferedWrite or SocketEvent.Flush or SocketEvent.CopyTo:
                return EndValue.Unknown;
            case SocketEvent.View or SocketEvent.Wrap:
                return instance.Kind == EndKind.Connection || values.Length == 0 ? instance : values[0];
            // At the end there is something to read: the end.
            case SocketEvent.Irrelevant when call.TargetMethod.Name == "Poll" && instance.Kind == EndKind.Connection:
                return ValueReader.Constant(call.Arguments[call.Arguments.Length - 1].Value) is 0 ? EndValue.Bool(true).Received() : EndValue.Unknown;
            case SocketEvent.Connect or SocketEvent.Accept or SocketEvent.ReadWrite:
                // Another connection, or the same anew.
                return instance.Kind == EndKind.Connection ? Stop() : EndValue.Unknown;
            default:
                return null;
        }
    }

    private EndValue OfOtherCall(IInvocationOperation call, EndValue instance, EndValue[] values)
    {
        var method = call.TargetMethod;
        var hasReceived = instance.IsReceived || AnyReceived(values);
        if (_context.NeverReturns(method, _cancellation))
            return Stop();
        var outcome = EmptyInput.OfCall(call, instance, values);
        if (method is { Name: "Clear", ContainingType.SpecialType: SpecialType.System_Array } && VariableOf(ValueReader.Unwrap(call.Arguments[0].Value)) is { } cleared)
            _state[cleared] = EndValue.ZeroArray;
        if (outcome.NewReceiver is { } changed && ReceiveEnd.ReceiverOf(call) is { } receiver)
            Change(receiver, changed);
        for (var i = 0; i < values.Length; i++)
        {
            if (call.Arguments[i].Parameter is { RefKind: RefKind.Out or RefKind.Ref })
                Assign(call.Arguments[i].Value, EndValue.Unknown.ReceivedIf(hasReceived));
        }

        if (outcome.IsHarmless)
            return outcome.Value;
        // It may throw at nothing, or do anything.
        return hasReceived ? Stop() : Any(values, EndKind.Connection) || instance.Kind == EndKind.Connection ? EndValue.Tainted : default;
    }

    private void Change(IOperation receiver, EndValue value)
    {
        var place = ValueReader.Unwrap(receiver);
        if (place is IFlowCaptureReferenceOperation capture)
            _state[capture.Id] = value;
        else if (VariableOf(place) is { } variable)
            _state[variable] = value;
    }

    private static bool Any(EndValue[] values, EndKind kind)
    {
        foreach (var value in values)
        {
            if (value.Kind == kind)
                return true;
        }

        return false;
    }

    private static bool AnyReceived(EndValue[] values)
    {
        foreach (var value in values)
        {
            if (value.IsReceived)
                return true;
        }

        return false;
    }

    private EndValue OfCreation(IObjectCreationOperation creation)
    {
        var constructor = creation.Constructor;
        var isWrap = constructor is not null && _context.EventOf(constructor, null) == SocketEvent.Wrap;
        var values = OfArguments(creation.Arguments);
        var isReceived = AnyReceived(values);
        if (constructor is not null && _context.Compilation.Declares(constructor))
            OfSourceCall(constructor, default, creation.Arguments, values);
        if (creation.Initializer is { } initializer)
            isReceived |= Evaluate(initializer).IsReceived;
        if (isWrap && Any(values, EndKind.Connection))
            return EndValue.Connection;
        if (creation.Initializer is null && EmptyInput.IsCollection(creation.Type) && (values.Length == 0 || Any(values, EndKind.Empty)))
            return EndValue.Empty.ReceivedIf(isReceived);
        return isReceived ? EndValue.Tainted : default;
    }

    private EndValue OfArray(IArrayCreationOperation array)
    {
        var size = array.DimensionSizes.Length == 1 ? Evaluate(array.DimensionSizes[0]) : default;
        if (array.Initializer is { } initializer)
            return OfParts(initializer);
        return size.IsZero ? EndValue.Empty.ReceivedIf(size.IsReceived) : size.IsReceived ? EndValue.Tainted : EndValue.ZeroArray;
    }
}
