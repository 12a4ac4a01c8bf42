using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>
/// Whether the connection has just worked: on the straight way to a call the same function accepts, connects, sends or receives, and what
/// failed there would not have come so far. A catch or a finally may be entered by that failure, so what stands before them tells nothing.
/// </summary>
internal struct AliveBefore
{
    private const int MaxLevels = 64;

    // Operations before one call: where there are more, it may have worked.
    private const int MaxSteps = 4096;

    private readonly ClosingContext _context;
    private readonly PlaceReader _places;
    private readonly ConnectionPlace _place;
    private readonly CancellationToken _cancellation;
    private int _steps;

    public AliveBefore(ClosingContext context, ConnectionPlace place, CancellationToken cancellation)
    {
        _context = context;
        _places = context.Places(cancellation);
        _place = place;
        _cancellation = cancellation;
        _steps = MaxSteps;
    }

    public bool Is(IOperation call)
    {
        var inside = call;
        for (var level = 0; level < MaxLevels && inside.Parent is { } around; level++, inside = around)
        {
            switch (around)
            {
                case IBlockOperation { Operations: var statements } when IsUsedIn(statements, inside):
                case ISwitchCaseOperation { Body: var body } when IsUsedIn(body, inside):
                case IConditionalOperation { Condition: var condition } when !ReferenceEquals(condition, inside) && IsUsedIn(condition):
                case IWhileLoopOperation { Condition: { } test, ConditionIsTop: true } when !ReferenceEquals(test, inside) && IsUsedIn(test):
                case IUsingOperation { Resources: var resources } when !ReferenceEquals(resources, inside) && IsUsedIn(resources):
                    return true;
                case ITryOperation { Finally: var last } when ReferenceEquals(last, inside):
                case ICatchClauseOperation or IAnonymousFunctionOperation or ILocalFunctionOperation:
                    return false;
            }
        }

        return false;
    }

    private bool IsUsedIn(ImmutableArray<IOperation> statements, IOperation until)
    {
        foreach (var statement in statements)
        {
            if (ReferenceEquals(statement, until))
                return false;
            if (IsUsedIn(statement))
                return true;
        }

        return false;
    }

    private bool IsUsedIn(IOperation code)
    {
        foreach (var operation in MethodBodies.Walk(code))
        {
            _cancellation.ThrowIfCancellationRequested();
            if (--_steps < 0 || IsUse(operation) && !MaySwallow(operation, code))
                return true;
        }

        return false;
    }

    private readonly bool IsUse(IOperation operation) => operation switch
    {
        IInvocationOperation call => IsUseOf(_place, call) || IsUsedInHelper(call),
        ISimpleAssignmentOperation assignment => IsAccepted(assignment.Value) && _place.Equals(_places.Of(assignment.Target)),
        IVariableDeclaratorOperation { Initializer.Value: { } value } declarator => IsAccepted(value) && _place.Equals(ConnectionPlace.Of(declarator.Symbol)),
        _ => false,
    };

    private readonly bool IsUseOf(ConnectionPlace place, IInvocationOperation call) =>
        call.Instance is { } instance && _context.EventOf(call) is SocketEvent.Connect or SocketEvent.Write or SocketEvent.Read or SocketEvent.ReadWrite && place.Equals(_places.Of(instance));

    // "SendLine(socket, text);", which lets out what fails.
    private readonly bool IsUsedInHelper(IInvocationOperation call)
    {
        if (!_context.Compilation.Declares(call.TargetMethod) || Callee.PlaceIn(call, _place, _places) is not { } inside || _context.EndingsOf(call.TargetMethod, _cancellation) is not { } helper)
            return false;
        foreach (var use in helper.Uses)
        {
            if (IsUseOf(inside, (IInvocationOperation)use.Operation) && !MaySwallow(use.Operation, helper.Root))
                return true;
        }

        return false;
    }

    private readonly bool IsAccepted(IOperation value)
    {
        value = ValueReader.Unwrap(value);
        if (value is IAwaitOperation awaited)
            value = ValueReader.Unwrap(awaited.Operation);
        return value is IPropertyReferenceOperation { Property.Name: "AcceptSocket" } || value is IInvocationOperation call && _context.EventOf(call) == SocketEvent.Accept;
    }

    // In a lambda, which is run at another time, or in a try whose handler goes on as if nothing had been.
    private static bool MaySwallow(IOperation use, IOperation until)
    {
        for (var (inside, around) = (use, use.Parent); around is not null && !ReferenceEquals(inside, until); (inside, around) = (around, around.Parent))
        {
            if (around is IAnonymousFunctionOperation or ILocalFunctionOperation)
                return true;
            if (around is not ITryOperation guarded || !ReferenceEquals(guarded.Body, inside))
                continue;
            foreach (var handler in guarded.Catches)
            {
                if ((HandlerExit.Of(handler.Handler) & Exits.GoesOn) != 0)
                    return true;
            }
        }

        return false;
    }
}
