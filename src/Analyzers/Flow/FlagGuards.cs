using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Whether a flag decides if an operation runs: <c>if (!_halfClosed) s.Send(x)</c>, <c>if (options.Reuse) ...</c>. The
/// analysis does not follow booleans, so behind a flag it cannot say "always".
/// </summary>
internal static class FlagGuards
{
    /// <summary>A condition before or around <paramref name="operation"/> in its method reads a bool field, property or parameter.</summary>
    public static bool IsGuarded(Compilation compilation, SyntaxNode operation)
    {
        var member = operation.FirstAncestorOrSelf<SyntaxNode>(static node =>
            node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or CompilationUnitSyntax);
        if (member is null)
            return false;
        SemanticModel? model = null;
        foreach (var node in member.DescendantNodes())
        {
            if (node.SpanStart >= operation.SpanStart)
                break;
            if (ConditionOf(node) is { } condition && ReadsFlag(model ??= compilation.GetSemanticModel(node.SyntaxTree), condition))
                return true;
        }

        return false;
    }

    /// <summary>A condition around <paramref name="operation"/> reads a bool field, property or parameter: the user's setting decides.</summary>
    public static bool IsChosenBySetting(Compilation compilation, SyntaxNode operation)
    {
        SemanticModel? model = null;
        for (var node = operation.Parent; node is not null and not BaseMethodDeclarationSyntax and not AccessorDeclarationSyntax; node = node.Parent)
        {
            if (ConditionOf(node) is { } condition && !condition.Span.Contains(operation.Span)
                && ReadsFlag(model ??= compilation.GetSemanticModel(node.SyntaxTree), condition))
                return true;
        }

        return false;
    }

    private static ExpressionSyntax? ConditionOf(SyntaxNode node) => node switch
    {
        IfStatementSyntax branch => branch.Condition,
        ConditionalExpressionSyntax conditional => conditional.Condition,
        WhileStatementSyntax loop => loop.Condition,
        SwitchStatementSyntax choice => choice.Expression,
        _ => null,
    };

    private static bool ReadsFlag(SemanticModel model, ExpressionSyntax condition)
    {
        foreach (var node in condition.DescendantNodesAndSelf())
        {
            if (node is IdentifierNameSyntax && model.GetSymbolInfo(node).Symbol is { } symbol && IsFlag(symbol))
                return true;
        }

        return false;
    }

    // "Connected" is a state that the analysis does follow.
    private static bool IsFlag(ISymbol symbol) => symbol switch
    {
        IFieldSymbol field => IsFlagType(field.Type),
        IPropertySymbol property => IsFlagType(property.Type) && property.Name != "Connected",
        IParameterSymbol parameter => IsFlagType(parameter.Type),
        _ => false,
    };

    private static bool IsFlagType(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_Boolean || type.TypeKind == TypeKind.Enum
        || type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };
}
