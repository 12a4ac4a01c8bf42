using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Scan;

/// <summary>
/// Chooses the files to bind, which is most of the speed: those that name a type of System.Net.Sockets, and those that name a type
/// which has one in a field, property or base, or is a part of it. It is known by name alone, so it is rather too many than too few.
/// </summary>
internal sealed partial class SocketFiles
{
    private readonly Dictionary<string, HashSet<string>> _holders = new(StringComparer.Ordinal);

    /// <param name="root">Names are kept for all projects of one scanned folder: those that others refer to come first.</param>
    public IReadOnlyList<SyntaxTree> Choose(IEnumerable<SyntaxTree> trees, string root)
    {
        if (!_holders.TryGetValue(root, out var holders))
            _holders[root] = holders = new HashSet<string>(StringComparer.Ordinal);
        var chosen = new List<SyntaxTree>();
        var open = trees.ToList();
        int before;
        do
        {
            before = holders.Count;
            var found = open.FindAll(tree => Mentions(tree.GetText().ToString(), holders));
            foreach (var tree in found)
                AddHolders(tree.GetRoot(), holders);
            chosen.AddRange(found);
            open.RemoveAll(new HashSet<SyntaxTree>(found).Contains);
        }
        while (holders.Count > before);
        return chosen;
    }

    private static bool Mentions(string text, HashSet<string> holders)
    {
        if (SocketTypes().IsMatch(text))
            return true;
        if (holders.Count == 0)
            return false;
        var names = holders.GetAlternateLookup<ReadOnlySpan<char>>();
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var isName = i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] == '_');
            if (isName && start < 0)
                start = i;
            if (isName || start < 0)
                continue;
            if (names.Contains(text.AsSpan(start, i - start)))
                return true;
            start = -1;
        }

        return false;
    }

    private static void AddHolders(SyntaxNode root, HashSet<string> holders)
    {
        var types = root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax).OfType<TypeDeclarationSyntax>();
        foreach (var type in types.Where(type => TypesIn(type).Any(held => held is not null && Mentions(held.ToString(), holders))))
            holders.Add(type.Identifier.ValueText);
    }

    private static IEnumerable<SyntaxNode?> TypesIn(TypeDeclarationSyntax type)
    {
        yield return type.BaseList;
        // Of a record or a primary constructor; not "type.ParameterList", which older versions of Roslyn do not have.
        yield return type.ChildNodes().OfType<ParameterListSyntax>().FirstOrDefault();
        foreach (var member in type.Members)
        {
            yield return member switch
            {
                FieldDeclarationSyntax field => field.Declaration.Type,
                PropertyDeclarationSyntax property => property.Type,
                _ => null,
            };
        }
    }

    [GeneratedRegex("Socket|TcpClient|TcpListener|UdpClient|NetworkStream|SslStream")]
    private static partial Regex SocketTypes();
}
