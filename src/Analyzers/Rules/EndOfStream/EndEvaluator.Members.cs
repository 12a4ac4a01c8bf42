using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>Properties and elements.</summary>
internal sealed partial class EndEvaluator
{
    private EndValue OfProperty(IPropertyReferenceOperation reference)
    {
        var property = reference.Property;
        var instance = reference.Instance is { } owner ? Evaluate(owner) : default;
        if (instance is { Kind: EndKind.Null, IsReceived: true })
            return Stop();
        if (property.IsIndexer && reference.Arguments.Length == 1)
            return OfElement(instance, Evaluate(reference.Arguments[0].Value));
        if (property.GetMethod is not { } getter)
            return default;
        if (TaskMembers.PassesItsValueOn(getter))
            return instance;
        if (_context.Compilation.Declares(property))
            return OfSourceCall(getter, instance, ImmutableArray<IArgumentOperation>.Empty, Array.Empty<EndValue>());
        if (instance.Kind == EndKind.EventArgs)
            return OfEventArgs(property);
        if (OfConnectionProperty(getter, reference, instance) is { } known)
            return known;
        return EmptyInput.OfProperty(property, instance);
    }

    private EndValue OfEventArgs(IPropertySymbol property)
    {
        HasPassedReceive |= property.Name == "BytesTransferred";
        const int receive = 4;
        return property.Name switch
        {
            "BytesTransferred" or "SocketError" => EndValue.Number(0).Received(),
            "LastOperation" => EndValue.Number(receive),
            _ => EndValue.Unknown,
        };
    }

    private EndValue? OfConnectionProperty(IMethodSymbol getter, IPropertyReferenceOperation reference, EndValue instance)
    {
        var isConnection = instance.Kind == EndKind.Connection;
        switch (_context.EventOf(getter, reference.Instance))
        {
            case SocketEvent.View:
                return instance;
            // It stays true after the peer's FIN (facts §8).
            case SocketEvent.TestConnected:
                return isConnection ? EndValue.Bool(true) : EndValue.Unknown;
        }

        switch (reference.Property.Name)
        {
            // Nobody cancels: what happens then is not the question.
            case "IsCancellationRequested" when reference.Property.RootNamespace() == "System":
                return EndValue.Bool(false);
            case "Available" when _context.Kinds.IsSocketType(reference.Property.ContainingType):
                return isConnection ? EndValue.Number(0).Received() : OfOtherProbe();
            case "DataAvailable" when _context.Kinds.IsSocketType(reference.Property.ContainingType):
                return isConnection ? EndValue.Bool(false).Received() : OfOtherProbe();
            case "EndOfStream" when _context.Kinds.IsConnection(reference.Property.ContainingType):
                return isConnection ? EndValue.Bool(true).Received() : EndValue.Tainted;
            default:
                return isConnection && _context.Kinds.CanHoldConnection(reference.Type) ? EndValue.Connection : null;
        }
    }

    // It may be the same connection by another name: where it asks whether there is something to read, nothing is certain.
    private EndValue OfOtherProbe()
    {
        _hasEnded = true;
        return default;
    }

    private EndValue OfElement(EndValue array, EndValue index)
    {
        switch (array.Kind)
        {
            // An index that is out of range throws.
            case EndKind.Empty or EndKind.Null when array.IsReceived:
                return Stop();
            case EndKind.OneEmpty:
                return index is { Kind: EndKind.Number, Value: > 0 } ? Stop() : EndValue.Empty.Received();
            case EndKind.ZeroArray:
                return EndValue.Number(0).Received();
            case EndKind.NulText:
                return EndValue.Number(0).Received();
            default:
                return array.IsReceived || index.IsReceived ? EndValue.Tainted : default;
        }
    }
}
