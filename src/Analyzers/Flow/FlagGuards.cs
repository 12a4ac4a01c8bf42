using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Whether a flag decides if an operation runs: <c>if (!_halfClosed) s.Send(x)</c>, <c>if (options.Reuse) ...</c>. The
/// analysis does not follow booleans, so behind a flag it cannot say "always".
/// </summary>
internal static class FlagGuards
{
    /// <summary>
    /// Whether a condition that the analysis does not follow decides if <paramref name="operation"/> runs: around it anything but a
    /// question about a connection; before it, where the method may have ended, a flag. Loops count only with a flag: what
    /// is sent in a loop is sent.
    /// </summary>
    public static bool IsGuarded(FlowContext context, SyntaxNode operation)
    {
        var member = operation.FirstAncestorOrSelf<SyntaxNode>(IsFunction);
        if (member is null)
            return false;
        var model = context.Compilation.GetSemanticModel(operation.SyntaxTree);
        for (var node = operation; node != member; node = node.Parent!)
        {
            if (ConditionFor(node) is { } condition && (ReadsFlag(model, condition, numbersToo: true) || !ReadsConnection(context, model, condition)))
                return true;
        }

        if (!context.FirstFlags.TryGetValue(member, out var first))
            context.FirstFlags[member] = first = FirstFlag(model, member);
        return first < operation.SpanStart;
    }

    private static int FirstFlag(SemanticModel model, SyntaxNode function)
    {
        foreach (var node in function.DescendantNodes())
        {
            if (ConditionOf(node) is { } condition && ReadsFlag(model, condition, numbersToo: true))
                return node.SpanStart;
        }

        return int.MaxValue;
    }

    /// <summary>Whether the method throws before <paramref name="operation"/> where a flag says so, itself or by a helper that only does that.</summary>
    public static bool ThrowsBefore(FlowContext context, SyntaxNode operation, CancellationToken cancellation)
    {
        var member = operation.FirstAncestorOrSelf<SyntaxNode>(IsFunction);
        if (member is null)
            return false;
        var model = context.Compilation.GetSemanticModel(operation.SyntaxTree);
        foreach (var node in member.DescendantNodes())
        {
            if (node.SpanStart >= operation.SpanStart)
                break;
            if (node is IfStatementSyntax branch && ReadsFlag(model, branch.Condition, numbersToo: true) && (Throws(branch.Statement) || NoReturn.IsCall(branch.Statement, model, cancellation)))
                return true;
            if (node is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } && model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol method && ThrowsByFlag(context, call, model, method, cancellation))
                return true;
        }

        return false;
    }

    private static bool Throws(StatementSyntax statement) =>
        statement is ThrowStatementSyntax || (statement is BlockSyntax { Statements: { Count: > 0 } statements } && statements[statements.Count - 1] is ThrowStatementSyntax);

    private static bool ThrowsByFlag(FlowContext context, InvocationExpressionSyntax call, SemanticModel model, IMethodSymbol method, CancellationToken cancellation)
    {
        for (var i = 0; i < method.Parameters.Length && i < call.ArgumentList.Arguments.Count; i++)
        {
            if (method.Parameters[i].Type.SpecialType == SpecialType.System_Boolean && Questions.EndsIf(method.Parameters[i]) is not null && ReadsFlag(model, call.ArgumentList.Arguments[i].Expression, numbersToo: true))
                return true;
        }

        if (!context.Calls.IsCandidate(method) || MethodBodies.Find(context.Compilation, method.OriginalDefinition, cancellation) is not { } body)
            return false;
        foreach (var condition in Questions.ThrowingConditions(body))
        {
            if (condition.Syntax is ExpressionSyntax syntax && ReadsFlag(context.Compilation.GetSemanticModel(syntax.SyntaxTree), syntax, numbersToo: true))
                return true;
        }

        return false;
    }

    internal static bool IsFunction(SyntaxNode node) =>
        node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or CompilationUnitSyntax;

    // The condition on which a child of a branch is evaluated.
    internal static ExpressionSyntax? ConditionFor(SyntaxNode child) => child.Parent switch
    {
        IfStatementSyntax branch when branch.Condition != child => branch.Condition,
        ElseClauseSyntax { Parent: IfStatementSyntax branch } => branch.Condition,
        ConditionalExpressionSyntax conditional when conditional.Condition != child => conditional.Condition,
        BinaryExpressionSyntax binary when binary.Right == child && IsShortCircuit(binary) => binary.Left,
        SwitchSectionSyntax { Parent: SwitchStatementSyntax choice } => choice.Expression,
        SwitchExpressionArmSyntax { Parent: SwitchExpressionSyntax choice } => choice.GoverningExpression,
        _ => null,
    };

    private static bool IsShortCircuit(BinaryExpressionSyntax binary) =>
        binary.IsKind(SyntaxKind.LogicalAndExpression) || binary.IsKind(SyntaxKind.LogicalOrExpression) || binary.IsKind(SyntaxKind.CoalesceExpression);

    private static bool ReadsConnection(FlowContext context, SemanticModel model, ExpressionSyntax condition)
    {
        foreach (var node in condition.DescendantNodesAndSelf())
        {
            if (node is IdentifierNameSyntax && context.Kinds.IsConnection(model.GetTypeInfo(node).Type))
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

    private static bool ReadsFlag(SemanticModel model, ExpressionSyntax condition, bool numbersToo = false)
    {
        foreach (var node in condition.DescendantNodesAndSelf())
        {
            if (node is IdentifierNameSyntax && model.GetSymbolInfo(node).Symbol is { } symbol && (IsFlag(symbol) || (numbersToo && symbol is IFieldSymbol { IsConst: false, Type.SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_UInt64 })))
                return true;
        }

        return false;
    }

    // What the connection or the system says is no setting; "Connected" is a state that the analysis does follow.
    private static bool IsFlag(ISymbol symbol) => symbol switch
    {
        IFieldSymbol { IsConst: false } field => IsFlagType(field.Type),
        IPropertySymbol property => IsFlagType(property.Type) && !IsOfSystem(property.ContainingType),
        IParameterSymbol parameter => IsFlagType(parameter.Type),
        ILocalSymbol { IsConst: false } local => IsFlagType(local.Type),
        _ => false,
    };

    private static bool IsOfSystem(INamedTypeSymbol? type) =>
        type is { Name: "OperatingSystem", ContainingNamespace.Name: "System" } or { ContainingNamespace: { Name: "Sockets", ContainingNamespace.Name: "Net" } };

    private static bool IsFlagType(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_Boolean || type.TypeKind == TypeKind.Enum
        || type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };
}
