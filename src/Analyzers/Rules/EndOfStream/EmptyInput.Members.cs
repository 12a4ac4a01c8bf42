using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Rules;

/// <summary>One call with the values that it is given.</summary>
internal readonly struct EmptyCall
{
    private readonly IInvocationOperation _call;
    private readonly EndValue[] _arguments;
    private readonly int _offset;

    public EmptyCall(IInvocationOperation call, EndValue instance, EndValue[] arguments)
    {
        _call = call;
        _arguments = arguments;
        _offset = call.Instance is null && call.TargetMethod.IsExtensionMethod ? 1 : 0;
        Receiver = _offset == 1 && arguments.Length > 0 ? arguments[0] : instance;
    }

    public string Name => _call.TargetMethod.Name;

    /// <summary>The object, of an extension method its first argument.</summary>
    public EndValue Receiver { get; }

    public int Count => _arguments.Length - _offset;

    public EndValue First => Count > 0 ? _arguments[_offset] : default;

    public EndValue Last => Count > 0 ? _arguments[_arguments.Length - 1] : default;

    /// <summary>What nobody computes: received where anything of it was.</summary>
    public EndValue Undecided
    {
        get
        {
            var isReceived = Receiver.IsReceived;
            foreach (var argument in _arguments)
                isReceived |= argument.IsReceived;
            return isReceived ? EndValue.Tainted : EndValue.Unknown;
        }
    }

    /// <summary>It is given nothing: an empty text or array, or a count of 0.</summary>
    public bool IsGivenNothing
    {
        get
        {
            for (var i = _offset; i < _arguments.Length; i++)
            {
                if (_arguments[i].Kind is EndKind.Empty or EndKind.Null || (i > _offset && i == _arguments.Length - 1 && _arguments[i].IsZero))
                    return true;
            }

            return false;
        }
    }

    /// <summary>The constant text or character of the first argument.</summary>
    public object? Constant => Count > 0 ? Flow.ValueReader.Constant(_call.Arguments[_offset].Value) : null;

    public bool RemovesEmpty
    {
        get
        {
            foreach (var argument in _call.Arguments)
            {
                if (argument.Value.Type?.Name == "StringSplitOptions" && Flow.ValueReader.Constant(argument.Value) is int options && (options & 1) != 0)
                    return true;
            }

            return false;
        }
    }
}

/// <summary>The members, type by type.</summary>
internal static partial class EmptyInput
{
    private static EmptyOutcome OfString(EmptyCall call)
    {
        var text = call.Receiver;
        switch (call.Name)
        {
            case "IsNullOrEmpty" or "IsNullOrWhiteSpace":
                return Gives(call.First.Kind is EndKind.Empty or EndKind.Null ? true : call.First.Kind is EndKind.Text or EndKind.NulText or EndKind.Connection ? false : null, call);
            case "Concat" or "Join" or "Format" or "CompareOrdinal" or "Compare" or "Intern" or "CompareTo" or "ToCharArray" or "PadLeft" or "PadRight":
                return EmptyOutcome.Gives(call.Undecided);
            case "Equals" or "op_Equality":
                return Gives(EndEvaluator.AreEqual(call.Receiver.Kind == EndKind.Unknown && call.Count > 1 ? call.First : call.Receiver, call.Count > 1 && call.Receiver.Kind == EndKind.Unknown ? call.Last : call.First), call);
        }

        if (text.Kind is not (EndKind.Empty or EndKind.NulText))
            return text.IsReceived ? default : EmptyOutcome.Gives(call.Undecided);
        switch (call.Name)
        {
            case "Contains" or "StartsWith" or "EndsWith":
                return Gives(call.Constant is string { Length: > 0 } or char and not '\0' ? false : null, call);
            case "IndexOf" or "LastIndexOf" or "IndexOfAny":
                return EmptyOutcome.Gives(text.Kind == EndKind.Empty ? EndValue.Number(-1).Received() : EndValue.Tainted);
            case "Trim" or "TrimEnd" or "TrimStart" or "Replace":
                return EmptyOutcome.Gives(text.Kind == EndKind.NulText && call.Constant is '\0' or "\0" ? EndValue.Empty.Received() : text.Received());
            case "ToLower" or "ToUpper" or "ToLowerInvariant" or "ToUpperInvariant" or "ToString" or "Normalize" or "Clone":
                return EmptyOutcome.Gives(text.Received());
            case "Split":
                return EmptyOutcome.Gives(text.Kind == EndKind.NulText ? EndValue.Tainted : call.RemovesEmpty ? EndValue.Empty.Received() : EndValue.Of(EndKind.OneEmpty).Received());
            default:
                // "".Substring(4), "".Remove(0, 1)
                return default;
        }
    }

    private static EmptyOutcome Gives(bool? value, EmptyCall call) => EmptyOutcome.Gives(value is { } known ? EndValue.Bool(known).ReceivedIf(call.Undecided.IsReceived) : call.Undecided);

