using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Rules;

/// <summary>The tasks of a race, each with what it runs: two directions that one task stands for do not race (<c>WhenAny(Both(a, b), limit)</c>).</summary>
internal sealed class RaceRunners
{
    // SyntaxKind.ExpressionElement, an element of "[a, b]": newer than the Roslyn that this is built with.
    private const int CollectionElement = 9077;

    private readonly List<(SyntaxNode Text, int Runner)> _texts = new();
    private readonly HashSet<string> _variables = new();
    private int _count;

    private RaceRunners()
    {
    }

    public static RaceRunners Of(RuleContext context, InvocationExpressionSyntax race)
    {
        var runners = new RaceRunners();
        var model = context.Compilation.GetSemanticModel(race.SyntaxTree);
        foreach (var argument in race.ArgumentList.Arguments)
            runners.Add(argument.Expression, runners._count++);
        for (var i = 0; i < runners._texts.Count; i++)
            runners.Follow(context, model, runners._texts[i].Text, runners._texts[i].Runner);
        return runners;
    }

    public bool AreRivals(SyntaxNode one, SyntaxNode other) => RunnerOf(one) is { } a && RunnerOf(other) is { } b && a != b;

    private int? RunnerOf(SyntaxNode node)
    {
        int? runner = null;
        // The elements of a list stand behind the list.
        foreach (var (text, number) in _texts)
        {
            if (text.SyntaxTree == node.SyntaxTree && text.Span.Contains(node.Span))
                runner = number;
        }

        return runner;
    }

    // "new[] { a, b }", "new List<Task> { a, b }", "[a, b]": each element runs by itself.
    private void Add(ExpressionSyntax text, int runner)
    {
        _texts.Add((text, runner));
        foreach (var child in text.DescendantNodesAndSelf(static node => node is not (ArgumentListSyntax or AnonymousFunctionExpressionSyntax)))
        {
            if (child.RawKind == CollectionElement)
                _texts.Add((child, _count++));
            if (child is not InitializerExpressionSyntax initializer)
                continue;
            foreach (var element in initializer.Expressions)
                _texts.Add((element, _count++));
        }
    }

    private void Follow(RuleContext context, SemanticModel model, SyntaxNode text, int runner)
    {
        foreach (var node in text.DescendantNodesAndSelf())
        {
            if (node is not IdentifierNameSyntax name || RunnerOf(name) != runner || _variables.Contains(name.Identifier.ValueText)
                || model.GetSymbolInfo(name, context.Cancellation).Symbol is not ILocalSymbol local)
                continue;
            foreach (var (value, isElement) in TaskValues.Of(context, model, local))
            {
                _variables.Add(name.Identifier.ValueText);
                Add(value, isElement ? _count++ : runner);
            }
        }
    }
}
