using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>One direction of a relay that cancels, when it is over, the token of the other: <c>try { await a.CopyToAsync(b, end.Token); } finally { end.Cancel(); }</c>.</summary>
internal static class PumpCancel
{
    private static readonly string[] Cancels = { "Cancel", "CancelAsync" };

    public static void Check(RuleContext context)
    {
        var reported = new HashSet<SyntaxNode>();
        foreach (var copy in context.Body.Events)
        {
            context.Step();
            if (copy.Event != SocketEvent.Relay || FindCancel(context, copy) is not var (call, name) || reported.Contains(call))
                continue;
            var cut = CutOf(context, copy, call, name);
            if (cut == RelayCut.None || !reported.Add(call))
                continue;
            context.Report(
                CloseInsteadOfHalfClose.DescriptorOf(cut), copy, call, copy.Operation,
                ImmutableDictionary<string, string?>.Empty.Add("Evidence", nameof(Evidence.Relay)).Add("Ends", "Cancel"),
                CodeShape.CalledName(call)!, "cancels the other direction of this relay at the end of the first: what it still carries is lost; " + RelayLegs.AdviceFor(cut));
        }
    }

    private static RelayCut CutOf(RuleContext context, FlowEvent copy, InvocationExpressionSyntax call, IdentifierNameSyntax source)
    {
        var (function, a, b) = (copy.Body ?? context.Body, copy.Sources[0].ObjectId, copy.Refs[0].ObjectId);
        if (a <= TrackedObject.UnknownId || b <= TrackedObject.UnknownId || context.Connections.AreOne(function, a, function, b)
            || context.Events.Relays.IsHalfClosed(function, b) || !IsOfBoth(context, function, source))
            return RelayCut.None;
        var cut = ReverseDirection.CutOf(context, copy, function, a, b);
        return cut != RelayCut.None && !EndGuards.WaitsForTheOther(context.Flow, call, copy.Operation.Syntax, context.Cancellation) ? cut : RelayCut.None;
    }

    // Behind the copy, on the normal way, without a pause, and whatever the outcome was.
    private static (InvocationExpressionSyntax Call, IdentifierNameSyntax Source)? FindCancel(RuleContext context, FlowEvent copy)
    {
        var syntax = copy.Operation.Syntax;
        var function = CodeShape.FunctionOf(syntax);
        var text = context.Texts.Around(syntax);
        foreach (var method in Cancels)
        {
            foreach (var name in text.Named(method))
            {
                context.Step();
                if (name.SpanStart > syntax.Span.End && name.Parent is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax source, Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } call } member
                    && member.Name == name && CodeShape.FunctionOf(call) == function && IsOnEveryWay(call, function, source) && HasToken(text, source)
                    && !text.PausesOrPassesOn(syntax.Span.End, call.SpanStart))
                    return (call, source);
            }
        }

        return null;
    }

    private static bool IsOnEveryWay(SyntaxNode call, SyntaxNode function, IdentifierNameSyntax source)
    {
        for (var node = call; node != function && node.Parent is { } parent; node = parent)
        {
            if (parent is CatchClauseSyntax or SwitchStatementSyntax or ConditionalExpressionSyntax || (parent is IfStatementSyntax branch && !AsksOnlyFor(branch.Condition, source)))
                return false;
        }

        return true;
    }

    // "if (!end.IsCancellationRequested) end.Cancel();"
    private static bool AsksOnlyFor(ExpressionSyntax condition, IdentifierNameSyntax source)
    {
        foreach (var node in condition.DescendantNodesAndSelf())
        {
            if (node is IdentifierNameSyntax name && name.Identifier.ValueText != source.Identifier.ValueText && name.Identifier.ValueText != "IsCancellationRequested")
                return false;
        }

        return true;
    }

    // "end.Token", in the function that copies.
    private static bool HasToken(FunctionText text, IdentifierNameSyntax source)
    {
        foreach (var name in text.Named(source.Identifier.ValueText))
        {
            if (name.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token" } member && member.Expression == name)
                return true;
        }

        return false;
    }

    // A parameter is one source for both directions where every call is given the same.
    private static bool IsOfBoth(RuleContext context, BodyAnalysis function, IdentifierNameSyntax source)
    {
        var model = context.Compilation.GetSemanticModel(source.SyntaxTree);
        if (model.GetSymbolInfo(source, context.Cancellation).Symbol is not { } symbol || !IsSource(ConnectionIdentity.TypeOf(symbol)))
            return false;
        if (symbol is ILocalSymbol && SymbolEqualityComparer.Default.Equals(symbol.ContainingSymbol, function.Owner) && function.Enclosing is null)
            return false;
        if (symbol is not IParameterSymbol { ContainingSymbol: IMethodSymbol pump } parameter || !SymbolEqualityComparer.Default.Equals(pump, function.Owner))
            return true;
        string? given = null;
        foreach (var call in context.Texts.CallsOf(pump.ContainingType, pump.Name))
        {
            context.Step();
            if (call.ArgumentList.Arguments.Count <= parameter.Ordinal)
                return false;
            var argument = call.ArgumentList.Arguments[parameter.Ordinal].ToString();
            given ??= argument;
            if (given != argument)
                return false;
        }

        return given is not null;
    }

    private static bool IsSource(ITypeSymbol? type) => type is { Name: "CancellationTokenSource", ContainingNamespace.Name: "Threading" };
}
