using System;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Whether a function asks anything before it comes to an operation in it: a condition around it, or a way out in front of it. Not a question
/// that says nothing about a state: whether a delegate is null, or whether a counter has come to its end.
/// </summary>
internal static class AskedFirst
{
    // Of the statements in front of it. Beyond that the answer is yes, because who asks claims that it is not so.
    private const int MaxStatements = 64;

    /// <param name="use">The delegate, where it is run.</param>
    /// <param name="boundary">The body, or the block, around it.</param>
    /// <param name="compilation">For what a callee in front of it may throw.</param>
    /// <param name="cancellation">The caller's.</param>
    /// <param name="start">What stands before this place is not looked at.</param>
    public static bool Before(IOperation use, IOperation boundary, Compilation compilation, CancellationToken cancellation, int start = 0)
    {
        var variable = VariableOf(use);
        var child = use;
        for (var parent = use.Parent; parent is not null && child != boundary; parent = parent.Parent)
        {
            if (IsQuestion(parent, child, variable) || (parent is IBlockOperation block && LeavesBefore(block, child, variable, compilation, cancellation, start)))
                return true;
            child = parent;
        }

        return false;
    }

    private static bool IsQuestion(IOperation parent, IOperation child, ISymbol? variable) => parent switch
    {
        IConditionalOperation branch => child != branch.Condition && !IsNullTest(branch.Condition, variable),
        IWhileLoopOperation loop => loop.ConditionIsTop && child == loop.Body && loop.Condition is not { ConstantValue.HasValue: true },
        IForLoopOperation loop => child == loop.Body && loop.Condition is not (null or { ConstantValue.HasValue: true } or IBinaryOperation { LeftOperand: ILocalReferenceOperation }),
        IConditionalAccessOperation access => child == access.WhenNotNull && (VariableOf(access.Operation) is not { } asked || !SymbolEqualityComparer.Default.Equals(asked, variable)),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both => child == both.RightOperand,
        ICoalesceOperation coalesce => child == coalesce.WhenNull,
        ISwitchOperation choice => child != choice.Value,
        ISwitchExpressionOperation choice => child != choice.Value,
        // Who runs a function in it is another question.
        ICatchClauseOperation or IAnonymousFunctionOperation or ILocalFunctionOperation => true,
        _ => false,
    };

    private static bool IsNullTest(IOperation condition, ISymbol? variable)
    {
        var asked = condition switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals, RightOperand: { } other } test when IsNull(other) => test.LeftOperand,
            IIsPatternOperation { Pattern: IConstantPatternOperation { Value: { } other } } test when IsNull(other) => test.Value,
            IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation { Value: { } other } } } test when IsNull(other) => test.Value,
            _ => null,
        };
        return VariableOf(asked) is { } found && SymbolEqualityComparer.Default.Equals(found, variable);
    }

    private static bool IsNull(IOperation value) => ValueReader.Unwrap(value).ConstantValue is { HasValue: true, Value: null };

    private static ISymbol? VariableOf(IOperation? operation) => operation is null ? null : ValueReader.Unwrap(operation) switch
    {
        IParameterReferenceOperation parameter => parameter.Parameter,
        ILocalReferenceOperation local => local.Local,
        IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } member => member.Member,
        _ => null,
    };

    private static bool LeavesBefore(IBlockOperation block, IOperation child, ISymbol? variable, Compilation compilation, CancellationToken cancellation, int start)
    {
        var seen = 0;
        foreach (var statement in block.Operations)
        {
            if (statement == child)
                return false;
            if (statement.Syntax.SpanStart < start || (statement is IConditionalOperation { WhenFalse: null } test && IsNullTest(test.Condition, variable)))
                continue;
            if (++seen > MaxStatements || MayLeave(statement, compilation, cancellation))
                return true;
        }

        return false;
    }

    private static bool MayLeave(IOperation statement, Compilation compilation, CancellationToken cancellation)
    {
        foreach (var operation in ServingLoops.Own(statement))
        {
            var leaves = operation switch
            {
                IReturnOperation { Kind: OperationKind.Return } or IThrowOperation => true,
                IBranchOperation branch => branch.BranchKind == BranchKind.GoTo || !IsInside(branch, statement),
                IInvocationOperation { TargetMethod: { } method } => MayThrow(method, compilation, cancellation),
                _ => false,
            };
            if (leaves)
                return true;
        }

        return false;
    }

    // "break" and "continue" of a loop within the statement stay in it.
    private static bool IsInside(IBranchOperation branch, IOperation statement)
    {
        for (IOperation? parent = branch; parent is not null; parent = parent.Parent)
        {
            if (parent is ILoopOperation || (parent is ISwitchOperation && branch.BranchKind == BranchKind.Break))
                return true;
            if (parent == statement)
                return false;
        }

        return false;
    }

    // "ThrowIfClosed();"
    private static bool MayThrow(IMethodSymbol method, Compilation compilation, CancellationToken cancellation)
    {
        if (!compilation.Declares(method))
            return method.Name.StartsWith("ThrowIf", StringComparison.Ordinal) && method.ContainingType.Name is not ("ArgumentNullException" or "ArgumentException");
        if (method.PartialImplementationPart is { } whole)
            method = whole;
        foreach (var declaration in method.DeclaringSyntaxReferences)
        {
            foreach (var node in declaration.GetSyntax(cancellation).DescendantNodes())
            {
                if (node is Microsoft.CodeAnalysis.CSharp.Syntax.ThrowStatementSyntax or Microsoft.CodeAnalysis.CSharp.Syntax.ThrowExpressionSyntax)
                    return true;
            }
        }

        return false;
    }
}
