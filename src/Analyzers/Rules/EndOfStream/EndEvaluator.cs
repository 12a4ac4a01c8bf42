using System;
using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>Evaluates operations in the world where the peer has closed its side, and says when the code receives again.</summary>
internal sealed partial class EndEvaluator
{
    // Of one call of the project; what takes more is not looked into.
    private const int MaxStepsOfCall = 2_000;

    private readonly EndContext _context;
    private readonly ReceiveStart _start;
    private readonly EndWalk _walk;
    private readonly CancellationToken _cancellation;
    private EndState _state = new();
    private bool _isStarting;
    private bool _hasEnded;
    private int _round;
    private int _steps;
    private int _limit;
    private int _depth;

    public EndEvaluator(EndContext context, ReceiveStart start, EndWalk walk, int steps, CancellationToken cancellation)
    {
        _context = context;
        _start = start;
        _walk = walk;
        _limit = steps;
        _cancellation = cancellation;
    }

    /// <summary>What holds where the same receive is reached again; null where it never is.</summary>
    public EndState? Reached { get; private set; }

    /// <summary>Within a function that the walked one calls.</summary>
    public bool IsInCall => _callDepth > 0;

    /// <summary>It may handle the end in a way that is not understood.</summary>
    public bool IsGivenUp { get; private set; }

    /// <summary>The call of the project that is run takes too long.</summary>
    public bool IsCut { get; private set; }

    public void GiveUp() => IsGivenUp = true;

    /// <summary>In this round the code has come to the receive that the helper makes.</summary>
    public bool HasPassedReceive { get; private set; }

    public void BeginRound(int round)
    {
        _round = round;
        Reached = null;
        HasPassedReceive = false;
        _isStarting = true;
    }

    /// <summary>This way ends here: an exception, a close. After a condition that was not understood that may be the test for the end.</summary>
    public void End(EndState state)
    {
        if (state.IsUncertain)
            GiveUp();
    }

    public bool Run(IOperation operation, EndState state) => Run(operation, state, out _);

    /// <summary>False where the code does not get behind the operation.</summary>
    public bool Run(IOperation operation, EndState state, out EndValue value)
    {
        var before = _state;
        _state = state;
        _hasEnded = false;
        value = Evaluate(operation);
        _state = before;
        var hasEnded = _hasEnded;
        _hasEnded = false;
        return !hasEnded && !IsGivenUp && !IsCut;
    }

    private EndValue Evaluate(IOperation operation)
    {
        if (_hasEnded || IsGivenUp || IsCut)
            return default;
        if (++_steps > _limit || _depth == EvaluationDepth.Limit)
        {
            if (_callDepth > 0)
                IsCut = true;
            else
                GiveUp();
            return default;
        }

        _depth++;
        var value = operation.ConstantValue is { HasValue: true } constant ? OfConstant(constant.Value) : EvaluateOther(operation);
        _depth--;
        return value;
    }

    private static EndValue OfConstant(object? constant) => constant switch
    {
        null => EndValue.Null,
        bool condition => EndValue.Bool(condition),
        string { Length: 0 } => EndValue.Empty,
        string => EndValue.Of(EndKind.Text),
        char c => EndValue.Number(c),
        sbyte or byte or short or ushort or int or uint or long => EndValue.Number(Convert.ToInt64(constant, System.Globalization.CultureInfo.InvariantCulture)),
        _ => EndValue.Unknown,
    };

