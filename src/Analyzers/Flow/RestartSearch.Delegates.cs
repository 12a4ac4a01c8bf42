using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>Who runs a function as a delegate: started by the platform, called through a parameter, a field or an event, wrapped in another delegate.</summary>
internal sealed partial class RestartSearch
{
    /// <summary>The function is the delegate <paramref name="value"/>, or was given to a call whose result that is.</summary>
    private bool AsDelegate(IOperation value, FunctionOutcome outcome)
    {
        if (IsBeyondBudget())
            return true;
        var unknown = !outcome.IsDetached;
        for (var operation = value; operation.Parent is { } parent; operation = parent)
        {
            switch (parent)
            {
                case IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation or IConditionalOperation:
                case ICoalesceOperation coalesce when coalesce.Value == operation || coalesce.WhenNull == operation:
                    continue;
                case IConditionalAccessOperation { WhenNotNull: IInvocationOperation invoked } access when access.Operation == operation:
                    return AfterInvoke(invoked, outcome);
                case IInvocationOperation invoked when invoked.Instance == operation:
                    return AfterInvoke(invoked, outcome);
                case IArgumentOperation argument:
                    return AsArgument(argument, outcome);
                case ISimpleAssignmentOperation assignment when assignment.Value == operation:
                    return InVariable(VariableOf(assignment.Target), outcome);
                case ICoalesceAssignmentOperation assignment when assignment.Value == operation:
                    return InVariable(VariableOf(assignment.Target), outcome);
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    return InVariable(declarator.Symbol, outcome);
                case IFieldInitializerOperation { InitializedFields.Length: 1 } field:
                    return InVariable(field.InitializedFields[0], outcome);
                case IPropertyInitializerOperation { InitializedProperties.Length: 1 } property:
                    return InVariable(property.InitializedProperties[0], outcome);
                case IEventAssignmentOperation { EventReference: IEventReferenceOperation { Event: { } raised } }:
                    return OfEvent(raised, outcome);
                case IReturnOperation:
                    return AsResult(operation, outcome);
                case INameOfOperation or IBinaryOperation or IIsPatternOperation or IMemberReferenceOperation or IExpressionStatementOperation or IAssignmentOperation:
                    return false;
                default:
                    return unknown;
            }
        }

        return unknown;
    }

    // Where what has ended runs it itself, it starts again: "Stopped?.Invoke()" behind the loop.
    private bool AfterInvoke(IInvocationOperation invoked, FunctionOutcome outcome) =>
        OnPathAround(invoked.EnclosingMethod(_cancellation)) is not null
        || (invoked.TargetMethod.Name == "BeginInvoke" ? After(invoked, FunctionOutcome.Detached, invoked) : AfterCall(invoked, outcome));

    private bool AsArgument(IArgumentOperation argument, FunctionOutcome outcome)
    {
        if (argument.Parameter is not { } parameter)
            return !outcome.IsDetached;
        // "ArgumentNullException.ThrowIfNull(run)" does not run it.
        if (parameter.Type.SpecialType == SpecialType.System_Object)
            return false;
        var method = argument.Parent switch
        {
            IInvocationOperation call => call.TargetMethod,
            IObjectCreationOperation creation => creation.Constructor,
            _ => null,
        };
        if (method is null)
            return !outcome.IsDetached;
        if (DelegateStarts.Of(method) is not DelegateStart.Unknown and var start)
            return Started(argument, start, outcome);
        return _context.Calls.IsCandidate(method.OriginalDefinition)
            ? InParameter(method.OriginalDefinition, parameter.Ordinal, argument.Parent!, outcome)
            : !outcome.IsDetached;
    }

    private bool Started(IArgumentOperation argument, DelegateStart start, FunctionOutcome outcome)
    {
        var call = argument.Parent!;
        switch (start)
        {
            case DelegateStart.Task:
                return AfterCall(call, outcome);
            case DelegateStart.ForEach:
                // "Task.WhenAll(ports.Select(port => ListenAsync(port)))"
                return AfterKept(call, outcome, call) ?? After(call, FunctionOutcome.Detached, call);
            case DelegateStart.Timer:
                return !DelegateStarts.IsOnce(call) || After(call, FunctionOutcome.Detached, call);
            default:
                return After(call, FunctionOutcome.Detached, call);
        }
    }

