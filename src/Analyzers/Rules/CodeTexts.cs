using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>What the text of whole types and functions says to a rule, by name: each read once, and only when a rule asks. Thread-safe.</summary>
internal sealed class CodeTexts
{
    private readonly FlowContext _context;
    private readonly ConcurrentDictionary<ISymbol, Dictionary<string, List<InvocationExpressionSyntax>>> _calls = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, HashSet<string>> _answerCallbacks = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, bool> _holePunchers = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<SyntaxNode, FunctionText> _functions = new();
    private readonly Func<ISymbol, Dictionary<string, List<InvocationExpressionSyntax>>> _findCalls;
    private readonly Func<ISymbol, HashSet<string>> _findAnswerCallbacks;
    private readonly Func<ISymbol, bool> _findHolePuncher;
    private readonly Func<SyntaxNode, FunctionText> _read;

    public CodeTexts(FlowContext context)
    {
        _context = context;
        _findCalls = FindCalls;
        _findAnswerCallbacks = type => HttpAnswer.FindCallbacks(NodesOf(type));
        _findHolePuncher = type => HolePunching.IsAmong(NodesOf(type));
        _read = Read;
    }

    /// <summary>Every call in the type's text of something with this name, in the order of the text.</summary>
    public IReadOnlyList<InvocationExpressionSyntax> CallsOf(INamedTypeSymbol type, string name) =>
        _calls.GetOrAdd(type, _findCalls).TryGetValue(name, out var calls) ? calls : Array.Empty<InvocationExpressionSyntax>();

    /// <summary>What is named where the type sends the answer of an HTTP server that closes.</summary>
    public HashSet<string> AnswerCallbacksOf(INamedTypeSymbol type) => _answerCallbacks.GetOrAdd(type, _findAnswerCallbacks);

    /// <summary>Whether a method of the type connects from a port that it shares.</summary>
    public bool PunchesHole(INamedTypeSymbol type) => _holePunchers.GetOrAdd(type, _findHolePuncher);

    /// <summary>The text of the function around <paramref name="node"/>.</summary>
    public FunctionText Around(SyntaxNode node) => _functions.GetOrAdd(CodeShape.FunctionOf(node), _read);

    private FunctionText Read(SyntaxNode function)
    {
        var text = new FunctionText(function);
        _context.Counters.CountSteps(text.Size);
        return text;
    }

    private Dictionary<string, List<InvocationExpressionSyntax>> FindCalls(ISymbol type)
    {
        var result = new Dictionary<string, List<InvocationExpressionSyntax>>(StringComparer.Ordinal);
        foreach (var node in NodesOf(type))
        {
            if (node is not InvocationExpressionSyntax call || CodeShape.CalledName(call) is not { } name)
                continue;
            if (!result.TryGetValue(name, out var calls))
                result[name] = calls = new List<InvocationExpressionSyntax>();
            calls.Add(call);
        }

        return result;
    }

    private IEnumerable<SyntaxNode> NodesOf(ISymbol type)
    {
        var count = 0;
        try
        {
            foreach (var reference in _context.Compilation.DeclarationsOf(type))
            {
                foreach (var node in reference.GetSyntax().DescendantNodes())
                {
                    count++;
                    yield return node;
                }
            }
        }
        finally
        {
            _context.Counters.CountSteps(count);
        }
    }
}
