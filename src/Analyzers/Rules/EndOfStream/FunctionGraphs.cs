using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>The control flow graphs of the functions that the rule looks into, each made once. Thread-safe.</summary>
internal sealed class FunctionGraphs
{
    // Functions in functions.
    private const int MaxNesting = 8;

    private readonly Compilation _compilation;
    private readonly ConcurrentDictionary<SyntaxNode, ControlFlowGraph?> _graphs = new();

    public FunctionGraphs(Compilation compilation) => _compilation = compilation;

    /// <summary>Of a method, accessor, constructor or local function of this compilation; null for one without a body here.</summary>
    public ControlFlowGraph? Of(IMethodSymbol method, CancellationToken cancellation)
    {
        method = Callee.Definition(method);
        if (_compilation.DeclarationsOf(method) is not { Length: 1 } declarations)
            return null;
        var code = declarations[0].GetSyntax(cancellation);
        if (_graphs.TryGetValue(code, out var known))
            return known;
        if (method.MethodKind == MethodKind.LocalFunction)
            return _compilation.OperationOf(code, cancellation) is { } function ? OfFunction(function, 0, cancellation) : null;
        return MethodBodies.Find(_compilation, method, cancellation) is { } body ? OfRoot(code, body, cancellation) : null;
    }

    /// <summary>Of the innermost function around <paramref name="inside"/>.</summary>
    public ControlFlowGraph? Around(IOperation inside, CancellationToken cancellation) => OfFunction(inside.FunctionAround(), 0, cancellation);

    /// <summary>Of a body, a lambda or a local function.</summary>
    public ControlFlowGraph? OfFunction(IOperation function, CancellationToken cancellation) => OfFunction(function, 0, cancellation);

    private ControlFlowGraph? OfFunction(IOperation function, int depth, CancellationToken cancellation)
    {
        if (function.Parent is null)
            return OfRoot(function.Syntax, function, cancellation);
        if (depth == MaxNesting)
            return null;
        if (_graphs.TryGetValue(function.Syntax, out var known))
            return known;
        var outer = OfFunction(function.FunctionAround(), depth + 1, cancellation);
        return _graphs[function.Syntax] = outer is null ? null : function switch
        {
            ILocalFunctionOperation local when outer.LocalFunctions.Contains(local.Symbol) => outer.GetLocalFunctionControlFlowGraph(local.Symbol, cancellation),
            IAnonymousFunctionOperation when LambdaIn(outer, function.Syntax) is { } lambda => outer.GetAnonymousFunctionControlFlowGraph(lambda, cancellation),
            _ => null,
        };
    }

    private ControlFlowGraph? OfRoot(SyntaxNode code, IOperation body, CancellationToken cancellation)
    {
        if (!_graphs.TryGetValue(code, out var graph))
            _graphs[code] = graph = MethodBodies.GraphOf(body, cancellation);
        return graph;
    }

    private static IFlowAnonymousFunctionOperation? LambdaIn(ControlFlowGraph graph, SyntaxNode code)
    {
        foreach (var block in graph.Blocks)
        {
            foreach (var operation in Walk(block))
            {
                if (operation is IFlowAnonymousFunctionOperation lambda && lambda.Syntax == code)
                    return lambda;
            }
        }

        return null;
    }

    /// <summary>All operations of a block, those of its condition included.</summary>
    public static IEnumerable<IOperation> Walk(BasicBlock block)
    {
        foreach (var operation in block.Operations)
        {
            foreach (var inner in MethodBodies.Walk(operation))
                yield return inner;
        }

        if (block.BranchValue is null)
            yield break;
        foreach (var inner in MethodBodies.Walk(block.BranchValue))
            yield return inner;
    }
}
