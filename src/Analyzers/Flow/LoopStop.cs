using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>A handler that falls through to the end of the loop, but sets what the loop asks: <c>catch { _running = false; }</c>.</summary>
internal static class LoopStop
{
    public static bool IsIn(List<ICatchClauseOperation> handlers, ILoopOperation loop)
    {
        var condition = loop switch
        {
            IWhileLoopOperation repeated => repeated.Condition,
            IForLoopOperation counted => counted.Condition,
            _ => null,
        };
        if (condition is null)
            return false;
        foreach (var handler in handlers)
        {
            foreach (var statement in handler.Handler.Operations)
            {
                if (statement is IExpressionStatementOperation { Operation: { } operation } && Stops(operation, condition))
                    return true;
            }
        }

        return false;
    }

    // Only what the handler does in any case; a method of the project may do it for it.
    private static bool Stops(IOperation operation, IOperation condition) => operation switch
    {
        ISimpleAssignmentOperation { Target: { } target, Value.ConstantValue: { HasValue: true, Value: { } value } } => NameOf(target) is { } name && IsFalseWith(condition, name, value),
        IInvocationOperation { TargetMethod: { Name: "Cancel" or "CancelAsync", ContainingType.Name: "CancellationTokenSource" } } => Mentions(condition, "IsCancellationRequested"),
        IAwaitOperation { Operation: IInvocationOperation { TargetMethod.Name: "CancelAsync" } } => Mentions(condition, "IsCancellationRequested"),
        IInvocationOperation { TargetMethod: { } method } => CalleeStops(method, condition),
        _ => false,
    };

    private static bool CalleeStops(IMethodSymbol method, IOperation condition)
    {
        if (condition.SemanticModel is not { } model)
            return false;
        foreach (var reference in model.Compilation.DeclarationsOf(method))
        {
            var body = reference.GetSyntax() switch
            {
                BaseMethodDeclarationSyntax declared => declared.Body,
                LocalFunctionStatementSyntax local => local.Body,
                _ => null,
            };
            if (body is null)
                continue;
            foreach (var statement in body.Statements)
            {
                if (statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Right: LiteralExpressionSyntax { Token.Value: { } value } } assignment }
                    && assignment.Left.LastName() is { } name && IsFalseWith(condition, name, value))
                    return true;
            }
        }

        return false;
    }

    // "while (_running)" with false, "while (!stopped)" with true, "while (state != State.Ended)" with State.Ended; joined by && too.
    private static bool IsFalseWith(IOperation condition, string name, object value)
    {
        // "a && b && c" is a condition in a condition, as deep as it is long.
        var parts = new Stack<IOperation>();
        parts.Push(condition);
        while (parts.Count > 0)
        {
            var part = parts.Pop();
            if (part is IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both)
            {
                parts.Push(both.RightOperand);
                parts.Push(both.LeftOperand);
            }
            else if (IsPartFalseWith(part, name, value))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPartFalseWith(IOperation condition, string name, object value)
    {
        var isNegated = false;
        while (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not)
        {
            isNegated = !isNegated;
            condition = not.Operand;
        }

        switch (condition)
        {
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } compared when NameOf(ValueReader.Unwrap(compared.LeftOperand)) == name:
                var isEqual = Equals(ValueReader.Constant(compared.RightOperand), value);
                return isNegated == (isEqual == (compared.OperatorKind == BinaryOperatorKind.Equals));
            default:
                return NameOf(condition) == name && value is bool set && set == isNegated;
        }
    }

    private static string? NameOf(IOperation target) => target switch
    {
        ILocalReferenceOperation local => local.Local.Name,
        IParameterReferenceOperation parameter => parameter.Parameter.Name,
        IMemberReferenceOperation member => member.Member.Name,
        _ => null,
    };

    private static bool Mentions(IOperation condition, string name)
    {
        foreach (var operation in MethodBodies.Walk(condition))
        {
            if (NameOf(operation) == name)
                return true;
        }

        return false;
    }
}
