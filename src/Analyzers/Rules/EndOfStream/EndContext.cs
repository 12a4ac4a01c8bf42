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

    private static readonly ConditionalWeakTable<Compilation, EndContext> s_all = new();

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
        if (Assigned.Of(local) is not { Count: 1 } values || values[0].Parent is not EqualsValueClauseSyntax)
            return null;
        return Compilation.OperationOf(values[0], cancellation);
    }
}
