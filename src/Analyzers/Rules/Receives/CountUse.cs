using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>What the code does with the count that a receive gives.</summary>
internal sealed class CountUse
{
    private readonly IOperation _scope;
    private IOperation _call;

    private CountUse(IOperation scope, IOperation call)
    {
        _scope = scope;
        _call = call;
    }

    /// <summary>Nobody has a name for it.</summary>
    public bool IsDiscarded { get; private set; }

    /// <summary>It bounds what is done, or goes where it is not followed.</summary>
    public bool IsUsed { get; private set; }

    /// <summary>So many bytes are copied, while the buffer itself is still there.</summary>
    public bool IsCopied { get; private set; }

    /// <summary>It is added to a sum.</summary>
    public bool IsSummed { get; private set; }

    /// <summary>As many bytes are there after the comparisons with constants.</summary>
    public int Minimum { get; private set; }

    /// <summary>The statement that the call is, where its value is thrown away.</summary>
    public IOperation? Statement { get; private set; }

    /// <param name="call">The receive.</param>
    /// <param name="buffer">Where it receives to, or null.</param>
    /// <param name="scope">The function that it stands in.</param>
    public static CountUse Of(IInvocationOperation call, ISymbol? buffer, IOperation scope)
    {
        var use = new CountUse(scope, call);
        use.LookAtValue(ValueOf(call), buffer);
        return use;
    }

    /// <param name="counts">Where <c>BytesTransferred</c> is read.</param>
    /// <param name="buffer">Where it was received to.</param>
    /// <param name="scope">The function that they stand in.</param>
    public static CountUse Of(IReadOnlyList<IOperation> counts, ISymbol buffer, IOperation scope)
    {
        var use = new CountUse(scope, scope) { IsDiscarded = counts.Count == 0 };
        foreach (var count in counts)
        {
            use._call = count;
            use.LookAtValue(count, buffer);
        }

        return use;
    }

    // Out of the task and its await: null where the task is used as such, because then the bytes are not there yet.
    private static IOperation? ValueOf(IInvocationOperation call)
    {
        IOperation value = call;
        while (value.Type is not { SpecialType: SpecialType.System_Int32 })
        {
            switch (value.Parent)
            {
                case IAwaitOperation or IConversionOperation or IPropertyReferenceOperation { Property.Name: "Result" }:
                    value = value.Parent;
                    break;
                case IInvocationOperation passed when TaskMembers.PassesItsValueOn(passed.TargetMethod):
                    value = passed;
                    break;
                // An extension of the project's that gives a task up after a time.
                case IArgumentOperation { Parameter.Ordinal: 0, Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } passed } when SymbolEqualityComparer.Default.Equals(passed.Type, value.Type):
                    value = passed;
                    break;
                default:
                    return null;
            }
        }

