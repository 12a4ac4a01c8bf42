using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>The function that a delegate runs: a method group, a lambda, or the one that a variable of delegate type is given.</summary>
internal static class CallbackFunction
{
    // Of a variable that is given another.
    private const int MaxVariables = 3;

    /// <summary>The graph of the function; null where it is not certain which one it is.</summary>
    public static ControlFlowGraph? GraphOf(IOperation callback, EndContext context, CancellationToken cancellation)
    {
        var value = ValueReader.Unwrap(callback);
        for (var depth = 0; depth < MaxVariables; depth++)
        {
            switch (value)
            {
                case IDelegateCreationOperation creation:
                    value = ValueReader.Unwrap(creation.Target);
                    depth--;
                    break;
                case IMethodReferenceOperation reference:
                    return IsOverridable(reference) ? null : context.Graphs.Of(reference.Method, cancellation);
                case IAnonymousFunctionOperation lambda:
                    return context.Graphs.OfFunction(lambda, cancellation);
                case ILocalReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation:
                    if (VariableUses.SymbolOf(value) is not { } variable || OnlyValueOf(variable, context, cancellation) is not { } only)
                        return null;
                    value = ValueReader.Unwrap(only);
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    // What an override does is not seen.
    private static bool IsOverridable(IMethodReferenceOperation reference) => reference.IsVirtual && Overriding.MayBeOverridden(reference.Method);

    // But for null, which nobody runs.
    private static IOperation? OnlyValueOf(ISymbol variable, EndContext context, CancellationToken cancellation)
    {
        IOperation? only = null;
        if (!context.Compilation.Declares(variable))
            return null;
        foreach (var expression in context.Assigned.Of(variable))
        {
            if (context.Compilation.OperationOf(expression, cancellation) is not { } value)
                return null;
            if (value.ConstantValue is { HasValue: true, Value: null })
                continue;
            if (only is not null)
                return null;
            only = value;
        }

        return only;
    }
}
