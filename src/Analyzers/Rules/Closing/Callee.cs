using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Rules;

/// <summary>What a place of the caller is called in the method that it calls.</summary>
internal static class Callee
{
    /// <summary>The place that <paramref name="place"/> has in the called method; null where the method cannot reach it.</summary>
    public static ConnectionPlace? PlaceIn(IInvocationOperation call, ConnectionPlace place, PlaceReader places)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { } parameter && places.Of(argument.Value) is { } given && place.Rebased(given, ConnectionPlace.Of(ParameterOf(call.TargetMethod, parameter))) is { } inParameter)
                return inParameter;
        }

        if (place.IsStatic)
            return place;
        return call.Instance is { } receiver && places.Of(receiver) is { } owner ? place.Rebased(owner, ConnectionPlace.This) : null;
    }

    /// <summary>The place of the caller that <paramref name="place"/>, a place of the called method, is; null where the caller has no name for it.</summary>
    public static ConnectionPlace? PlaceOutside(IInvocationOperation call, ConnectionPlace place, PlaceReader places)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { } parameter && place.Rebased(ConnectionPlace.Of(ParameterOf(call.TargetMethod, parameter)), ConnectionPlace.This) is not null)
                return places.Of(argument.Value) is { } given ? place.Rebased(ConnectionPlace.Of(ParameterOf(call.TargetMethod, parameter)), given) : null;
        }

        if (place.IsStatic)
            return place;
        return place.IsOfThis && call.Instance is { } receiver && places.Of(receiver) is { } owner ? place.Rebased(ConnectionPlace.This, owner) : null;
    }

    /// <summary>The method as its body declares it.</summary>
    public static IMethodSymbol Definition(IMethodSymbol method)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        return method.PartialImplementationPart ?? method;
    }

    /// <summary>The parameter as the body of the called method has it.</summary>
    public static IParameterSymbol ParameterOf(IMethodSymbol method, IParameterSymbol parameter)
    {
        var definition = Definition(method);
        var ordinal = parameter.Ordinal + (method.ReducedFrom is null ? 0 : 1);
        return ordinal < definition.Parameters.Length ? definition.Parameters[ordinal] : parameter;
    }
}
