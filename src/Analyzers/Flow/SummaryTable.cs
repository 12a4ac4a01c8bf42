using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>
/// The summaries of one compilation, each made once. Callees come before their callers; methods that call each other in a
/// circle (a strongly connected component of the call graph) are opaque to each other. Thread-safe: two threads may make
/// the same summary, and make it the same.
/// </summary>
internal sealed class SummaryTable
{
    /// <summary>A larger callee is opaque: its caller must not wait for it.</summary>
    private const int MaxOperations = 2000;

    private readonly FlowContext _context;
    private readonly ConcurrentDictionary<ISymbol, MethodSummary> _summaries = new(SymbolEqualityComparer.Default);

    // Methods whose whole circle is in the table: only these may another thread's exploration leave out, else it would miss the circle.
    private readonly ConcurrentDictionary<ISymbol, bool> _settled = new(SymbolEqualityComparer.Default);

    public SummaryTable(FlowContext context) => _context = context;

    /// <summary>A source method whose body is what runs: nothing can override it.</summary>
    public static bool IsCandidate(IMethodSymbol method) =>
        HasSourceBody(method)
        && (!(method.IsVirtual || method.IsOverride) || method.IsSealed || method.ContainingType.IsSealed)
        && method.ContainingType.TypeKind != TypeKind.Interface;

    /// <summary>The summary of a candidate; opaque for everything else.</summary>
    public MethodSummary Get(IMethodSymbol method, CancellationToken cancellation)
    {
        method = method.OriginalDefinition;
        if (_summaries.TryGetValue(method, out var known))
            return known;
        if (!HasSourceBody(method))
            return MethodSummary.Opaque;
        new Exploration(this, cancellation).Explore(method);
        return _summaries.TryGetValue(method, out known) ? known : MethodSummary.Opaque;
    }

    private static bool HasSourceBody(IMethodSymbol method) =>
        method.MethodKind is MethodKind.Ordinary or MethodKind.Constructor or MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.ExplicitInterfaceImplementation or MethodKind.Destructor or MethodKind.StaticConstructor
        && !method.IsAbstract && !method.IsExtern
        && method.IsInSource() && !method.IsImplicitlyDeclared;

    /// <summary>A method that neither gets, gives nor holds a connection has nothing to summarise.</summary>
    public bool IsRelevant(IMethodSymbol method)
    {
        var kinds = _context.Kinds;
        if (kinds.HoldsConnection(method.ContainingType) || kinds.CanHoldConnection(method.ReturnType))
            return true;
        foreach (var parameter in method.Parameters)
        {
            if (kinds.CanHoldConnection(parameter.Type))
                return true;
        }

        return false;
    }

    /// <summary>One method of the call graph under exploration (Tarjan's algorithm, without recursion: call chains can be long).</summary>
    private sealed class Vertex
    {
        public Vertex(IMethodSymbol method, IOperation? body, HashSet<ISymbol> callees, int index)
        {
            Method = method;
            Body = body;
            Callees = callees;
            Pending = new Queue<ISymbol>(callees);
            Index = index;
            LowLink = index;
        }

        public IMethodSymbol Method { get; }

        public IOperation? Body { get; }

        public HashSet<ISymbol> Callees { get; }

        public Queue<ISymbol> Pending { get; }

        public int Index { get; }

        public int LowLink { get; set; }

        public bool IsOnStack { get; set; } = true;
    }

    private sealed class Exploration
    {
        private readonly SummaryTable _table;
        private readonly CancellationToken _cancellation;
        private readonly Dictionary<ISymbol, Vertex> _vertices = new(SymbolEqualityComparer.Default);
        private readonly Stack<Vertex> _component = new();
        private readonly Stack<Vertex> _path = new();

        public Exploration(SummaryTable table, CancellationToken cancellation)
        {
            _table = table;
            _cancellation = cancellation;
        }

        public void Explore(IMethodSymbol root)
        {
            Enter(root);
            while (_path.Count > 0)
            {
                _cancellation.ThrowIfCancellationRequested();
                var vertex = _path.Peek();
                if (vertex.Pending.Count > 0)
                    Visit(vertex, (IMethodSymbol)vertex.Pending.Dequeue());
                else
                    Leave(_path.Pop());
            }
        }

        private void Visit(Vertex vertex, IMethodSymbol callee)
        {
            if (_vertices.TryGetValue(callee, out var known))
            {
                if (known.IsOnStack)
                    vertex.LowLink = Math.Min(vertex.LowLink, known.Index);
            }
            else if (!_table._settled.ContainsKey(callee))
            {
                Enter(callee);
            }
        }

        private void Enter(IMethodSymbol method)
        {
            var body = MethodBodies.Find(_table._context.Compilation, method, _cancellation);
            var callees = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
            if (body is not null && !TryFindCallees(body, callees))
                body = null;
            var vertex = new Vertex(method, body, callees, _vertices.Count);
            _vertices.Add(method, vertex);
            _component.Push(vertex);
            _path.Push(vertex);
        }

        // False when the body is too large.
        private bool TryFindCallees(IOperation body, HashSet<ISymbol> callees)
        {
            var targets = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
            var count = 0;
            foreach (var operation in MethodBodies.Walk(body))
            {
                if (++count > MaxOperations)
                    return false;
                MethodBodies.AddTargets(operation, _table._context.Kinds, targets);
            }

            foreach (var target in targets)
            {
                if (IsCandidate((IMethodSymbol)target) && _table.IsRelevant((IMethodSymbol)target))
                    callees.Add(target);
            }

            return true;
        }

        private void Leave(Vertex vertex)
        {
            if (_path.Count > 0)
                _path.Peek().LowLink = Math.Min(_path.Peek().LowLink, vertex.LowLink);
            if (vertex.LowLink != vertex.Index)
                return;

            var members = new List<Vertex>();
            var recursive = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
            Vertex member;
            do
            {
                member = _component.Pop();
                member.IsOnStack = false;
                members.Add(member);
                recursive.Add(member.Method);
            }
            while (member != vertex);

            foreach (var m in members)
                _table._summaries.TryAdd(m.Method, Summarise(m, recursive));
            foreach (var m in members)
                _table._settled.TryAdd(m.Method, true);
        }

        private MethodSummary Summarise(Vertex vertex, HashSet<ISymbol> recursive)
        {
            if (vertex.Body is null || IsIterator(vertex.Method) || MethodBodies.GraphOf(vertex.Body, _cancellation) is not { } graph)
                return MethodSummary.Opaque;
            _table._context.Counters.CountSummary();
            var scope = new SummaryScope(vertex.Callees, recursive);
            var scan = FunctionScan.Of(_table._context, vertex.Body, vertex.Method, scope, _cancellation);
            return SummaryBuilder.Build(BodyAnalysis.Run(_table._context, graph, vertex.Method, null, scope, _cancellation), scan.EscapeOf(scan.Functions[0]));
        }

        private static bool IsIterator(IMethodSymbol method) =>
            method.ReturnType.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_IEnumerable_T or SpecialType.System_Collections_Generic_IEnumerator_T or SpecialType.System_Collections_IEnumerable or SpecialType.System_Collections_IEnumerator
            || method.ReturnType.Name is "IAsyncEnumerable" or "IAsyncEnumerator";
    }
}
