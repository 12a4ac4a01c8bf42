using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Flow;

/// <summary>Methods that never come back: a helper that only throws, and what says so of itself.</summary>
internal static class NoReturn
{
    public static bool Of(IMethodSymbol method, CancellationToken cancellation)
    {
        if (method.ContainingType is { Name: "Environment", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } && method.Name is "Exit" or "FailFast")
            return true;
        foreach (var attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == "DoesNotReturnAttribute")
                return true;
        }

        return !method.IsAsync && !method.IsAbstract && !method.IsVirtual && !method.IsOverride
            && method.DeclaringSyntaxReferences.Length == 1 && EndsInThrow(method.DeclaringSyntaxReferences[0].GetSyntax(cancellation));
    }

    /// <summary>Whether the statement calls such a method and does nothing after it.</summary>
    public static bool IsCall(StatementSyntax statement, SemanticModel model, CancellationToken cancellation) =>
        statement.LastStatement() is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } && model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol method && Of(method, cancellation);

    // "Log(); throw ...": its last statement throws, and none goes out before it.
    private static bool EndsInThrow(SyntaxNode declaration)
    {
        var (block, expression) = declaration switch
        {
            BaseMethodDeclarationSyntax method => (method.Body, method.ExpressionBody?.Expression),
            LocalFunctionStatementSyntax function => (function.Body, function.ExpressionBody?.Expression),
            _ => (null, null),
        };
        if (expression is not null)
            return expression is ThrowExpressionSyntax;
        if (block is not { Statements: { Count: > 0 } statements } || statements[statements.Count - 1] is not ThrowStatementSyntax)
            return false;
        foreach (var node in block.DescendantNodes(static node => node is not (ExpressionSyntax or LocalFunctionStatementSyntax)))
        {
            if (node is ReturnStatementSyntax or YieldStatementSyntax)
                return false;
        }

        return true;
    }
}
