using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>Every place of the source that names a symbol, as an operation. One semantic model per file: a body is bound once for all its names.</summary>
internal sealed class VariableUses
{
    private readonly TransferContext _context;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = new();

    public VariableUses(TransferContext context, CancellationToken cancellation)
    {
        _context = context;
        _cancellation = cancellation;
    }

    /// <summary>The names that can be those of <paramref name="symbol"/>; whether they are, only binding tells.</summary>
    public IEnumerable<SimpleNameSyntax> Candidates(ISymbol symbol)
    {
        if (ScopeOf(symbol) is not { } scopes)
            return _context.Index.Of(NameOf(symbol), _cancellation);
        return Within(scopes, NameOf(symbol));
    }

    public IOperation? OperationAt(SyntaxNode node) => ModelOf(node)?.GetOperation(node, _cancellation);

    public ISymbol? SymbolAt(SyntaxNode declaration) => ModelOf(declaration)?.GetDeclaredSymbol(declaration, _cancellation);

    private SemanticModel? ModelOf(SyntaxNode node)
    {
        var tree = node.SyntaxTree;
        if (!_models.TryGetValue(tree, out var model) && _context.Compilation.ContainsSyntaxTree(tree))
            _models[tree] = model = _context.Compilation.GetSemanticModel(tree);
        return model;
    }

    /// <summary>The operation of a name with what stands before it: <c>a.b</c> for its <c>b</c>.</summary>
    public IOperation? ReferenceAt(SimpleNameSyntax name) => OperationAt(name.NamedExpression());

    public static ISymbol? SymbolOf(IOperation? operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter.OriginalDefinition,
        IFieldReferenceOperation field => field.Field.OriginalDefinition,
        IPropertyReferenceOperation property => property.Property.OriginalDefinition,
        _ => null,
    };

    private IEnumerable<SimpleNameSyntax> Within(List<SyntaxNode> scopes, string name)
    {
        foreach (var scope in scopes)
        {
            foreach (var node in scope.DescendantNodes())
            {
                if (node is SimpleNameSyntax found && found.Identifier.ValueText == name)
                    yield return found;
            }
        }
    }

    // An explicit implementation is called by the interface's name.
    private static string NameOf(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => constructor.ContainingType.Name,
        IMethodSymbol { ExplicitInterfaceImplementations: { Length: > 0 } implemented } => implemented[0].Name,
        IPropertySymbol { ExplicitInterfaceImplementations: { Length: > 0 } implemented } => implemented[0].Name,
        _ => symbol.Name,
    };

    // None where the whole compilation can name it.
    private List<SyntaxNode>? ScopeOf(ISymbol symbol)
    {
        switch (symbol)
        {
            case ILocalSymbol or IMethodSymbol { MethodKind: MethodKind.LocalFunction }:
                return Around(symbol);
            case IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.PropertySet } setter }:
                return Around(setter);
            case IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType: var type } }:
                return DeclarationsOf(type);
            case IParameterSymbol:
                return Around(symbol);
            case { DeclaredAccessibility: Accessibility.Private, ContainingType: { } type }:
                return DeclarationsOf(type);
            default:
                return null;
        }
    }

    private List<SyntaxNode> Around(ISymbol symbol)
    {
        var scopes = new List<SyntaxNode>();
        foreach (var reference in _context.Compilation.DeclarationsOf(symbol))
        {
            var declaration = reference.GetSyntax(_cancellation);
            scopes.Add(declaration.MemberAround() ?? declaration);
        }

        return scopes;
    }

    private List<SyntaxNode> DeclarationsOf(INamedTypeSymbol type)
    {
        // A type inside of another one can name its private members.
        var outermost = type;
        while (outermost.ContainingType is { } outer)
            outermost = outer;
        var scopes = new List<SyntaxNode>();
        foreach (var reference in _context.Compilation.DeclarationsOf(outermost))
            scopes.Add(reference.GetSyntax(_cancellation));
        return scopes;
    }
}
