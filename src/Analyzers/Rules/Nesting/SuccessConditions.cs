using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>What an expression is where an operation has succeeded at once.</summary>
internal enum SuccessValue : byte
{
    Unknown,
    True,
    False,

    /// <summary><c>SocketError.Success</c>.</summary>
    NoError,

    /// <summary>A count of bytes that is not 0.</summary>
    Some,

    /// <summary><c>LastOperation</c>.</summary>
    Operation,

    /// <summary>Asks whether to go on at all, and has nothing to do with what was received: whether it is closed, stopped, connected.</summary>
    Free,
}

/// <summary>The conditions behind an operation that has succeeded at once.</summary>
internal sealed partial class SuccessConditions
{
    private const int MaxDepth = 24;

    private readonly EndContext _context;
    private readonly CancellationToken _cancellation;
    private NestingRun? _run;
    private HashSet<ISymbol>? _asked;
    private int _depth;

    public SuccessConditions(EndContext context, CancellationToken cancellation)
    {
        _context = context;
        _cancellation = cancellation;
    }

    /// <param name="condition">In the graph of <paramref name="run"/>.</param>
    /// <param name="run">The function.</param>
    /// <param name="asked">Gets the members that decide.</param>
    public SuccessValue Of(IOperation condition, NestingRun run, HashSet<ISymbol> asked)
    {
        (_run, _asked, _depth) = (run, asked, 0);
        return Evaluate(condition);
    }

    private SuccessValue Evaluate(IOperation operation)
    {
        if (_depth == MaxDepth)
            return SuccessValue.Unknown;
        _depth++;
        var value = Find(ValueReader.Unwrap(operation));
        _depth--;
        return value;
    }

    private SuccessValue Find(IOperation operation)
    {
        if (operation.ConstantValue is { HasValue: true, Value: bool constant })
            return constant ? SuccessValue.True : SuccessValue.False;
        if (operation.ConstantValue.HasValue)
            return SuccessValue.Unknown;
        if (operation.Type is { TypeKind: TypeKind.Enum, Name: "SocketError" })
            return SuccessValue.NoError;
        switch (operation)
        {
            case IParenthesizedOperation parenthesized:
                return Evaluate(parenthesized.Operand);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Not(Evaluate(not.Operand));
            case IBinaryOperation binary:
                return OfComparison(binary);
            case IIsPatternOperation pattern:
                return OfPattern(Evaluate(pattern.Value), pattern.Value, pattern.Pattern);
            case IIsNullOperation isNull:
                return IsNull(isNull.Operand);
            case IIsTypeOperation isType:
                return Not(IsNull(isType.ValueOperand));
            case IFlowCaptureReferenceOperation capture:
                return CapturedBy(capture) is { } captured ? Evaluate(captured) : SuccessValue.Unknown;
            case ISimpleAssignmentOperation assignment:
                return Evaluate(assignment.Value);
            case ILocalReferenceOperation local:
                return OfLocal(local.Local);
            case IInvocationOperation call:
                return OfCall(call);
            case IMemberReferenceOperation member:
                return OfMember(member);
            default:
                return SuccessValue.Unknown;
        }
    }

    private SuccessValue OfCall(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method is { Name: "Read", ContainingType.Name: "Volatile" } && call.Arguments.Length == 1)
            return Evaluate(call.Arguments[0].Value);
        if (PostedOperation.Of(call, _context, _cancellation) is { Callback: null })
            return SuccessValue.False;
        return method.ReturnType.SpecialType == SpecialType.System_Int32 && IsEnd(call) ? SuccessValue.Some : SuccessValue.Unknown;
    }

    private bool IsEnd(IInvocationOperation call) =>
        _context.Types.Table.Of(call.TargetMethod, call.Instance is null ? null : ValueReader.Unwrap(call.Instance).Type) is { } semantics && (semantics.Form & MemberForm.End) != 0;

    private SuccessValue OfMember(IMemberReferenceOperation member)
    {
        if (member is IPropertyReferenceOperation { Property: { Name: var name } property } && _context.Types.Of(property.ContainingType) == KnownType.SocketAsyncEventArgs)
            return name switch { "BytesTransferred" => SuccessValue.Some, "LastOperation" => SuccessValue.Operation, _ => SuccessValue.Unknown };
        if (member is IPropertyReferenceOperation { Property: { Name: "IsCompleted", ContainingType.Name: "IAsyncResult" } })
            return SuccessValue.True;
        if (member.Type is null || !(member.Type.TypeKind == TypeKind.Enum || member.Type.SpecialType is SpecialType.System_Boolean or SpecialType.System_Int32))
            return SuccessValue.Unknown;
        return FreeIf(MayBeAsked(member));
    }

    // Every value that it is given says the same; a constant is what it has before.
    private SuccessValue OfLocal(ILocalSymbol local)
    {
        var value = SuccessValue.Unknown;
        foreach (var expression in _context.Assigned.Of(local))
        {
            if (_context.Compilation.OperationOf(expression, _cancellation) is not { } assigned)
                return SuccessValue.Unknown;
            if (assigned.ConstantValue.HasValue)
                continue;
            var one = Evaluate(assigned);
            if (one == SuccessValue.Unknown || (value != SuccessValue.Unknown && value != one))
                return SuccessValue.Unknown;
            value = one;
        }

        return value;
    }

    // The operand of a switch, and of "??".
    private IOperation? CapturedBy(IFlowCaptureReferenceOperation reference)
    {
        IOperation? value = null;
        foreach (var block in _run!.Graph.Blocks)
        {
            foreach (var operation in block.Operations)
            {
                if (operation is not IFlowCaptureOperation capture || !capture.Id.Equals(reference.Id))
                    continue;
                if (value is not null)
                    return null;
                value = capture.Value;
            }
        }

        return value;
    }

    private static SuccessValue FreeIf(bool isFree) => isFree ? SuccessValue.Free : SuccessValue.Unknown;

    private static SuccessValue Not(SuccessValue value) => value switch
    {
        SuccessValue.True => SuccessValue.False,
        SuccessValue.False => SuccessValue.True,
        SuccessValue.Free => SuccessValue.Free,
        _ => SuccessValue.Unknown,
    };
}
