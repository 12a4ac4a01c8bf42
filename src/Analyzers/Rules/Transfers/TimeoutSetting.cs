using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>A time-out that is set on a connection: the connection, the direction and the value, as they stand in the source.</summary>
internal readonly struct TimeoutSetting
{
    // The numbers of SocketOptionName, which are constants of the BCL's contract.
    private const int SendTimeoutOption = 0x1005, ReceiveTimeoutOption = 0x1006;

    private TimeoutSetting(IOperation connection, TransferDirection direction, IOperation value)
    {
        Connection = connection;
        Direction = direction;
        Value = value;
    }

    public IOperation Connection { get; }

    public TransferDirection Direction { get; }

    public IOperation Value { get; }

    /// <summary>Of an assignment to one of the four properties, or a call of SetSocketOption; else null.</summary>
    public static TimeoutSetting? Of(IOperation operation, Compilation compilation, KnownTypes types, CancellationToken cancellation)
    {
        switch (operation)
        {
            case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } connection } property } assignment when DirectionOf(property.Property, types) is { } direction:
                return new TimeoutSetting(connection, direction, ValueOf(assignment));
            case IInvocationOperation { TargetMethod.Name: "SetSocketOption", Instance: { } socket, Arguments: { Length: 3 } arguments } call when types.Of(call.TargetMethod.ContainingType) == KnownType.Socket:
                return DirectionOf(new ValueOrigin(compilation, cancellation).ConstantOf(arguments[1].Value)) is { } named && arguments[2].Value.Type?.SpecialType == SpecialType.System_Int32
                    ? new TimeoutSetting(socket, named, arguments[2].Value)
                    : null;
            default:
                return null;
        }
    }

    /// <summary>The direction of one of the four properties; null for another property.</summary>
    public static TransferDirection? DirectionOf(IPropertySymbol property, KnownTypes types) => property.Name switch
    {
        "ReceiveTimeout" when IsSocketOrClient(types.Of(property.ContainingType)) => TransferDirection.Receive,
        "SendTimeout" when IsSocketOrClient(types.Of(property.ContainingType)) => TransferDirection.Send,
        "ReadTimeout" when IsStream(types.Of(property.ContainingType)) => TransferDirection.Receive,
        "WriteTimeout" when IsStream(types.Of(property.ContainingType)) => TransferDirection.Send,
        _ => null,
    };

    public static TransferDirection? DirectionOf(object? optionName) => optionName switch
    {
        ReceiveTimeoutOption => TransferDirection.Receive,
        SendTimeoutOption => TransferDirection.Send,
        _ => null,
    };

    /// <summary>Somebody wants a limit: a value that is not always "none" (0, -1) or as good as none.</summary>
    public bool IsLimit(Compilation compilation, CancellationToken cancellation)
    {
        var alternatives = new List<IOperation>();
        if (!new ValueOrigin(compilation, cancellation).AddAlternatives(Value, alternatives))
            return true;
        foreach (var alternative in alternatives)
        {
            if (ValueReader.Constant(alternative) is not int milliseconds || milliseconds is > 0 and < int.MaxValue)
                return true;
        }

        return false;
    }

    // "client.ReceiveTimeout = client.SendTimeout = 500"
    private static IOperation ValueOf(ISimpleAssignmentOperation assignment)
    {
        while (assignment.Value is ISimpleAssignmentOperation inner)
            assignment = inner;
        return assignment.Value;
    }

    private static bool IsSocketOrClient(KnownType type) => type is KnownType.Socket or KnownType.TcpClient;

    private static bool IsStream(KnownType type) =>
        type is KnownType.Stream or KnownType.NetworkStream or KnownType.SslStream or KnownType.NegotiateStream or KnownType.AuthenticatedStream or KnownType.BufferedStream;
}
