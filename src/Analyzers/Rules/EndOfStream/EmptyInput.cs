using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>What a call of the platform does with nothing.</summary>
internal readonly struct EmptyOutcome
{
    private EmptyOutcome(bool isHarmless, EndValue value, EndValue? newReceiver)
    {
        IsHarmless = isHarmless;
        Value = value;
        NewReceiver = newReceiver;
    }

    /// <summary>It comes back, and does nothing to the connection. Else it may throw, or run code that is not seen.</summary>
    public bool IsHarmless { get; }

    public EndValue Value { get; }

    /// <summary>What its receiver is after it, where it changes it.</summary>
    public EndValue? NewReceiver { get; }

    public static EmptyOutcome Gives(EndValue value) => new(true, value, null);

    public static EmptyOutcome Changes(EndValue receiver) => new(true, receiver, receiver);
}

/// <summary>
/// What members of the platform give for nothing: an empty text is no command, an empty list has no first element. A member that is
/// not named here may throw at nothing, and is taken for a test of the end.
/// </summary>
internal static partial class EmptyInput
{
    private static readonly HashSet<string> Collections = new(System.StringComparer.Ordinal)
    {
        "StringBuilder", "List", "MemoryStream", "Queue", "LinkedList", "ArrayBufferWriter", "StringWriter", "Stack", "HashSet", "ArrayList",
    };

    // They write, wait or log whatever they are given.
    private static readonly HashSet<string> Careless = new(System.StringComparer.Ordinal)
    {
        "Console", "Debug", "Trace", "ILogger", "LoggerExtensions", "TextWriter", "Task", "Thread", "Interlocked", "Volatile", "Monitor", "Object", "ArrayPool", "GC", "Stopwatch",
        "IProgress", "Progress", "EventWaitHandle", "SemaphoreSlim", "CancellationTokenSource", "CancellationToken", "DateTime", "TimeSpan", "ConcurrentQueue", "BlockingCollection", "ChannelWriter",
        "Dictionary", "ConcurrentDictionary", "Math", "Char", "IPAddress", "EndPoint", "Guid", "HashAlgorithm", "Stream", "Path", "File", "StreamWriter", "DefaultInterpolatedStringHandler", "EventLog", "Timer",
        "MessageBox", "Control", "TextBoxBase", "Dispatcher", "Marshal", "Environment", "Nullable", "Enum", "Type", "Random", "Unsafe", "ReadOnlySequence", "PipeReader", "PipeWriter",
    };

    public static bool IsCollection(ITypeSymbol? type) => type is not null && IsOfPlatform(type) && Collections.Contains(type.Name);

    /// <summary>The length of nothing, and whether it is empty.</summary>
    public static EndValue OfProperty(IPropertySymbol property, EndValue owner)
    {
        if (owner.Kind == EndKind.ReadResult)
        {
            return property.Name switch
            {
                "IsCompleted" => EndValue.Bool(true).Received(),
                "IsCanceled" => EndValue.Bool(false),
                _ => EndValue.Empty.Received(),
            };
        }

        switch (property.Name)
        {
            case "Length" or "Count" or "LongLength" or "WrittenCount" when IsOfPlatform(property.ContainingType):
                return owner.Kind switch
                {
                    EndKind.Empty => EndValue.Number(0).ReceivedIf(owner.IsReceived),
                    EndKind.OneEmpty => EndValue.Number(1).Received(),
                    EndKind.NulText or EndKind.Tainted => EndValue.Tainted,
                    EndKind.ZeroArray or EndKind.Text => EndValue.Positive,
                    _ => property.ContainingType.SpecialType == SpecialType.System_Array ? EndValue.Positive : EndValue.Unknown,
                };
            case "IsEmpty" when owner.Kind == EndKind.Empty:
                return EndValue.Bool(true).ReceivedIf(owner.IsReceived);
            case "Value" or "Span" or "Memory" or "Array" or "FirstSpan" or "First" or "WrittenSpan" or "WrittenMemory" when IsOfPlatform(property.ContainingType):
                return owner;
            case "HasValue" when owner.Kind == EndKind.Null:
                return EndValue.Bool(false).ReceivedIf(owner.IsReceived);
            default:
                return owner.IsReceived ? EndValue.Tainted : EndValue.Unknown;
        }
    }

    public static EmptyOutcome OfCall(IInvocationOperation call, EndValue instance, EndValue[] arguments)
    {
        var method = call.TargetMethod;
        if (method.ContainingType is not { } type || !IsOfPlatform(type))
            return default;
        var any = new EmptyCall(call, instance, arguments);
        switch (type.Name)
        {
            case "String":
                return OfString(any);
            case "Encoding" or "Decoder" or "UTF8Encoding" or "ASCIIEncoding" or "UnicodeEncoding":
                return OfEncoding(any);
            case "Enumerable" or "MemoryExtensions" or "Span" or "ReadOnlySpan" or "Memory" or "ReadOnlyMemory" or "ArraySegment" or "ReadOnlySequence" or "CollectionExtensions" or "BuffersExtensions":
                return OfSequence(any);
            case "Array" or "Buffer":
                return OfArray(any);
            case "BitConverter" or "Convert":
                return OfConversion(any);
        }

        if (Collections.Contains(type.Name))
            return OfCollection(any);
        return method.Name switch
        {
            "TryParse" => any.First.Kind is EndKind.Empty or EndKind.Null or EndKind.NulText ? EmptyOutcome.Gives(EndValue.Bool(false).Received()) : EmptyOutcome.Gives(any.Undecided),
            "ToString" or "Equals" or "GetHashCode" or "CompareTo" => EmptyOutcome.Gives(any.Undecided),
            _ => IsCareless(type) ? EmptyOutcome.Gives(any.Undecided) : default,
        };
    }

    private static bool IsCareless(INamedTypeSymbol type)
    {
        for (var t = type; t is not null && t.SpecialType != SpecialType.System_Object; t = t.BaseType)
        {
            if (Careless.Contains(t.Name))
                return true;
        }

        return type.SpecialType == SpecialType.System_Object;
    }

    private static bool IsOfPlatform(ITypeSymbol type) => type.TypeKind == TypeKind.Array || type.RootNamespace() is "System" or "Microsoft";
}
