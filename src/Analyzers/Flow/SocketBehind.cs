using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>Whether a TCP socket stands behind a receiver: a <c>StreamReader</c> may read a file, a <c>Socket</c> may be of UDP.</summary>
internal sealed class SocketBehind
{
    private const int StreamSocket = 1;

    private readonly FlowContext _context;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<ISymbol, bool> _streams = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, bool> _datagrams = new(SymbolEqualityComparer.Default);

    // The variables on the way of one question: "stream = Wrap(stream)" leads back to itself.
    private readonly HashSet<ISymbol> _visited = new(SymbolEqualityComparer.Default);

    public SocketBehind(FlowContext context, CancellationToken cancellation)
    {
        _context = context;
        _cancellation = cancellation;
    }

    /// <summary>A stream, reader or writer that is made over a socket's stream somewhere.</summary>
    public bool IsOverSocket(IOperation? value)
    {
        if (value is null || VariableOf(ValueReader.Unwrap(value)) is not { } variable)
            return Ask(value, isDatagram: false);
        if (!_streams.TryGetValue(variable, out var known))
            _streams[variable] = known = Ask(value, isDatagram: false);
        return known;
    }

    /// <summary>A socket that is made as another than a stream socket somewhere: a datagram's error is no reset.</summary>
    public bool IsDatagram(IOperation? socket)
    {
        if (socket is null || VariableOf(ValueReader.Unwrap(socket)) is not { } variable)
            return Ask(socket, isDatagram: true);
        if (!_datagrams.TryGetValue(variable, out var known))
            _datagrams[variable] = known = Ask(socket, isDatagram: true);
        return known;
    }

    private bool Ask(IOperation? value, bool isDatagram)
    {
        _visited.Clear();
        return isDatagram ? LeadsToDatagram(value) : LeadsToSocket(value);
    }

    private bool LeadsToSocket(IOperation? value)
    {
        if (value is null)
            return false;
        value = ValueReader.Unwrap(value);
        if (_context.Kinds.IsSocketType(value.Type) || _context.Types.NearestOf(value.Type) == KnownType.NegotiateStream)
            return _context.Types.NearestOf(value.Type) != KnownType.UdpClient;
        if (!_context.Kinds.IsConnection(value.Type))
            return false;
        switch (value)
        {
            case IAwaitOperation awaited:
                return LeadsToSocket(awaited.Operation);
            case IObjectCreationOperation creation:
                return AnyOverSocket(creation.Arguments);
            case IInvocationOperation { Instance: null } call:
                return AnyOverSocket(call.Arguments);
            case IConditionalOperation conditional:
                return LeadsToSocket(conditional.WhenTrue) || LeadsToSocket(conditional.WhenFalse);
            case ICoalesceOperation coalesce:
                return LeadsToSocket(coalesce.Value) || LeadsToSocket(coalesce.WhenNull);
            case ISimpleAssignmentOperation assignment:
                return LeadsToSocket(assignment.Value);
            case IPropertyReferenceOperation { Property.Name: "BaseStream" or "InnerStream" or "UnderlyingStream" } view:
                return LeadsToSocket(view.Instance);
            default:
                return VariableOf(value) is { } variable && AnyAssignedOverSocket(variable);
        }
    }

    private bool AnyOverSocket(ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments)
        {
            if (LeadsToSocket(argument.Value))
                return true;
        }

        return false;
    }

    private bool AnyAssignedOverSocket(ISymbol variable)
    {
        if (!_visited.Add(variable))
            return false;
        foreach (var assigned in _context.Assigned.Of(variable))
        {
            if (LeadsToSocket(OperationOf(assigned)))
                return true;
        }

        return false;
    }

    private bool LeadsToDatagram(IOperation? socket)
    {
        if (socket is null)
            return false;
        socket = ValueReader.Unwrap(socket);
        if (_context.Types.NearestOf(socket.Type) == KnownType.UdpClient)
            return true;
        if (socket is IPropertyReferenceOperation { Property.Name: "Client", Instance: { } client } && LeadsToDatagram(client))
            return true;
        if (socket is IObjectCreationOperation creation)
            return IsDatagramCreation(creation);
        if (VariableOf(socket) is not { } variable || !_visited.Add(variable))
            return false;
        foreach (var assigned in _context.Assigned.Of(variable))
        {
            if (LeadsToDatagram(OperationOf(assigned)))
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
