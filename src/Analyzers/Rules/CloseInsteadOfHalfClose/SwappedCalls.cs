using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>A pump is given its two ends, and is started twice: <c>Pump(a, b)</c> and, beside it, <c>Pump(b, a)</c>.</summary>
internal static class SwappedCalls
{
    public static bool Exist(RuleContext context, BodyAnalysis function, int a, int b)
    {
        if (function.Owner is not IMethodSymbol pump || ParameterOf(function, a) is not { } from || ParameterOf(function, b) is not { } to
            || pump.ContainingType is not { } type)
            return false;
        var calls = CallsOf(type, pump, context);
        for (var i = 0; i < calls.Count; i++)
        {
            for (var j = i + 1; j < calls.Count; j++)
            {
                if (AreSwapped(calls[i], calls[j], from.Ordinal, to.Ordinal) && !RunsFirst(calls[i], calls[j]) && AreSockets(context, calls[i], from, to))
                    return true;
            }
        }

        return false;
    }

    private static IParameterSymbol? ParameterOf(BodyAnalysis function, int id)
    {
        foreach (var place in ConnectionIdentity.PlacesOf(function, id))
        {
            if (function.Slots[function.Slots.RootOf(place.Id)].Symbol is IParameterSymbol parameter && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, function.Owner))
                return parameter;
        }

        return null;
    }

    private static List<InvocationExpressionSyntax> CallsOf(INamedTypeSymbol type, IMethodSymbol pump, RuleContext context)
    {
        var calls = new List<InvocationExpressionSyntax>();
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax(context.Cancellation).DescendantNodes())
            {
                if (node is InvocationExpressionSyntax call && CodeShape.CalledName(call) == pump.Name)
                    calls.Add(call);
            }
        }

        return calls;
    }

    private static bool AreSwapped(InvocationExpressionSyntax first, InvocationExpressionSyntax second, int from, int to)
    {
        return Argument(first, from) is { } firstFrom && Argument(first, to) is { } firstTo
            && Argument(second, from) is { } secondFrom && Argument(second, to) is { } secondTo
            && firstFrom.IsEquivalentTo(secondTo) && firstTo.IsEquivalentTo(secondFrom) && !firstFrom.IsEquivalentTo(firstTo);
    }

    private static ExpressionSyntax? Argument(InvocationExpressionSyntax call, int ordinal)
    {
        var arguments = call.ArgumentList.Arguments;
        return ordinal < arguments.Count && arguments[ordinal].NameColon is null ? arguments[ordinal].Expression : null;
    }

    // "await Pump(a, b); await Pump(b, a);" is one after the other.
    private static bool RunsFirst(InvocationExpressionSyntax first, InvocationExpressionSyntax second) =>
        CodeShape.FunctionOf(first) == CodeShape.FunctionOf(second) && CodeShape.IsWaitedFor(first);

    private static bool AreSockets(RuleContext context, InvocationExpressionSyntax call, IParameterSymbol from, IParameterSymbol to)
    {
        var model = context.Compilation.GetSemanticModel(call.SyntaxTree);
        return IsSocket(context, model, Argument(call, from.Ordinal)) && IsSocket(context, model, Argument(call, to.Ordinal));
    }

    public static bool IsSocket(RuleContext context, SemanticModel model, ExpressionSyntax? expression)
    {
        if (expression is null)
            return false;
        var type = model.GetTypeInfo(expression).Type;
        if (RelayLegs.IsSocket(context, type) || context.Flow.Kinds.HoldsConnection(type))
            return true;
        // "Stream s = client.GetStream();"
        return model.GetSymbolInfo(expression).Symbol is ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } declarations }
            && declarations[0].GetSyntax(context.Cancellation) is VariableDeclaratorSyntax { Initializer.Value: { } value }
            && RelayLegs.IsSocket(context, model.GetTypeInfo(value).Type);
    }
}
