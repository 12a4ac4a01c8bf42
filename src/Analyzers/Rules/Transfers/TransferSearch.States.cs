using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>Through the state of a Begin call: <c>BeginReceive(..., OnReceived, socket)</c>, and in there <c>(Socket)result.AsyncState</c>.</summary>
internal sealed partial class TransferSearch
{
    private static bool IsState(IParameterSymbol? parameter) => parameter is { Type.SpecialType: SpecialType.System_Object, ContainingSymbol: IMethodSymbol method } && parameter.Ordinal == method.Parameters.Length - 1;

    private bool IsBeginOfPlatform(IMethodSymbol method) =>
        !_context.Compilation.Declares(method) && (SemanticsOf(method, null)?.Form & MemberForm.Begin) == MemberForm.Begin;

    // On: to whoever the callback is.
    private void AddState(IInvocationOperation begin)
    {
        foreach (var argument in begin.Arguments)
        {
            if (argument.Parameter?.Type.Name != "AsyncCallback")
                continue;
            switch (ValueReader.Unwrap(argument.Value))
            {
                case { ConstantValue: { HasValue: true, Value: null } }:
                    return;
                case IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda }:
                    AddStateIn(lambda);
                    return;
                case IDelegateCreationOperation { Target: IMethodReferenceOperation { Method: var method } } when BodyOf(method) is { } body:
                    AddStateIn(body);
                    return;
            }
        }

        _seen.Lose();
    }

    private void AddStateIn(IOperation callback)
    {
        foreach (var operation in MethodBodies.Walk(callback))
        {
            if (!Step())
                return;
            if (operation is IPropertyReferenceOperation reference && IsAsyncState(reference))
                AddUse(reference);
            // What gets the result can ask it for its state.
            else if (operation is IArgumentOperation { Value: IParameterReferenceOperation { Type.Name: "IAsyncResult" }, Parent: IInvocationOperation call } && _context.Compilation.Declares(call.TargetMethod))
                _seen.Lose();
        }
    }

    private static bool IsAsyncState(IPropertyReferenceOperation reference) => reference.Property is { Name: "AsyncState", ContainingType.Name: "IAsyncResult" };

    // Back: to the Begin calls whose callback this is.
    private void AddStateOf(IPropertyReferenceOperation state)
    {
        if (state.Instance is not IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol callback })
        {
            _seen.Lose();
            return;
        }

        var found = false;
        foreach (var reference in DelegatesOf(callback, state))
        {
            if (StateBeside(reference) is not { } given)
            {
                _seen.Lose();
                return;
            }

            found = true;
            AddValue(given);
        }

        if (!found)
            _seen.Lose();
    }

    private IEnumerable<IOperation> DelegatesOf(IMethodSymbol callback, IOperation inside)
    {
        if (callback.MethodKind != MethodKind.AnonymousFunction)
        {
            foreach (var (call, _) in CallsOf(callback))
                yield return call;
            yield break;
        }

        for (var around = inside.Parent; around is not null; around = around.Parent)
        {
            if (around is IAnonymousFunctionOperation lambda && SymbolEqualityComparer.Default.Equals(lambda.Symbol, callback))
                yield return lambda;
        }
    }

    private IOperation? StateBeside(IOperation function)
    {
        var parent = function.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation or IObjectCreationOperation)
            parent = parent.Parent;
        if (parent is not IArgumentOperation { Parent: IInvocationOperation begin } || !IsBeginOfPlatform(begin.TargetMethod))
            return null;
        foreach (var argument in begin.Arguments)
        {
            if (IsState(argument.Parameter))
                return argument.Value;
        }

        return null;
    }

    private IOperation? BodyOf(IMethodSymbol method) =>
        _context.Compilation.DeclarationsOf(Callee.Definition(method)) is { Length: 1 } declarations ? _uses.OperationAt(declarations[0].GetSyntax(_cancellation)) : null;
}
