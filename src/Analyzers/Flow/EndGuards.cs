using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Whether an end waits for something else than what came before it: <c>if (_otherDone) Close()</c>, a counter that must
/// be down to 0. "Close only once" (<c>if (!_closed)</c>, <c>Interlocked.Exchange</c>) waits for nothing.
/// </summary>
internal static class EndGuards
{
    /// <summary>Whether a flag or counter decides on <paramref name="end"/>; conditions before <paramref name="read"/> say nothing.</summary>
    public static bool WaitsForTheOther(Compilation compilation, SyntaxNode end, SyntaxNode? read)
    {
        SemanticModel? model = null;
        for (var node = end; node.Parent is { } parent && !IsFunction(node); node = parent)
        {
            if (parent is IfStatementSyntax branch && branch.Condition != node)
            {
                var isElse = branch.Else == node;
                if (Waits(model ??= compilation.GetSemanticModel(end.SyntaxTree), branch.Condition, whenFalse: isElse))
                    return true;
            }
            else if (parent is BlockSyntax block && read is not null && LeavesBefore(model ??= compilation.GetSemanticModel(end.SyntaxTree), block, node, read))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsFunction(SyntaxNode node) =>
        node is MemberDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or AccessorDeclarationSyntax;

    // "if (!_otherDone) return;" between the read and the end.
    private static bool LeavesBefore(SemanticModel model, BlockSyntax block, SyntaxNode end, SyntaxNode read)
    {
        foreach (var statement in block.Statements)
        {
            if (statement.SpanStart >= end.SpanStart)
                return false;
            if (statement is IfStatementSyntax { Else: null } branch && branch.SpanStart > read.SpanStart && Leaves(branch.Statement) && Waits(model, branch.Condition, whenFalse: true))
                return true;
        }

        return false;
    }

    private static bool Leaves(StatementSyntax statement) => statement switch
    {
        ReturnStatementSyntax => true,
        BlockSyntax { Statements: { Count: > 0 } statements } => statements[statements.Count - 1] is ReturnStatementSyntax,
        _ => false,
    };

    private static bool Waits(SemanticModel model, ExpressionSyntax condition, bool whenFalse)
    {
        foreach (var node in condition.DescendantNodesAndSelf())
        {
            switch (node)
            {
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Decrement" or "Increment" or "Add" or "Signal" } }:
                case PrefixUnaryExpressionSyntax prefix when prefix.IsKind(SyntaxKind.PreDecrementExpression) || prefix.IsKind(SyntaxKind.PreIncrementExpression):
                case PostfixUnaryExpressionSyntax postfix when postfix.IsKind(SyntaxKind.PostDecrementExpression) || postfix.IsKind(SyntaxKind.PostIncrementExpression):
                    return true;
                case IdentifierNameSyntax name when TryGetSign(name, condition, out var isNegated) && isNegated == whenFalse && IsFlag(model.GetSymbolInfo(name).Symbol):
                    return true;
            }
        }

        return false;
    }

    private static bool IsFlag(ISymbol? symbol) => symbol switch
    {
        IFieldSymbol { IsConst: false, Type.SpecialType: SpecialType.System_Boolean } => true,
        IPropertySymbol { Type.SpecialType: SpecialType.System_Boolean } property => property.IsInSource(),
        ILocalSymbol { Type.SpecialType: SpecialType.System_Boolean } => true,
        _ => false,
    };

    // By its place alone, before anything is bound: an operand of the condition, under how many negations.
    private static bool TryGetSign(IdentifierNameSyntax name, ExpressionSyntax condition, out bool isNegated)
    {
        isNegated = false;
        if (name.Identifier.ValueText is "Connected" or "IsCancellationRequested")
            return false;
        SyntaxNode node = name;
        while (node != condition && node.Parent is MemberAccessExpressionSyntax member && member.Name == node)
            node = member;
        for (; node != condition; node = node.Parent)
        {
            if (node.Parent is null || !IsLogical(node.Parent))
                return false;
            isNegated ^= Negates(node.Parent);
        }

        return true;
    }

    private static bool IsLogical(SyntaxNode node) =>
        node is ParenthesizedExpressionSyntax
        || node.IsKind(SyntaxKind.LogicalNotExpression) || node.IsKind(SyntaxKind.LogicalAndExpression) || node.IsKind(SyntaxKind.LogicalOrExpression)
        || node is BinaryExpressionSyntax { Right: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression or (int)SyntaxKind.FalseLiteralExpression } };

    private static bool Negates(SyntaxNode node) =>
        node.IsKind(SyntaxKind.LogicalNotExpression)
        || (node is BinaryExpressionSyntax binary
            && ((binary.IsKind(SyntaxKind.EqualsExpression) && binary.Right.IsKind(SyntaxKind.FalseLiteralExpression))
                || (binary.IsKind(SyntaxKind.NotEqualsExpression) && binary.Right.IsKind(SyntaxKind.TrueLiteralExpression))));
}
