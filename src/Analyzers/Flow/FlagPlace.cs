using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Flow;

/// <summary>A flag, counter or state that decides on an end: what it holds at the beginning, and whether somebody counts with it.</summary>
internal sealed class FlagPlace
{
    private FlagPlace(object? first, bool isCounted)
    {
        First = first;
        IsCounted = isCounted;
    }

    /// <summary>The value that an initializer or constructor gives it, else the default; null where it is no constant.</summary>
    public object? First { get; }

    /// <summary>It is counted up or down, or bits are set in it.</summary>
    public bool IsCounted { get; }

    public static FlagPlace? Of(Compilation compilation, ISymbol symbol, CancellationToken cancellation)
    {
        if (TypeOf(symbol) is not { } type)
            return null;
        object? first = type.SpecialType == SpecialType.System_Boolean ? false : type.IsReferenceType ? null : 0;
        var isCounted = false;
        foreach (var reference in compilation.DeclarationsOf(ScopeOf(symbol)))
        {
            var scope = symbol is ILocalSymbol ? symbol.DeclaringSyntaxReferences[0].GetSyntax(cancellation).FirstAncestorOrSelf<MemberDeclarationSyntax>() : reference.GetSyntax(cancellation);
            foreach (var node in scope?.DescendantNodes() ?? System.Array.Empty<SyntaxNode>())
            {
                isCounted |= Counts(node, symbol.Name);
                if (FirstValue(node, symbol) is { } value)
                    first = value.Kind() switch
                    {
                        SyntaxKind.TrueLiteralExpression => true,
                        SyntaxKind.FalseLiteralExpression => false,
                        SyntaxKind.NumericLiteralExpression => ((LiteralExpressionSyntax)value).Token.Value,
                        _ => first is bool ? first : null,
                    };
            }
        }

        return new FlagPlace(first, isCounted);
    }

    private static ISymbol ScopeOf(ISymbol symbol) => symbol is ILocalSymbol ? symbol : symbol.ContainingType;

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        ILocalSymbol { DeclaringSyntaxReferences.Length: > 0 } local => local.Type,
        _ => null,
    };

    private static ExpressionSyntax? FirstValue(SyntaxNode node, ISymbol symbol) => node switch
    {
        VariableDeclaratorSyntax { Initializer.Value: { } value } variable when variable.Identifier.ValueText == symbol.Name && IsDeclaration(variable, symbol) => value,
        PropertyDeclarationSyntax { Initializer.Value: { } value } property when property.Identifier.ValueText == symbol.Name => value,
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment
            when assignment.Left.LastName() == symbol.Name && assignment.FirstAncestorOrSelf<MemberDeclarationSyntax>() is ConstructorDeclarationSyntax => assignment.Right,
        _ => null,
    };

    private static bool IsDeclaration(VariableDeclaratorSyntax variable, ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences.Length > 0 && symbol.DeclaringSyntaxReferences[0].Span == variable.Span && symbol.DeclaringSyntaxReferences[0].SyntaxTree == variable.SyntaxTree;

    private static bool Counts(SyntaxNode node, string name) => node switch
    {
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } step => step.Operand.LastName() == name,
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } step => step.Operand.LastName() == name,
        AssignmentExpressionSyntax assignment => !assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && assignment.Left.LastName() == name,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Interlocked" }, Name.Identifier.ValueText: not ("Exchange" or "CompareExchange" or "Read") } } call =>
            call.ArgumentList.Arguments.Count > 0 && call.ArgumentList.Arguments[0].Expression.LastName() == name,
        _ => false,
    };
}
