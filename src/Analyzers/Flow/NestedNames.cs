using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Flow;

/// <summary>Which names stand in the lambdas and local functions of a member: read once per member, when somebody asks. Thread-safe.</summary>
internal sealed class NestedNames
{
    private readonly ConcurrentDictionary<SyntaxNode, Dictionary<string, HashSet<SyntaxNode>>> _members = new();
    private readonly Func<SyntaxNode, Dictionary<string, HashSet<SyntaxNode>>> _read = Read;

    /// <summary>Whether a function nested in <paramref name="member"/> names the variable, which it does not declare itself. By name, so it errs towards yes.</summary>
    public bool Contain(SyntaxNode member, ISymbol variable)
    {
        if (!_members.GetOrAdd(member, _read).TryGetValue(variable.Name, out var functions))
            return false;
        foreach (var function in functions)
        {
            if (variable.DeclaringSyntaxReferences.Length == 0 || !function.Span.Contains(variable.DeclaringSyntaxReferences[0].Span))
                return true;
        }

        return false;
    }

    private static Dictionary<string, HashSet<SyntaxNode>> Read(SyntaxNode member)
    {
        var names = new Dictionary<string, HashSet<SyntaxNode>>(StringComparer.Ordinal);
        foreach (var node in member.DescendantNodes())
        {
            if (node is not IdentifierNameSyntax name || FunctionAround(name) is not { } function)
                continue;
            if (!names.TryGetValue(name.Identifier.ValueText, out var functions))
                names[name.Identifier.ValueText] = functions = new HashSet<SyntaxNode>();
            functions.Add(function);
        }

        return names;
    }

    private static SyntaxNode? FunctionAround(SyntaxNode node)
    {
        for (var n = node.Parent; n is not null and not MemberDeclarationSyntax; n = n.Parent)
        {
            if (n is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
                return n;
        }

        return null;
    }
}
