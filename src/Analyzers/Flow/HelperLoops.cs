using System.Collections.Concurrent;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>The loop of a helper, and where it runs the delegate that it is given.</summary>
internal sealed class HelperLoop
{
    private readonly ConcurrentDictionary<ThrownKinds, bool> _restarts = new();

    public HelperLoop(ILoopOperation loop, IInvocationOperation run)
    {
        Loop = loop;
        Run = run;
    }

    public ILoopOperation Loop { get; }

    public IInvocationOperation Run { get; }

    /// <summary>Whether somebody may start the loop again when this has left it: asked once, whoever gives it a delegate.</summary>
    public bool IsRestarted(FlowContext context, ThrownKinds thrown, CancellationToken cancellation)
    {
        if (!_restarts.TryGetValue(thrown, out var restarts))
            _restarts[thrown] = restarts = RestartSearch.Restarts(context, Loop, thrown, cancellation, out _);
        return restarts;
    }
}

/// <summary>
/// The accept loop whose body is a delegate: <c>Forever(() => Serve(listener.Accept()))</c>, with the loop in a helper of the project that is given it.
/// Only a loop without an end of its own, and a delegate that the helper itself runs in it.
/// </summary>
internal sealed class HelperLoops
{
    // The places that name the function, and those that name the parameter.
    private const int MaxNames = 16;

    private readonly FlowContext _context;
    private readonly ScannedFunction _function;
    private readonly CancellationToken _cancellation;

    private HelperLoops(ScannedFunction function, CancellationToken cancellation)
    {
        _context = function.Context;
        _function = function;
        _cancellation = cancellation;
    }

    /// <summary>The loop that runs the function, and where it does; null where there is none.</summary>
    public static HelperLoop? Find(ScannedFunction function, CancellationToken cancellation) =>
        new HelperLoops(function, cancellation).Find();

    private HelperLoop? Find()
    {
        if (_function.Root is IAnonymousFunctionOperation)
            return OfDelegate(_function.Root);
        if (_function.Symbol is not { MethodKind: MethodKind.LocalFunction or MethodKind.Ordinary } method)
            return null;
        var names = method.MethodKind == MethodKind.LocalFunction ? FunctionStarts.NamesOfLocalFunction(method, _cancellation) : _context.Names.Of(method.Name, _cancellation);
        var count = 0;
        foreach (var name in names)
        {
            if (name.Parent is InvocationExpressionSyntax || (name.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access && call.Expression == access))
                continue;
            if (++count > MaxNames)
                return null;
            if (_context.Compilation.OperationOf(name.NamedExpression(), _cancellation) is IMethodReferenceOperation reference
                && SymbolEqualityComparer.Default.Equals(reference.Method.OriginalDefinition, method.OriginalDefinition) && OfDelegate(reference) is { } found)
                return found;
        }

        return null;
    }

    private HelperLoop? OfDelegate(IOperation value)
    {
        var operation = value;
        while (operation.Parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
            operation = operation.Parent;
        if (operation.Parent is not IArgumentOperation { Parameter.OriginalDefinition: { } parameter, Parent: IInvocationOperation { TargetMethod: { } method } } || !_context.Calls.IsCandidate(method.OriginalDefinition))
            return null;
        // Once for all that give it a delegate.
        if (!_context.HelperLoops.TryGetValue(parameter, out var found))
            _context.HelperLoops[parameter] = found = OfParameter(parameter, method.OriginalDefinition);
        return found;
    }

    private HelperLoop? OfParameter(IParameterSymbol parameter, IMethodSymbol method)
    {
        if (MethodBodies.Find(_context.Compilation, method, _cancellation) is not { } body)
            return null;
        foreach (var inner in ServingLoops.Own(body))
        {
            if (inner is IParameterReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Parameter, parameter)
                && RunOf(reference) is { } run && LoopAround(run, body) is { } loop)
                return new HelperLoop(loop, run);
        }

        return null;
    }

    // "run()" or "run?.Invoke()"
    private static IInvocationOperation? RunOf(IOperation reference) => reference.Parent switch
    {
        IInvocationOperation call when call.Instance == reference => call,
        IConditionalAccessOperation { WhenNotNull: IInvocationOperation call } access when access.Operation == reference => call,
        _ => null,
    };

    private ILoopOperation? LoopAround(IInvocationOperation run, IOperation body)
    {
        ILoopOperation? found = null;
        for (var parent = run.Parent; parent is not null && parent != body; parent = parent.Parent)
        {
            if (parent is ILoopOperation loop && HasNoEnd(loop) && !AcceptsItself(loop) && AcceptLoops.GoesRound(run, loop, body) && !ServingLoops.IsOnRequest(_function, run, loop))
                found = loop;
        }

        return found;
    }

    // Then the delegate serves one client, and what it accepts is a data connection of that one.
    private bool AcceptsItself(ILoopOperation loop)
    {
        foreach (var operation in ServingLoops.Own(loop))
        {
            if (operation is IInvocationOperation { TargetMethod: { } method } call && _context.Table.Of(method, call.Instance?.Type) is { Event: SocketEvent.Accept })
                return true;
        }

        return false;
    }

    // "while (true)", or until somebody cancels: another condition may be what the delegate changes.
    private static bool HasNoEnd(ILoopOperation loop) => loop switch
    {
        IWhileLoopOperation { Condition: { ConstantValue.HasValue: true } } => true,
        IWhileLoopOperation { Condition: IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" } } } => true,
        IForLoopOperation { Condition: null or { ConstantValue.HasValue: true } } => true,
        _ => false,
    };
}
