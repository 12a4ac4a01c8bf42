using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>A method of its own runs the relay and returns at the first end; its caller then ends the connections that it gave it.</summary>
internal static class CallersEnd
{
    // Who is called from more places than this is a tool of many.
    private const int MaxCalls = 64;

    // Of a name that stands everywhere ("Start") nothing is asked.
    private const int MaxNames = 1000;

    public static bool Follows(RuleContext context, SyntaxNode race, RaceTasks tasks, bool areSocketsHere)
    {
        if (CodeShape.FunctionOf(race) is not MethodDeclarationSyntax relay || AfterRace.IsGraceful(context, race, relay.Span.End, tasks) || context.Owner.ContainingType is not { } type)
            return false;
        foreach (var call in CallsOf(context, type, relay))
        {
            context.Step();
            if (CodeShape.IsWaitedFor(call) && Ends(context, call, tasks) && (areSocketsHere || GivesTwoSockets(context, call)))
                return true;
        }

        return false;
    }

    // Of the own type by name; of another by symbol.
    private static IEnumerable<InvocationExpressionSyntax> CallsOf(RuleContext context, INamedTypeSymbol type, MethodDeclarationSyntax relay)
    {
        foreach (var call in context.Texts.CallsOf(type, relay.Identifier.ValueText))
            yield return call;
        var (count, names) = (0, 0);
        foreach (var name in context.Flow.Names.Of(relay.Identifier.ValueText, context.Cancellation))
        {
            context.Step();
            if (++names > MaxNames || count == MaxCalls)
                yield break;
            var called = name.NamedExpression();
            if (called.Parent is InvocationExpressionSyntax call && call.Expression == called && ++count > 0
                && context.Compilation.GetSemanticModel(call.SyntaxTree).GetSymbolInfo(call, context.Cancellation).Symbol is IMethodSymbol method
                && SymbolEqualityComparer.Default.Equals((method.ReducedFrom ?? method).OriginalDefinition, context.Owner) && !IsIn(call, type))
                yield return call;
        }
    }

    private static bool IsIn(SyntaxNode call, INamedTypeSymbol type)
    {
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            if (reference.SyntaxTree == call.SyntaxTree && reference.Span.Contains(call.Span))
                return true;
        }

        return false;
    }

    private static bool GivesTwoSockets(RuleContext context, InvocationExpressionSyntax call)
    {
        var model = context.Compilation.GetSemanticModel(call.SyntaxTree);
        var count = 0;
        foreach (var argument in call.ArgumentList.Arguments)
            count += SwappedCalls.IsSocket(context, model, argument.Expression) ? 1 : 0;
        return count > 1;
    }

    private static bool Ends(RuleContext context, InvocationExpressionSyntax call, RaceTasks tasks)
    {
        var caller = context.Texts.Around(call);
        foreach (var argument in call.ArgumentList.Arguments)
        {
            if (RootOf(argument.Expression) is not { } name)
                continue;
            foreach (var place in caller.Named(name))
            {
                if (EndOf(place) is { } end && IsAfter(context, call, end, tasks))
                    return true;
            }

            foreach (var variable in caller.Variables(name))
            {
                if (variable.Parent?.Parent is UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } && IsAfter(context, call, variable, tasks))
                    return true;
            }
        }

        return false;
    }

    private static bool IsAfter(RuleContext context, SyntaxNode call, SyntaxNode end, RaceTasks tasks)
    {
        context.Step();
        return AfterRace.EndPosition(end, call) is var stop and >= 0 && !AfterRace.IsGracefulInCaller(context, call, stop, tasks);
    }

    // "client.Close()", "using (client)", where "client" or a stream of it was the argument.
    private static SyntaxNode? EndOf(IdentifierNameSyntax owner) => owner.Parent switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Close" or "Dispose", Parent: InvocationExpressionSyntax call } member when member.Expression == owner && call.Expression == member => call,
        UsingStatementSyntax scope when scope.Expression == owner => owner,
        _ => null,
    };

    private static string? RootOf(ExpressionSyntax expression)
    {
        while (true)
        {
            switch (expression)
            {
                case IdentifierNameSyntax name:
                    return name.Identifier.ValueText;
                case MemberAccessExpressionSyntax member:
                    expression = member.Expression;
                    break;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetStream" } view }:
                    expression = view.Expression;
                    break;
                default:
                    return null;
            }
        }
    }
}