    private static EmptyOutcome OfEncoding(EmptyCall call)
    {
        switch (call.Name)
        {
            case "GetString" or "GetChars" or "GetBytes" or "GetCharCount" or "GetByteCount" when call.First.Kind == EndKind.Null:
                return default;
            case "GetString" or "GetChars" or "GetBytes":
                return EmptyOutcome.Gives(
                    call.IsGivenNothing ? EndValue.Empty.Received()
                    : call.First.Kind == EndKind.ZeroArray && call.Name == "GetString" ? EndValue.Of(EndKind.NulText).Received()
                    : call.Undecided);
            case "GetCharCount" or "GetByteCount":
                return EmptyOutcome.Gives(call.IsGivenNothing ? EndValue.Number(0).Received() : call.Undecided);
            default:
                return EmptyOutcome.Gives(call.Undecided);
        }
    }

    private static EmptyOutcome OfSequence(EmptyCall call)
    {
        var isEmpty = call.Receiver.Kind == EndKind.Empty;
        if (call.Receiver.Kind == EndKind.Null)
            return default;
        switch (call.Name)
        {
            case "Take" or "AsSpan" or "AsMemory" or "Slice" when isEmpty || (call.Count > 0 && call.Last is { IsZero: true, IsReceived: true } && (call.Name == "Take" || call.Count > 1)):
                return EmptyOutcome.Gives(EndValue.Empty.Received());
            case "ToArray" or "ToList" or "AsSpan" or "AsMemory" or "Skip" or "TakeWhile" or "SkipWhile" or "Where" or "Select" or "Reverse" or "Cast" or "AsEnumerable" or "ToString":
                return EmptyOutcome.Gives(call.Receiver.Kind is EndKind.Empty or EndKind.ZeroArray ? call.Receiver : call.Undecided);
            case "Trim" or "TrimEnd" or "TrimStart" when isEmpty:
                return EmptyOutcome.Gives(call.Receiver);
            case "Any" or "Contains" or "StartsWith" when isEmpty:
                return EmptyOutcome.Gives(EndValue.Bool(false).ReceivedIf(call.Receiver.IsReceived));
            case "Count" or "LongCount" or "Sum" when isEmpty:
                return EmptyOutcome.Gives(EndValue.Number(0).ReceivedIf(call.Receiver.IsReceived));
            case "IndexOf" or "LastIndexOf" or "IndexOfAny" when isEmpty:
                return EmptyOutcome.Gives(EndValue.Number(-1).ReceivedIf(call.Receiver.IsReceived));
            case "PositionOf" when isEmpty:
                return EmptyOutcome.Gives(EndValue.Null.Received());
            case "First" or "Last" or "Single" or "ElementAt" or "Max" or "Min" or "Aggregate" or "Average" or "Slice":
                return default;
            default:
                return EmptyOutcome.Gives(call.Undecided);
        }
    }

    private static EmptyOutcome OfArray(EmptyCall call) => call.First.Kind == EndKind.Null ? default : EmptyOutcome.Gives(call.Name == "Empty" ? EndValue.Empty : call.Undecided);

    private static EmptyOutcome OfConversion(EmptyCall call) => call.First.Kind switch
    {
        EndKind.ZeroArray when call.Name is not "ToString" => EmptyOutcome.Gives(EndValue.Number(0).Received()),
        EndKind.Unknown => EmptyOutcome.Gives(call.Undecided),
        _ => call.Name is "ToString" or "ToBase64String" or "ToHexString" ? EmptyOutcome.Gives(call.First.Kind == EndKind.Empty ? EndValue.Empty.Received() : call.Undecided) : default,
    };

    private static EmptyOutcome OfCollection(EmptyCall call)
    {
        switch (call.Name)
        {
            case "AddRange" or "Write" or "WriteAsync" or "InsertRange" when call.First.Kind == EndKind.Null:
                return default;
            case "Append" or "AppendFormat" or "AddRange" or "Write" or "WriteAsync" or "AppendJoin" when call.IsGivenNothing:
                return EmptyOutcome.Changes(call.Receiver.Kind == EndKind.Empty ? call.Receiver.Received() : call.Receiver);
            case "Clear" or "SetLength" or "ResetWrittenCount":
                return call.Name == "SetLength" && !call.First.IsZero ? EmptyOutcome.Changes(call.Undecided) : EmptyOutcome.Changes(EndValue.Empty);
            case "ToArray" or "ToString" or "GetBuffer" or "ToList" or "AsReadOnly":
                return EmptyOutcome.Gives(call.Receiver.Kind == EndKind.Empty ? call.Receiver : call.Undecided);
            case "Contains" or "Remove" or "Exists" or "TryDequeue" or "TryPeek" or "TryPop" when call.Receiver.Kind == EndKind.Empty:
                return EmptyOutcome.Gives(EndValue.Bool(false).ReceivedIf(call.Receiver.IsReceived));
            case "IndexOf" or "FindIndex" when call.Receiver.Kind == EndKind.Empty:
                return EmptyOutcome.Gives(EndValue.Number(-1).ReceivedIf(call.Receiver.IsReceived));
            case "Append" or "AppendLine" or "Add" or "AddRange" or "Write" or "WriteByte" or "WriteAsync" or "AppendFormat" or "Enqueue" or "Push" or "AddLast" or "AddFirst" or "Insert" or "InsertRange" or "AppendJoin":
                return EmptyOutcome.Changes(call.Undecided);
            case "RemoveRange" or "RemoveAt" or "GetRange" or "Dequeue" or "Peek" or "Pop" or "RemoveFirst" or "RemoveLast" when call.Receiver.IsReceived:
                return default;
            default:
                return EmptyOutcome.Gives(call.Undecided);
        }
    }
}
