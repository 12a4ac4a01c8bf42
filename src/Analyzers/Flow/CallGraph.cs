using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>One method of the call graph.</summary>
internal sealed class CallGraphNode
{
    // Weak: an operation keeps the bound tree of its whole file.
    private readonly WeakReference<IOperation>? _body;

    public CallGraphNode(IMethodSymbol method, IOperation? body, HashSet<ISymbol> callees, HashSet<ISymbol> circle, BodyTraits traits)
    {
        Method = method;
        _body = body is null ? null : new WeakReference<IOperation>(body);
        Scope = new SummaryScope(callees, circle);
        Traits = traits;
    }

    public IMethodSymbol Method { get; }

    /// <summary>The callees that it names, and those among them that call it back.</summary>
    public SummaryScope Scope { get; }

    /// <summary>Its own and those of all that it calls.</summary>
    public BodyTraits Traits { get; }

    /// <summary>There is no body that can be analysed, or it is too large.</summary>
    public bool IsOpaque => _body is null;

    /// <summary>The body; null where it is opaque.</summary>
    public IOperation? FindBody(Compilation compilation, CancellationToken cancellation)
    {
        if (_body is null)
            return null;
        return _body.TryGetTarget(out var body) ? body : MethodBodies.Find(compilation, Method, cancellation);
    }

    /// <summary>Set when the methods that call each other in a circle with this one are in the graph too.</summary>
    public volatile bool IsSettled;
}

/// <summary>
/// Which source methods a method calls, and which of them call each other in a circle (a strongly connected component): each method
/// explored once, when somebody asks. Thread-safe: two threads may explore the same methods, and find the same.
/// </summary>
internal sealed class CallGraph
{
    /// <summary>A larger callee is opaque: its caller must not wait for it.</summary>
    private const int MaxOperations = 2000;

    private readonly FlowContext _context;
    private readonly ConcurrentDictionary<ISymbol, CallGraphNode> _nodes = new(DefinitionComparer.Instance);
    private readonly ConcurrentDictionary<ISymbol, bool> _follows = new(DefinitionComparer.Instance);
    private readonly Func<ISymbol, bool> _findFollows;

    public CallGraph(FlowContext context)
    {
        _context = context;
        _findFollows = symbol => IsCandidate((IMethodSymbol)symbol) && IsRelevant((IMethodSymbol)symbol);
    }

    /// <summary>A source method whose body is what runs: nothing can override it.</summary>
    public bool IsCandidate(IMethodSymbol method) =>
        HasSourceBody(method)
        && (!(method.IsVirtual || method.IsOverride) || method.IsSealed || method.ContainingType.IsSealed)
        && method.ContainingType.TypeKind != TypeKind.Interface;

    /// <summary>The node of a method with a body in source; null for every other.</summary>
    public CallGraphNode? NodeOf(IMethodSymbol method, CancellationToken cancellation)
    {
        method = method.OriginalDefinition;
        // One that is not settled is another thread's, whose circle is perhaps not there yet.
        if (_nodes.TryGetValue(method, out var known) && known.IsSettled)
            return known;
        if (!HasSourceBody(method))
            return null;
        new Exploration(this, cancellation).Explore(method);
        return _nodes[method];
    }

    /// <summary>Whether a call of <paramref name="method"/> leads on in the graph.</summary>
    public bool Follows(IMethodSymbol method) => _follows.GetOrAdd(method.OriginalDefinition, _findFollows);

    // A method that neither gets, gives nor holds a connection does nothing to one.
    private bool IsRelevant(IMethodSymbol method)
    {
        var kinds = _context.Kinds;
        // The members of an extension block have its parameter, which this version of Roslyn cannot name; the block has no name either.
        if (method.ContainingType.Name.Length == 0 || kinds.HoldsConnection(method.ContainingType) || kinds.CanHoldConnection(method.ReturnType))
            return true;
        foreach (var parameter in method.Parameters)
        {
            if (kinds.CanHoldConnection(parameter.Type))
                return true;
        }

        return false;
    }

