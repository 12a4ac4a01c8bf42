using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>Whether a TCP socket stands behind a receiver: a <c>StreamReader</c> may read a file, a <c>Socket</c> may be of UDP.</summary>
internal sealed class SocketBehind
{
    private const int MaxSteps = 6;
    private const int StreamSocket = 1;

    private readonly FlowContext _context;
    private readonly CancellationToken _cancellation;

    public SocketBehind(FlowContext context, CancellationToken cancellation)
    {
        _context = context;
        _cancellation = cancellation;
    }

    /// <summary>A stream, reader or writer that is made over a socket's stream somewhere.</summary>
    public bool IsOverSocket(IOperation? value) => IsOverSocket(value, MaxSteps);

    /// <summary>A socket that is made as another than a stream socket somewhere: a datagram's error is no reset.</summary>
    public bool IsDatagram(IOperation? socket) => IsDatagram(socket, MaxSteps);

    private bool IsOverSocket(IOperation? value, int steps)
    {
        if (value is null || steps == 0)
            return false;
        value = ValueReader.Unwrap(value);
        if (_context.Kinds.IsSocketType(value.Type) || _context.Types.NearestOf(value.Type) == KnownType.NegotiateStream)
            return _context.Types.NearestOf(value.Type) != KnownType.UdpClient;
        if (!_context.Kinds.IsConnection(value.Type))
            return false;
        switch (value)
        {
            case IAwaitOperation awaited:
                return IsOverSocket(awaited.Operation, steps - 1);
            case IObjectCreationOperation creation:
                return AnyOverSocket(creation.Arguments, steps);
            case IInvocationOperation { Instance: null } call:
                return AnyOverSocket(call.Arguments, steps);
            case IConditionalOperation conditional:
                return IsOverSocket(conditional.WhenTrue, steps - 1) || IsOverSocket(conditional.WhenFalse, steps - 1);
            case ICoalesceOperation coalesce:
                return IsOverSocket(coalesce.Value, steps - 1) || IsOverSocket(coalesce.WhenNull, steps - 1);
            case ISimpleAssignmentOperation assignment:
                return IsOverSocket(assignment.Value, steps - 1);
            case IPropertyReferenceOperation { Property.Name: "BaseStream" or "InnerStream" or "UnderlyingStream" } view:
                return IsOverSocket(view.Instance, steps - 1);
            default:
                return VariableOf(value) is { } variable && AnyAssignedOverSocket(variable, steps);
        }
    }

    private bool AnyOverSocket(System.Collections.Immutable.ImmutableArray<IArgumentOperation> arguments, int steps)
    {
        foreach (var argument in arguments)
        {
            if (IsOverSocket(argument.Value, steps - 1))
                return true;
        }

        return false;
    }

    private bool AnyAssignedOverSocket(ISymbol variable, int steps)
    {
        foreach (var assigned in _context.Assigned.Of(variable))
        {
            if (IsOverSocket(OperationOf(assigned), steps - 1))
                return true;
        }

        return false;
    }

    private bool IsDatagram(IOperation? socket, int steps)
    {
        if (socket is null || steps == 0)
            return false;
        socket = ValueReader.Unwrap(socket);
        if (_context.Types.NearestOf(socket.Type) == KnownType.UdpClient)
            return true;
        if (socket is IPropertyReferenceOperation { Property.Name: "Client", Instance: { } client } && IsDatagram(client, steps - 1))
            return true;
        if (socket is IObjectCreationOperation creation)
            return IsDatagramCreation(creation);
        if (VariableOf(socket) is not { } variable)
            return false;
        foreach (var assigned in _context.Assigned.Of(variable))
        {
            if (IsDatagram(OperationOf(assigned), steps - 1))
                return true;
        }

        return false;
    }

    private static bool IsDatagramCreation(IObjectCreationOperation creation)
    {
        foreach (var argument in creation.Arguments)
        {
            if (argument.Parameter?.Type.Name == "SocketType" && ValueReader.Constant(argument.Value) is not StreamSocket)
                return true;
        }

        return false;
    }

    private static ISymbol? VariableOf(IOperation value) => value switch
    {
        ILocalReferenceOperation local => local.Local,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation property => property.Property,
        _ => null,
    };

    private IOperation? OperationOf(ExpressionSyntax expression) =>
        _context.Compilation.ContainsSyntaxTree(expression.SyntaxTree)
            ? _context.Compilation.GetSemanticModel(expression.SyntaxTree).GetOperation(expression, _cancellation)
            : null;
}
