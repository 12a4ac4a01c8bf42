using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>Reads a function that is given the <c>SocketAsyncEventArgs</c> of a receive: what is done with its count and its buffer.</summary>
internal static class EventArgsReview
{
    /// <param name="reference">A property called Buffer.</param>
    /// <param name="context">What is known of the compilation.</param>
    /// <param name="cancellation">Stops it.</param>
    public static Diagnostic? Of(IPropertyReferenceOperation reference, TransferContext context, CancellationToken cancellation)
    {
        if (context.Types.Of(reference.Property.ContainingType) != KnownType.SocketAsyncEventArgs || reference.Instance is not IParameterReferenceOperation { Parameter: var eventArgs })
            return null;
        var function = reference.FunctionAround();
        var buffers = ReceivePlaces.ReferencesTo(reference.Property.OriginalDefinition, function);
        // One function, one finding; of two objects nothing is told apart.
        if (buffers.Count == 0 || buffers[0].Syntax != reference.Syntax || ReceivePlaces.AsksWhatIsThere(function) || !IsCompletion(eventArgs, function, context))
            return null;
        var counts = CountsIn(reference.Property.ContainingType, function);
        var use = CountUse.Of(counts, reference.Property.OriginalDefinition, function);
        if (use.IsUsed || use.IsCopied)
            return null;
        var reads = new BufferReads(context.Compilation, new ReceivedBytes(0, use.Minimum, default, isCountDiscarded: false), cancellation);
        return reads.FirstBehind(null, reference.Property.OriginalDefinition, function) is { } beyond && !ReceiveOrigin.HasDatagrams(context, cancellation) ? PartialReceive.OfEventArgs(beyond) : null;
    }

    private static System.Collections.Generic.IReadOnlyList<IOperation> CountsIn(INamedTypeSymbol type, IOperation function)
    {
        foreach (var member in type.GetMembers("BytesTransferred"))
            return ReceivePlaces.ReferencesTo(member, function);
        return System.Array.Empty<IOperation>();
    }

    // It asks how a transfer went, and leaves the object to no code that is not the platform's: that one may look at the count. A
    // function that fills the buffer or sends does not.
    private static bool IsCompletion(IParameterSymbol eventArgs, IOperation function, TransferContext context)
    {
        var asks = false;
        foreach (var reference in ReceivePlaces.ReferencesTo(eventArgs.OriginalDefinition, function))
        {
            switch (reference.Parent)
            {
                case IPropertyReferenceOperation { Property.Name: "SocketError" or "BytesTransferred" or "LastOperation" }:
                    asks = true;
                    break;
                case IPropertyReferenceOperation:
                    break;
                case IInvocationOperation { TargetMethod.Name: "SetBuffer" or "Dispose" }:
                    break;
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "ReceiveAsync" } method } } when !context.Compilation.Declares(method):
                    break;
                default:
                    return false;
            }
        }

        return asks;
    }
}
