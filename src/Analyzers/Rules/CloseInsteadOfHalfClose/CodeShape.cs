using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Rules;

/// <summary>Where a place stands: in which function, in a loop, in the code that tears everything down.</summary>
internal static class CodeShape
{
    /// <summary>The function around it; of top-level statements the file.</summary>
    public static SyntaxNode FunctionOf(SyntaxNode node)
    {
        while (!IsFunction(node) && node.Parent is { } parent)
            node = parent;
        return node;
    }

    /// <summary>In a loop that goes on until something ends; a <c>foreach</c> does not.</summary>
    public static bool IsInLoop(SyntaxNode node)
    {
        for (var n = node; n is not null && !IsFunction(n); n = n.Parent)
        {
            if (n is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax)
                return true;
        }

        return false;
    }

    /// <summary>The name of what is called.</summary>
    public static string? CalledName(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>Whether the method goes on only when the task of <paramref name="call"/> is done.</summary>
    public static bool IsWaitedFor(InvocationExpressionSyntax call)
    {
        SyntaxNode node = call;
        while (node.Parent is MemberAccessExpressionSyntax or InvocationExpressionSyntax { ArgumentList.Arguments.Count: <= 1 })
            node = node.Parent;
        // "Relay(a, b).Wait();"
        return node.Parent is AwaitExpressionSyntax || (node.Parent is ExpressionStatementSyntax && node != call);
    }

    /// <summary>When the whole is torn down, what a peer still sends is not the question any more.</summary>
    public static bool TearsDown(ISymbol owner) =>
        owner is IMethodSymbol { MethodKind: MethodKind.Destructor }
        || owner.Name.StartsWith("Dispose", StringComparison.Ordinal) || owner.Name.StartsWith("Stop", StringComparison.Ordinal);

    private static bool IsFunction(SyntaxNode node) =>
        (node is MemberDeclarationSyntax and not GlobalStatementSyntax) || node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax;
}
