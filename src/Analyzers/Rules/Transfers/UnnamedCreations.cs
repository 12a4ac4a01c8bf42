using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Rules;

/// <summary>The objects that a file makes without naming their type: <c>new(...)</c>, <c>: base(...)</c>, <c>: this(...)</c>. Kept with the file.</summary>
internal static class UnnamedCreations
{
    private static readonly ConditionalWeakTable<SyntaxTree, List<SyntaxNode>> s_creations = new();

    public static IReadOnlyList<SyntaxNode> Of(SyntaxTree tree, CancellationToken cancellation)
    {
        if (s_creations.TryGetValue(tree, out var known))
            return known;
        var found = new List<SyntaxNode>();
        foreach (var node in tree.GetRoot(cancellation).DescendantNodes())
        {
            if (node is ImplicitObjectCreationExpressionSyntax or ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax)
                found.Add(node);
        }

        return s_creations.GetValue(tree, _ => found);
    }

    /// <summary>By its text, before anything is bound: the number of arguments, and the name of the type.</summary>
    public static bool MayBe(SyntaxNode creation, IMethodSymbol constructor) => creation switch
    {
        ImplicitObjectCreationExpressionSyntax made => Fits(made.ArgumentList, constructor),
        ConstructorInitializerSyntax { Parent.Parent: TypeDeclarationSyntax type } initializer =>
            (initializer.ThisOrBaseKeyword.IsKind(SyntaxKind.ThisKeyword) ? type.Identifier.ValueText == constructor.ContainingType.Name : type.BaseList is not null) && Fits(initializer.ArgumentList, constructor),
        PrimaryConstructorBaseTypeSyntax based => Fits(based.ArgumentList, constructor),
        _ => false,
    };

    private static bool Fits(ArgumentListSyntax arguments, IMethodSymbol constructor)
    {
        var (count, required, all) = (arguments.Arguments.Count, 0, constructor.Parameters.Length);
        foreach (var parameter in constructor.Parameters)
        {
            required += parameter.IsOptional || parameter.IsParams ? 0 : 1;
            all = parameter.IsParams ? int.MaxValue : all;
        }

        return count >= required && count <= all;
    }
}
