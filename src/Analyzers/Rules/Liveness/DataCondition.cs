using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>What conditions say of <c>Available</c> and <c>DataAvailable</c>, and whether they set a limit of another kind.</summary>
internal readonly struct DataCondition
{
    private const int MaxDepth = 16;

    private readonly ClosingContext _context;
    private readonly CancellationToken _cancellation;

    public DataCondition(ClosingContext context, CancellationToken cancellation)
    {
        _context = context;
        _cancellation = cancellation;
    }

    /// <summary>Whether there is data to read where <paramref name="condition"/> is <paramref name="outcome"/>.</summary>
    public bool Promises(IOperation? condition, bool outcome) => condition is not null && Promises(condition, outcome, false, MaxDepth);

    /// <summary>The same behind a loop that waits for data, and may end for other reasons too: <c>while (!stream.DataAvailable &amp;&amp; isRunning)</c>.</summary>
    public bool PromisesBehind(IOperation? condition, bool outcome) => condition is not null && Promises(condition, outcome, true, MaxDepth);

    private bool Promises(IOperation condition, bool outcome, bool isAnyEnough, int depth)
    {
        if (depth == 0)
            return false;
        condition = ValueReader.Unwrap(condition);
        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Promises(not.Operand, !outcome, isAnyEnough, depth - 1);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And } both:
                return Joined(both, outcome || isAnyEnough, outcome, isAnyEnough, depth);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or } either:
                return Joined(either, !outcome || isAnyEnough, outcome, isAnyEnough, depth);
            case IBinaryOperation comparison:
                return ReadComparison(comparison, outcome, isAnyEnough, depth);
            default:
                return outcome && condition.Type?.SpecialType == SpecialType.System_Boolean && Asks(condition, depth);
        }
    }

    private bool Joined(IBinaryOperation pair, bool isOneEnough, bool outcome, bool isAnyEnough, int depth)
    {
        var left = Promises(pair.LeftOperand, outcome, isAnyEnough, depth - 1);
        return left == isOneEnough ? left : Promises(pair.RightOperand, outcome, isAnyEnough, depth - 1);
    }

    private bool ReadComparison(IBinaryOperation comparison, bool outcome, bool isAnyEnough, int depth)
    {
        if (ValueReader.Constant(comparison.RightOperand) is bool constant && comparison.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals)
            return Promises(comparison.LeftOperand, outcome == (constant == (comparison.OperatorKind == BinaryOperatorKind.Equals)), isAnyEnough, depth - 1);
        var isLeft = Asks(comparison.LeftOperand, depth - 1);
        if (!isLeft && !Asks(comparison.RightOperand, depth - 1))
            return false;
        return comparison.OperatorKind switch
        {
            BinaryOperatorKind.Equals => !outcome,
            BinaryOperatorKind.NotEquals => outcome,
            BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual => outcome == isLeft,
            BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual => outcome != isLeft,
            _ => false,
        };
    }

    public static bool IsQuestion(IPropertySymbol property, ClosingContext context) =>
        property.Name is "Available" or "DataAvailable" && context.Types.Of(property.ContainingType) is KnownType.Socket or KnownType.TcpClient or KnownType.NetworkStream;

    /// <summary>Whether <paramref name="value"/> is what Available or DataAvailable gives.</summary>
    public bool Asks(IOperation value) => Asks(value, MaxDepth);

    private bool Asks(IOperation value, int depth)
    {
        if (depth == 0)
            return false;
        switch (ValueReader.Unwrap(value))
        {
            case IPropertyReferenceOperation { Property: var property } when IsQuestion(property, _context):
                return true;
            case IPropertyReferenceOperation { Property: { IsIndexer: false } own }:
                return PlaceReader.ReturnedBy(own, _context.Compilation, _cancellation) is { } returned && Asks(returned, depth - 1);
            case IInvocationOperation { Arguments.Length: 0 } call:
                return PlaceReader.ReturnedBy(call.TargetMethod, _context.Compilation, _cancellation) is { } given && (Asks(given, depth - 1) || Promises(given, true, false, depth - 1));
            case IConditionalAccessOperation access:
                return Asks(access.WhenNotNull, depth - 1);
            case ILocalReferenceOperation local:
                return AsksEveryValue(local, depth);
            default:
                return false;
        }
    }

    // "var waiting = socket.Available;", also where it is asked again in the loop.
    private bool AsksEveryValue(ILocalReferenceOperation local, int depth)
    {
        var values = new List<IOperation>();
        if (local.Type?.SpecialType is not (SpecialType.System_Int32 or SpecialType.System_Boolean) || !new ValueOrigin(_context.Compilation, _cancellation).AddAlternatives(local, values))
            return false;
        var asks = false;
        foreach (var value in values)
        {
            if (ValueReader.Constant(value) is 0 or false)
                continue;
            if (ReferenceEquals(value, local) || !Asks(value, depth - 1))
                return false;
            asks = true;
        }

        return asks;
    }

    /// <summary>Whether a count or a time is compared that is not Available: a limit that ends a wait whatever the peer does.</summary>
    public bool SetsLimit(IOperation? condition)
    {
        if (condition is null)
            return false;
        foreach (var operation in MethodBodies.Walk(condition))
        {
            if (operation is IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual } comparison
                && !Asks(comparison.LeftOperand) && !Asks(comparison.RightOperand))
                return true;
        }

        return false;
    }
}
