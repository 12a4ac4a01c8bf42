using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>The variable whose bytes an expression is, and the part of it: <c>buffer.AsSpan(2, 4)</c> is four bytes of <c>buffer</c> from the second on.</summary>
internal readonly struct BufferRegion
{
    // "a.AsMemory().Slice(1).Span...": nobody cuts more often.
    private const int MaxSteps = 8;

    private BufferRegion(IOperation array, IOperation? offset, IOperation? size)
    {
        Array = array;
        Offset = offset;
        Size = size;
    }

    /// <summary>The reference to the variable, or the creation of an array that has no name.</summary>
    public IOperation Array { get; }

    /// <summary>Null for the beginning.</summary>
    public IOperation? Offset { get; }

    /// <summary>Null for all that is behind the offset.</summary>
    public IOperation? Size { get; }

    /// <summary>Null where the expression is cut more than once, or comes from a call.</summary>
    public static BufferRegion? Of(IOperation value)
    {
        IOperation? offset = null, size = null;
        for (var i = 0; i < MaxSteps; i++)
        {
            value = Unwrap(value);
            if (VariableUses.SymbolOf(value) is not null)
                return value is IPropertyReferenceOperation { Property: { Name: "Span" }, Instance: { } memory } ? Of(memory) : new BufferRegion(value, offset, size);
            if (value is IArrayCreationOperation)
                return new BufferRegion(value, offset, size);
            if (InnerOf(value, out var from, out var length) is not { } inner || ((from ?? length) is not null && (offset ?? size) is not null))
                return null;
            offset ??= from;
            size ??= length;
            value = inner;
        }

        return null;
    }

    /// <summary>Through conversions, those of the platform's own operators too: an array is given where a span is wanted.</summary>
    public static IOperation Unwrap(IOperation value)
    {
        while (value is IConversionOperation conversion && (conversion.OperatorMethod is null || conversion.OperatorMethod.RootNamespace() == "System"))
            value = conversion.Operand;
        return value;
    }

    /// <summary>What <paramref name="value"/> cuts a part out of, or shows in another way.</summary>
    public static IOperation? InnerOf(IOperation value, out IOperation? offset, out IOperation? size)
    {
        offset = size = null;
        switch (value)
        {
            case IInvocationOperation { TargetMethod: { Name: "AsSpan" or "AsMemory" or "Slice" } method } call when method.RootNamespace() == "System":
                var first = call.Instance is null ? 1 : 0;
                if (call.Arguments.Length > first)
                    offset = call.Arguments[first].Value;
                if (call.Arguments.Length > first + 1)
                    size = call.Arguments[first + 1].Value;
                return call.Instance ?? (call.Arguments.IsEmpty ? null : call.Arguments[0].Value);
            case IObjectCreationOperation { Type.Name: "ArraySegment" or "Memory" or "Span" or "ReadOnlyMemory" or "ReadOnlySpan", Arguments: { Length: 1 or 3 } arguments }:
                offset = arguments.Length == 3 ? arguments[1].Value : null;
                size = arguments.Length == 3 ? arguments[2].Value : null;
                return arguments[0].Value;
            default:
                return null;
        }
    }

    /// <summary>The constant that <paramref name="value"/> is, 0 for none.</summary>
    public static int? Number(IOperation? value) => value is null ? 0 : ValueReader.Constant(value) is int number ? number : null;
}
