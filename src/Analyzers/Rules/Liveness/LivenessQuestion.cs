using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>A condition that takes a connection for alive because <c>Connected</c> is true, asked there or in a member of the source.</summary>
internal readonly struct LivenessQuestion
{
    private const int MaxDepth = 16;

    // Returns of a member that asks.
    private const int MaxReturns = 8;

    private LivenessQuestion(IOperation read, IOperation connection, bool outcome, bool isForData = false)
    {
        Read = read;
        Connection = connection;
        Outcome = outcome;
        IsForData = isForData;
    }

    /// <summary>What is written where it is asked.</summary>
    public IOperation Read { get; }

    /// <summary>The connection, as it stands where <c>Connected</c> is read.</summary>
    public IOperation Connection { get; }

    /// <summary>What the condition is where the connection is alive.</summary>
    public bool Outcome { get; }

    /// <summary>It is Available or DataAvailable that is asked.</summary>
    public bool IsForData { get; }

    /// <summary>Whether data is there, which tells of a peer that has closed as little as of one that is silent; null for another property.</summary>
    public static LivenessQuestion? ForData(IPropertyReferenceOperation read, ClosingContext context) =>
        DataCondition.IsQuestion(read.Property, context) && read.Instance is { } connection ? new LivenessQuestion(read, connection, true, isForData: true) : null;

    /// <summary>The question of a loop's or a branch's condition; null for another condition, and for a choice between two values.</summary>
    public static LivenessQuestion? At(IOperation operation, ClosingContext context, CancellationToken cancellation)
    {
        switch (operation)
        {
            case IConditionalOperation { Type: null, Condition: var condition }:
                return Of(condition, true, context, cancellation, MaxDepth) ?? Of(condition, false, context, cancellation, MaxDepth);
            case IWhileLoopOperation { Condition: { } condition } loop:
                return Of(condition, !loop.ConditionIsUntil, context, cancellation, MaxDepth);
            case IForLoopOperation { Condition: { } condition }:
                return Of(condition, true, context, cancellation, MaxDepth);
            default:
                return null;
        }
    }

    /// <summary>A question that makes the condition <paramref name="outcome"/> where the connection is alive, whatever else is asked beside it.</summary>
    public static LivenessQuestion? Somewhere(IOperation condition, bool outcome, ClosingContext context, CancellationToken cancellation, int depth = MaxDepth)
    {
        if (depth == 0)
            return null;
        switch (ValueReader.Unwrap(condition))
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not:
                return Somewhere(not.Operand, !outcome, context, cancellation, depth - 1);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or } either:
                return Somewhere(either.LeftOperand, outcome, context, cancellation, depth - 1) ?? Somewhere(either.RightOperand, outcome, context, cancellation, depth - 1);
            default:
                return Of(condition, outcome, context, cancellation, depth);
        }
    }

    private static LivenessQuestion? Of(IOperation condition, bool outcome, ClosingContext context, CancellationToken cancellation, int depth)
    {
        if (depth == 0)
            return null;
        switch (ValueReader.Unwrap(condition))
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not:
                return Turned(Of(not.Operand, !outcome, context, cancellation, depth - 1));
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And } both when outcome:
                return Of(both.LeftOperand, true, context, cancellation, depth - 1) ?? Of(both.RightOperand, true, context, cancellation, depth - 1);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or } either when !outcome:
                return Of(either.LeftOperand, false, context, cancellation, depth - 1) ?? Of(either.RightOperand, false, context, cancellation, depth - 1);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison when ValueReader.Constant(comparison.RightOperand) is bool constant:
                var isSame = constant == (comparison.OperatorKind == BinaryOperatorKind.Equals);
                return isSame ? Of(comparison.LeftOperand, outcome, context, cancellation, depth - 1) : Turned(Of(comparison.LeftOperand, !outcome, context, cancellation, depth - 1));
            case ICoalesceOperation { WhenNull.ConstantValue: { HasValue: true, Value: false } } coalesce:
                return Of(coalesce.Value, outcome, context, cancellation, depth - 1);
            case IConditionalAccessOperation access:
                return Of(access.WhenNotNull, outcome, context, cancellation, depth - 1) is { } inner ? new LivenessQuestion(access, inner.Connection, inner.Outcome) : null;
            case IIsPatternOperation pattern:
                return OfPattern(pattern, outcome, context, cancellation, depth);
            case IPropertyReferenceOperation { Property: { Name: "Connected" } property, Instance: { } connection } read when IsSocket(context.Types.Of(property.ContainingType)):
                return outcome ? new LivenessQuestion(read, connection, true) : null;
            case IPropertyReferenceOperation { Property: { IsIndexer: false } own } read:
                return outcome ? OfMember(own, read, context, cancellation, depth) : null;
            case IInvocationOperation { Arguments.Length: 0 or 1 } call:
                return outcome ? OfMember(call.TargetMethod, call, context, cancellation, depth) : null;
            case ILocalReferenceOperation local:
                return OfLocal(local, outcome, context, cancellation, depth);
            default:
                return null;
        }
    }

    private static LivenessQuestion? Turned(LivenessQuestion? question) => question is { } q ? new LivenessQuestion(q.Read, q.Connection, !q.Outcome) : null;

    private static bool IsSocket(KnownType type) => type is KnownType.Socket or KnownType.TcpClient;

    private static LivenessQuestion? OfPattern(IIsPatternOperation pattern, bool outcome, ClosingContext context, CancellationToken cancellation, int depth)
    {
        switch (pattern.Pattern)
        {
            case IConstantPatternOperation { Value: var value } when ValueReader.Constant(value) is bool constant:
                return constant ? Of(pattern.Value, outcome, context, cancellation, depth - 1) : Turned(Of(pattern.Value, !outcome, context, cancellation, depth - 1));
            case INegatedPatternOperation { Pattern: IRecursivePatternOperation inner } when !outcome && Asks(inner, context):
                return new LivenessQuestion(pattern, pattern.Value, false);
            case INegatedPatternOperation { Pattern: IConstantPatternOperation { Value: var value } } when ValueReader.Constant(value) is bool constant:
                return constant ? Turned(Of(pattern.Value, !outcome, context, cancellation, depth - 1)) : Of(pattern.Value, outcome, context, cancellation, depth - 1);
            case IRecursivePatternOperation inner when outcome && Asks(inner, context):
                return new LivenessQuestion(pattern, pattern.Value, true);
            default:
                return null;
        }
    }

    // "{ Connected: true }"
    private static bool Asks(IRecursivePatternOperation pattern, ClosingContext context)
    {
        foreach (var part in pattern.PropertySubpatterns)
        {
            if (part.Member is IPropertyReferenceOperation { Property: { Name: "Connected" } property } && IsSocket(context.Types.Of(property.ContainingType))
                && part.Pattern is IConstantPatternOperation { Value: var value } && ValueReader.Constant(value) is true)
                return true;
        }

        return false;
    }

    // "bool IsAlive => _client != null && _client.Connected;", "bool IsAlive() { if (_client == null) return false; return _client.Connected; }"
    private static LivenessQuestion? OfMember(ISymbol member, IOperation read, ClosingContext context, CancellationToken cancellation, int depth)
    {
        if (member.IsAbstract || member.IsVirtual && !member.ContainingType.IsSealed || !context.MentionsConnected(member, cancellation)
            || MethodBodies.Find(context.Compilation, member is IPropertySymbol { GetMethod: { } getter } ? getter : (member as IMethodSymbol)!, cancellation) is not { } body)
            return null;
        LivenessQuestion? asked = null;
        var returns = 0;
        foreach (var operation in MethodBodies.Walk(body))
        {
            switch (operation)
            {
                // One that looks at more than Connected may know better.
                case IInvocationOperation call when context.EventOf(call) != SocketEvent.Irrelevant || call.TargetMethod.Name is "Poll" or "Select":
                    return null;
                case IReturnOperation { ReturnedValue: { } value } when ++returns > MaxReturns || ValueReader.Constant(value) is true:
                    return null;
                case IReturnOperation { ReturnedValue: { } value } when ValueReader.Constant(value) is null:
                    if (Of(value, true, context, cancellation, depth - 1) is not { Outcome: true } inner)
                        return null;
                    asked = inner;
                    break;
            }
        }

        return asked is { } found ? new LivenessQuestion(read, found.Connection, true) : null;
    }

    // "var isAlive = socket.Connected;"
    private static LivenessQuestion? OfLocal(ILocalReferenceOperation local, bool outcome, ClosingContext context, CancellationToken cancellation, int depth) =>
        local.Local.DeclaringSyntaxReferences is { Length: 1 } references && references[0].GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer.Value: { } value } && ClosingContext.NamesConnected(value)
        && new ValueOrigin(context.Compilation, cancellation).Resolve(local) is { } origin && !ReferenceEquals(origin, local) ? Of(origin, outcome, context, cancellation, depth - 1) : null;
}
