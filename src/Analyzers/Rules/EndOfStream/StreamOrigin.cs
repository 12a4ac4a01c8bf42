using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>Whether a receive is one of a stream that ends: not of datagrams, and not of a file.</summary>
internal sealed class StreamOrigin
{
    private const int MaxDepth = 8;
    private const int StreamSocket = 1;

    private readonly EndContext _context;
    private readonly CancellationToken _cancellation;
    private readonly HashSet<ISymbol> _visited = new(SymbolEqualityComparer.Default);

    public StreamOrigin(EndContext context, CancellationToken cancellation)
    {
        _context = context;
        _cancellation = cancellation;
    }

    /// <summary>Nothing tells what kind of stream it is; what is read until it is complete never is at the end of any.</summary>
    public bool IsUnknown { get; private set; }

    public bool IsStream(IInvocationOperation receive, IOperation receiver, bool isInLoop) =>
        IsOfConnection(receiver) || (IsUnknown = isInLoop && IsAccumulated(receive) && IsAnyStream(receiver) && !IsInTest(receive));

    private bool IsOfConnection(IOperation receiver) => _context.Types.NearestOf(ValueReader.Unwrap(receiver).Type) switch
    {
        KnownType.NetworkStream or KnownType.SslStream or KnownType.NegotiateStream => true,
        KnownType.Socket => IsStreamSocket(receiver),
        KnownType.UdpClient => false,
        _ => IsOverSocket(receiver),
    };

    // Asked for every reader of the project, most of which read files.
    private bool IsOverSocket(IOperation receiver)
    {
        if (VariableOf(receiver) is not { } variable)
            return FindOverSocket(receiver);
        if (!_context.OverSocket.TryGetValue(variable, out var known))
            _context.OverSocket[variable] = known = FindOverSocket(receiver);
        return known;
    }

    private bool FindOverSocket(IOperation receiver) =>
        new SocketBehind(_context.Flow, _cancellation).IsOverSocket(receiver) || new SocketBehind(_context.Flow, _cancellation, isAcrossMethods: true).IsOverSocket(receiver);

    private static ISymbol? VariableOf(IOperation receiver) => ValueReader.Unwrap(receiver) switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation property => property.Property,
        _ => null,
    };

    private bool IsStreamSocket(IOperation receiver) =>
        _context.HasOnlyStreamSockets || (!new SocketBehind(_context.Flow, _cancellation).IsDatagram(receiver) && IsMadeAsStream(receiver, 0));

    private bool IsMadeAsStream(IOperation? value, int depth)
    {
        if (value is null || depth == MaxDepth)
            return false;
        value = ValueReader.Unwrap(value);
        switch (value)
        {
            case IAwaitOperation awaited:
                return IsMadeAsStream(awaited.Operation, depth + 1);
            case IObjectCreationOperation creation:
                return HasStreamType(creation);
            case IInvocationOperation call:
                return _context.EventOf(call.TargetMethod, call.Instance) == SocketEvent.Accept || (TaskMembers.PassesItsValueOn(call.TargetMethod) && IsMadeAsStream(call.Instance, depth + 1));
            case IPropertyReferenceOperation { Property.Name: "Client" or "AcceptSocket" or "Server", Instance: { } owner }:
                return _context.Types.NearestOf(owner.Type) is KnownType.TcpClient or KnownType.TcpListener or KnownType.SocketAsyncEventArgs;
            case ILocalReferenceOperation local:
                return AnyMadeAsStream(local.Local, depth);
            case IParameterReferenceOperation parameter:
                return AnyGivenAsStream(parameter.Parameter.OriginalDefinition, depth);
            case IMemberReferenceOperation member:
                return AnyMadeAsStream(member.Member.OriginalDefinition, depth);
            default:
                return false;
        }
    }

    private bool AnyMadeAsStream(ISymbol variable, int depth)
    {
        if (!_visited.Add(variable) || !_context.Compilation.Declares(variable))
            return false;
        foreach (var value in _context.Assigned.Of(variable))
        {
            if (IsMadeAsStream(_context.Compilation.OperationOf(value, _cancellation), depth + 1))
                return true;
        }

        return false;
    }

    private bool AnyGivenAsStream(IParameterSymbol parameter, int depth)
    {
        if (!_visited.Add(parameter))
            return false;
        foreach (var given in _context.GivenAs(parameter, _cancellation))
        {
            if (IsMadeAsStream(given, depth + 1))
                return true;
        }

        return false;
    }

    private static bool HasStreamType(IObjectCreationOperation creation)
    {
        foreach (var argument in creation.Arguments)
        {
            if (argument.Parameter?.Type.Name == "SocketType")
                return ValueReader.Constant(argument.Value) is StreamSocket;
        }

        return false;
    }

    // A variable of the project that is declared as a Stream, and is given nothing that is known to be another one.
    private bool IsAnyStream(IOperation receiver)
    {
        if (VariableOf(receiver) is not { } variable || !_context.Compilation.Declares(variable) || !IsStreamItself(receiver.Type))
            return false;
        foreach (var value in _context.Assigned.Of(variable.OriginalDefinition))
        {
            if (_context.Compilation.OperationOf(value, _cancellation) is { } assigned && !IsStreamItself(ValueReader.Unwrap(assigned).Type) && ValueReader.Unwrap(assigned).ConstantValue is not { HasValue: true, Value: null })
                return false;
        }

        return true;
    }

    // A test gives itself the stream that it needs.
    private bool IsInTest(IOperation receive) =>
        receive.SemanticModel?.GetEnclosingSymbol(receive.Syntax.SpanStart, _cancellation) is { } owner && _context.Flow.Tests.Contains(owner);

    private bool IsStreamItself(ITypeSymbol? type) => _context.Types.Of(type) is KnownType.Stream or KnownType.BinaryReader;

    // "n += stream.Read(...)", "n -= await stream.ReadAsync(...)"
    private static bool IsAccumulated(IOperation receive)
    {
        var operation = receive.Parent;
        while (operation is IConversionOperation or IAwaitOperation or IParenthesizedOperation || (operation is IInvocationOperation passed && TaskMembers.PassesItsValueOn(passed.TargetMethod)))
            operation = operation.Parent;
        return operation is ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract };
    }
}
