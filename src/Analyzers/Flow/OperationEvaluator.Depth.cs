using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>Expressions can be deeper than any stack: long chains are walked in a loop, and what is nested too deep is given up.</summary>
internal sealed partial class OperationEvaluator
{
    // The operand of a chain that was evaluated just now, for the operation around it.
    private IOperation? _evaluated;
    private RefSet _evaluatedRefs;

    private RefSet Eval(IOperation? operation)
    {
        if (operation is null)
            return RefSet.None;
        if (ReferenceEquals(operation, _evaluated))
        {
            _evaluated = null;
            return _evaluatedRefs;
        }

        var depth = _body.Depth;
        if (depth.Level >= EvaluationDepth.Limit)
            return GiveUp(operation);
        depth.Level++;
        var refs = depth.Level < EvaluationDepth.Loops ? EvalHere(operation) : EvalChain(operation);
        depth.Level--;
        return refs;
    }

    // "a + b + c + ..." and "x.F().G()...": from the innermost first operand outwards.
    private RefSet EvalChain(IOperation outermost)
    {
        // The second net: what it catches is counted as a failure of the body, and real code has none.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var chain = new Stack<IOperation>();
        IOperation operation = outermost;
        while (FirstOperand(operation) is { } first)
        {
            chain.Push(operation);
            operation = first;
        }

        var refs = EvalHere(operation);
        while (chain.Count > 0)
        {
            _cancellation.ThrowIfCancellationRequested();
            _evaluated = operation;
            _evaluatedRefs = refs;
            operation = chain.Pop();
            refs = EvalHere(operation);
            _evaluated = null;
        }

        return refs;
    }

    /// <summary>The operand that the evaluation of <paramref name="operation"/> begins with, apart from a plain name; null where there is none.</summary>
    private static IOperation? FirstOperand(IOperation operation)
    {
        switch (operation)
        {
            case IConversionOperation conversion:
                return conversion.Operand;
            case IAwaitOperation awaiting:
                return awaiting.Operation;
            case IFieldReferenceOperation { Instance: { } instance }:
                return IsPlainReference(instance) ? null : instance;
            case IPropertyReferenceOperation property:
                return property.Instance;
            case IInvocationOperation invocation when !IsExchange(invocation.TargetMethod) && !TaskMembers.Combines(invocation.TargetMethod):
                return invocation.Instance is { } receiver && !IsPlainReference(receiver) ? receiver : FirstOf(invocation.Arguments);
            case IObjectCreationOperation creation:
                return FirstOf(creation.Arguments);
            case IMethodReferenceOperation reference:
                return reference.Instance;
            case IExpressionStatementOperation statement:
                return statement.Operation;
            case IFlowCaptureOperation capture:
                return capture.Value;
            case ISimpleAssignmentOperation { Target: not IPropertyReferenceOperation { Instance: { } } } assignment:
                return assignment.Value;
            default:
                return IsOverChildren(operation.Kind) ? FirstChild(operation) : null;
        }
    }

    private static IOperation? FirstOf(System.Collections.Immutable.ImmutableArray<IArgumentOperation> arguments) =>
        arguments.Length > 0 && arguments[0] is { ArgumentKind: ArgumentKind.Explicit } first && first.Parameter?.RefKind != RefKind.Out ? first.Value : null;

    // Kinds that do nothing but evaluate their children in order.
    private static bool IsOverChildren(OperationKind kind) =>
        kind is OperationKind.Binary or OperationKind.Unary or OperationKind.Parenthesized or OperationKind.IsPattern or OperationKind.BinaryPattern
            or OperationKind.NegatedPattern or OperationKind.IsType or OperationKind.InterpolatedString or OperationKind.Interpolation
            or OperationKind.ArrayElementReference or OperationKind.TranslatedQuery;

    private static IOperation? FirstChild(IOperation operation)
    {
        foreach (var child in operation.ChildOperations)
            return child;
        return null;
    }

    // Deeper than anybody writes: whatever the code there names may be anything afterwards.
    private RefSet GiveUp(IOperation operation)
    {
        _context.Counters.CountTooDeep();
        _body.MarkIncomplete();
        foreach (var inner in MethodBodies.Walk(operation))
        {
            _cancellation.ThrowIfCancellationRequested();
            if (inner is IFlowAnonymousFunctionOperation or IInvocationOperation { TargetMethod.MethodKind: MethodKind.LocalFunction or MethodKind.DelegateInvoke })
                ApplyPossibly(MethodSummary.Opaque);
            if (inner is IFlowCaptureReferenceOperation capture)
                _state.Escape(_state.GetSlot(_slots.Capture(capture.Id)).Objects());
            LetGo(inner);
        }

        LetOthersRun();
        return ResultOf(operation);
    }

    private void LetGo(IOperation name)
    {
        if (TryGetPath(name) is not (var path and >= 0))
            return;
        _state.HandOut(_state.GetSlot(path));
        EscapeMembers(path);
        var isAssigned = name.Parent switch
        {
            IAssignmentOperation assignment => assignment.Target == name,
            IIncrementOrDecrementOperation => true,
            IArgumentOperation argument => argument.Parameter?.RefKind is RefKind.Ref or RefKind.Out,
            _ => false,
        };
        if (isAssigned)
            AssignSlot(path, UnknownRef);
    }
}
