using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Rules;

/// <summary>What <c>Task.WhenAny</c> waits for: the text of its arguments, and of the variables in them where they got their values.</summary>
internal sealed class RaceTasks
{
    private readonly List<SyntaxNode> _texts = new();
    private readonly List<string> _variables = new();

    private RaceTasks()
    {
    }

    /// <summary>One of the arguments is <c>WhenAll</c>: the race is against a timer.</summary>
    public bool WaitsForAll { get; private set; }

    public IReadOnlyList<string> Variables => _variables;

    public IReadOnlyList<SyntaxNode> Texts => _texts;

    public static RaceTasks Of(RuleContext context, InvocationExpressionSyntax call)
    {
        var tasks = new RaceTasks();
        var model = context.Compilation.GetSemanticModel(call.SyntaxTree);
        tasks._texts.Add(call.ArgumentList);
        for (var i = 0; i < tasks._texts.Count; i++)
            tasks.Follow(context, model, tasks._texts[i]);
        return tasks;
    }

    public bool Contain(SyntaxNode node)
    {
        foreach (var text in _texts)
        {
            if (text.SyntaxTree == node.SyntaxTree && text.Span.Contains(node.Span))
                return true;
        }

        return false;
    }

    private void Follow(RuleContext context, SemanticModel model, SyntaxNode text)
    {
        foreach (var node in text.DescendantNodesAndSelf())
        {
            if (node is not IdentifierNameSyntax name)
                continue;
            WaitsForAll |= name.Identifier.ValueText == "WhenAll";
            if (_variables.Contains(name.Identifier.ValueText) || model.GetSymbolInfo(name).Symbol is not ILocalSymbol local || !IsTask(local.Type)
                || local.DeclaringSyntaxReferences.Length != 1)
                continue;
            if (local.DeclaringSyntaxReferences[0].GetSyntax(context.Cancellation) is VariableDeclaratorSyntax { Initializer.Value: { } value })
            {
                _variables.Add(name.Identifier.ValueText);
                _texts.Add(value);
            }
        }
    }

    private static bool IsTask(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsTask(array.ElementType),
        INamedTypeSymbol { Name: "Task" or "ValueTask" } => true,
        INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } => IsTask(arguments[0]),
        _ => false,
    };
}
