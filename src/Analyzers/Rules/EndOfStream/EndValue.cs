namespace SocketAnalyzers.Rules;

/// <summary>What is known of a value once the peer has closed its side and every receive gives nothing.</summary>
internal enum EndKind : byte
{
    /// <summary>Anything, and not because of the receive.</summary>
    Unknown,

    /// <summary>Made from what the receive gave, in a way that is not followed: a condition on it may be the test for the end.</summary>
    Tainted,

    /// <summary>Changes from one round to the next whatever the receive gives: a condition on it may limit the rounds.</summary>
    Counting,

    /// <summary>The connection itself, or an object that leads to it.</summary>
    Connection,

    /// <summary>The <c>SocketAsyncEventArgs</c> of a receive that has completed.</summary>
    EventArgs,
    Number,

    /// <summary>A length above zero.</summary>
    Positive,
    Bool,
    Null,

    /// <summary>A string, array, span or collection without elements.</summary>
    Empty,

    /// <summary>A constant string with something in it.</summary>
    Text,

    /// <summary>What <c>"".Split(' ')</c> gives: one element, the empty string.</summary>
    OneEmpty,

    /// <summary>A new array that nobody has filled.</summary>
    ZeroArray,

    /// <summary>The text of such an array: NUL characters.</summary>
    NulText,

    /// <summary>A <c>ReadResult</c> with <c>IsCompleted</c> and nothing in its buffer.</summary>
    ReadResult,
}

/// <summary>A value of <see cref="EndKind"/>, with its number, and whether it comes from the receive.</summary>
internal readonly struct EndValue
{
    private EndValue(EndKind kind, long number = 0, bool isReceived = false)
    {
        Kind = kind;
        Value = number;
        IsReceived = isReceived;
    }

    public static EndValue Unknown => default;

    public static EndValue Tainted { get; } = new(EndKind.Tainted, isReceived: true);

    public static EndValue Counting { get; } = new(EndKind.Counting);

    public static EndValue Connection { get; } = new(EndKind.Connection);

    public static EndValue EventArgs { get; } = new(EndKind.EventArgs);

    public static EndValue Positive { get; } = new(EndKind.Positive);

    public static EndValue Null { get; } = new(EndKind.Null);

    public static EndValue Empty { get; } = new(EndKind.Empty);

    public static EndValue ZeroArray { get; } = new(EndKind.ZeroArray);

    public static EndValue ReadResult { get; } = new(EndKind.ReadResult, isReceived: true);

    public EndKind Kind { get; }

    /// <summary>Of a number the number, of a condition 1 or 0.</summary>
    public long Value { get; }

    /// <summary>Would be another one if the receive had given data.</summary>
    public bool IsReceived { get; }

    public bool IsTrue => Kind == EndKind.Bool && Value != 0;

    public bool IsFalse => Kind == EndKind.Bool && Value == 0;

    public bool IsZero => Kind == EndKind.Number && Value == 0;

    public bool IsNothing => Kind is EndKind.Empty or EndKind.Null || IsZero;

    public bool IsKnown => Kind is not (EndKind.Unknown or EndKind.Tainted or EndKind.Counting or EndKind.Connection or EndKind.EventArgs);

    /// <summary>Not null, for certain.</summary>
    public bool IsObject => Kind is not (EndKind.Unknown or EndKind.Tainted or EndKind.Counting or EndKind.Null);

    public static EndValue Number(long number) => new(EndKind.Number, number);

    public static EndValue Bool(bool value) => new(EndKind.Bool, value ? 1 : 0);

    public static EndValue Of(EndKind kind) => new(kind);

    public EndValue Received() => Kind is EndKind.Unknown or EndKind.Counting ? Tainted : new EndValue(Kind, Value, isReceived: true);

    /// <summary>The same value, from the receive if the other is.</summary>
    public EndValue ReceivedIf(bool received) => received ? Received() : this;

    public bool Same(EndValue other) => Kind == other.Kind && Value == other.Value && IsReceived == other.IsReceived;
}
