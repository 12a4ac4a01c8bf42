using System.Collections.Generic;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>A pump is given its two ends, and is started twice: <c>Pump(a, b)</c> and, beside it, <c>Pump(b, a)</c>.</summary>
internal static class SwappedCalls
{
    /// <summary>What an end in such a pump cuts off; none where it is not started twice.</summary>
    public static RelayCut CutOf(RuleContext context, BodyAnalysis function, int a, int b, RelayCut ofLegs) => Find(context, function, a, b, ofLegs).Cut;

    /// <summary>The same with one of the two calls; <paramref name="ofLegs"/> is what is known of the two parameters.</summary>
    public static (RelayCut Cut, InvocationExpressionSyntax? Call) Find(RuleContext context, BodyAnalysis function, int a, int b, RelayCut ofLegs)
    {
        if (function.Owner is not IMethodSymbol pump || ParameterOf(function, a) is not { } from || ParameterOf(function, b) is not { } to
            || pump.ContainingType is not { } type)
            return default;
        // A parameter that is a socket says nothing of what is given for it: it may be of UDP.
        var areStreams = ofLegs != RelayCut.None && !RelayLegs.IsSocket(context, from.Type) && !RelayLegs.IsSocket(context, to.Type);
        (RelayCut, InvocationExpressionSyntax?) found = default;
        var earlier = new Dictionary<(string From, string To), List<InvocationExpressionSyntax>>();
        foreach (var call in context.Texts.CallsOf(type, pump.Name))
        {
            context.Step();
            if (Argument(call, from.Ordinal) is not { } first || Argument(call, to.Ordinal) is not { } second)
                continue;
            var (given, taken) = (TextOf(first), TextOf(second));
            if (given == taken)
                continue;
            if (earlier.TryGetValue((taken, given), out var swapped))
            {
                if (IsBeside(context, swapped, call, pump, from, to, canBeStreams: false))
                    return (RelayCut.OfSockets, call);
                if (areStreams && IsBeside(context, swapped, call, pump, from, to, canBeStreams: true))
                    found = (ofLegs, call);
            }

            if (!earlier.TryGetValue((given, taken), out var alike))
                earlier[(given, taken)] = alike = new List<InvocationExpressionSyntax>();
            alike.Add(call);
        }

        return found;
    }

    private static bool IsBeside(RuleContext context, List<InvocationExpressionSyntax> earlier, InvocationExpressionSyntax call, IMethodSymbol pump, IParameterSymbol from, IParameterSymbol to, bool canBeStreams)
    {
        foreach (var first in earlier)
        {
            context.Step();
            if (!CallsInTurn.Are(first, call, IsTask(pump)) && CanBeOnePair(context, first, call, from.Ordinal, to.Ordinal) && (canBeStreams || AreSockets(context, first, from, to)))
                return true;
        }

        return false;
    }

    private static IParameterSymbol? ParameterOf(BodyAnalysis function, int id)
    {
        foreach (var place in ConnectionMap.PlacesOf(function, id))
        {
            if (function.Slots[function.Slots.RootOf(place.Id)].Symbol is IParameterSymbol parameter && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, function.Owner))
                return parameter;
        }

        return null;
    }

    private static ExpressionSyntax? Argument(InvocationExpressionSyntax call, int ordinal)
    {
        var arguments = call.ArgumentList.Arguments;
        return ordinal < arguments.Count && arguments[ordinal].NameColon is null ? arguments[ordinal].Expression : null;
    }

    // Without what the reader does not see: spaces and comments.
    private static string TextOf(ExpressionSyntax argument)
    {
        if (argument is IdentifierNameSyntax name)
            return name.Identifier.Text;
        var text = new StringBuilder();
        foreach (var token in argument.DescendantTokens())
            text.Append(token.Text).Append(' ');
        return text.ToString();
    }

    private static bool IsTask(IMethodSymbol pump) => pump.IsAsync || TaskMembers.IsTask(pump.ReturnType);

    // In two members a variable of one name is two variables: each has connections of its own.
    private static bool CanBeOnePair(RuleContext context, InvocationExpressionSyntax first, InvocationExpressionSyntax second, int from, int to)
    {
        var member = first.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        if (member is GlobalStatementSyntax || member == second.FirstAncestorOrSelf<MemberDeclarationSyntax>())
            return true;
        var model = context.Compilation.GetSemanticModel(first.SyntaxTree);
        return !NamesVariable(context, model, Argument(first, from)) && !NamesVariable(context, model, Argument(first, to));
    }

    private static bool NamesVariable(RuleContext context, SemanticModel model, ExpressionSyntax? argument)
    {
        foreach (var node in argument?.DescendantNodesAndSelf() ?? System.Array.Empty<SyntaxNode>())
        {
            if (node is IdentifierNameSyntax && model.GetSymbolInfo(node, context.Cancellation).Symbol is ILocalSymbol or IParameterSymbol)
                return true;
        }

        return false;
    }

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
        if (IsDatagram(context, model, expression))
            return false;
        if (RelayLegs.IsSocket(context, type) || context.Flow.Kinds.HoldsConnection(type))
            return true;
        // "Stream s = client.GetStream();"
        return model.GetSymbolInfo(expression).Symbol is ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } declarations }
            && declarations[0].GetSyntax(context.Cancellation) is VariableDeclaratorSyntax { Initializer.Value: { } value }
            && RelayLegs.IsSocket(context, model.GetTypeInfo(value).Type);
    }

    // Made as one: an empty datagram is no end.
    private static bool IsDatagram(RuleContext context, SemanticModel model, ExpressionSyntax expression)
    {
        if (model.GetSymbolInfo(expression, context.Cancellation).Symbol is not { Kind: SymbolKind.Local or SymbolKind.Field, DeclaringSyntaxReferences: { Length: 1 } declarations }
            || declarations[0].GetSyntax(context.Cancellation) is not VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax { ArgumentList: { } arguments } })
            return false;
        foreach (var argument in arguments.Arguments)
        {
            if (argument.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dgram" })
                return true;
        }

        return false;
    }
}