    private bool HasSourceBody(IMethodSymbol method) =>
        method.MethodKind is MethodKind.Ordinary or MethodKind.Constructor or MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.ExplicitInterfaceImplementation or MethodKind.Destructor or MethodKind.StaticConstructor
        && !method.IsAbstract && !method.IsExtern
        && _context.Compilation.Declares(method) && !method.IsImplicitlyDeclared;

    private sealed class Vertex
    {
        public Vertex(IMethodSymbol method, int index)
        {
            Method = method;
            Index = index;
            LowLink = index;
        }

        public IMethodSymbol Method { get; }

        public IOperation? Body { get; set; }

        public BodyTraits Traits { get; set; }

        public HashSet<ISymbol> Callees { get; } = new(DefinitionComparer.Instance);

        public Queue<ISymbol> Pending { get; } = new();

        public int Index { get; }

        public int LowLink { get; set; }

        public bool IsOnStack { get; set; } = true;
    }

    /// <summary>Tarjan's algorithm, without recursion: call chains can be long.</summary>
    private sealed class Exploration
    {
        private readonly CallGraph _graph;
        private readonly CancellationToken _cancellation;
        private readonly Dictionary<ISymbol, Vertex> _vertices = new(DefinitionComparer.Instance);
        private readonly Stack<Vertex> _component = new();
        private readonly Stack<Vertex> _path = new();

        public Exploration(CallGraph graph, CancellationToken cancellation)
        {
            _graph = graph;
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
            else if (!_graph._nodes.TryGetValue(callee, out var node) || !node.IsSettled)
            {
                Enter(callee);
            }
        }

        private void Enter(IMethodSymbol method)
        {
            var vertex = new Vertex(method, _vertices.Count);
            try
            {
                if (MethodBodies.Find(_graph._context.Compilation, method, _cancellation) is { } body)
                    Look(vertex, body);
            }
            catch (Exception e) when (_graph._context.Failures.Contain(e, method))
            {
                // Opaque, as one that is too large.
            }

            _vertices.Add(method, vertex);
            _component.Push(vertex);
            _path.Push(vertex);
        }

        // Leaves everything empty when the body is too large.
        private void Look(Vertex vertex, IOperation body)
        {
            var targets = new HashSet<ISymbol>(DefinitionComparer.Instance);
            var traits = BodyTraits.None;
            var count = 0;
            foreach (var operation in MethodBodies.Walk(body))
            {
                if (++count > MaxOperations)
                    return;
                MethodBodies.AddTargets(operation, _graph._context.Kinds, targets);
                traits |= _graph._context.Traits.Of(operation) | _graph._context.Actions.Of(operation);
            }

            vertex.Body = body;
            vertex.Traits = traits & BodyTraitsReader.OfCallees;
            foreach (var target in targets)
            {
                if (_graph.Follows((IMethodSymbol)target) && vertex.Callees.Add(target))
                    vertex.Pending.Enqueue(target);
            }
        }

        private void Leave(Vertex vertex)
        {
            if (_path.Count > 0)
                _path.Peek().LowLink = Math.Min(_path.Peek().LowLink, vertex.LowLink);
            if (vertex.LowLink != vertex.Index)
                return;

            var members = new List<Vertex>();
            var circle = new HashSet<ISymbol>(DefinitionComparer.Instance);
            Vertex member;
            do
            {
                member = _component.Pop();
                member.IsOnStack = false;
                members.Add(member);
                circle.Add(member.Method);
            }
            while (member != vertex);

            var traits = TraitsOf(members, circle);
            foreach (var m in members)
                _graph._nodes.TryAdd(m.Method, new CallGraphNode(m.Method, m.Body, m.Callees, circle, traits));
            // Only now: whoever leaves out one of them because it is there would miss the circle.
            foreach (var m in members)
                _graph._nodes[m.Method].IsSettled = true;
        }

        private BodyTraits TraitsOf(List<Vertex> members, HashSet<ISymbol> circle)
        {
            var traits = BodyTraits.None;
            foreach (var member in members)
            {
                traits |= member.Traits;
                foreach (var callee in member.Callees)
                {
                    if (!circle.Contains(callee))
                        traits |= _graph._nodes[callee].Traits;
                }
            }

            return traits;
        }
    }
}
