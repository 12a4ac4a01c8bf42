using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.CodeFixes;

/// <summary>What the code says of the end already.</summary>
internal static class EndTest
{
    /// <summary><c>n == 0</c>, <c>n &lt;= 0</c>, <c>line is null</c>: true at the end, and at nothing else.</summary>
    public static bool IsOf(ExpressionSyntax condition, string variable, string sign) => condition switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } test => IsName(test.Left, variable) && test.Right.ToString() == sign,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanOrEqualExpression } test => IsName(test.Left, variable) && sign == "0" && test.Right.ToString() == "0",
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax pattern } test => IsName(test.Expression, variable) && pattern.Expression.ToString() == sign,
        _ => false,
    };

    /// <summary>The statement, or the only one of a block.</summary>
    public static bool IsOnly(StatementSyntax statement, StatementSyntax only) => statement == only || (statement is BlockSyntax { Statements.Count: 1 } block && block.Statements[0] == only);

    /// <summary>Whether anything but a test behind <paramref name="statement"/> asks for the variable.</summary>
    public static bool IsUsedAfter(BlockSyntax block, StatementSyntax statement, string variable) =>
        block.Statements.SkipWhile(other => other != statement).Skip(1).SelectMany(static other => other.DescendantNodes()).Any(node =>
            IsName(node, variable) && !node.Ancestors().TakeWhile(around => around is ExpressionSyntax).Any(static around => around.Parent is IfStatementSyntax test && test.Condition == around));

    /// <summary>Whether a condition behind <paramref name="statement"/> asks the variable for its end.</summary>
    public static bool AnyAfter(BlockSyntax block, StatementSyntax statement, string variable) =>
        block.Statements.SkipWhile(other => other != statement).Skip(1).SelectMany(static other => other.DescendantNodesAndSelf()).Any(node => node switch
        {
            IfStatementSyntax test => (test.Else is not null && Names(test.Condition, variable)) || IsOf(test.Condition, variable, "0") || IsOf(test.Condition, variable, "-1") || IsOf(test.Condition, variable, "null"),
            SwitchStatementSyntax choice => Names(choice.Expression, variable),
            ConditionalExpressionSyntax choice => Names(choice.Condition, variable),
            _ => false,
        });

    public static bool Names(SyntaxNode code, string variable) => code.DescendantNodesAndSelf().Any(node => IsName(node, variable));

    private static bool IsName(SyntaxNode node, string variable) => node is IdentifierNameSyntax name && name.Identifier.ValueText == variable;
}
