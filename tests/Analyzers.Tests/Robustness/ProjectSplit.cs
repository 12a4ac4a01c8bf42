using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Tests.Robustness;

/// <summary>One project as two: a library of some of its types, with all that they name, and the rest.</summary>
internal sealed record ProjectSplit(CSharpCompilation Library, CSharpCompilation Rest)
{
    /// <summary>A split for each set of types that can stand alone, the largest sets first.</summary>
    public static IEnumerable<ProjectSplit> Of(Compilation compilation)
    {
        var types = compilation.SyntaxTrees.SelectMany(TypesOf).ToLookup(NameOf, StringComparer.Ordinal);
        var names = types.Select(type => type.Key).ToHashSet(StringComparer.Ordinal);
        if (names.Count < 2)
            yield break;
        var named = types.ToDictionary(type => type.Key, type => NamesIn(type, names), StringComparer.Ordinal);
        var libraries = names.Select(name => ClosureOf(name, named)).Where(set => set.Count < names.Count).DistinctBy(set => string.Join(' ', set));
        foreach (var library in libraries.OrderByDescending(set => set.Count))
            yield return Split((CSharpCompilation)compilation, library);
    }

    private static IEnumerable<MemberDeclarationSyntax> TypesOf(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>().Where(static node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    private static string NameOf(MemberDeclarationSyntax type) =>
        (type as BaseTypeDeclarationSyntax)?.Identifier.ValueText ?? ((DelegateDeclarationSyntax)type).Identifier.ValueText;

    private static HashSet<string> NamesIn(IEnumerable<MemberDeclarationSyntax> type, HashSet<string> names) =>
        [.. type.SelectMany(part => part.DescendantTokens()).Select(token => token.ValueText).Where(names.Contains)];

    private static SortedSet<string> ClosureOf(string name, Dictionary<string, HashSet<string>> named)
    {
        var closure = new SortedSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([name]);
        while (open.TryPop(out var next))
        {
            if (!closure.Add(next))
                continue;
            foreach (var other in named[next])
                open.Push(other);
        }

        return closure;
    }

    private static ProjectSplit Split(CSharpCompilation whole, SortedSet<string> library)
    {
        var friend = CSharpSyntaxTree.ParseText(
            $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{whole.AssemblyName}\")]", (CSharpParseOptions)whole.SyntaxTrees[0].Options);
        return new ProjectSplit(
            With(whole, node => node is GlobalStatementSyntax || !library.Contains(NameOf(node)))
                .AddSyntaxTrees(friend).WithAssemblyName("Library").WithOptions(whole.Options.WithOutputKind(OutputKind.DynamicallyLinkedLibrary)),
            With(whole, node => node is not GlobalStatementSyntax && library.Contains(NameOf(node))));
    }

    private static CSharpCompilation With(CSharpCompilation whole, Func<MemberDeclarationSyntax, bool> isRemoved)
    {
        var trees = whole.SyntaxTrees.Select(tree =>
        {
            var root = tree.GetRoot();
            var removed = TypesOf(tree).Concat(root.ChildNodes().OfType<GlobalStatementSyntax>()).Where(isRemoved);
            return tree.WithRootAndOptions(root.RemoveNodes(removed, SyntaxRemoveOptions.KeepUnbalancedDirectives)!, tree.Options);
        });
        return whole.RemoveAllSyntaxTrees().AddSyntaxTrees(trees.ToArray());
    }
}
