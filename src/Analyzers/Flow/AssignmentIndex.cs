using System;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.Flow;

/// <summary>An expression that is given a value, or to which somebody gets a reference.</summary>
internal readonly struct AssignmentTarget
{
    public AssignmentTarget(ExpressionSyntax expression, bool isInitializer)
    {
        Expression = expression;
        IsInitializer = isInitializer;
    }

    public ExpressionSyntax Expression { get; }

    /// <summary>In <c>new X { Member = value }</c> or <c>x with { ... }</c>: of an object that nobody else has yet.</summary>
    public bool IsInitializer { get; }

    /// <summary>A name alone, or behind <c>this</c>: a member of the object whose code it is, if it is a member.</summary>
    public bool IsOfOwnObject => !IsInitializer && Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax };

    /// <summary>A constructor's assignment to <paramref name="member"/> of its own object; of what is static, the own type's.</summary>
    public bool IsOwnInConstructor(ISymbol member)
    {
        if (Expression is MemberAccessExpressionSyntax { Expression: not ThisExpressionSyntax })
            return false;
        for (var node = Expression.Parent; node is not null; node = node.Parent)
        {
            switch (node)
            {
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax:
                    return false;
                case ConstructorDeclarationSyntax constructor:
                    return !member.IsStatic || (constructor.Modifiers.Any(SyntaxKind.StaticKeyword) && constructor.Identifier.ValueText == member.ContainingType?.Name);
                case AccessorDeclarationSyntax accessor:
                    return accessor.IsKind(SyntaxKind.InitAccessorDeclaration);
                case MemberDeclarationSyntax:
                    return false;
            }
        }

        return false;
    }
}

/// <summary>All targets of assignments in one syntax tree, by name.</summary>
internal sealed class AssignmentIndex
{
    private readonly Dictionary<string, List<AssignmentTarget>> _byName = new(StringComparer.Ordinal);
    private readonly List<int> _positions = new();

    private AssignmentIndex()
    {
    }

    public static AssignmentIndex Create(SyntaxNode root, CancellationToken cancellation)
    {
        var index = new AssignmentIndex();
        foreach (var node in root.DescendantNodes())
        {
            switch (node)
            {
                case AssignmentExpressionSyntax assignment when !IsNull(assignment.Right):
                    index.Add(assignment.Left, IsInitializer(assignment));
                    break;
                case ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument when !argument.RefKindKeyword.IsKind(SyntaxKind.InKeyword):
                    index.Add(argument.Expression, isInitializer: false);
                    break;
                case RefExpressionSyntax reference:
                    index.Add(reference.Expression, isInitializer: false);
                    break;
            }

            cancellation.ThrowIfCancellationRequested();
        }

        index._positions.Sort();
        return index;
    }

    /// <summary>Adds the targets of this name, within <paramref name="span"/> where there is one.</summary>
    public void AddTargets(string name, TextSpan? span, List<AssignmentTarget> found)
    {
        if (!_byName.TryGetValue(name, out var targets))
            return;
        foreach (var target in targets)
        {
            if (span is null || span.Value.Contains(target.Expression.Span))
                found.Add(target);
        }
    }

    public bool HasTargetIn(TextSpan span)
    {
        var at = _positions.BinarySearch(span.Start);
        if (at < 0)
            at = ~at;
        return at < _positions.Count && _positions[at] < span.End;
    }

    private static bool IsInitializer(AssignmentExpressionSyntax assignment) =>
        assignment.Parent is InitializerExpressionSyntax { Parent: BaseObjectCreationExpressionSyntax or WithExpressionSyntax };

    private static bool IsNull(ExpressionSyntax value) =>
        value.IsKind(SyntaxKind.NullLiteralExpression) || value.IsKind(SyntaxKind.DefaultLiteralExpression)
        || value is PostfixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax };

    private void Add(ExpressionSyntax target, bool isInitializer)
    {
        // Tuples in tuples can be deeper than any stack.
        var targets = new Stack<ExpressionSyntax>();
        targets.Push(target);
        while (targets.Count > 0)
            AddOne(targets.Pop(), isInitializer, targets);
    }

    private void AddOne(ExpressionSyntax target, bool isInitializer, Stack<ExpressionSyntax> more)
    {
        switch (target)
        {
            case TupleExpressionSyntax tuple:
                foreach (var element in tuple.Arguments)
                    more.Push(element.Expression);
                break;
            case ParenthesizedExpressionSyntax parenthesized:
                more.Push(parenthesized.Expression);
                break;
            case ConditionalExpressionSyntax choice:
                more.Push(choice.WhenTrue);
                more.Push(choice.WhenFalse);
                break;
            case RefExpressionSyntax reference:
                more.Push(reference.Expression);
                break;
            case PostfixUnaryExpressionSyntax forgiven:
                more.Push(forgiven.Operand);
                break;
            case IdentifierNameSyntax identifier:
                Add(identifier.Identifier.ValueText, target, isInitializer);
                break;
            case MemberAccessExpressionSyntax member:
                Add(member.Name.Identifier.ValueText, target, isInitializer);
                break;
            case MemberBindingExpressionSyntax member:
                Add(member.Name.Identifier.ValueText, target, isInitializer);
                break;
        }
    }

    private void Add(string name, ExpressionSyntax target, bool isInitializer)
    {
        if (!_byName.TryGetValue(name, out var targets))
            _byName[name] = targets = new List<AssignmentTarget>();
        targets.Add(new AssignmentTarget(target, isInitializer));
        _positions.Add(target.SpanStart);
    }
}
