using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>The way of a stream from method to method: what callers give as a parameter, and what a helper returns.</summary>
internal sealed partial class SocketBehind
{
    // Who is called from more places than this is a tool of many.
    private const int MaxCalls = 64;

    /// <summary>Whether a variable or parameter is given a socket's stream somewhere.</summary>
    public bool IsOverSocket(ISymbol variable)
    {
        if (_streams.TryGetValue(variable, out var known))
            return known;
        _visited.Clear();
        _depth = 0;
        _wasCut = false;
        return _streams[variable] = variable is IParameterSymbol parameter ? AnyGivenOverSocket(parameter) : AnyAssignedOverSocket(variable);
    }

    private bool IsFollowed(IMethodSymbol method) =>
        method.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction && _context.Compilation.Declares(method);

    private bool AnyReturnedOverSocket(IMethodSymbol method)
    {
        if (!_visited.Add(method.OriginalDefinition) || BodyOf(method.OriginalDefinition) is not { } body)
            return false;
        var open = new Stack<IOperation>();
        open.Push(body);
        while (open.Count > 0)
        {
            var operation = open.Pop();
            _cancellation.ThrowIfCancellationRequested();
            if (operation is IAnonymousFunctionOperation || (operation is ILocalFunctionOperation && operation != body))
                continue;
            if (operation is IReturnOperation { ReturnedValue: { } returned } && LeadsToSocket(returned))
                return true;
            foreach (var child in operation.ChildOperations)
                open.Push(child);
        }

        return false;
    }

    private IOperation? BodyOf(IMethodSymbol method) =>
        method.MethodKind == MethodKind.LocalFunction
            ? _context.Compilation.OperationOf(method.DeclaringSyntaxReferences[0].GetSyntax(_cancellation), _cancellation)
            : MethodBodies.Find(_context.Compilation, method, _cancellation);

    private bool AnyGivenOverSocket(IParameterSymbol parameter)
    {
        parameter = parameter.OriginalDefinition;
        if (parameter.ContainingSymbol is not IMethodSymbol method || !_context.Compilation.Declares(method) || !_visited.Add(parameter))
            return false;
        var count = 0;
        foreach (var name in _context.Names.Of(method.MethodKind == MethodKind.Constructor ? method.ContainingType.Name : method.Name, _cancellation))
        {
            if (CallOf(name) is not { } call)
                continue;
            if (++count > MaxCalls)
            {
                _wasCut = true;
                return false;
            }

            if (ArgumentOf(call, method, parameter) is { } given && LeadsToSocket(given))
                return true;
        }

        return false;
    }

    private static ExpressionSyntax? CallOf(SimpleNameSyntax name)
    {
        var called = name.NamedExpression();
        return called.Parent switch
        {
            InvocationExpressionSyntax call when call.Expression == called => call,
            ObjectCreationExpressionSyntax creation when creation.Type == called => creation,
            _ => null,
        };
    }

    private IOperation? ArgumentOf(ExpressionSyntax call, IMethodSymbol method, IParameterSymbol parameter)
    {
        var (target, arguments) = OperationOf(call) switch
        {
            IInvocationOperation invocation => (invocation.TargetMethod, invocation.Arguments),
            IObjectCreationOperation { Constructor: { } constructor } creation => (constructor, creation.Arguments),
            _ => default,
        };
        if (target is null || !SymbolEqualityComparer.Default.Equals((target.ReducedFrom ?? target).OriginalDefinition, method.OriginalDefinition))
            return null;
        foreach (var argument in arguments)
        {
            if (argument.Parameter?.Ordinal == parameter.Ordinal)
                return argument.Value;
        }

        return null;
    }
}
