using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.CodeFixes;

/// <summary>
/// Whether a place is reached on some platforms only. <c>ExclusiveAddressUse = true</c> matters on Windows: written where
/// Windows never comes it does nothing, and says that the port is protected.
/// </summary>
internal static class PlatformCheck
{
    private static readonly string[] Words = { "OperatingSystem", "OSPlatform", "OSVersion", "PlatformID", "RuntimeInformation", "Windows", "Linux", "Unix", "MacOS", "OSX" };

    public static bool IsForOthersThanWindows(SyntaxNode place)
    {
        for (var node = place; node.Parent is { } parent && parent is not (BaseMethodDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax); node = parent)
        {
            switch (parent)
            {
                case IfStatementSyntax test when node != test.Condition && Asks(test.Condition) && (node != test.Statement || !IsWindows(test.Condition)):
                case ConditionalExpressionSyntax choice when node != choice.Condition && Asks(choice.Condition):
                case SwitchSectionSyntax { Parent: SwitchStatementSyntax chosen } when Asks(chosen.Expression):
                case BlockSyntax block when block.Statements.TakeWhile(statement => statement != node).Any(LeavesByPlatform):
                case CompilationUnitSyntax unit when unit.Members.OfType<GlobalStatementSyntax>().TakeWhile(statement => statement != node).Any(global => LeavesByPlatform(global.Statement)):
                    return true;
            }
        }

        return false;
    }

    private static bool LeavesByPlatform(StatementSyntax statement) =>
        statement is IfStatementSyntax test && Asks(test.Condition) && test.DescendantNodes().Any(node => node is ReturnStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax or GotoStatementSyntax or ThrowStatementSyntax);

    // A word counts as part of a longer name too: "isWindows", "IsOSPlatform".
    private static bool Asks(ExpressionSyntax condition) =>
        condition.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && Words.Any(word => token.ValueText.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0));

    private static bool IsWindows(ExpressionSyntax condition) =>
        condition is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsWindows" or "IsOSPlatform" } } call
        && (call.ArgumentList.Arguments.Count == 0 || call.ArgumentList.Arguments[0].Expression.ToString().EndsWith("Windows", StringComparison.Ordinal));
}
