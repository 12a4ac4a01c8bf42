using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Rules;

/// <summary>A method of its own runs the relay and returns at the first end; its caller then ends the connections that it gave it.</summary>
internal static class CallersEnd
{
    public static bool Follows(RuleContext context, SyntaxNode race, RaceTasks tasks, bool areSocketsHere)
    {
        if (CodeShape.FunctionOf(race) is not MethodDeclarationSyntax relay || AfterRace.IsGraceful(race, relay.Span.End, tasks) || context.Owner.ContainingType is not { } type)
            return false;
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax(context.Cancellation).DescendantNodes())
            {
                if (node is InvocationExpressionSyntax call && CodeShape.CalledName(call) == relay.Identifier.ValueText && CodeShape.IsWaitedFor(call) && Ends(call, tasks)
                    && (areSocketsHere || GivesTwoSockets(context, call)))
                    return true;
            }
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

    private static bool Ends(InvocationExpressionSyntax call, RaceTasks tasks)
    {
        var caller = CodeShape.FunctionOf(call);
        foreach (var argument in call.ArgumentList.Arguments)
        {
            if (RootOf(argument.Expression) is not { } name)
                continue;
            foreach (var node in caller.DescendantNodes())
            {
                if (EndOf(node, name) is { } end && AfterRace.EndPosition(end, call) is var stop and >= 0 && !AfterRace.IsGraceful(call, stop, tasks))
                    return true;
            }
        }

        return false;
    }

    // "client.Close()", "using (client)", "using var client = ...", where "client" or a stream of it was the argument.
    private static SyntaxNode? EndOf(SyntaxNode node, string name) => node switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Close" or "Dispose", Expression: IdentifierNameSyntax owner } } when owner.Identifier.ValueText == name => node,
        UsingStatementSyntax { Expression: IdentifierNameSyntax owner } when owner.Identifier.ValueText == name => owner,
        VariableDeclaratorSyntax { Parent.Parent: UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } } variable when variable.Identifier.ValueText == name => node,
        _ => null,
    };

    private static string? RootOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax member => RootOf(member.Expression),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetStream" } view } => RootOf(view.Expression),
        _ => null,
    };
}
