using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>What the search for ends that nobody reads knows of one compilation. Thread-safe.</summary>
internal sealed class EndContext
{
    // Who is called from more places than this is a tool of many.
    private const int MaxCalls = 32;

    // For one walk. Many receives of one function share more, and where there are too many nothing is looked at.
    private const int MaxSteps = 20_000;
    private const int MaxStepsOfFunction = 80_000;
    private const int MaxReceives = 64;

    private static readonly ConditionalWeakTable<Compilation, EndContext> s_all = new();

    // Asked for each use of a local, and each way past a lambda.
    private readonly ConcurrentDictionary<ISymbol, IOperation?> _onlyValues = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<SyntaxNode, bool> _closingLambdas = new();
    private readonly ConcurrentDictionary<SyntaxNode, int> _steps = new();

    private EndContext(Compilation compilation, KnownTypes types)
    {
        Compilation = compilation;
        Types = types;
        Graphs = new FunctionGraphs(compilation);
        Flow = new FlowContext(compilation, types, static (_, _) => false);
    }

    public Compilation Compilation { get; }

    public KnownTypes Types { get; }

    public TypeKinds Kinds => Flow.Kinds;

    public FunctionGraphs Graphs { get; }

    public NameIndex Names => Flow.Names;

    public AssignedValues Assigned => Flow.Assigned;

    /// <summary>Who assigns what, which calls never return, which code is of tests.</summary>
    public FlowContext Flow { get; }

    /// <summary>Whether what is received from a variable are the bytes of a connection.</summary>
    public ConcurrentDictionary<ISymbol, bool> OfConnection { get; } = new(SymbolEqualityComparer.Default);

    public static EndContext For(Compilation compilation, KnownTypes types) => s_all.TryGetValue(compilation, out var known) ? known : Create(compilation, types);

    private static EndContext Create(Compilation compilation, KnownTypes types) => s_all.GetValue(compilation, key => new EndContext(key, types));

    /// <summary>What a call does to the object that it is called on, by the protocol table.</summary>
    public SocketEvent EventOf(IMethodSymbol method, IOperation? receiver) =>
        Types.Table.Of(method, receiver is null ? null : ValueReader.Unwrap(receiver).Type)?.Event ?? SocketEvent.Irrelevant;

    public bool NeverReturns(IMethodSymbol method, CancellationToken cancellation) => Flow.NeverReturns(method, cancellation);

    /// <summary>How far a walk from one of the function's receives may go, so that all of them cost no more than the function is worth.</summary>
    public int StepsFor(IOperation function)
    {
        if (_steps.TryGetValue(function.Syntax, out var known))
            return known;
        var receives = 1;
        foreach (var operation in MethodBodies.Walk(function))
        {
            if (operation is IInvocationOperation call && ReceiveEnd.MayBeReceive(call.TargetMethod) && ReceiveEnd.Of(call, this).Sign != EndSign.None)
                receives++;
        }

        return _steps[function.Syntax] = receives > MaxReceives ? 0 : Math.Min(MaxSteps, MaxStepsOfFunction / receives);
    }

    /// <summary>The calls of a method of this compilation by its own name.</summary>
    public IEnumerable<IInvocationOperation> CallsOf(IMethodSymbol method, CancellationToken cancellation)
    {
        if (method.MethodKind is not (MethodKind.Ordinary or MethodKind.LocalFunction))
            yield break;
        var count = 0;
        foreach (var name in Names.Of(method.Name, cancellation))
        {
            var called = name.NamedExpression();
            if (called.Parent is not InvocationExpressionSyntax call || call.Expression != called)
                continue;
            if (++count > MaxCalls)
                yield break;
            if (Compilation.OperationOf(call, cancellation) is IInvocationOperation invocation && SymbolEqualityComparer.Default.Equals(Callee.Definition(invocation.TargetMethod), Callee.Definition(method)))
                yield return invocation;
        }
    }

    /// <summary>The variable from which <paramref name="value"/> leads to a connection: <c>client</c> of <c>client.GetStream()</c>, and of a local that was made of it.</summary>
    public ISymbol? RootOf(IOperation? value, CancellationToken cancellation)
    {
        ISymbol? root = null;
        for (var depth = 0; value is not null && depth < EvaluationDepth.OfNames; depth++)
        {
            value = ValueReader.Unwrap(value);
            switch (value)
            {
                case ILocalReferenceOperation local:
                    root = local.Local;
                    value = OnlyValueOf(local.Local, cancellation);
                    break;
                case IParameterReferenceOperation parameter:
                    return parameter.Parameter.OriginalDefinition;
                case IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } member:
                    return member is IFieldReferenceOperation or IPropertyReferenceOperation ? member.Member.OriginalDefinition : root;
                case IMemberReferenceOperation member:
                    value = member.Instance;
                    break;
                case IAwaitOperation awaited:
                    value = awaited.Operation;
                    break;
                case IParenthesizedOperation parenthesized:
                    value = parenthesized.Operand;
                    break;
                case IConditionalAccessInstanceOperation access:
                    value = PlaceReader.ReceiverOf(access);
                    break;
                case IConditionalAccessOperation access:
                    value = access.WhenNotNull;
                    break;
                case IInvocationOperation call when EventOf(call.TargetMethod, ReceiveEnd.ReceiverOf(call)) is SocketEvent.View or SocketEvent.Wrap || TaskMembers.PassesItsValueOn(call.TargetMethod):
                    value = ReceiveEnd.ReceiverOf(call) ?? (call.Arguments.Length > 0 ? call.Arguments[0].Value : null);
                    break;
                case IObjectCreationOperation { Constructor: { } constructor, Arguments: { Length: > 0 } arguments } when EventOf(constructor, null) == SocketEvent.Wrap:
                    value = arguments[0].Value;
                    break;
                default:
                    return root;
            }
        }

        return root;
    }

    // Of a local that is given a value once, where it is declared.
    private IOperation? OnlyValueOf(ILocalSymbol local, CancellationToken cancellation)
    {
        if (!_onlyValues.TryGetValue(local, out var value))
            _onlyValues[local] = value = Assigned.Of(local) is { Count: 1 } values && values[0].Parent is EqualsValueClauseSyntax ? Compilation.OperationOf(values[0], cancellation) : null;
        return value;
    }

    /// <summary>Whether a lambda closes something that is a connection.</summary>
    public bool Closes(SyntaxNode lambda, CancellationToken cancellation)
    {
        if (!_closingLambdas.TryGetValue(lambda, out var closes))
            _closingLambdas[lambda] = closes = Compilation.OperationOf(lambda, cancellation) is { } body && Closes(body);
        return closes;
    }

    private bool Closes(IOperation body)
    {
        foreach (var operation in MethodBodies.Walk(body))
        {
            if (operation is IInvocationOperation call && EventOf(call.TargetMethod, call.Instance) == SocketEvent.Close && Kinds.IsConnection(call.Instance?.Type))
                return true;
        }

        return false;
    }
}
