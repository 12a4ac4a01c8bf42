using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Which members of a type or of its state objects are views of one connection: <c>pair.Stream = pair.Client.GetStream()</c>,
/// or both filled from one variable. By name, for the question whether two places may be one. Memoised per type that uses them.
/// </summary>
internal sealed class ViewFields
{
    private readonly ConcurrentDictionary<ISymbol, Dictionary<string, string>> _leaders = new(SymbolEqualityComparer.Default);
    private readonly Func<ISymbol, Dictionary<string, string>> _find = static type => Find((INamedTypeSymbol)type);

    /// <summary>The name under which all members of a type go that can be views of one connection, as far as <paramref name="user"/> fills them.</summary>
    public string LeaderOf(ISymbol member, INamedTypeSymbol? user)
    {
        if (user is null)
            return member.Name;
        while (user.ContainingType is { } outer)
            user = outer;
        return _leaders.GetOrAdd(user.OriginalDefinition, _find).TryGetValue(member.Name, out var leader) ? leader : member.Name;
    }

    // Whatever is passed on the way leads to the last one directly afterwards.
    private static string Leader(Dictionary<string, string> leaders, string name)
    {
        var leader = name;
        while (leaders.TryGetValue(leader, out var next))
            leader = next;
        while (name != leader)
        {
            var next = leaders[name];
            leaders[name] = leader;
            name = next;
        }

        return leader;
    }

    private static Dictionary<string, string> Find(INamedTypeSymbol type)
    {
        var leaders = new Dictionary<string, string>(StringComparer.Ordinal);
        var members = new HashSet<string>(StringComparer.Ordinal);
        var assignments = new List<AssignmentExpressionSyntax>();
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax().DescendantNodes())
            {
                if (node is VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } field)
                    members.Add(field.Identifier.ValueText);
                else if (node is PropertyDeclarationSyntax property)
                    members.Add(property.Identifier.ValueText);
                else if (node is AssignmentExpressionSyntax assignment)
                    assignments.Add(assignment);
            }
        }

        var filledFrom = new Dictionary<(SyntaxNode Method, string Variable), string>();
        foreach (var assignment in assignments)
            Add(leaders, members, filledFrom, assignment);
        foreach (var name in new List<string>(leaders.Keys))
            Leader(leaders, name);
        return leaders;
    }

    private static void Add(Dictionary<string, string> leaders, HashSet<string> members, Dictionary<(SyntaxNode, string), string> filledFrom, AssignmentExpressionSyntax assignment)
    {
        var source = Viewed(assignment.Right);
        if (assignment.Left.LastName() is not { } field || source.LastName() is not { } name || assignment.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } method)
            return;
        // A variable means something in its own method only.
        if (source is MemberAccessExpressionSyntax || members.Contains(name))
            Join(leaders, field, name);
        else if (filledFrom.TryGetValue((method, name), out var twin))
            Join(leaders, field, twin);
        else
            filledFrom[(method, name)] = field;
    }

    private static void Join(Dictionary<string, string> leaders, string a, string b)
    {
        a = Leader(leaders, a);
        b = Leader(leaders, b);
        if (a != b)
            leaders[a] = b;
    }

    // x.GetStream(), x.Client, new NetworkStream(x, true): x.
    private static ExpressionSyntax Viewed(ExpressionSyntax value)
    {
        while (InnerOf(value) is { } inner)
            value = inner;
        return value;
    }

    private static ExpressionSyntax? InnerOf(ExpressionSyntax view) => view switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetStream" } call } => call.Expression,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Client", Expression: not ThisExpressionSyntax } client => client.Expression,
        ObjectCreationExpressionSyntax { Type: IdentifierNameSyntax { Identifier.ValueText: "NetworkStream" }, ArgumentList.Arguments: { Count: > 0 } arguments } => arguments[0].Expression,
        _ => null,
    };
}
