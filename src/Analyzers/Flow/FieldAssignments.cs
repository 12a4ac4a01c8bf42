using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Who gives a field or auto-property another object. By name, so it errs towards "assigned"; null does not count: what is null is
/// not used. Text is read once per syntax tree, and only when somebody asks: of a private member only its own outermost type,
/// of others the compilation, and what another assembly can assign counts as assigned. Thread-safe.
/// </summary>
internal sealed class FieldAssignments
{
    // Kept with the tree: an edit of one file leaves the others' as they are.
    private static readonly ConditionalWeakTable<SyntaxTree, AssignmentIndex> s_indexes = new();

    private readonly Compilation _compilation;
    private readonly Lazy<bool> _hasFriends;
    private readonly ConcurrentDictionary<ISymbol, List<AssignmentTarget>> _targets = new(SymbolEqualityComparer.Default);

    public FieldAssignments(Compilation compilation)
    {
        _compilation = compilation;
        _hasFriends = new Lazy<bool>(() => HasFriends(compilation.Assembly));
    }

    /// <summary>
    /// Whether code that may run beside or inside <paramref name="owner"/> gives <paramref name="member"/> a new object: any but the
    /// member's constructors, which ran before, and the owner's own statements, which the flow follows.
    /// </summary>
    public bool IsAssignedElsewhere(ISymbol member, ISymbol owner, CancellationToken cancellation)
    {
        member = member.OriginalDefinition;
        if (IsSettledByConstructors(member))
            return false;
        if (member is IFieldSymbol or IPropertySymbol && IsSetByOtherAssemblies(member))
            return true;
        var own = owner.DeclaringSyntaxReferences.Length > 0 ? owner.DeclaringSyntaxReferences[0] : null;
        foreach (var target in TargetsOf(member, cancellation))
        {
            if (!target.IsInitializer && !target.IsOwnInConstructor(member) && !IsStatementOf(own, target.Expression))
                return true;
        }

        return false;
    }

    /// <summary>Whether any code but the member's constructors gives it a new object.</summary>
    public bool IsAssignedAnywhere(ISymbol member, CancellationToken cancellation)
    {
        member = member.OriginalDefinition;
        if (IsSettledByConstructors(member))
            return false;
        if (IsSetByOtherAssemblies(member))
            return true;
        foreach (var target in TargetsOf(member, cancellation))
        {
            if (!target.IsInitializer && !target.IsOwnInConstructor(member))
                return true;
        }

        return false;
    }

    /// <summary>Whether <paramref name="method"/> may fill a field of its type.</summary>
    public static bool AssignsMembers(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences is { Length: > 0 } own && IndexOf(own[0].SyntaxTree, default).HasTargetIn(own[0].Span);

    /// <summary>Whether any code but that of <paramref name="methods"/>, by <see cref="AddDeclaration"/>, gives the member a new object; its initializer does not count.</summary>
    public bool IsAssignedOutside(ISymbol member, HashSet<SyntaxNode>? methods, CancellationToken cancellation)
    {
        member = member.OriginalDefinition;
        if (!IsReadOnlyField(member) && IsSetByOtherAssemblies(member))
            return true;
        foreach (var target in TargetsOf(member, cancellation))
        {
            if (target.Expression.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } declaration || methods?.Contains(declaration) != true)
                return true;
        }

        return false;
    }

    /// <summary>Adds the method's declaration and what stands around it: for <see cref="IsAssignedOutside"/>.</summary>
    public static void AddDeclaration(IMethodSymbol method, HashSet<SyntaxNode> declarations)
    {
        var node = method.DeclaringSyntaxReferences.Length > 0 ? method.DeclaringSyntaxReferences[0].GetSyntax() : null;
        while (node is not null && declarations.Add(node))
            node = node.Parent;
    }

    /// <summary>Whether one member's code, no constructor's, assigns both: who tests the one learns of the other.</summary>
    public bool AreAssignedTogether(ISymbol a, ISymbol b, CancellationToken cancellation)
    {
        if (IsSettledByConstructors(a.OriginalDefinition) || IsSettledByConstructors(b.OriginalDefinition))
            return false;
        foreach (var first in TargetsOf(a.OriginalDefinition, cancellation))
        {
            if (first.IsInitializer || first.IsOwnInConstructor(a))
                continue;
            foreach (var second in TargetsOf(b.OriginalDefinition, cancellation))
            {
                if (!second.IsOwnInConstructor(b) && MemberOf(first.Expression) is { } member && member == MemberOf(second.Expression))
                    return true;
            }
        }

        return false;
    }

