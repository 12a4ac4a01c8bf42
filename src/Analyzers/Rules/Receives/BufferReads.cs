using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>What a use of the buffer says of the receive before it.</summary>
internal enum BufferVerdict
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>From here on the buffer is another one, or has got other bytes; or it is not known what is done with it.</summary>
    Stop,

    /// <summary>Bytes are taken that need not have come.</summary>
    Beyond,
}

/// <summary>What is known of the bytes of a buffer.</summary>
internal readonly struct ReceivedBytes
{
    public ReceivedBytes(int first, int certain, AskedSize asked, bool isCountDiscarded)
    {
        First = first;
        Certain = certain;
        Asked = asked;
        IsCountDiscarded = isCountDiscarded;
    }

    /// <summary>Where the receive begins to write.</summary>
    public int First { get; }

    /// <summary>The bytes before this have come.</summary>
    public int Certain { get; }

    /// <summary>How many were asked for. Where the buffer is as large as what is expected, whoever takes all of it takes it for whole.</summary>
    public AskedSize Asked { get; }

    /// <summary>Nobody has the count: where the zeros begin tells neither a part of the message nor the end of the stream.</summary>
    public bool IsCountDiscarded { get; }
}

/// <summary>Looks for a use of a buffer that takes more than has certainly come.</summary>
internal sealed partial class BufferReads
{
    // A helper of a helper of a helper: nobody parses deeper.
    private const int MaxDepth = 3;

    private readonly Compilation _compilation;
    private readonly ReceivedBytes _bytes;
    private readonly CancellationToken _cancellation;
    private int _depth;

    public BufferReads(Compilation compilation, ReceivedBytes bytes, CancellationToken cancellation)
    {
        _compilation = compilation;
        _bytes = bytes;
        _cancellation = cancellation;
    }

    /// <summary>The farthest byte that a use takes, where all of them are constants: what the buffer must hold.</summary>
    public int Farthest { get; private set; }

    /// <summary>A use takes bytes whose number is not a constant.</summary>
    public bool TakesWhole { get; private set; }

    /// <summary>A helper that is not seen takes the buffer and no count: it cannot know where the data ends.</summary>
    public bool IsHandedOn { get; private set; }

    /// <summary>The first use that takes too much leaves out the zeros at the end.</summary>
    public bool IsCutAtZero { get; private set; }

    /// <summary>The first use that takes too much, or null.</summary>
    /// <param name="place">The receive; null where it is none of this function.</param>
    /// <param name="buffer">Where it receives to.</param>
    /// <param name="scope">The function.</param>
    public IOperation? FirstBehind(IOperation? place, ISymbol buffer, IOperation scope)
    {
        IOperation? first = null;
        var end = int.MaxValue;
        foreach (var reference in ReceivePlaces.ReferencesTo(buffer, scope))
        {
            if (place is not null && (reference.Syntax.SpanStart < place.Syntax.Span.End || ReceivePlaces.AreExclusive(place, reference)))
                continue;
            if (reference.Syntax.SpanStart >= end)
                break;
            // "buffer = Trim(buffer);" takes from the old one first.
            if (reference.Parent is ISimpleAssignmentOperation assignment && ReferenceEquals(assignment.Target, reference))
            {
                end = assignment.Syntax.Span.End;
                continue;
            }

            var verdict = VerdictOn(reference);
            if (verdict == BufferVerdict.Stop)
                break;
            if (verdict == BufferVerdict.Beyond)
                first ??= reference;
        }

        return first;
    }

    private BufferVerdict VerdictOn(IOperation reference) =>
        ReceivePlaces.IsTarget(reference) ? BufferVerdict.Stop : VerdictOn(reference, 0);

    /// <param name="value">The buffer or a part of it.</param>
    /// <param name="start">Where the part begins.</param>
    private BufferVerdict VerdictOn(IOperation value, int start)
    {
        while (value.Parent is IConversionOperation or IParenthesizedOperation)
            value = value.Parent;
        switch (value.Parent)
        {
            case IArrayElementReferenceOperation element when ReferenceEquals(element.ArrayReference, value):
                return OnElement(element, element.Indices.Length == 1 ? element.Indices[0] : null, start);
            case IPropertyReferenceOperation property when ReferenceEquals(property.Instance, value):
                return property.Property.IsIndexer ? OnElement(property, property.Arguments[0].Value, start)
                    : property.Property.Name == "Span" ? VerdictOn(property, start) : BufferVerdict.None;
            case IArgumentOperation argument:
                return OnArgument(argument, start);
            case IInvocationOperation call when ReferenceEquals(call.Instance, value):
                return OnOwnCall(call, start);
            case IReturnOperation:
                return Whole(onlyIfExact: true);
            case ISimpleAssignmentOperation { Target: IFieldReferenceOperation or IPropertyReferenceOperation } assignment when ReferenceEquals(assignment.Value, value):
                return Whole(onlyIfExact: true);
            case IForEachLoopOperation when _bytes.IsCountDiscarded:
                return Whole(onlyIfExact: false);
            case IForEachLoopOperation or IVariableInitializerOperation or ISimpleAssignmentOperation:
                return BufferVerdict.Stop;
            default:
                return BufferVerdict.None;
        }
    }

    private BufferVerdict OnElement(IOperation element, IOperation? index, int start)
    {
        if (ReceivePlaces.IsTarget(element))
            return BufferVerdict.Stop;
        return index is not null && ValueReader.Constant(index) is int number ? UpTo(start + number + 1) : BufferVerdict.None;
    }

    private BufferVerdict OnOwnCall(IInvocationOperation call, int start)
    {
        if (BufferRegion.InnerOf(call, out var offset, out var size) is not null)
            return OnPart(call, offset, size, start);
        return call.TargetMethod.Name is "ToArray" ? Whole(onlyIfExact: true) : BufferVerdict.None;
    }

    // A part whose ends are constants is taken as far as its end; of another one nothing is known.
    private BufferVerdict OnPart(IOperation part, IOperation? offset, IOperation? size, int start)
    {
        if (BufferRegion.Number(offset) is not { } from)
            return BufferVerdict.None;
        if (size is null)
            return VerdictOn(part, start + from);
        return ValueReader.Constant(size) is int length && part.Parent is not IExpressionStatementOperation ? UpTo(start + from + length) : BufferVerdict.None;
    }

    private BufferVerdict UpTo(int end)
    {
        // Before the place of this receive, or behind what it asks for: another one has brought that.
        if (end <= _bytes.First || end > _bytes.First + (_bytes.Asked.Number ?? int.MaxValue / 2))
            return BufferVerdict.None;
        Farthest = System.Math.Max(Farthest, end);
        return end > _bytes.Certain ? BufferVerdict.Beyond : BufferVerdict.None;
    }

    private BufferVerdict Whole(bool onlyIfExact)
    {
        if ((onlyIfExact && !_bytes.Asked.IsExact) || _bytes.First + _bytes.Asked.Number <= _bytes.Certain)
            return BufferVerdict.None;
        TakesWhole = true;
        return BufferVerdict.Beyond;
    }
}
