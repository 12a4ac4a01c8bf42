using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>What a call that receives does when the peer has closed its side.</summary>
internal enum EndSign : byte
{
    /// <summary>It is no receive.</summary>
    None,

    /// <summary>It gives <see cref="ReceiveEnd.Value"/>.</summary>
    Gives,

    /// <summary>It throws an <c>EndOfStreamException</c>.</summary>
    Throws,

    /// <summary>It starts a receive whose result a callback fetches.</summary>
    Begins,
}

/// <summary>The sign by which each receive tells the end: 0, -1, null, nothing, or <c>IsCompleted</c>.</summary>
internal readonly struct ReceiveEnd
{
    private ReceiveEnd(EndSign sign, EndValue value = default)
    {
        Sign = sign;
        Value = value.ReceivedIf(sign == EndSign.Gives);
    }

    public EndSign Sign { get; }

    public EndValue Value { get; }

    /// <summary>By its name alone.</summary>
    public static bool MayBeReceive(IMethodSymbol method) =>
        method.Name.StartsWith("Re", System.StringComparison.Ordinal) || method.Name is "EndReceive" or "EndRead" or "Peek";

    public static ReceiveEnd Of(IInvocationOperation call, EndContext context)
    {
        var method = call.TargetMethod;
        if (context.EventOf(method, ReceiverOf(call)) != SocketEvent.Read)
            return default;
        if (method.Name.StartsWith("Begin", System.StringComparison.Ordinal))
            return new ReceiveEnd(EndSign.Begins);
        return context.Types.NearestOf(method.ContainingType) switch
        {
            KnownType.Socket or KnownType.SocketTaskExtensions => OfSocket(call),
            KnownType.TextReader or KnownType.StreamReader => OfTextReader(method),
            KnownType.BinaryReader => OfBinaryReader(method),
            KnownType.PipeReader => method.Name.StartsWith("Read", System.StringComparison.Ordinal) ? new ReceiveEnd(EndSign.Gives, EndValue.ReadResult) : default,
            _ => OfStream(call),
        };
    }

    /// <summary>The object that is received from.</summary>
    public static IOperation? ReceiverOf(IInvocationOperation call) =>
        call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null);

    // Of a datagram socket 0 is an empty datagram: the From forms are theirs. The form with SocketAsyncEventArgs gives a bool.
    private static ReceiveEnd OfSocket(IInvocationOperation call) =>
        call.TargetMethod.Name is "Receive" or "ReceiveAsync" or "EndReceive" && !GivesBool(call.TargetMethod) && !AsksForNothing(call) ? Number(0) : default;

    private static ReceiveEnd OfStream(IInvocationOperation call) => call.TargetMethod.Name switch
    {
        "ReadByte" => Number(-1),
        "Read" or "ReadAsync" or "EndRead" => AsksForNothing(call) ? default : Number(0),
        "ReadExactly" or "ReadExactlyAsync" => new ReceiveEnd(EndSign.Throws),
        "ReadAtLeast" or "ReadAtLeastAsync" => MayNotThrow(call) ? Number(0) : new ReceiveEnd(EndSign.Throws),
        _ => default,
    };

    private static ReceiveEnd OfTextReader(IMethodSymbol method) => method.Name switch
    {
        "ReadLine" or "ReadLineAsync" => new ReceiveEnd(EndSign.Gives, EndValue.Null),
        "Peek" => Number(-1),
        "Read" when method.Parameters.IsEmpty => Number(-1),
        "Read" or "ReadAsync" or "ReadBlock" or "ReadBlockAsync" => Number(0),
        "ReadToEnd" or "ReadToEndAsync" => new ReceiveEnd(EndSign.Gives, EndValue.Empty),
        _ => default,
    };

    private static ReceiveEnd OfBinaryReader(IMethodSymbol method) => method.Name switch
    {
        "Read" when method.Parameters.IsEmpty => Number(-1),
        "Read" => Number(0),
        "ReadBytes" or "ReadChars" => new ReceiveEnd(EndSign.Gives, EndValue.Empty),
        _ => new ReceiveEnd(EndSign.Throws),
    };

    private static ReceiveEnd Number(long value) => new(EndSign.Gives, EndValue.Number(value));

    private static bool GivesBool(IMethodSymbol method) => method.ReturnType.SpecialType == SpecialType.System_Boolean;

    // A read of no bytes waits for data and gives 0 always.
    private static bool AsksForNothing(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            var value = ValueReader.Unwrap(argument.Value);
            if (argument.Parameter is { Name: "count" or "size" } && ValueReader.Constant(value) is 0)
                return true;
            if (value is IArrayCreationOperation { DimensionSizes: { Length: 1 } sizes } && ValueReader.Constant(sizes[0]) is 0)
                return true;
            if (value is IPropertyReferenceOperation { Property: { IsStatic: true, Name: "Empty" } } or IInvocationOperation { TargetMethod: { IsStatic: true, Name: "Empty" } } or IDefaultValueOperation && argument.Parameter is { Ordinal: 0 })
                return true;
        }

        return false;
    }

    private static bool MayNotThrow(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { Name: "throwOnEndOfStream" })
                return ValueReader.Constant(argument.Value) is not true;
        }

        return false;
    }
}
