using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>Whether a receive is one of a stream that ends: not of datagrams, and not of a file.</summary>
internal sealed class StreamOrigin
{
    private readonly EndContext _context;
    private readonly TransferContext _transfers;
    private readonly CancellationToken _cancellation;

    public StreamOrigin(EndContext context, CancellationToken cancellation)
    {
        _context = context;
        _transfers = TransferContext.For(context.Compilation, context.Types);
        _cancellation = cancellation;
    }

    /// <summary>Nothing tells what kind of stream it is; what is read until it is complete never is at the end of any.</summary>
    public bool IsUnknown { get; private set; }

    public bool IsStream(IInvocationOperation receive, IOperation receiver, bool isInLoop) =>
        IsOfConnection(receiver) || (IsUnknown = isInLoop && IsAccumulated(receive) && IsAnyStream(receiver) && !IsInTest(receive));

    // Asked for every reader of the project, most of which read files.
    private bool IsOfConnection(IOperation receiver)
    {
        if (VariableUses.SymbolOf(ValueReader.Unwrap(receiver)) is not { } variable)
            return ReceiveOrigin.IsConnection(receiver, _transfers, _cancellation);
        if (!_context.OfConnection.TryGetValue(variable, out var known))
            _context.OfConnection[variable] = known = ReceiveOrigin.IsConnection(receiver, _transfers, _cancellation);
        return known;
    }

    // A variable of the project that is declared as a Stream, and is given nothing that is known to be another one.
    private bool IsAnyStream(IOperation receiver)
    {
        if (VariableUses.SymbolOf(ValueReader.Unwrap(receiver)) is not { } variable || !_context.Compilation.Declares(variable) || !IsStreamItself(receiver.Type))
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
