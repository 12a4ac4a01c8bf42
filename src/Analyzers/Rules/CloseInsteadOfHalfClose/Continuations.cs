using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Rules;

/// <summary>The functions that run when a task is over: <c>task.ContinueWith(_ => ...)</c>, at the task itself or at the variable that it is put into.</summary>
internal static class Continuations
{
    /// <summary>Those of the task that the call gives, or that the function in which it stands gives (<c>Task.Run(() => Copy(a, b))</c>).</summary>
    public static IEnumerable<AnonymousFunctionExpressionSyntax> Of(RuleContext context, SyntaxNode call)
    {
        for (var node = call; node is not null; node = Outer(node))
        {
            context.Step();
            var direct = Directly(node, out var task);
            foreach (var continuation in direct)
                yield return continuation;
            if (task.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable })
                continue;
            foreach (var name in context.Texts.Around(variable).Named(variable.Identifier.ValueText))
            {
                context.Step();
                foreach (var continuation in Directly(name, out _))
                    yield return continuation;
            }
        }
    }

    // Behind what hands the task on: "x.ConfigureAwait(false)", "x.ContinueWith(...).Unwrap()".
    private static List<AnonymousFunctionExpressionSyntax> Directly(SyntaxNode task, out SyntaxNode whole)
    {
        var found = new List<AnonymousFunctionExpressionSyntax>();
        while (task.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } member && member.Expression == task && call.Expression == member)
        {
            if (member.Name.Identifier.ValueText == "ContinueWith" && RunsAtEnd(call) && call.ArgumentList.Arguments[0].Expression is AnonymousFunctionExpressionSyntax function)
                found.Add(function);
            task = call;
        }

        whole = task;
        return found;
    }

    // Not where only an error or a cancellation starts it.
    private static bool RunsAtEnd(InvocationExpressionSyntax call)
    {
        foreach (var argument in call.ArgumentList.Arguments)
        {
            if (argument.Expression is not AnonymousFunctionExpressionSyntax && argument.Expression.ToString() is var options
                && (options.Contains("OnlyOnFaulted") || options.Contains("OnlyOnCanceled") || options.Contains("NotOnRanToCompletion")))
                return false;
        }

        return call.ArgumentList.Arguments.Count > 0;
    }

    // The call that is given the function around the node.
    private static SyntaxNode? Outer(SyntaxNode node) =>
        CodeShape.FunctionOf(node) is AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } }
            && CodeShape.CalledName(call) is "Run" or "StartNew"
            ? call
            : null;
}
