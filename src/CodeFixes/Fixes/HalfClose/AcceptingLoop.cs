using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.CodeFixes.HalfClose;

/// <summary>The loop that accepts, seen from a place in it or in a method of the same type that it calls.</summary>
internal static class AcceptingLoop
{
    public static bool IsAround(SyntaxNode place)
    {
        if (IsInLoopThatAccepts(place))
            return true;
        var name = place.Ancestors().FirstOrDefault(IsFunction) switch
        {
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            LocalFunctionStatementSyntax function => function.Identifier.ValueText,
            _ => null,
        };
        // Called, not handed over: what a thread or a task runs does not hold the loop up.
        return name is not null && Outermost(place).DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => CalledName(call) == name && IsInLoopThatAccepts(call));
    }

    private static bool IsInLoopThatAccepts(SyntaxNode place) =>
        place.Ancestors().TakeWhile(node => !IsFunction(node)).Any(node =>
            node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax
            && node.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => CalledName(call)?.Contains("Accept") == true));

    private static SyntaxNode Outermost(SyntaxNode place) => place.Ancestors().OfType<BaseTypeDeclarationSyntax>().LastOrDefault() ?? place.SyntaxTree.GetRoot();

    private static string? CalledName(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        _ => null,
    };

    private static bool IsFunction(SyntaxNode node) =>
        node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax || (node is MemberDeclarationSyntax and not GlobalStatementSyntax);
}
