using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>Through a delegate that a method is given: <c>stream = await filter(stream)</c>.</summary>
internal sealed partial class TransferSearch
{
    // "filter(stream)": the stream gets into the parameter of each function that callers give as the filter.
    private void AddDelegateParameter(IInvocationOperation call, IArgumentOperation argument)
    {
        var found = false;
        foreach (var function in FunctionsOf(call))
        {
            found = true;
            switch (function)
            {
                case IAnonymousFunctionOperation lambda when argument.Parameter is { } parameter && parameter.Ordinal < lambda.Symbol.Parameters.Length:
                    AddHolder(lambda.Symbol.Parameters[parameter.Ordinal]);
                    break;
                case IMethodReferenceOperation reference when _context.Compilation.Declares(reference.Method):
                    AddParameter(reference.Method, argument);
                    break;
                default:
                    _seen.Lose();
                    break;
            }
        }

        if (!found)
            _seen.Lose();
    }

    private void LookAtDelegateResult(IInvocationOperation call)
    {
        var found = false;
        foreach (var function in FunctionsOf(call))
        {
            found = true;
            switch (function)
            {
                case IAnonymousFunctionOperation lambda:
                    AddReturnedValues(lambda);
                    break;
                case IMethodReferenceOperation reference when _context.Compilation.Declares(reference.Method):
                    AddReturnedValues(reference.Method);
                    break;
                default:
                    _seen.Lose();
                    break;
            }
        }

        if (!found)
            _seen.Lose();
    }

    /// <summary>The functions that the delegate of a call can be, where it is a parameter of the method around.</summary>
    private IEnumerable<IOperation?> FunctionsOf(IInvocationOperation call)
    {
        if (call.TargetMethod.MethodKind != MethodKind.DelegateInvoke || call.Instance is null
            || ValueReader.Unwrap(call.Instance) is not IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } method } parameter })
            yield break;
        foreach (var (_, arguments) in CallsOf(method))
        {
            if (arguments.IsDefault)
                yield return null;
            else
                yield return FunctionIn(arguments, parameter.Ordinal);
        }
    }

    private static IOperation? FunctionIn(ImmutableArray<IArgumentOperation> arguments, int ordinal)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter?.Ordinal == ordinal)
                return ValueReader.Unwrap(argument.Value) is IDelegateCreationOperation creation ? creation.Target : null;
        }

        return null;
    }

    // A function that gives a connection to whoever calls it. What one that is given to a method of the project returns, that method gets.
    private void LookAtReturnOfLambda(IOperation lambda)
    {
        if (lambda.Parent is IDelegateCreationOperation { Parent: IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation call } }
            && _context.Compilation.Declares(call.TargetMethod) && parameter.Ordinal < Callee.Definition(call.TargetMethod).Parameters.Length)
        {
            foreach (var target in _context.TargetsOf(Callee.Definition(call.TargetMethod)))
            {
                if (target is IMethodSymbol called)
                    AddInvocationsOf(Callee.Definition(called).Parameters[parameter.Ordinal]);
            }

            return;
        }

        _seen.Lose();
    }

    private void AddInvocationsOf(IParameterSymbol function)
    {
        foreach (var name in _uses.Candidates(function))
        {
            if (!Step())
                return;
            if (_uses.ReferenceAt(name) is not IParameterReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Parameter, function))
                continue;
            if (reference.Parent is IInvocationOperation call && call.Instance == reference)
                AddUse(call);
            else if (reference.Parent is not IBinaryOperation)
                _seen.Lose();
        }
    }
}