    private EndValue EvaluateOther(IOperation operation)
    {
        switch (operation)
        {
            case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation:
                return OfMember(operation);
            case IFlowCaptureReferenceOperation reference:
                return _state[reference.Id];
            case IFlowCaptureOperation capture:
                return _state[capture.Id] = Evaluate(capture.Value);
            case IExpressionStatementOperation statement:
                return Evaluate(statement.Operation);
            case IAwaitOperation awaited:
                return Evaluate(awaited.Operation);
            case IConversionOperation { OperatorMethod: null } conversion:
                return Evaluate(conversion.Operand);
            case IParenthesizedOperation parenthesized:
                return Evaluate(parenthesized.Operand);
            case IDeclarationExpressionOperation declaration:
                return Evaluate(declaration.Expression);
            case IInvocationOperation call:
                return OfCall(call);
            case IObjectCreationOperation creation:
                return OfCreation(creation);
            case IArrayCreationOperation array:
                return OfArray(array);
            case IArrayElementReferenceOperation element:
                return OfElement(Evaluate(element.ArrayReference), element.Indices.Length == 1 ? Evaluate(element.Indices[0]) : default);
            case IInstanceReferenceOperation:
                return EndValue.Unknown;
            case IDelegateCreationOperation delegated:
                return Evaluate(delegated.Target);
            case IFlowAnonymousFunctionOperation lambda:
                return OfLambda(lambda);
            case IMethodReferenceOperation or INameOfOperation or ITypeOfOperation:
                return EndValue.Unknown;
            default:
                return OfAssignmentOrCondition(operation);
        }
    }

    private EndValue OfAssignmentOrCondition(IOperation operation)
    {
        switch (operation)
        {
            case ISimpleAssignmentOperation assignment:
                return Assign(assignment.Target, Evaluate(assignment.Value));
            case ICompoundAssignmentOperation compound:
                return OfCompound(compound);
            case IIncrementOrDecrementOperation increment:
                return Increment(increment);
            case IDeconstructionAssignmentOperation deconstruction:
                return Deconstruct(deconstruction);
            case IBinaryOperation { OperatorMethod: null or { ContainingType.SpecialType: SpecialType.System_String } } binary:
                return OfBinary(binary);
            case IUnaryOperation { OperatorMethod: null } unary:
                return OfUnary(unary);
            case IIsNullOperation isNull:
                return IsNull(Evaluate(isNull.Operand));
            case IIsPatternOperation pattern:
                return Matches(pattern.Pattern, Evaluate(pattern.Value));
            default:
                return OfParts(operation);
        }
    }

    // Nothing is known of the operation: its value depends on what its parts do.
    private EndValue OfParts(IOperation operation)
    {
        var (isReceived, isOfConnection) = (false, false);
        foreach (var child in operation.ChildOperations)
        {
            var value = Evaluate(child);
            isReceived |= value.IsReceived;
            isOfConnection |= value.Kind == EndKind.Connection;
        }

        // What could not be bound may be anything: a test for the end, or what throws there.
        if (operation is IInvalidOperation or IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IFunctionPointerInvocationOperation)
            return isReceived ? Stop() : isOfConnection ? EndValue.Tainted : EndValue.Unknown;
        return isReceived ? EndValue.Tainted : EndValue.Unknown;
    }

    private EndValue Stop()
    {
        if (!_hasEnded)
            End(_state);
        _hasEnded = true;
        return default;
    }

    private EndValue OfMember(IOperation reference)
    {
        if (reference is IPropertyReferenceOperation property && !(_context.Compilation.Declares(property.Property) && _context.Kinds.IsAutoProperty(property.Property)))
            return OfProperty(property);
        var instance = reference is IMemberReferenceOperation { Instance: { } owner } ? Evaluate(owner) : default;
        if (instance is { Kind: EndKind.Null, IsReceived: true })
            return Stop();
        if (reference is IFieldReferenceOperation { Field: { Name: "Empty", ContainingType.SpecialType: SpecialType.System_String } })
            return EndValue.Empty;
        if (VariableOf(reference) is not { } variable)
            return instance.IsReceived ? EndValue.Tainted : default;
        var value = _state[variable];
        if (value.Kind != EndKind.Unknown)
            return value;
        if (instance.Kind == EndKind.Connection && _context.Kinds.CanHoldConnection(reference.Type))
            return EndValue.Connection;
        if (instance.Kind == EndKind.Tainted)
            return EndValue.Tainted;
        return variable is ILocalSymbol && _context.Kinds.CanHoldConnection(reference.Type) && _context.RootOf(reference, _cancellation) is { } root && !SymbolEqualityComparer.Default.Equals(root, variable)
            ? _state[root].Kind == EndKind.Connection ? EndValue.Connection : default
            : default;
    }

    private static ISymbol? VariableOf(IOperation reference) => reference is IPropertyReferenceOperation { Property.IsIndexer: true } ? null : VariableUses.SymbolOf(reference);
}
