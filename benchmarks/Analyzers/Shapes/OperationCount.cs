using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Benchmarks.Shapes;

/// <summary>How much code there is, as an analyzer sees it: what the steps of the rules are compared with.</summary>
internal static class OperationCount
{
    public static int Of(Compilation compilation)
    {
        var count = 0;
        foreach (var tree in compilation.SyntaxTrees)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var node in tree.GetRoot().DescendantNodes(static node => node is not (BaseMethodDeclarationSyntax or AccessorDeclarationSyntax)))
            {
                if (node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or EqualsValueClauseSyntax && model.GetOperation(node) is { } body)
                    count += Microsoft.CodeAnalysis.Operations.OperationExtensions.DescendantsAndSelf(body).Count();
            }
        }

        return count;
    }
}
