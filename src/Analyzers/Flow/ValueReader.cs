using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>Reads what arguments say about a socket: its kind, its options, where it is bound. What is not certain gives no fact.</summary>
internal sealed class ValueReader
{
    // The numbers of the enums, which are constants of the BCL's contract.
    private const int StreamType = 1, DgramType = 2;
    private const int ProtocolTcp = 6, ProtocolUnspecified = 0;
    private const int InterNetwork = 2, InterNetworkV6 = 23;
    private const int SocketLevel = 0xFFFF, IPLevel = 0, IPv6Level = 41;
    private const int ReuseAddress = 4, ExclusiveAddressUse = -5, AddMembership = 12, AddSourceMembership = 15;

    private readonly KnownTypes _types;
    private readonly ValueOrigin _origin;
    private readonly Dictionary<IOperation, SocketFacts> _creations = new();
    private readonly Dictionary<IOperation, SocketFacts> _endPoints = new();

    public ValueReader(FlowContext context, System.Threading.CancellationToken cancellation)
    {
        _types = context.Types;
        _origin = new ValueOrigin(context.Compilation, cancellation);
    }

    /// <summary>The small numbers that <paramref name="value"/> can be, as bits; 0 where that is not certain.</summary>
    public int ChoicesOf(IOperation? value)
    {
        var choices = 0;
        foreach (var alternative in AlternativesOf(value))
        {
            if (Constant(alternative) is not (int and >= 0 and < 31 and var number))
                return 0;
            choices |= 1 << number;
        }

        return choices;
    }

    // None where it is not certain.
    private List<IOperation> AlternativesOf(IOperation? value)
    {
        var alternatives = new List<IOperation>();
        if (value is not null && !_origin.AddAlternatives(value, alternatives))
            alternatives.Clear();
        return alternatives;
    }

    /// <summary>The constant value, seen through conversions; null where there is none.</summary>
    public static object? Constant(IOperation? operation) =>
        operation is null ? null
            : operation.ConstantValue is { HasValue: true } constant ? constant.Value
            : Unwrap(operation).ConstantValue is { HasValue: true } inner ? inner.Value : null;

    /// <summary>The constant value, seen through variables too; null where it is not certain.</summary>
    public object? ConstantOf(IOperation? operation) => _origin.ConstantOf(operation);

