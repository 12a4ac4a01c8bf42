using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.CodeFixes.Editing;

/// <summary>Statements that only end one connection: <c>x.Close();</c>, <c>x.Dispose();</c>, <c>x = null;</c>.</summary>
internal static class ConnectionEnd
{
    public static bool IsCloseOf(StatementSyntax statement, out string owner)
    {
        owner = "";
        if (statement is not ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Close" or "Dispose", Expression: var of }, ArgumentList: var arguments } }
            || !IsPath(of) || arguments.Arguments.Any(static argument => argument.Expression is not LiteralExpressionSyntax))
            return false;
        owner = of.ToString();
        return true;
    }

    /// <summary>Another end of the connection that <paramref name="owner"/> names.</summary>
    public static bool IsOf(StatementSyntax statement, string owner) =>
        IsCloseOf(statement, out var closed) && closed == owner
        || statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Right: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression } } assignment } && assignment.Left.ToString() == owner;

    /// <summary>Names and members only: to read it once more has no effect.</summary>
    public static bool IsPath(ExpressionSyntax expression) =>
        expression is IdentifierNameSyntax or ThisExpressionSyntax || expression is MemberAccessExpressionSyntax { Expression: var of } && expression.IsKind(SyntaxKind.SimpleMemberAccessExpression) && IsPath(of);
}
