using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.Rules;

/// <summary>
/// Whether, after the first end of a race, the other task is still waited for: by its name, by a variable that it was put into
/// (<c>var rest = first == up ? down : up</c>), by a method that is given it, or by a loop that asks whether it is over.
/// The winner alone (<c>await first</c>) is over already.
/// </summary>
internal static class RestOfRace
{
    public static bool IsWaitedFor(RuleContext context, SyntaxNode race, int stop, IReadOnlyList<string> tasks)
    {
        if (tasks.Count == 0)
            return false;
        var names = NamesOf(context, race, tasks);
        foreach (var node in CodeShape.FunctionOf(race).DescendantNodes(TextSpan.FromBounds(race.Span.End, stop)))
        {
            context.Step();
            if (node.SpanStart > race.Span.End && node.SpanStart < stop && Waits(context, node, names))
                return true;
        }

        return false;
    }

    // The variables that hold one of the tasks.
    private static HashSet<string> NamesOf(RuleContext context, SyntaxNode race, IReadOnlyList<string> tasks)
    {
        var text = context.Texts.Around(race);
        var names = new HashSet<string>(tasks);
        var open = new Queue<string>(tasks);
        while (open.Count > 0)
        {
            foreach (var (variable, place) in text.FilledFrom(open.Dequeue()))
            {
                context.Step();
                if (!race.Span.Contains(place) && names.Add(variable))
                    open.Enqueue(variable);
            }
        }

        return names;
    }

    private static bool Waits(RuleContext context, SyntaxNode node, HashSet<string> names) => node switch
    {
        AwaitExpressionSyntax awaiting => Names(awaiting.Expression, names, null),
        // rest.Wait(), rest.GetAwaiter().GetResult(), rest.Result
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" or "GetAwaiter" or "WaitAsync" or "Result" or "ContinueWith" } member => Names(member.Expression, names, null),
        WhileStatementSyntax loop => Names(loop.Condition, names, null),
        DoStatementSyntax loop => Names(loop.Condition, names, null),
        ForStatementSyntax { Condition: { } condition } => Names(condition, names, null),
        InvocationExpressionSyntax call when CodeShape.CalledName(call) is "WhenAll" or "WaitAll" => Names(call, names, null),
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax } argument => Names(argument.Expression, names, null) && GivesTask(context, argument),
        _ => false,
    };

    // To a method of the project, which may wait for it.
    private static bool GivesTask(RuleContext context, ArgumentSyntax argument)
    {
        var call = (InvocationExpressionSyntax)argument.Parent!.Parent!;
        var model = context.Compilation.GetSemanticModel(call.SyntaxTree);
        return model.GetSymbolInfo(call, context.Cancellation).Symbol is IMethodSymbol method && SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, context.Compilation.Assembly)
            && model.GetTypeInfo(argument.Expression, context.Cancellation).Type is { } type && RaceTasks.IsTask(type);
    }

    // What the race itself names does not count: its result is the task that is over.
    private static bool Names(ExpressionSyntax expression, HashSet<string> names, SyntaxNode? race)
    {
        foreach (var node in expression.DescendantNodesAndSelf(node => node != race))
        {
            if (node is IdentifierNameSyntax name && names.Contains(name.Identifier.ValueText) && !(race is not null && race.Span.Contains(node.Span)))
                return true;
        }

        return false;
    }
}