    public static IOperation Unwrap(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion)
            operation = conversion.Operand;
        return operation;
    }

    /// <summary>An encoding that has a byte order mark: the writer writes it at its first flush, text or not (facts §14).</summary>
    public static bool WritesByteOrderMark(ArgumentValue[] arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument.Value is null || argument.Parameter?.Type is not { Name: "Encoding" })
                continue;
            return Unwrap(argument.Value) is IPropertyReferenceOperation { Property: { IsStatic: true, Name: "UTF8" or "Unicode" or "BigEndianUnicode" or "UTF32", ContainingType.Name: "Encoding" } };
        }

        return false;
    }

    /// <summary>What a constructor or factory says about the new object.</summary>
    public SocketFacts CreationFacts(IOperation site, IMethodSymbol method, ArgumentValue[] arguments)
    {
        if (!_creations.TryGetValue(site, out var facts))
            _creations[site] = facts = ReadCreation(method, arguments);
        return facts;
    }

    /// <summary>What an end point says: port 0, loopback, a family without ports.</summary>
    public SocketFacts EndPointFacts(IOperation? endPoint)
    {
        if (endPoint is null)
            return SocketFacts.None;
        if (!_endPoints.TryGetValue(endPoint, out var facts))
            _endPoints[endPoint] = facts = ReadEndPoints(endPoint);
        return facts;
    }

    /// <summary>What <c>SetSocketOption(level, name, value)</c> sets.</summary>
    public SocketFacts OptionFacts(ArgumentValue[] arguments)
    {
        if (arguments.Length < 3)
            return SocketFacts.None;
        var level = _origin.ConstantOf(arguments[0].Value);
        var name = _origin.ConstantOf(arguments[1].Value);
        if (level is null || name is null)
            return SocketFacts.ReuseUnknown | SocketFacts.ExclusiveUnknown;
        if (level is IPLevel or IPv6Level)
            return name is AddMembership || (level is IPLevel && name is AddSourceMembership) ? SocketFacts.JoinedGroup : SocketFacts.None;
        if (level is not SocketLevel)
            return SocketFacts.None;
        return name switch
        {
            ReuseAddress => Switch(arguments[2].Value, SocketFacts.ReuseOn, SocketFacts.ReuseOff, SocketFacts.ReuseUnknown),
            ExclusiveAddressUse => Switch(arguments[2].Value, SocketFacts.ExclusiveOn, SocketFacts.ExclusiveOff, SocketFacts.ExclusiveUnknown),
            _ => SocketFacts.None,
        };
    }

    public SocketFacts ExclusiveFacts(IOperation? value) =>
        Switch(value, SocketFacts.ExclusiveOn, SocketFacts.ExclusiveOff, SocketFacts.ExclusiveUnknown);

    private SocketFacts Switch(IOperation? value, SocketFacts on, SocketFacts off, SocketFacts unknown) =>
        _origin.ConstantOf(value) switch
        {
            bool flag => flag ? on : off,
            int number => number != 0 ? on : off,
            _ => unknown,
        };

    private SocketFacts ReadCreation(IMethodSymbol method, ArgumentValue[] arguments) =>
        _types.NearestOf(method.ContainingType) switch
        {
            KnownType.Socket => ReadSocket(arguments),
            KnownType.TcpListener => SocketFacts.Stream | SocketFacts.ProtocolTcp | SocketFacts.FamilyInternet | ReadPortAndAddress(arguments),
            KnownType.TcpClient => SocketFacts.Stream | SocketFacts.ProtocolTcp | SocketFacts.FamilyInternet
                | (arguments.Length == 2 ? SocketFacts.Connected : HasEndPoint(arguments) ? SocketFacts.Bound : SocketFacts.None),
            KnownType.UdpClient => SocketFacts.Datagram | SocketFacts.FamilyInternet | ReadUdpClient(arguments),
            _ => SocketFacts.FromOutside,
        };

    private SocketFacts ReadSocket(ArgumentValue[] arguments)
    {
        var facts = SocketFacts.None;
        var hasFamily = false;
        foreach (var argument in arguments)
        {
            var value = _origin.ConstantOf(argument.Value);
            switch (argument.Parameter?.Type.Name)
            {
                case "AddressFamily":
                    hasFamily = true;
                    facts |= value switch
                    {
                        InterNetwork or InterNetworkV6 => SocketFacts.FamilyInternet,
                        null => SocketFacts.None,
                        _ => SocketFacts.FamilyOther,
                    };
                    break;
                case "SocketType":
                    facts |= value switch { StreamType => SocketFacts.Stream, DgramType => SocketFacts.Datagram, _ => SocketFacts.None };
                    break;
                case "ProtocolType":
                    facts |= value switch { ProtocolTcp => SocketFacts.ProtocolTcp, ProtocolUnspecified => SocketFacts.ProtocolUnspecified, _ => SocketFacts.None };
                    break;
                default:
                    // A handle or SocketInformation: the socket was made, and perhaps bound, elsewhere.
                    return SocketFacts.FromOutside;
            }
        }

        // new Socket(SocketType, ProtocolType) is dual-mode IPv6.
        return hasFamily || arguments.Length == 0 ? facts : facts | SocketFacts.FamilyInternet;
    }

    private SocketFacts ReadUdpClient(ArgumentValue[] arguments)
    {
        // (string host, int port) connects; (int port, ...) and (IPEndPoint) bind; (AddressFamily) does neither.
        if (arguments.Length == 0 || arguments[0].Parameter?.Type.Name == "AddressFamily")
            return SocketFacts.None;
        return arguments[0].Parameter?.Type.SpecialType == SpecialType.System_String
            ? SocketFacts.Connected
            : SocketFacts.Bound | ReadPortAndAddress(arguments);
    }

    private SocketFacts ReadPortAndAddress(ArgumentValue[] arguments)
    {
        var facts = SocketFacts.None;
        foreach (var argument in arguments)
        {
            if (argument.Parameter?.Type.SpecialType == SpecialType.System_Int32)
                facts |= _origin.ConstantOf(argument.Value) is 0 ? SocketFacts.PortZero : SocketFacts.None;
            else if (_types.NearestOf(argument.Parameter?.Type) == KnownType.IPAddress)
                facts |= ReadAddress(argument.Value);
            else
                facts |= EndPointFacts(argument.Value);
        }

        return facts;
    }

    private bool HasEndPoint(ArgumentValue[] arguments) =>
        arguments.Length == 1 && _types.NearestOf(arguments[0].Parameter?.Type) == KnownType.EndPoint | _types.Of(arguments[0].Parameter?.Type) == KnownType.IPEndPoint;

    // What is true of each that it can be.
    private SocketFacts ReadEndPoints(IOperation endPoint)
    {
        SocketFacts? facts = null;
        foreach (var alternative in AlternativesOf(endPoint))
            facts = (facts ?? (SocketFacts)ulong.MaxValue) & ReadEndPoint(alternative);
        return facts ?? SocketFacts.None;
    }

    private SocketFacts ReadEndPoint(IOperation endPoint)
    {
        var known = _types.Of(endPoint.Type);
        if (known == KnownType.UnixDomainSocketEndPoint)
            return SocketFacts.FamilyOther;
        if (endPoint is IInvocationOperation { TargetMethod.Name: "Parse", Arguments.Length: 1 } parse && known == KnownType.IPEndPoint)
            return ReadText(_origin.ConstantOf(parse.Arguments[0].Value) as string);
        if (endPoint is not IObjectCreationOperation { Arguments.Length: 2 } creation || known != KnownType.IPEndPoint)
            return SocketFacts.None;
        var facts = SocketFacts.None;
        foreach (var argument in creation.Arguments)
        {
            if (argument.Parameter?.Ordinal == 1)
                facts |= _origin.ConstantOf(argument.Value) is 0 ? SocketFacts.PortZero : SocketFacts.None;
            else
                facts |= ReadAddress(argument.Value);
        }

        return facts;
    }

    // "127.0.0.1:5000", "[::1]:0"; without a port it is 0.
    private static SocketFacts ReadText(string? text)
    {
        if (text is null)
            return SocketFacts.None;
        var end = text.LastIndexOf(':');
        var hasPort = end > 0 && (text.IndexOf(':') == end || text[end - 1] == ']');
        var address = (hasPort ? text.Substring(0, end) : text).Trim('[', ']');
        return (IsLoopback(address) ? SocketFacts.Loopback : SocketFacts.None)
            | (!hasPort || text.Substring(end + 1).Trim('0').Length == 0 ? SocketFacts.PortZero : SocketFacts.None);
    }

    private static bool IsLoopback(string address) => address.StartsWith("127.", System.StringComparison.Ordinal) || address == "::1";

    private SocketFacts ReadAddress(IOperation? address)
    {
        var alternatives = AlternativesOf(address);
        foreach (var alternative in alternatives)
        {
            if (!IsLoopback(alternative))
                return SocketFacts.None;
        }

        return alternatives.Count > 0 ? SocketFacts.Loopback : SocketFacts.None;
    }

    private bool IsLoopback(IOperation address) => address switch
    {
        IFieldReferenceOperation variable => variable.Field.Name is "Loopback" or "IPv6Loopback",
        IPropertyReferenceOperation property => property.Property.Name is "Loopback" or "IPv6Loopback",
        IInvocationOperation { TargetMethod.Name: "Parse", Arguments.Length: > 0 } parse =>
            _origin.ConstantOf(parse.Arguments[0].Value) is string text && IsLoopback(text),
        IObjectCreationOperation { Arguments.Length: 1 } creation =>
            ValueReader.Unwrap(creation.Arguments[0].Value) is IArrayCreationOperation { Initializer.ElementValues: { Length: 4 } bytes } && Constant(bytes[0]) is 127 or (byte)127,
        _ => false,
    };
}
