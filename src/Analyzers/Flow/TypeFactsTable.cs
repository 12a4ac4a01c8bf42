using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>
/// What all methods of a type together do to what its fields hold, in no order. A rule that claims an absence asks it
/// ("is the option set anywhere in the type?"). Made only when a rule asks, once per type.
/// </summary>
internal sealed class TypeFactsTable
{
    private readonly FlowContext _context;
    private readonly ConcurrentDictionary<ISymbol, Dictionary<ISymbol, SocketFacts>> _facts = new(SymbolEqualityComparer.Default);

    public TypeFactsTable(FlowContext context) => _context = context;

    /// <summary>
    /// All facts of everything that <paramref name="member"/> (a field or auto-property) ever holds; of a type that is a
    /// connection itself, because it derives from <c>TcpListener</c> or the like, those of its own object.
    /// </summary>
    public SocketFacts Of(ISymbol member, CancellationToken cancellation)
    {
        var type = (member as INamedTypeSymbol ?? member.ContainingType).OriginalDefinition;
        if (!_facts.TryGetValue(type, out var facts))
            facts = _facts.GetOrAdd(type, Collect(type, cancellation));
        return facts.TryGetValue(member.OriginalDefinition, out var found) ? found : SocketFacts.None;
    }

    /// <summary>Some method of the type switches AutoFlush on, perhaps before the one that is asked for.</summary>
    public bool MaySwitchAutoFlushOn(ISymbol writer, CancellationToken cancellation) => (Of(writer, cancellation) & SocketFacts.AutoFlush) != 0;

    private Dictionary<ISymbol, SocketFacts> Collect(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var facts = new Dictionary<ISymbol, SocketFacts>(SymbolEqualityComparer.Default);
        foreach (var member in type.GetMembers())
        {
            cancellation.ThrowIfCancellationRequested();
            if (member is IMethodSymbol method)
            {
                var summary = _context.Summaries.Get(method, cancellation);
                Add(facts, type, summary);
                AddGiven(facts, method, summary, cancellation);
            }
            else if (member is IFieldSymbol or IPropertySymbol)
                AddInitializer(facts, member, cancellation);
        }

        return facts;
    }

    private static void Add(Dictionary<ISymbol, SocketFacts> facts, ISymbol type, MethodSummary summary)
    {
        foreach (var effect in summary.Effects)
        {
            var field = effect.Path switch
            {
                { Root: IFieldSymbol or IPropertySymbol, Members.Length: 0 } => effect.Path.Root,
                { Root: null, Members.Length: 1 } => effect.Path.Members[0],
                { Root: null, Members.Length: 0 } => type,
                _ => null,
            };
            if (field is null)
                continue;
            facts.TryGetValue(field.OriginalDefinition, out var known);
            facts[field.OriginalDefinition] = known | effect.AllFacts;
        }
    }

    // What a method that others can call gives them, or an iterator, of which no summary tells, is in foreign hands.
    private void AddGiven(Dictionary<ISymbol, SocketFacts> facts, IMethodSymbol method, MethodSummary summary, CancellationToken cancellation)
    {
        foreach (var (path, _, _) in summary.Returned?.Aliases ?? new List<(ExternalPath, bool, bool)>())
        {
            if (path is { Root: null, Members.Length: 1 } && method.DeclaredAccessibility != Accessibility.Private)
                AddEscape(facts, path.Members[0]);
        }

        if (summary != MethodSummary.Opaque || method.IsImplicitlyDeclared)
            return;
        foreach (var reference in _context.Compilation.DeclarationsOf(method))
        {
            foreach (var node in reference.GetSyntax(cancellation).DescendantNodes())
            {
                // "_listener.Accept()" keeps it; anything else may set its options or hand it on.
                if (node is not IdentifierNameSyntax name || name.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } call && call.Expression == name)
                    continue;
                foreach (var member in method.ContainingType.GetMembers(name.Identifier.ValueText))
                {
                    if (member is IFieldSymbol or IPropertySymbol)
                        AddEscape(facts, member);
                }
            }
        }
    }

    private static void AddEscape(Dictionary<ISymbol, SocketFacts> facts, ISymbol field)
    {
        facts.TryGetValue(field.OriginalDefinition, out var known);
        facts[field.OriginalDefinition] = known | SocketFacts.Escaped;
    }

    private void AddInitializer(Dictionary<ISymbol, SocketFacts> facts, ISymbol member, CancellationToken cancellation)
    {
        if (member.IsImplicitlyDeclared || !_context.Kinds.IsConnection(TypeOf(member)) || _context.Compilation.DeclarationsOf(member) is not { Length: 1 } declarations)
            return;
        var syntax = declarations[0].GetSyntax(cancellation) switch
        {
            VariableDeclaratorSyntax { Initializer: { } initializer } => initializer,
            PropertyDeclarationSyntax { Initializer: { } initializer } => initializer,
            _ => null,
        };
        if (syntax is null)
            return;
        try
        {
            AddInitializer(facts, member, syntax, cancellation);
        }
        catch (Exception e) when (_context.Failures.Contain(e, member))
        {
            facts[member.OriginalDefinition] = SocketFacts.FromOutside | SocketFacts.Escaped;
        }
    }

    private void AddInitializer(Dictionary<ISymbol, SocketFacts> facts, ISymbol member, SyntaxNode initializer, CancellationToken cancellation)
    {
        var graph = _context.Compilation.OperationOf(initializer, cancellation) switch
        {
            IFieldInitializerOperation field => ControlFlowGraph.Create(field, cancellation),
            IPropertyInitializerOperation property => ControlFlowGraph.Create(property, cancellation),
            _ => null,
        };
        if (graph is not null)
            Add(facts, member.ContainingType, SummaryBuilder.Build(BodyAnalysis.Run(_context, graph, member, null, SummaryScope.Nested, cancellation)));
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => member is IFieldSymbol field ? field.Type : (member as IPropertySymbol)?.Type;
}
