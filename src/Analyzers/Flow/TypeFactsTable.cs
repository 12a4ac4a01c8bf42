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
    private readonly ConcurrentDictionary<ISymbol, Dictionary<string, List<SyntaxNode>>> _assignments = new(SymbolEqualityComparer.Default);
    private readonly Func<ISymbol, Dictionary<string, List<SyntaxNode>>> _findAssignments;

    public TypeFactsTable(FlowContext context)
    {
        _context = context;
        _findAssignments = static type => FindAssignments((INamedTypeSymbol)type);
    }

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

    /// <summary>Whether another method than <paramref name="owner"/>'s gives the field a new object; constructors ran before.</summary>
    public bool IsAssignedElsewhere(ISymbol member, ISymbol owner)
    {
        if (member.ContainingType is not { } type || !_assignments.GetOrAdd(type.OriginalDefinition, _findAssignments).TryGetValue(member.Name, out var assigning))
            return false;
        var own = owner.DeclaringSyntaxReferences.Length > 0 ? owner.DeclaringSyntaxReferences[0] : null;
        foreach (var node in assigning)
        {
            if (node is not ConstructorDeclarationSyntax && (own is null || !Contains(node, own)))
                return true;
        }

        return false;
    }

    /// <summary>Whether <paramref name="method"/> may fill a field of its type: by name, so it errs towards yes.</summary>
    public bool AssignsMembers(IMethodSymbol method)
    {
        if (method.DeclaringSyntaxReferences.Length == 0)
            return false;
        var own = method.DeclaringSyntaxReferences[0];
        foreach (var assigning in _assignments.GetOrAdd(method.ContainingType.OriginalDefinition, _findAssignments).Values)
        {
            foreach (var node in assigning)
            {
                if (Contains(node, own))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether any code but that of <paramref name="methods"/> gives the field a new object; its initializer does not count.</summary>
    public bool IsAssignedOutside(ISymbol member, List<(IMethodSymbol Method, MethodSummary Summary)>? methods)
    {
        if (member.ContainingType is not { } type || !_assignments.GetOrAdd(type.OriginalDefinition, _findAssignments).TryGetValue(member.Name, out var assigning))
            return false;
        foreach (var node in assigning)
        {
            var isInside = false;
            for (var i = 0; i < methods?.Count && !isInside; i++)
                isInside = methods[i].Method.DeclaringSyntaxReferences is { Length: > 0 } references && Contains(node, references[0]);
            if (!isInside)
                return true;
        }

        return false;
    }

    private static bool Contains(SyntaxNode node, SyntaxReference own) => own.SyntaxTree == node.SyntaxTree && node.Span.Contains(own.Span);

    private Dictionary<ISymbol, SocketFacts> Collect(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var facts = new Dictionary<ISymbol, SocketFacts>(SymbolEqualityComparer.Default);
        foreach (var member in type.GetMembers())
        {
            cancellation.ThrowIfCancellationRequested();
            if (member is IMethodSymbol method)
                Add(facts, type, _context.Summaries.Get(method, cancellation));
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

    private void AddInitializer(Dictionary<ISymbol, SocketFacts> facts, ISymbol member, CancellationToken cancellation)
    {
        if (member.IsImplicitlyDeclared || !_context.Kinds.IsConnection(TypeOf(member)) || member.DeclaringSyntaxReferences.Length != 1)
            return;
        var syntax = member.DeclaringSyntaxReferences[0].GetSyntax(cancellation) switch
        {
            VariableDeclaratorSyntax { Initializer: { } initializer } => initializer,
            PropertyDeclarationSyntax { Initializer: { } initializer } => initializer,
            _ => null,
        };
        if (syntax is null)
            return;
        var graph = _context.Compilation.GetSemanticModel(syntax.SyntaxTree).GetOperation(syntax, cancellation) switch
        {
            IFieldInitializerOperation field => ControlFlowGraph.Create(field, cancellation),
            IPropertyInitializerOperation property => ControlFlowGraph.Create(property, cancellation),
            _ => null,
        };
        if (graph is not null)
            Add(facts, member.ContainingType, SummaryBuilder.Build(BodyAnalysis.Run(_context, graph, member, null, SummaryScope.Nested, cancellation)));
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => member is IFieldSymbol field ? field.Type : (member as IPropertySymbol)?.Type;

    // By name, so it errs towards "assigned"; null does not count: what is null is not used.
    private static Dictionary<string, List<SyntaxNode>> FindAssignments(INamedTypeSymbol type)
    {
        var result = new Dictionary<string, List<SyntaxNode>>(StringComparer.Ordinal);
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax().DescendantNodes())
            {
                var target = node switch
                {
                    AssignmentExpressionSyntax assignment when !IsNull(assignment.Right) => assignment.Left,
                    ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument when !argument.RefKindKeyword.IsKind(SyntaxKind.InKeyword) => argument.Expression,
                    _ => null,
                };
                if (target is not null && node.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member)
                    AddNames(result, target, member);
            }
        }

        return result;
    }

    private static void AddNames(Dictionary<string, List<SyntaxNode>> map, ExpressionSyntax target, SyntaxNode member)
    {
        if (NameOf(target) is { } name)
            Add(map, name, member);
        if (target is not TupleExpressionSyntax tuple)
            return;
        foreach (var element in tuple.Arguments)
            AddNames(map, element.Expression, member);
    }

    private static bool IsNull(ExpressionSyntax value) =>
        value.IsKind(SyntaxKind.NullLiteralExpression) || value.IsKind(SyntaxKind.DefaultLiteralExpression)
        || value is PostfixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax } ;

    private static string? NameOf(ExpressionSyntax? target) => target switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        _ => null,
    };

    private static void Add(Dictionary<string, List<SyntaxNode>> map, string name, SyntaxNode member)
    {
        if (!map.TryGetValue(name, out var members))
            map[name] = members = new List<SyntaxNode>();
        members.Add(member);
    }
}
