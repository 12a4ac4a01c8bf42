using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Which members a call may give another value, with all that it calls in turn: each body is read once, when somebody asks. Code that
/// waits, or calls what nobody can look into (a delegate, an override), lets others run, who may assign whatever they can. Thread-safe.
/// </summary>
internal sealed class ReachableAssignments
{
    // Whoever reaches more is taken to reach everything: the question must not cost more than its answer is worth.
    private const int MaxMethods = 64;
    private const int MaxInitializers = 256;
    private const int MaxOperations = 2000;

    private readonly FlowContext _context;
    private readonly ConcurrentDictionary<ISymbol, AssignmentFacts> _ofBodies = new(DefinitionComparer.Instance);
    private readonly ConcurrentDictionary<ISymbol, AssignmentFacts> _ofCalls = new(DefinitionComparer.Instance);

    public ReachableAssignments(FlowContext context) => _context = context;

    /// <summary>Everything that a call of <paramref name="method"/> may do to members.</summary>
    public AssignmentFacts OfCall(IMethodSymbol method, CancellationToken cancellation)
    {
        method = method.OriginalDefinition;
        if (!_ofCalls.TryGetValue(method, out var facts))
            facts = _ofCalls.GetOrAdd(method, Collect(method, cancellation));
        return facts;
    }

    private AssignmentFacts Collect(IMethodSymbol root, CancellationToken cancellation)
    {
        var all = new AssignmentFacts();
        var seen = new HashSet<ISymbol>(DefinitionComparer.Instance) { root };
        var pending = new Queue<(IMethodSymbol Method, bool IsInitializer)>();
        pending.Enqueue((root, root.MethodKind == MethodKind.StaticConstructor));
        var (methods, initializers) = (0, 0);
        while (pending.Count > 0)
        {
            var (method, isInitializer) = pending.Dequeue();
            if (!_ofBodies.TryGetValue(method, out var facts))
                facts = _ofBodies.GetOrAdd(method, Read(method, cancellation));
            // What a type does at its first use it does once, and nearly always long ago: that it lets others run there says nothing here.
            if ((facts.LetsOthersRun && !isInitializer) || (isInitializer ? ++initializers > MaxInitializers : ++methods > MaxMethods))
                return AssignmentFacts.Everything;
            all.Assigned.UnionWith(facts.Assigned);
            foreach (var callee in facts.Callees)
            {
                if (seen.Add(callee))
                    pending.Enqueue((callee, isInitializer || callee.MethodKind == MethodKind.StaticConstructor));
            }
        }

        return all;
    }

    private AssignmentFacts Read(IMethodSymbol method, CancellationToken cancellation)
    {
        var facts = new AssignmentFacts();
        if (!_context.Compilation.Declares(method))
            return OtherCode.LetOthersRun(method) ? AssignmentFacts.Everything : facts;
        if (OtherCode.IsOpenToOthers(method))
            return AssignmentFacts.Everything;
        var reader = new AssignmentReader(_context, method, facts);
        var count = 0;
        var isInitializer = method.MethodKind == MethodKind.StaticConstructor;
        if (isInitializer)
            ReadInitializers(method.ContainingType, reader, ref count, cancellation);
        if (MethodBodies.Find(_context.Compilation, method, cancellation) is not { } body)
            return facts;
        foreach (var operation in MethodBodies.Walk(body))
        {
            if (++count > MaxOperations)
                return AssignmentFacts.Everything;
            reader.Read(operation);
            if (facts.LetsOthersRun && !isInitializer)
                return AssignmentFacts.Everything;
        }

        return facts;
    }

    // The initializers of static members run first.
    private void ReadInitializers(INamedTypeSymbol type, AssignmentReader reader, ref int count, CancellationToken cancellation)
    {
        foreach (var member in type.GetMembers())
        {
            if (!member.IsStatic || member is not (IFieldSymbol { IsConst: false, IsImplicitlyDeclared: false } or IPropertySymbol))
                continue;
            foreach (var reference in member.DeclaringSyntaxReferences)
            {
                var value = reference.GetSyntax(cancellation) switch
                {
                    VariableDeclaratorSyntax declarator => declarator.Initializer?.Value,
                    PropertyDeclarationSyntax property => property.Initializer?.Value,
                    _ => null,
                };
                if (value is null or LiteralExpressionSyntax || _context.Compilation.OperationOf(value, cancellation) is not { } operation)
                    continue;
                foreach (var part in MethodBodies.Walk(operation))
                {
                    if (++count > MaxOperations)
                        return;
                    reader.Read(part);
                }
            }
        }
    }
}

/// <summary>What one body, or a call with all that it reaches, may do to members. Not changed once it is in the table.</summary>
internal sealed class AssignmentFacts
{
    public static readonly AssignmentFacts Everything = new() { LetsOthersRun = true };

    public bool LetsOthersRun { get; set; }

    /// <summary>Definitions of fields and auto-properties, of whatever object.</summary>
    public HashSet<ISymbol> Assigned { get; } = new(SymbolEqualityComparer.Default);

    public List<IMethodSymbol> Callees { get; } = new();

    /// <summary>Whether <paramref name="member"/>, which somebody assigns, may have another value afterwards.</summary>
    public bool MayAssign(ISymbol member) => LetsOthersRun || (Assigned.Count > 0 && Assigned.Contains(member.OriginalDefinition));
}
