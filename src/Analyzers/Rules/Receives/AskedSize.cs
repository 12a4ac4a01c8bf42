using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>How many bytes a receive asks for: all of a header or frame whose size is known, or as much as a large buffer has room for.</summary>
internal readonly struct AskedSize
{
    // A buffer of so many bytes is made for what a protocol says comes next; a larger one may be room for anything.
    private const int LargestHeader = 32;

    private AskedSize(int? number, bool isExact, bool isWhatIsThere = false)
    {
        Number = number;
        IsExact = isExact;
        IsWhatIsThere = isWhatIsThere;
    }

    /// <summary>The constant, or null.</summary>
    public int? Number { get; }

    /// <summary>The size is that of what is expected.</summary>
    public bool IsExact { get; }

    /// <summary>It is what Available gives.</summary>
    public bool IsWhatIsThere { get; }

    public static AskedSize Of(ReceiveCall receive, IOperation scope, Compilation compilation, CancellationToken cancellation)
    {
        var origin = new ValueOrigin(compilation, cancellation);
        var size = receive.Size;
        if (receive.Buffer is { } buffer && (size is null || IsLengthOf(size, VariableUses.SymbolOf(buffer.Array))))
            size = LengthOf(buffer.Array, receive.Call, scope, compilation, cancellation);
        if (size is null)
            return default;
        if (origin.ConstantOf(size) is int number)
            return new AskedSize(number, number <= LargestHeader);
        var value = origin.Resolve(size);
        return new AskedSize(null, IsAnnounced(value), BufferRegion.Unwrap(value) is IPropertyReferenceOperation { Property: { Name: "Available" } property } && property.RootNamespace() == "System");
    }

    private static bool IsLengthOf(IOperation size, ISymbol? buffer) =>
        BufferRegion.Unwrap(size) is IPropertyReferenceOperation { Property.Name: "Length", Instance: { } array } && SymbolEqualityComparer.Default.Equals(VariableUses.SymbolOf(array), buffer);

    // Of the last array that the variable is given before the receive.
    private static IOperation? LengthOf(IOperation array, IOperation call, IOperation scope, Compilation compilation, CancellationToken cancellation)
    {
        if (array is IArrayCreationOperation creation)
            return DimensionOf(creation);
        if (VariableUses.SymbolOf(array) is not { } variable)
            return null;
        IOperation? value = null;
        foreach (var reference in ReceivePlaces.ReferencesTo(variable, scope))
        {
            if (reference.Syntax.SpanStart < call.Syntax.SpanStart && reference.Parent is ISimpleAssignmentOperation assignment && ReferenceEquals(assignment.Target, reference))
                value = assignment.Value;
        }

        value ??= new ValueOrigin(compilation, cancellation).Resolve(array);
        if (value is ILocalReferenceOperation { Local: { DeclaringSyntaxReferences: { Length: 1 } declarations } }
            && declarations[0].GetSyntax(cancellation) is Microsoft.CodeAnalysis.CSharp.Syntax.VariableDeclaratorSyntax { Initializer.Value: { } first })
            value = compilation.OperationOf(first, cancellation);
        return value is null ? null : BufferRegion.Unwrap(value) is IArrayCreationOperation made ? DimensionOf(made) : null;
    }

    private static IOperation? DimensionOf(IArrayCreationOperation creation) => creation.DimensionSizes.Length == 1 ? creation.DimensionSizes[0] : null;

    // Computed or read from somewhere: a length field, a parameter. Not a setting, and not the smaller of two sizes.
    private static bool IsAnnounced(IOperation size) => ValueReader.Unwrap(size) switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation or IArrayElementReferenceOperation => true,
        IInvocationOperation { TargetMethod: { Name: "Min" or "Max" } } => false,
        IInvocationOperation => true,
        IAwaitOperation => true,
        IBinaryOperation binary => IsAnnounced(binary.LeftOperand) || IsAnnounced(binary.RightOperand),
        _ => false,
    };
}
