using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Whether an end waits for something else than what came before it: <c>if (_otherDone) Close()</c>, a counter that must
/// be down to 0, a wait for the other thread. "Close only once" (<c>if (!_closed)</c>, <c>Interlocked.Exchange</c>) waits for nothing.
/// </summary>
internal sealed class EndGuards
{
    // More than this between a read and an end is not read: then nothing is claimed.
    private const int MaxNodes = 4000;

    private readonly EndConditions _conditions;
    private readonly Waits _waits;
    private readonly SyntaxNode? _read;
    private readonly CancellationToken _cancellation;
    private int _nodes;

    private EndGuards(EndConditions conditions, Waits waits, SyntaxNode? read, CancellationToken cancellation)
    {
        _conditions = conditions;
        _waits = waits;
        _read = read;
        _cancellation = cancellation;
    }

    /// <summary>Whether something decides on <paramref name="end"/>, or is waited for; what stands before <paramref name="read"/> says nothing.</summary>
    public static bool WaitsForTheOther(FlowContext context, SyntaxNode end, SyntaxNode? read, CancellationToken cancellation) =>
        Decide(new EndConditions(context, context.Compilation.GetSemanticModel(end.SyntaxTree), read, depth: 0, cancellation), context.Waits, end, read, cancellation);

    /// <summary>The same, with conditions that are read already.</summary>
    public static bool Decide(EndConditions conditions, Waits waits, SyntaxNode end, SyntaxNode? read, CancellationToken cancellation)
    {
        var guards = new EndGuards(conditions, waits, read, cancellation);
        for (var node = end; node.Parent is { } parent && !IsFunction(node); node = parent)
        {
            var isCommon = read is not null && parent.Span.Contains(read.Span);
            if (guards.DecidesOn(parent, node) || guards.StandsBefore(parent, node, onlyAfterRead: isCommon))
                return true;
            if (isCommon)
                break;
        }

        return guards._nodes > MaxNodes;
    }

    /// <summary>Whether a loop between the two goes on until others have done something: <c>while (!_acknowledged) Thread.Yield();</c>, <c>while (s.Available == 0)</c>.</summary>
    public static bool LoopsBetween(FlowContext context, SyntaxNode first, int stop, CancellationToken cancellation)
    {
        var function = first;
        while (!IsFunction(function) && function.Parent is { } parent)
            function = parent;
        EndConditions? conditions = null;
        foreach (var node in function.DescendantNodes(static node => node is not ExpressionSyntax))
        {
            if (node.SpanStart <= first.Span.End || node.Span.End > stop)
                continue;
            var condition = node switch
            {
                WhileStatementSyntax loop => loop.Condition,
                DoStatementSyntax loop => loop.Condition,
                ForStatementSyntax loop => loop.Condition,
                _ => null,
            };
            if (condition is null)
                continue;
            conditions ??= new EndConditions(context, context.Compilation.GetSemanticModel(first.SyntaxTree), read: null, depth: 0, cancellation);
            if (conditions.Wait(condition, when: false) || conditions.AsksForData(condition))
                return true;
        }

        return false;
    }

    private static bool IsFunction(SyntaxNode node) =>
        node is MemberDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or AccessorDeclarationSyntax;

    // The condition on which a child of a branch runs.
    private bool DecidesOn(SyntaxNode branch, SyntaxNode child) => branch switch
    {
        IfStatementSyntax choice when choice.Condition != child => _conditions.Wait(choice.Condition, choice.Else != child),
        ConditionalExpressionSyntax choice when choice.Condition != child => _conditions.Wait(choice.Condition, choice.WhenTrue == child),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both when both.Right == child => _conditions.Wait(both.Left, true),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } either when either.Right == child => _conditions.Wait(either.Left, false),
        SwitchSectionSyntax section when section.Parent is SwitchStatementSyntax choice => _conditions.ReadsOthers(choice.Expression),
        SwitchExpressionArmSyntax arm when arm.Parent is SwitchExpressionSyntax choice => _conditions.ReadsOthers(choice.GoverningExpression),
        _ => false,
    };

    private bool StandsBefore(SyntaxNode parent, SyntaxNode end, bool onlyAfterRead)
    {
        if (parent is not (BlockSyntax or SwitchSectionSyntax))
            return false;
        foreach (var child in parent.ChildNodes())
        {
            if (child.SpanStart >= end.SpanStart)
                return false;
            // The loop or statement that reads, and what is before it, is no matter between the two.
            if (child is StatementSyntax statement && !(onlyAfterRead && child.SpanStart <= _read!.SpanStart) && HoldsUp(statement))
                return true;
        }

        return false;
    }

    // Control gets past the statement only when the other direction has ended.
    private bool HoldsUp(StatementSyntax statement, int depth = 0)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (++_nodes > MaxNodes || depth > EvaluationDepth.OfNames)
            return true;
        switch (statement)
        {
            case LockStatementSyntax scope:
                return HoldsUp(scope.Statement, depth + 1);
            case UsingStatementSyntax scope:
                return HoldsUp(scope.Statement, depth + 1);
            case CheckedStatementSyntax scope:
                return HoldsUp(scope.Block, depth + 1);
            case TryStatementSyntax attempt:
                return HoldsUp(attempt.Block, depth + 1) || (attempt.Finally is { } last && HoldsUp(last.Block, depth + 1));
            case BlockSyntax block:
                foreach (var child in block.Statements)
                {
                    if (HoldsUp(child, depth + 1))
                        return true;
                }

                return false;
            case IfStatementSyntax branch:
                return (Leaves(branch.Statement) && _conditions.Wait(branch.Condition, when: false))
                    || (branch.Else is { } other && Leaves(other.Statement) && _conditions.Wait(branch.Condition, when: true));
            case WhileStatementSyntax loop:
                return _conditions.Wait(loop.Condition, when: false) || HoldsUp(loop.Statement, depth + 1);
            case DoStatementSyntax loop:
                return _conditions.Wait(loop.Condition, when: false) || HoldsUp(loop.Statement, depth + 1);
            case ForStatementSyntax { Condition: { } condition }:
                return _conditions.Wait(condition, when: false);
            case LocalFunctionStatementSyntax:
                return false;
            default:
                return HasWait(statement);
        }
    }

    private bool HasWait(StatementSyntax statement)
    {
        foreach (var node in statement.DescendantNodes(static node => node is not AnonymousFunctionExpressionSyntax))
        {
            if (++_nodes > MaxNodes)
                return true;
            if (node is AwaitExpressionSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" }
                && _conditions.Model.GetOperation(node, _cancellation) is { } operation && _waits.ForOthers(operation, isTimeEnough: false, _cancellation))
                return true;
        }

        return false;
    }

    private static bool Leaves(StatementSyntax statement) =>
        statement.LastStatement() is ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax or GotoStatementSyntax;
}
