using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>Functions of the project, which are run with what they are given.</summary>
internal sealed partial class EndEvaluator
{
    // Helpers of helpers.
    private const int MaxCallDepth = 4;

    private int _callDepth;

    // The function that is run ends the connection on some way: "if (closed) return;" before it says that somebody has.
    private bool _mayClose;

    private EndValue OfSourceCall(IMethodSymbol method, EndValue instance, ImmutableArray<IArgumentOperation> arguments, EndValue[] given)
    {
        var definition = Callee.Definition(method);
        var values = new EndValue[definition.Parameters.Length];
        var hasReceived = instance.IsReceived || AnyReceived(given);
        var hasConnection = instance.Kind == EndKind.Connection || Any(given, EndKind.Connection);
        for (var i = 0; i < given.Length; i++)
        {
            if (arguments[i].Parameter is { RefKind: not RefKind.Out } parameter)
                values[Callee.ParameterOf(method, parameter).Ordinal] = given[i];
        }

        if (_hasEnded)
            return default;
        if (_context.NeverReturns(method, _cancellation))
            return Stop();
        var result = CallSource(
            definition,
            state =>
            {
                for (var i = 0; i < values.Length; i++)
                    state[definition.Parameters[i]] = values[i];
            },
            hasReceived,
            Overriding.MayBeOverridden(method));
        if (result is not { } known)
        {
            ForgetReferences(arguments);
            return hasConnection || hasReceived ? EndValue.Tainted : default;
        }

        foreach (var argument in arguments)
        {
            if (!_hasEnded && argument.Parameter is { RefKind: RefKind.Out or RefKind.Ref } parameter)
                Assign(argument.Value, _state[Callee.ParameterOf(method, parameter)]);
        }

        return known;
    }

    // Null where the function is not looked into.
    private EndValue? CallSource(IMethodSymbol definition, Action<EndState> bind, bool hasReceived, bool isOverridable)
    {
        if (isOverridable || _callDepth == MaxCallDepth || _context.Graphs.Of(definition, _cancellation) is not { } graph)
        {
            // It is given what was received, and may do anything with it.
            if (hasReceived && definition.MethodKind != MethodKind.Constructor)
                Stop();
            return null;
        }

        var (before, depth, limit, mayClose) = (_state, _depth, _limit, _mayClose);
        _mayClose = false;
        var entry = before.Entering();
        bind(entry);
        _callDepth++;
        _limit = Math.Min(limit, _steps + MaxStepsOfCall);
        var run = _walk.RunFunction(graph, entry);
        _callDepth--;
        (_depth, _state, _limit) = (depth, before, limit);
        var closes = _mayClose;
        _mayClose = mayClose;
        if (IsCut && _steps < limit)
        {
            IsCut = false;
            _hasEnded = false;
            if (hasReceived)
                Stop();
            return null;
        }

        _hasEnded = false;
        if (run?.Exit is not { } exit)
        {
            _hasEnded = true;
            return default(EndValue);
        }

        if (closes)
            return Stop();
        before.Return(exit);
        return run.ExitValue;
    }

    private void ForgetReferences(ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter is { RefKind: RefKind.Out or RefKind.Ref } || argument.Value.Type is IArrayTypeSymbol)
                Forget(argument.Value);
        }
    }

    // Somebody may have filled or replaced it.
    private void Forget(IOperation value)
    {
        if (ValueReader.Unwrap(value) is var place && place is not IDeclarationExpressionOperation && VariableOf(place) is { } variable && _state[variable].Kind is not EndKind.Connection)
            _state[variable] = EndValue.Tainted;
        else if (place is IDeclarationExpressionOperation)
            Assign(place, EndValue.Tainted);
    }

    // Nobody knows who runs it when; one that closes is taken for the end.
    private EndValue OfLambda(IFlowAnonymousFunctionOperation lambda)
    {
        if (!_context.Closes(lambda.Syntax, _cancellation))
            return default;
        _mayClose = true;
        return Stop();
    }
}
