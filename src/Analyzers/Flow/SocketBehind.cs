using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>Whether a TCP socket stands behind a receiver: a <c>StreamReader</c> may read a file, a <c>Socket</c> may be of UDP.</summary>
internal sealed partial class SocketBehind
{
    private const int StreamSocket = 1;

    // "a = b; b = c; ...": whoever hands a stream on through more variables than this is not followed.
    private const int MaxDepth = 64;

    private readonly FlowContext _context;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<ISymbol, bool> _streams = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, bool> _datagrams = new(SymbolEqualityComparer.Default);

    // The variables on the way of one question: "stream = Wrap(stream)" leads back to itself.
    private readonly HashSet<ISymbol> _visited = new(SymbolEqualityComparer.Default);
    private int _depth;

    // The question was too deep, so that no answer on its way is certain.
    private bool _wasCut;

    // Through the arguments of a method's callers and what a helper returns too, and not through TLS.
    private readonly bool _isAcrossMethods;

    public SocketBehind(FlowContext context, CancellationToken cancellation, bool isAcrossMethods = false)
    {
        _context = context;
        _cancellation = cancellation;
        _isAcrossMethods = isAcrossMethods;
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
        _depth = 0;
        _wasCut = false;
        var leads = isDatagram ? LeadsToDatagram(value) : LeadsToSocket(value);
        // Nothing that was passed leads anywhere else than where the question looked. (What a property gives depends on its owner.)
        foreach (var variable in _visited)
        {
            if (!leads && !_wasCut && variable is not IPropertySymbol)
                (isDatagram ? _datagrams : _streams)[variable] = false;
        }

        return leads;
    }

    private bool LeadsToSocket(IOperation? value)
    {
        if (value is null)
            return false;
        if (_depth == MaxDepth)
        {
            _wasCut = true;
            return false;
        }

        _depth++;
        var leads = IsSocketOrOver(ValueReader.Unwrap(value));
        _depth--;
        return leads;
    }

    private bool IsSocketOrOver(IOperation value)
    {
        if (_isAcrossMethods && _context.Types.NearestOf(value.Type) is KnownType.SslStream or KnownType.NegotiateStream or KnownType.AuthenticatedStream)
            return false;
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
            case IInvocationOperation call when _isAcrossMethods && IsFollowed(call.TargetMethod):
                return AnyReturnedOverSocket(call.TargetMethod);
            case IInvocationOperation { Instance: null } call:
                return AnyOverSocket(call.Arguments);
            case IParameterReferenceOperation parameter when _isAcrossMethods:
                return AnyGivenOverSocket(parameter.Parameter);
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
        if (variable is not IPropertySymbol && _streams.TryGetValue(variable, out var known))
            return known;
        if (!_visited.Add(variable))
            return false;
        foreach (var assigned in _context.Assigned.Of(variable))
        {
            if (LeadsToSocket(OperationOf(assigned)))
                return variable is IPropertySymbol || (_streams[variable] = true);
        }

        return false;
    }

    private bool LeadsToDatagram(IOperation? socket)
    {
        if (socket is null)
            return false;
        if (_depth == MaxDepth)
        {
            _wasCut = true;
            return false;
        }

        _depth++;
        var leads = IsOrHoldsDatagram(ValueReader.Unwrap(socket));
        _depth--;
        return leads;
    }

    private bool IsOrHoldsDatagram(IOperation socket)
    {
        if (_context.Types.NearestOf(socket.Type) == KnownType.UdpClient)
            return true;
        if (socket is IPropertyReferenceOperation { Property.Name: "Client", Instance: { } client } && LeadsToDatagram(client))
            return true;
        if (socket is IObjectCreationOperation creation)
            return IsDatagramCreation(creation);
        if (VariableOf(socket) is not { } variable)
            return false;
        if (variable is not IPropertySymbol && _datagrams.TryGetValue(variable, out var known))
            return known;
        if (!_visited.Add(variable))
            return false;
        foreach (var assigned in _context.Assigned.Of(variable))
        {
            if (LeadsToDatagram(OperationOf(assigned)))
                return variable is IPropertySymbol || (_datagrams[variable] = true);
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
        _context.Compilation.OperationOf(expression, _cancellation);
}