        return value;
    }

    private void LookAtValue(IOperation? value, ISymbol? buffer)
    {
        while (value?.Parent is IConversionOperation or IParenthesizedOperation)
            value = value.Parent;
        switch (value?.Parent)
        {
            case IExpressionStatementOperation statement:
                Discard(statement);
                break;
            case ISimpleAssignmentOperation { Target: IDiscardOperation, Parent: { } statement }:
                Discard(statement);
                break;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } assignment:
                if (assignment.Parent is not IExpressionStatementOperation)
                    LookAtReference(assignment, buffer);
                LookAtVariable(local, buffer);
                break;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                LookAtVariable(declarator.Symbol, buffer);
                break;
            case ICompoundAssignmentOperation:
                IsUsed = IsSummed = true;
                break;
            case null:
                IsUsed = true;
                break;
            default:
                LookAtReference(value!, buffer);
                break;
        }
    }

    private void Discard(IOperation statement)
    {
        IsDiscarded = true;
        Statement = statement;
    }

    // From the receive to the next value; in a loop also what stands before it there.
    private void LookAtVariable(ILocalSymbol local, ISymbol? buffer)
    {
        var loop = ReceivePlaces.LoopAround(_call, _scope);
        var isOver = false;
        foreach (var reference in ReceivePlaces.ReferencesTo(local, _scope))
        {
            var isBehind = reference.Syntax.SpanStart >= _call.Syntax.Span.End;
            if ((!isBehind && (loop is null || !loop.Syntax.Span.Contains(reference.Syntax.Span))) || ReceivePlaces.AreExclusive(_call, reference))
                continue;
            if (ReceivePlaces.IsTarget(reference))
                isOver |= isBehind && reference.Parent is ISimpleAssignmentOperation;
            else if (!isOver || !isBehind)
                LookAtReference(reference, buffer);
        }
    }

    private void LookAtReference(IOperation reference, ISymbol? buffer)
    {
        IOperation inner = reference;
        for (var around = reference.Parent; around is not null; inner = around, around = around.Parent)
        {
            switch (around)
            {
                case IParenthesizedOperation:
                case IConversionOperation { Type.SpecialType: not SpecialType.System_Object }:
                    continue;
                case IBinaryOperation comparison when IsComparison(comparison.OperatorKind):
                    Compare(comparison, inner);
                    return;
                case ICompoundAssignmentOperation:
                    IsUsed = IsSummed = true;
                    return;
                // It is only shown.
                case IConversionOperation or IInterpolationOperation:
                case IInvocationOperation { TargetMethod: { Name: "ToString", Parameters.IsEmpty: true } }:
                case IBinaryOperation { Type.SpecialType: SpecialType.System_String }:
                    return;
                case IArgumentOperation { Parent: IInvocationOperation call } when IsShown(call.TargetMethod):
                    return;
                case IArgumentOperation argument when buffer is not null && BoundsCopyForShow(argument, buffer):
                    return;
                case IArrayCreationOperation:
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Copy" or "BlockCopy", ContainingType.Name: "Array" or "Buffer" } } copy } when buffer is not null && TakesBuffer(copy.Arguments, buffer):
                    IsCopied = true;
                    return;
                default:
                    IsUsed = true;
                    IsSummed |= around is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add };
                    return;
            }
        }
    }

    private static bool IsComparison(BinaryOperatorKind kind) => kind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals or BinaryOperatorKind.LessThan
        or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual;

    // With the wanted size the count is looked at; with a constant at most so many bytes are certain.
    private void Compare(IBinaryOperation comparison, IOperation count)
    {
        var isLeft = ReferenceEquals(comparison.LeftOperand, count);
        if (ValueReader.Constant(isLeft ? comparison.RightOperand : comparison.LeftOperand) is not int number)
        {
            IsUsed = true;
            return;
        }

        var isAbove = comparison.OperatorKind switch
        {
            BinaryOperatorKind.GreaterThan or BinaryOperatorKind.LessThanOrEqual => isLeft,
            BinaryOperatorKind.LessThan or BinaryOperatorKind.GreaterThanOrEqual => !isLeft,
            _ => number <= 0,
        };
        Minimum = System.Math.Max(Minimum, isAbove ? number + 1 : number);
    }

    private static bool IsShown(IMethodSymbol method) => method.ContainingType is { Name: "Console" or "Debug" or "Trace" } && method.RootNamespace() == "System";

    // "Console.WriteLine(Encoding.UTF8.GetString(buffer, 0, n))" shows what came, and says nothing of what is done with the buffer.
    private static bool BoundsCopyForShow(IArgumentOperation argument, ISymbol buffer)
    {
        if (argument.Parent is not IInvocationOperation { Type.SpecialType: SpecialType.System_String } call || !TakesBuffer(call.Arguments, buffer))
            return false;
        IOperation around = call;
        while (around.Parent is IConversionOperation or IInterpolationOperation or IInterpolatedStringOperation or IBinaryOperation { Type.SpecialType: SpecialType.System_String })
            around = around.Parent;
        return around.Parent is IArgumentOperation { Parent: IInvocationOperation shown } && IsShown(shown.TargetMethod);
    }

    private static bool TakesBuffer(IEnumerable<IArgumentOperation> arguments, ISymbol buffer)
    {
        foreach (var argument in arguments)
        {
            if (BufferRegion.Of(argument.Value) is { } region && SymbolEqualityComparer.Default.Equals(VariableUses.SymbolOf(region.Array), buffer))
                return true;
        }

        return false;
    }
}
