using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.CodeFixes;

/// <summary>How the loop around a receive can be left.</summary>
internal sealed class LoopExit
{
    private LoopExit(StatementSyntax loop, ExpressionSyntax? condition, bool waitsForFrame)
    {
        Loop = loop;
        Condition = condition;
        WaitsForFrame = waitsForFrame;
    }

    public StatementSyntax Loop { get; }

    /// <summary>It goes on until a number is reached: what follows it needs all the bytes.</summary>
    public bool WaitsForFrame { get; }

    public string Text => WaitsForFrame ? "throw new global::System.IO.EndOfStreamException();" : "break;";

    private ExpressionSyntax? Condition { get; }

    /// <summary>Null where "break" would leave something else, or another loop goes on receiving.</summary>
    public static LoopExit? Of(SyntaxNode receive)
    {
        var (loop, catches) = LoopAround(receive);
        if (loop is null)
            return null;
        var condition = ConditionOf(loop);
        var waitsForFrame = condition is not null && ComparesNumbers(condition);
        // An exception that a loop catches is no way out of it.
        var isWayOut = waitsForFrame ? !catches && !IsInTry(loop) : LoopAround(loop).Loop is null;
        return isWayOut ? new LoopExit(loop, condition, waitsForFrame) : null;
    }

    /// <summary>Whether the loop's own condition looks at the variable.</summary>
    public bool Asks(string variable) => Condition is not null && EndTest.Names(Condition, variable);

    private static (StatementSyntax? Loop, bool Catches) LoopAround(SyntaxNode inside)
    {
        var catches = false;
        for (var node = inside.Parent; node is not null; node = node.Parent)
        {
            switch (node)
            {
                case WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax:
                    return ((StatementSyntax)node, catches);
                case TryStatementSyntax { Catches.Count: > 0 }:
                    catches = true;
                    break;
                case CommonForEachStatementSyntax or SwitchStatementSyntax or FinallyClauseSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax:
                    return default;
            }
        }

        return default;
    }

    // Of a function that loops again in its caller's catch nothing is seen here; within this one it is.
    private static bool IsInTry(SyntaxNode loop) =>
        loop.Ancestors().TakeWhile(static node => node is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(static node => node is TryStatementSyntax { Catches.Count: > 0 })
        && loop.Ancestors().Any(static node => node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax);

    private static ExpressionSyntax? ConditionOf(StatementSyntax loop) => loop switch
    {
        WhileStatementSyntax { Condition: var condition } => condition,
        DoStatementSyntax { Condition: var condition } => condition,
        ForStatementSyntax { Condition: var condition } => condition,
        _ => null,
    };

    private static bool ComparesNumbers(ExpressionSyntax condition) =>
        condition.DescendantNodesAndSelf().Any(static node => node.Kind() is SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression
            || (node is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } test && test.Right is not LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.TrueLiteralExpression or (int)SyntaxKind.FalseLiteralExpression }));
}
