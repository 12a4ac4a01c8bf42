using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>What <c>Task.WhenAny</c> waits for: the text of its arguments, and of the variables in them where they got their values.</summary>
internal sealed class RaceTasks
{
    private readonly List<SyntaxNode> _texts = new();
    private readonly List<string> _variables = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _tokenSources = new(StringComparer.Ordinal);

    private RaceTasks()
    {
    }

    /// <summary>One of the arguments is <c>WhenAll</c>: the race is against a timer.</summary>
    public bool WaitsForAll { get; private set; }

    public IReadOnlyList<string> Variables => _variables;

    /// <summary>They stand in the race itself, so that nothing after it can name them.</summary>
    public bool AreUnnamed => _variables.Count == 0;

    /// <summary>What gave a cancellation token to one of them: <c>source.Token</c>.</summary>
    public IReadOnlyCollection<string> TokenSources => _tokenSources;

    public static RaceTasks Of(RuleContext context, InvocationExpressionSyntax call)
    {
        var tasks = new RaceTasks();
        var model = context.Compilation.GetSemanticModel(call.SyntaxTree);
        tasks._texts.Add(call.ArgumentList);
        for (var i = 0; i < tasks._texts.Count; i++)
            tasks.Follow(context, model, tasks._texts[i]);
        return tasks;
    }

    /// <summary>The relays that the tasks carry, in source order.</summary>
    public List<FlowEvent> RelaysIn(RuleContext context)
    {
        var relays = new HashSet<FlowEvent>();
        var events = context.Body.Events;
        foreach (var text in _texts)
        {
            for (var i = RelayIndex.FirstFrom(events, text.SpanStart); i < events.Count && events[i].Operation.Syntax.SpanStart < text.Span.End; i++)
            {
                context.Step();
                if (events[i].Event == SocketEvent.Relay && text.SyntaxTree == events[i].Operation.Syntax.SyntaxTree && text.Span.Contains(events[i].Operation.Syntax.Span))
                    relays.Add(events[i]);
            }
        }

        var sorted = new List<FlowEvent>(relays);
        sorted.Sort(static (a, b) => a.Operation.Syntax.SpanStart.CompareTo(b.Operation.Syntax.SpanStart));
        return sorted;
    }

    private void Follow(RuleContext context, SemanticModel model, SyntaxNode text)
    {
        foreach (var node in text.DescendantNodesAndSelf())
        {
            context.Step();
            if (node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token", Expression: IdentifierNameSyntax source })
                _tokenSources.Add(source.Identifier.ValueText);
            if (node is not IdentifierNameSyntax name)
                continue;
            WaitsForAll |= name.Identifier.ValueText == "WhenAll";
            if (_known.Contains(name.Identifier.ValueText) || model.GetSymbolInfo(name).Symbol is not ILocalSymbol local || !(IsTask(local.Type) || local.Type.Name == "CancellationToken"))
                continue;
            foreach (var (value, _) in TaskValues.Of(context, model, local))
            {
                if (_known.Add(name.Identifier.ValueText) && local.Type.Name != "CancellationToken")
                    _variables.Add(name.Identifier.ValueText);
                _texts.Add(value);
            }
        }
    }

    public static bool IsTask(ITypeSymbol type)
    {
        while (type is not { Name: "Task" or "ValueTask" })
        {
            if (type is IArrayTypeSymbol array)
                type = array.ElementType;
            else if (type is INamedTypeSymbol { TypeArguments: { Length: 1 } arguments })
                type = arguments[0];
            else
                return false;
        }

        return type is INamedTypeSymbol;
    }
}
