using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.Rules;

/// <summary>
/// What the text of one function says, nested functions included: where each name stands, and where it waits or passes an end on. All
/// positions ascend.
/// </summary>
internal sealed class FunctionText
{
    private readonly Dictionary<string, List<IdentifierNameSyntax>> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<VariableDeclaratorSyntax>> _variables = new(StringComparer.Ordinal);
    private readonly List<int> _waits = new();
    private readonly List<int> _waitsForAll = new();
    private readonly ConcurrentDictionary<string, List<(string Variable, TextSpan Place)>> _filled = new(StringComparer.Ordinal);
    private readonly Func<string, List<(string Variable, TextSpan Place)>> _findFilled;
    private readonly ConcurrentDictionary<string, List<(IdentifierNameSyntax Name, ExpressionSyntax Value, bool IsElement)>> _given = new(StringComparer.Ordinal);
    private readonly Func<string, List<(IdentifierNameSyntax Name, ExpressionSyntax Value, bool IsElement)>> _findGiven;

    public FunctionText(SyntaxNode function)
    {
        _findFilled = FindFilled;
        _findGiven = FindGiven;
        foreach (var node in function.DescendantNodes())
        {
            Size++;
            if (node is IdentifierNameSyntax name)
                Add(_names, name.Identifier.ValueText, name);
            if (node is VariableDeclaratorSyntax variable)
                Add(_variables, variable.Identifier.ValueText, variable);
            if (IsWait(node))
                _waits.Add(node.SpanStart);
            if (node is IdentifierNameSyntax { Identifier.ValueText: "WhenAll" or "WaitAll" })
                _waitsForAll.Add(node.SpanStart);
        }
    }

    /// <summary>Nodes that were looked at.</summary>
    public int Size { get; private set; }

    /// <summary>The variables of a name.</summary>
    public IReadOnlyList<VariableDeclaratorSyntax> Variables(string name) =>
        _variables.TryGetValue(name, out var variables) ? variables : Array.Empty<VariableDeclaratorSyntax>();

    /// <summary>Every place of a name.</summary>
    public IReadOnlyList<IdentifierNameSyntax> Named(string name) =>
        _names.TryGetValue(name, out var places) ? places : Array.Empty<IdentifierNameSyntax>();

    /// <summary>The variables whose value has the name in it, each with the place of the name.</summary>
    public IReadOnlyList<(string Variable, TextSpan Place)> FilledFrom(string name) => _filled.GetOrAdd(name, _findFilled);

    /// <summary>What a variable of this name is assigned, or a list of this name is filled with.</summary>
    public IReadOnlyList<(IdentifierNameSyntax Name, ExpressionSyntax Value, bool IsElement)> GivenTo(string name) => _given.GetOrAdd(name, _findGiven);

    private List<(IdentifierNameSyntax Name, ExpressionSyntax Value, bool IsElement)> FindGiven(string variable)
    {
        var given = new List<(IdentifierNameSyntax, ExpressionSyntax, bool)>();
        foreach (var name in Named(variable))
        {
            foreach (var (value, isElement) in TaskValues.GivenAt(name))
                given.Add((name, value, isElement));
        }

        return given;
    }

    private List<(string Variable, TextSpan Place)> FindFilled(string name)
    {
        var filled = new List<(string Variable, TextSpan Place)>();
        foreach (var place in Named(name))
        {
            for (SyntaxNode node = place; node.Parent is { } parent and not MemberDeclarationSyntax; node = parent)
                AddFilled(filled, place.Span, node, parent);
        }

        return filled;
    }

    private static void AddFilled(List<(string Variable, TextSpan Place)> filled, TextSpan place, SyntaxNode node, SyntaxNode parent)
    {
        switch (parent)
        {
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable }:
                filled.Add((variable.Identifier.ValueText, place));
                break;
            case AssignmentExpressionSyntax { Left: IdentifierNameSyntax variable } assignment when assignment.Right == node:
                filled.Add((variable.Identifier.ValueText, place));
                break;
            case ForEachStatementSyntax loop when loop.Expression == node:
                filled.Add((loop.Identifier.ValueText, place));
                break;
            case InvocationExpressionSyntax call:
                foreach (var argument in call.ArgumentList.Arguments)
                {
                    if (argument.Expression is DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax variable })
                        filled.Add((variable.Identifier.ValueText, place));
                }

                break;
        }
    }

    /// <summary>Between the two positions it waits for all, pauses, or shuts the sending direction alone.</summary>
    public bool Waits(int after, int before) => WaitsForAll(after, before) || PausesOrPassesOn(after, before);

    /// <summary>Between the two positions it waits for all of some tasks.</summary>
    public bool WaitsForAll(int after, int before) => IsBetween(_waitsForAll, after, before);

    /// <summary>Between the two positions it pauses, or shuts the sending direction alone.</summary>
    public bool PausesOrPassesOn(int after, int before) => IsBetween(_waits, after, before);

    private static bool IsWait(SyntaxNode node) => node switch
    {
        IdentifierNameSyntax { Identifier.ValueText: "Delay" or "CompleteWrites" } => true,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Send", Expression: IdentifierNameSyntax { Identifier.ValueText: "SocketShutdown" } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SocketShutdown" } } => true,
        _ => false,
    };

    private static bool IsBetween(List<int> positions, int after, int before)
    {
        var next = positions.BinarySearch(after + 1);
        next = next < 0 ? ~next : next;
        return next < positions.Count && positions[next] < before;
    }

    private static void Add<T>(Dictionary<string, List<T>> lists, string name, T place)
    {
        if (!lists.TryGetValue(name, out var list))
            lists[name] = list = new List<T>();
        list.Add(place);
    }
}
