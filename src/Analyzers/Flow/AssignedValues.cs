using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Every expression that a type's code assigns to a name. By name, in one pass per type, and only for a type with a call
/// whose receiver does not tell by itself that it is a socket's. Thread-safe.
/// </summary>
internal sealed class AssignedValues
{
    private readonly ConcurrentDictionary<ISymbol, ValuesOfType> _types = new(SymbolEqualityComparer.Default);
    private readonly Func<ISymbol, ValuesOfType> _collect;

    public AssignedValues(Compilation compilation) => _collect = type => Collect(compilation.DeclarationsOf(type));

    /// <summary>What the type around <paramref name="variable"/> assigns to its name; of a local only what its own member does.</summary>
    public IReadOnlyList<ExpressionSyntax> Of(ISymbol variable)
    {
        if (variable.ContainingType is not { } type)
            return Array.Empty<ExpressionSyntax>();
        var values = _types.GetOrAdd(type.OriginalDefinition, _collect);
        if (variable is not ILocalSymbol)
            return values.ByName.TryGetValue(variable.Name, out var all) ? all : Array.Empty<ExpressionSyntax>();
        foreach (var reference in variable.DeclaringSyntaxReferences)
            return values.ByMember.TryGetValue((reference.GetSyntax().MemberAround(), variable.Name), out var own) ? own : Array.Empty<ExpressionSyntax>();
        return Array.Empty<ExpressionSyntax>();
    }

    /// <summary>Whether the type's code assigns anything to a member of this name, whosever it is.</summary>
    public bool Assigns(INamedTypeSymbol type, string name) => _types.GetOrAdd(type.OriginalDefinition, _collect).ByName.ContainsKey(name);

    private static ValuesOfType Collect(ImmutableArray<SyntaxReference> declarations)
    {
        var result = new ValuesOfType();
        foreach (var reference in declarations)
        {
            foreach (var node in reference.GetSyntax().DescendantNodes())
            {
                switch (node)
                {
                    case AssignmentExpressionSyntax assignment when assignment.Left.LastName() is { } name:
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

    private static void Add(ValuesOfType values, string name, ExpressionSyntax value)
    {
        Add(values.ByName, name, value);
        Add(values.ByMember, (value.MemberAround(), name), value);
    }

    private static void Add<TKey>(Dictionary<TKey, List<ExpressionSyntax>> map, TKey key, ExpressionSyntax value)
        where TKey : notnull
    {
        if (!map.TryGetValue(key, out var values))
            map[key] = values = new List<ExpressionSyntax>();
        values.Add(value);
    }

    private sealed class ValuesOfType
    {
        public Dictionary<string, List<ExpressionSyntax>> ByName { get; } = new(StringComparer.Ordinal);

        public Dictionary<(SyntaxNode? Member, string Name), List<ExpressionSyntax>> ByMember { get; } = new();
    }
}
