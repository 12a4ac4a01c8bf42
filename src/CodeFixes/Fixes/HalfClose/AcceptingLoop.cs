using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers.CodeFixes.HalfClose;

/// <summary>The loop that accepts, seen from a place in it or in a method of the same type that it calls.</summary>
internal static class AcceptingLoop
{
    public static bool IsAround(SyntaxNode place)
    {
        if (IsInLoopThatAccepts(place))
            return true;
        var name = CodeShape.FunctionOf(place) switch
        {
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            LocalFunctionStatementSyntax function => function.Identifier.ValueText,
            _ => null,
        };
        // Called, not handed over: what a thread or a task runs does not hold the loop up.
        var type = place.Ancestors().OfType<BaseTypeDeclarationSyntax>().LastOrDefault() ?? place.SyntaxTree.GetRoot();
        return name is not null && type.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => CodeShape.CalledName(call) == name && IsInLoopThatAccepts(call));
    }

    private static bool IsInLoopThatAccepts(SyntaxNode place)
    {
        var function = CodeShape.FunctionOf(place);
        return place.Ancestors().TakeWhile(node => node != function).Any(node =>
            node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax
            && node.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => CodeShape.CalledName(call)?.Contains("Accept") == true));
    }
}
