using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary><c>SocketAsyncEventArgs</c>: the callback has the count in hand, and posts the next receive with the same args.</summary>
internal sealed partial class OperationEvaluator
{
    private readonly Dictionary<ISymbol, IOperation?> _receivers = new(SymbolEqualityComparer.Default);

    private bool IsTransferCount(IPropertyReferenceOperation property) =>
        property.Property.Name == "BytesTransferred" && _context.Types.Of(property.Property.ContainingType) == KnownType.SocketAsyncEventArgs;

    /// <summary>The count of the receive of that connection on which this body receives with the same args again; none where it does not.</summary>
    private RefSet PeekTransferCount(IPropertyReferenceOperation property)
    {
        var args = property.Instance switch
        {
            IParameterReferenceOperation parameter => (ISymbol)parameter.Parameter,
            ILocalReferenceOperation local => local.Local,
            _ => null,
        };
        if (args is null)
            return RefSet.None;
        if (!_receivers.TryGetValue(args, out var receiver))
            _receivers[args] = receiver = FindReceiver(args);
        return PeekRefs(receiver).As(RefRole.ReadResult);
    }

    private IOperation? FindReceiver(ISymbol args)
    {
        IOperation? receiver = null;
        foreach (var block in _body.Graph.Blocks)
        {
            foreach (var operation in block.Operations)
                receiver ??= FindReceiver(operation, args);
            receiver ??= block.BranchValue is { } value ? FindReceiver(value, args) : null;
        }

        return receiver;
    }

    private IOperation? FindReceiver(IOperation operation, ISymbol args)
    {
        if (operation is IInvocationOperation { TargetMethod.Name: "ReceiveAsync", Instance: { } instance, Arguments.Length: 1 } call
            && call.Arguments[0].Value is var value
            && SymbolEqualityComparer.Default.Equals((value as IParameterReferenceOperation)?.Parameter ?? (ISymbol?)(value as ILocalReferenceOperation)?.Local, args))
            return instance;
        foreach (var child in operation.ChildOperations)
        {
            if (FindReceiver(child, args) is { } found)
                return found;
        }

        return null;
    }
}
