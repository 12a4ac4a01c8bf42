using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Every expression that a type's code assigns to a name. By name, in one pass per type, and only for a type with a call
/// whose receiver does not tell by itself that it is a socket's. Thread-safe.
/// </summary>
internal sealed class AssignedValues
{
    private readonly ConcurrentDictionary<ISymbol, Dictionary<string, List<ExpressionSyntax>>> _types = new(SymbolEqualityComparer.Default);
    private readonly Func<ISymbol, Dictionary<string, List<ExpressionSyntax>>> _collect = static type => Collect((INamedTypeSymbol)type);

    /// <summary>What the type around <paramref name="variable"/> assigns to its name; of a local only what its own member does.</summary>
    public IReadOnlyList<ExpressionSyntax> Of(ISymbol variable)
    {
        if (variable.ContainingType is not { } type || !Named(type, variable.Name, out var values))
            return Array.Empty<ExpressionSyntax>();
        if (variable is not ILocalSymbol)
            return values;
        var own = new List<ExpressionSyntax>();
        foreach (var reference in variable.DeclaringSyntaxReferences)
        {
            var member = MemberOf(reference.GetSyntax());
            foreach (var value in values)
            {
                if (MemberOf(value) == member)
                    own.Add(value);
            }
        }

        return own;
    }

    /// <summary>Whether the type's code assigns anything to a member of this name, whosever it is.</summary>
    public bool Assigns(INamedTypeSymbol type, string name) => Named(type, name, out _);

    private bool Named(INamedTypeSymbol type, string name, out List<ExpressionSyntax> values) =>
        _types.GetOrAdd(type.OriginalDefinition, _collect).TryGetValue(name, out values!);

    private static SyntaxNode? MemberOf(SyntaxNode node) =>
        node.FirstAncestorOrSelf<SyntaxNode>(static n => n is MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax);

    private static Dictionary<string, List<ExpressionSyntax>> Collect(INamedTypeSymbol type)
    {
        var result = new Dictionary<string, List<ExpressionSyntax>>(StringComparer.Ordinal);
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax().DescendantNodes())
            {
                switch (node)
                {
                    case AssignmentExpressionSyntax assignment when NameOf(assignment.Left) is { } name:
                        Add(result, name, assignment.Right);
                        break;
                    case VariableDeclaratorSyntax { Initializer.Value: { } value } declarator:
                        Add(result, declarator.Identifier.ValueText, value);
                        break;
                    case PropertyDeclarationSyntax { Initializer.Value: { } value } property:
                        Add(result, property.Identifier.ValueText, value);
                        break;
                }
            }
        }

        return result;
    }

    private static string? NameOf(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        _ => null,
    };

    private static void Add(Dictionary<string, List<ExpressionSyntax>> map, string name, ExpressionSyntax value)
    {
        if (!map.TryGetValue(name, out var values))
            map[name] = values = new List<ExpressionSyntax>();
        values.Add(value);
    }
}