    private static SyntaxNode? MemberOf(SyntaxNode node) =>
        node.FirstAncestorOrSelf<SyntaxNode>(static n => n is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or PropertyDeclarationSyntax);

    /// <summary>A member that keeps what its object's construction gave it.</summary>
    public static bool IsSettledByConstructors(ISymbol member) => member switch
    {
        IFieldSymbol field => field.IsReadOnly,
        IPropertySymbol property => property.SetMethod is null or { IsInitOnly: true },
        _ => false,
    };

    private static bool IsReadOnlyField(ISymbol member) =>
        member is IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null };

    private bool IsSetByOtherAssemblies(ISymbol member)
    {
        var isFriendly = (member as IPropertySymbol)?.SetMethod is { } setter ? IsVisible(setter.DeclaredAccessibility) : IsVisible(member.DeclaredAccessibility);
        for (var type = member.ContainingType; type is not null && isFriendly; type = type.ContainingType)
            isFriendly = IsVisible(type.DeclaredAccessibility);
        return isFriendly;
    }

    private bool IsVisible(Accessibility accessibility) => accessibility switch
    {
        Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal => true,
        Accessibility.Internal or Accessibility.ProtectedAndInternal => _hasFriends.Value,
        _ => false,
    };

    private static bool HasFriends(IAssemblySymbol assembly)
    {
        foreach (var attribute in assembly.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == nameof(InternalsVisibleToAttribute))
                return true;
        }

        return false;
    }

    private List<AssignmentTarget> TargetsOf(ISymbol member, CancellationToken cancellation)
    {
        if (!_targets.TryGetValue(member, out var targets))
            targets = _targets.GetOrAdd(member, Collect(member, cancellation));
        return targets;
    }

    private List<AssignmentTarget> Collect(ISymbol member, CancellationToken cancellation)
    {
        var found = new List<AssignmentTarget>();
        if (ScopeOf(member) is { } scope)
        {
            foreach (var reference in _compilation.DeclarationsOf(scope))
                IndexOf(reference.SyntaxTree, cancellation).AddTargets(member.Name, reference.Span, found);
            return found;
        }

        foreach (var tree in _compilation.SyntaxTrees)
            IndexOf(tree, cancellation).AddTargets(member.Name, null, found);
        if (!member.IsStatic)
            found.RemoveAll(target => target.IsOfOwnObject && !MayBeOf(member.ContainingType, target.Expression));
        return found;
    }

    // "Socket = x" without an object before it is of the type in which it stands, or of one of its bases.
    private static bool MayBeOf(INamedTypeSymbol type, SyntaxNode target)
    {
        for (var node = target.Parent; node is not null; node = node.Parent)
        {
            if (node is TypeDeclarationSyntax declaration && (declaration.BaseList is not null || declaration.Identifier.ValueText == type.Name))
                return true;
        }

        return false;
    }

    // Whose text can name the member: the method of a local, the outermost type of what is private somewhere; null for the whole compilation.
    private static ISymbol? ScopeOf(ISymbol member)
    {
        if (member is ILocalSymbol or IParameterSymbol)
        {
            var method = member.ContainingSymbol;
            while (method.ContainingSymbol is IMethodSymbol outer)
                method = outer;
            return method;
        }

        var isPrivate = ((member as IPropertySymbol)?.SetMethod ?? member).DeclaredAccessibility is Accessibility.Private or Accessibility.NotApplicable;
        var type = member.ContainingType;
        for (; type.ContainingType is { } outer; type = outer)
            isPrivate |= type.DeclaredAccessibility == Accessibility.Private;
        return isPrivate ? type : null;
    }

    private static AssignmentIndex IndexOf(SyntaxTree tree, CancellationToken cancellation) =>
        s_indexes.TryGetValue(tree, out var known) ? known : s_indexes.GetValue(tree, key => AssignmentIndex.Create(key.GetRoot(cancellation), cancellation));

    private static bool Contains(SyntaxReference owner, SyntaxNode node) => owner.SyntaxTree == node.SyntaxTree && owner.Span.Contains(node.Span);

    // A function nested in the owner runs when somebody else likes.
    private static bool IsStatementOf(SyntaxReference? owner, SyntaxNode node)
    {
        if (owner is null || !Contains(owner, node))
            return false;
        for (var n = node; n is not null && n.Span != owner.Span; n = n.Parent)
        {
            if (n is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
                return false;
        }

        return true;
    }
}
