using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Rules;

/// <summary>Whether two calls are never under way at once: one of two branches runs, or the first is over when the second begins.</summary>
internal static class CallsInTurn
{
    /// <summary><paramref name="isTask"/>: a call that is not waited for goes on beside what follows it.</summary>
    public static bool Are(InvocationExpressionSyntax first, InvocationExpressionSyntax second, bool isTask)
    {
        var common = CommonOf(first, second);
        if (common is null)
            return false;
        var (one, other) = (ChildOf(common, first), ChildOf(common, second));
        if (IsChoice(common, one, other) || LeavesBefore(common, one))
            return true;
        var start = StartOf(first, common);
        if (start is null)
            return false;
        // A plain call of a method that gives no task is over when it comes back; so is "await Task.Run(() => Pump(a, b))".
        return CodeShape.IsWaitedFor(start) || (start == first && !isTask && first.Parent is ExpressionStatementSyntax);
    }

    private static SyntaxNode? CommonOf(SyntaxNode first, SyntaxNode second)
    {
        for (var node = first.Parent; node is not null and not TypeDeclarationSyntax; node = node.Parent)
        {
            if (node.SyntaxTree == second.SyntaxTree && node.Span.Contains(second.Span))
                return node;
        }

        return null;
    }

    private static SyntaxNode ChildOf(SyntaxNode parent, SyntaxNode node)
    {
        while (node.Parent != parent)
            node = node.Parent!;
        return node;
    }

    private static bool IsChoice(SyntaxNode common, SyntaxNode one, SyntaxNode other) => common switch
    {
        IfStatementSyntax branch => branch.Condition != one && branch.Condition != other,
        ConditionalExpressionSyntax choice => choice.Condition != one && choice.Condition != other,
        SwitchStatementSyntax => true,
        SwitchExpressionSyntax choice => choice.GoverningExpression != one && choice.GoverningExpression != other,
        _ => false,
    };

    // "if (up) { Copy(a, b); return; } Copy(b, a);"
    private static bool LeavesBefore(SyntaxNode common, SyntaxNode one) =>
        common is BlockSyntax or SwitchSectionSyntax && one is IfStatementSyntax { Statement: BlockSyntax { Statements: { Count: > 0 } statements } }
        && statements[statements.Count - 1] is ReturnStatementSyntax or ThrowStatementSyntax;

    // The call that a function around it is given to and that stands in the common function: "Task.Run(() => Pump(a, b))".
    private static InvocationExpressionSyntax? StartOf(InvocationExpressionSyntax call, SyntaxNode common)
    {
        var function = CodeShape.FunctionOf(common);
        for (var start = call; ;)
        {
            var own = CodeShape.FunctionOf(start);
            if (own == function)
                return start;
            if (own is not AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax outer } })
                return null;
            start = outer;
        }
    }
}