    private bool InParameter(IMethodSymbol method, int ordinal, IOperation call, FunctionOutcome outcome)
    {
        var parameter = method.Parameters[ordinal];
        if (_callSites.ContainsKey(method) || !_variables.Add(parameter))
            return true;
        // A constructor keeps it, and who runs it is another method.
        if (method.MethodKind != MethodKind.Constructor)
            _callSites.Add(method, call);
        var found = false;
        foreach (var reference in ReferencesOf(parameter))
            found = found || (!IsTarget(reference) && AsDelegate(reference, outcome));
        if (!found && method.ContainingType.IsRecord && method.MethodKind == MethodKind.Constructor)
            found = PropertyOf(method.ContainingType, parameter.Name) is { } property && InVariable(property, outcome);
        _callSites.Remove(method);
        _variables.Remove(parameter);
        return found;
    }

    private static ISymbol? PropertyOf(INamedTypeSymbol type, string name)
    {
        foreach (var member in type.GetMembers(name))
        {
            if (member is IPropertySymbol)
                return member;
        }

        return null;
    }

    private bool InVariable(ISymbol? variable, FunctionOutcome outcome)
    {
        if (variable is null || (variable is not (ILocalSymbol or IParameterSymbol) && !_context.Compilation.Declares(variable)))
            return !outcome.IsDetached;
        if (!_variables.Add(variable))
            return false;
        var found = false;
        foreach (var reference in ReferencesOf(variable))
        {
            found = found || (!IsTarget(reference) && AsDelegate(reference, outcome));
            if (found)
                break;
        }

        _variables.Remove(variable);
        return found;
    }

    // A timer comes again; another event of the platform is no answer to the loop's end.
    private bool OfEvent(IEventSymbol raised, FunctionOutcome outcome)
    {
        if (_context.Compilation.Declares(raised))
            return InVariable(raised.OriginalDefinition, outcome);
        return raised.ContainingType.Name.EndsWith("Timer", StringComparison.Ordinal);
    }

    // A method that gives the delegate back: its callers have it.
    private bool AsResult(IOperation value, FunctionOutcome outcome)
    {
        if (value.EnclosingMethod(_cancellation) is not { MethodKind: not MethodKind.AnonymousFunction } method)
            return !outcome.IsDetached;
        if (_callSites.TryGetValue(method, out var callSite))
            return AsDelegate(callSite, outcome);
        if (_path.Contains(method))
            return false;
        var family = MethodFamily.Of(_context.Compilation, method);
        _path.Add(method);
        var found = family.IsOfForeignCode && !outcome.IsDetached;
        foreach (var name in NamesOf(method, family))
        {
            if (found)
                break;
            found = IsBeyondBudget()
                || (MayName(name, family, out _) && name.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call
                    && _context.Bound.OperationAt(call, _cancellation) is { } made && AsDelegate(made, outcome));
        }

        _path.RemoveAt(_path.Count - 1);
        return found;
    }

    private IEnumerable<IOperation> ReferencesOf(ISymbol variable)
    {
        if (variable is not (ILocalSymbol or IParameterSymbol))
            return ReferencesAmong(_context.Names.Of(variable.Name, _cancellation), variable);
        var declaration = variable is IParameterSymbol ? variable.ContainingSymbol : variable;
        var declarations = _context.Compilation.DeclarationsOf(declaration);
        if (declarations.IsEmpty)
            return Array.Empty<IOperation>();
        var syntax = declarations[0].GetSyntax(_cancellation);
        return ReferencesIn(variable is IParameterSymbol ? syntax : syntax.MemberAround() ?? syntax, variable);
    }

    private IEnumerable<IOperation> ReferencesIn(SyntaxNode scope, ISymbol variable) => ReferencesAmong(NamesIn(scope, variable.Name), variable);

    private static IEnumerable<SimpleNameSyntax> NamesIn(SyntaxNode scope, string name)
    {
        foreach (var node in scope.DescendantNodes())
        {
            if (node is SimpleNameSyntax found && found.Identifier.ValueText == name)
                yield return found;
        }
    }

    private IEnumerable<IOperation> ReferencesAmong(IEnumerable<SimpleNameSyntax> names, ISymbol variable)
    {
        foreach (var name in names)
        {
            if (IsBeyondBudget() || !_context.Compilation.ContainsSyntaxTree(name.SyntaxTree))
                yield break;
            if (!SymbolEqualityComparer.Default.Equals(_context.Bound.SymbolAt(name, _cancellation).Symbol?.OriginalDefinition, variable.OriginalDefinition))
                continue;
            ExpressionSyntax expression = name.Parent is MemberAccessExpressionSyntax member && member.Name == name ? member : name;
            if (_context.Bound.OperationAt(expression, _cancellation) is { } reference)
                yield return reference;
        }
    }
}
