using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>Who waits for the task of a function that is over.</summary>
internal sealed partial class RestartSearch
{
    /// <summary>What follows where the task <paramref name="task"/>, given by <paramref name="start"/>, is waited for; null when nobody here does.</summary>
    private bool? AfterTask(IOperation task, FunctionOutcome outcome, IOperation start)
    {
        switch (TaskMembers.UseOf(task))
        {
            case TaskUse.Awaited:
                return After(task, outcome, start);
            case TaskUse.Blocked:
                return After(task, outcome.Blocked(), start);
            case TaskUse.Suppressed:
                return After(task, FunctionOutcome.Return, start);
            case TaskUse.Returned:
                return AfterReturned(task, outcome);
            default:
                return AfterKept(task, outcome, start);
        }
    }

    // "return RunAsync();": no try of this function sees it, its callers get the same task.
    private bool AfterReturned(IOperation task, FunctionOutcome outcome)
    {
        var boundary = task;
        while (boundary.Parent is { } parent && boundary is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
            boundary = parent;
        return !IsBeyondBudget() && Leaves(boundary, task, outcome);
    }

    private bool? AfterKept(IOperation task, FunctionOutcome outcome, IOperation start)
    {
        for (var operation = task; operation.Parent is { } parent; operation = parent)
        {
            switch (parent)
            {
                case IArgumentOperation { Parent: IInvocationOperation call } argument:
                    return AfterGiven(call, argument, outcome, start);
                case ISimpleAssignmentOperation { Target: { } target } assignment when assignment.Value == operation:
                    return AfterVariable(VariableOf(target), task, outcome, start);
                case ICoalesceAssignmentOperation { Target: { } target }:
                    return AfterVariable(VariableOf(target), task, outcome, start);
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    return AfterVariable(declarator.Symbol, task, outcome, start);
                case IInvocationOperation { TargetMethod.Name: "ContinueWith" } continued when continued.Instance == operation:
                    // It ends without an exception of the task; the lambda is looked at by whom it calls.
                    return AfterTask(continued, FunctionOutcome.Return, start);
                case IInvocationOperation passed when passed.Instance == operation && TaskMembers.PassesItsValueOn(passed.TargetMethod):
                case IConversionOperation or IParenthesizedOperation or ICoalesceOperation or IConditionalOperation or IArrayInitializerOperation or IArrayCreationOperation:
                case { Kind: OperationKinds.CollectionExpression }:
                    continue;
                default:
                    return null;
            }
        }

        return null;
    }

    private bool? AfterGiven(IInvocationOperation call, IArgumentOperation argument, FunctionOutcome outcome, IOperation start)
    {
        var method = call.TargetMethod;
        if (TaskMembers.Combines(method))
        {
            var combined = method.Name is "WhenAny" or "WaitAny" ? FunctionOutcome.Return : outcome;
            return IsTask(call.Type) ? AfterTask(call, combined, start) : After(call, combined.Blocked(), start);
        }

        // An own method that waits for the task it is given.
        if (argument.Parameter is not { } parameter || !_context.Calls.IsCandidate(method.OriginalDefinition) || !IsTask(parameter.Type))
            return null;
        var definition = method.OriginalDefinition;
        if (_callSites.ContainsKey(definition) || IsBeyondBudget())
            return null;
        _callSites.Add(definition, call);
        bool? found = null;
        foreach (var reference in ReferencesOf(definition.Parameters[parameter.Ordinal]))
            found = Either(found, AfterTask(reference, outcome, start));
        _callSites.Remove(definition);
        return found;
    }

    // Those who wait for it in the same member: a field that Stop() awaits is the end that was wanted.
    private bool? AfterVariable(ISymbol? variable, IOperation task, FunctionOutcome outcome, IOperation start)
    {
        if (variable is null || !_variables.Add(variable))
            return null;
        bool? found = null;
        foreach (var reference in ReferencesIn(task.Syntax.MemberAround() ?? task.Syntax, variable))
        {
            if (!IsTarget(reference))
                found = Either(found, AfterTask(reference, outcome, start));
        }

        _variables.Remove(variable);
        return found;
    }

    private static bool? Either(bool? one, bool? other) => one == true || other == true ? true : one ?? other;

    private static bool IsTarget(IOperation reference) =>
        reference.Parent is IAssignmentOperation assignment && assignment.Target == reference;

    private static ISymbol? VariableOf(IOperation target) => target switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field.OriginalDefinition,
        IPropertyReferenceOperation property => property.Property.OriginalDefinition,
        IEventReferenceOperation @event => @event.Event.OriginalDefinition,
        _ => null,
    };
}
