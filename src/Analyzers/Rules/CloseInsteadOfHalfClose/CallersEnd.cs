using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Rules;

/// <summary>A method of its own runs the relay and returns at the first end; its caller then ends the connections that it gave it.</summary>
internal static class CallersEnd
{
    public static bool Follows(RuleContext context, SyntaxNode race, RaceTasks tasks, bool areSocketsHere)
    {
        if (CodeShape.FunctionOf(race) is not MethodDeclarationSyntax relay || AfterRace.IsGraceful(context, race, relay.Span.End, tasks) || context.Owner.ContainingType is not { } type)
            return false;
        foreach (var call in context.Texts.CallsOf(type, relay.Identifier.ValueText))
        {
            context.Step();
            if (CodeShape.IsWaitedFor(call) && Ends(context, call, tasks) && (areSocketsHere || GivesTwoSockets(context, call)))
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
