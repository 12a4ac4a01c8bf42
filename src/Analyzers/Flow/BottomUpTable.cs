using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Something that is found out of each method once, callees before their callers; methods that call each other in a circle are opaque
/// to each other. Thread-safe: two threads may find out the same, and find it the same.
/// </summary>
internal abstract class BottomUpTable<T>
    where T : class
{
    private readonly ConcurrentDictionary<ISymbol, T> _found = new(DefinitionComparer.Instance);
    private readonly T _opaque;

    /// <param name="context">What the compilation's analysis shares.</param>
    /// <param name="opaque">For a method of which nothing is known.</param>
    protected BottomUpTable(FlowContext context, T opaque)
    {
        Context = context;
        _opaque = opaque;
    }

    protected FlowContext Context { get; }

    /// <summary>What is found of a method with a body in source; opaque for everything else.</summary>
    public T Get(IMethodSymbol method, CancellationToken cancellation)
    {
        method = method.OriginalDefinition;
        if (_found.TryGetValue(method, out var known))
            return known;
        if (Context.Calls.NodeOf(method, cancellation) is not { } root)
            return _opaque;
        var path = new Stack<(CallGraphNode Node, IEnumerator<ISymbol> Callees)>();
        path.Push((root, root.Scope.Allowed.GetEnumerator()));
        while (path.Count > 0)
        {
            var (node, callees) = path.Peek();
            if (callees.MoveNext())
            {
                if (!_found.ContainsKey(callees.Current) && Context.Calls.NodeOf((IMethodSymbol)callees.Current, cancellation) is { } callee)
                    path.Push((callee, callee.Scope.Allowed.GetEnumerator()));
                continue;
            }

            path.Pop();
            if (!_found.ContainsKey(node.Method))
                _found.TryAdd(node.Method, Find(node, cancellation));
        }

        return _found[method];
    }

    /// <summary>What is to be found out of one body; everything that <paramref name="scope"/> allows is in the table already.</summary>
    protected abstract T Find(IMethodSymbol method, IOperation body, SummaryScope scope, CancellationToken cancellation);

    /// <summary>For a method that has nothing to do with connections, and is not looked at any further.</summary>
    protected abstract T Harmless(IMethodSymbol method);

    private T Find(CallGraphNode node, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (node.IsOpaque || IsIterator(node.Method))
            return _opaque;
        if (node.Traits == BodyTraits.None && !Context.AnalyseEveryBody)
            return Harmless(node.Method);
        try
        {
            return node.FindBody(Context.Compilation, cancellation) is { } body ? Find(node.Method, body, node.Scope, cancellation) : _opaque;
        }
        catch (Exception e) when (Context.Failures.Contain(e, node.Method))
        {
            return _opaque;
        }
    }

    private static bool IsIterator(IMethodSymbol method) =>
        method.ReturnType.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_IEnumerable_T or SpecialType.System_Collections_Generic_IEnumerator_T or SpecialType.System_Collections_IEnumerable or SpecialType.System_Collections_IEnumerator
        || method.ReturnType.Name is "IAsyncEnumerable" or "IAsyncEnumerator";
}
