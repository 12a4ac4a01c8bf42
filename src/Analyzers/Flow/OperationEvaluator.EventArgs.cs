using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary><c>SocketAsyncEventArgs</c>: the callback has the count in hand, and posts the next receive with the same args.</summary>
internal sealed partial class OperationEvaluator
{
    private Dictionary<ISymbol, IOperation>? _receivers;

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
        return (_receivers ??= FindReceivers()).TryGetValue(args, out var receiver) ? PeekRefs(receiver).As(RefRole.ReadResult) : RefSet.None;
    }

    // The first receive with each args, in the order of the graph.
    private Dictionary<ISymbol, IOperation> FindReceivers()
    {
        var receivers = new Dictionary<ISymbol, IOperation>(SymbolEqualityComparer.Default);
        foreach (var block in _body.Graph.Blocks)
        {
            foreach (var operation in block.Operations)
                AddReceivers(operation, receivers);
            if (block.BranchValue is { } value)
                AddReceivers(value, receivers);
        }

        return receivers;
    }

    private static void AddReceivers(IOperation statement, Dictionary<ISymbol, IOperation> receivers)
    {
        foreach (var operation in MethodBodies.Walk(statement))
        {
            if (operation is IInvocationOperation { TargetMethod.Name: "ReceiveAsync", Instance: { } instance, Arguments.Length: 1 } call
                && ((call.Arguments[0].Value as IParameterReferenceOperation)?.Parameter ?? (ISymbol?)(call.Arguments[0].Value as ILocalReferenceOperation)?.Local) is { } args
                && !receivers.ContainsKey(args))
                receivers.Add(args, instance);
        }
    }
}
