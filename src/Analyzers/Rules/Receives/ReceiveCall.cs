using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>A call that receives once: it gives what is there, and not what was asked for.</summary>
internal sealed class ReceiveCall
{
    private ReceiveCall(IInvocationOperation call, IOperation receiver, KnownType type)
    {
        Call = call;
        Receiver = receiver;
        Type = type;
    }

    public IInvocationOperation Call { get; }

    /// <summary>The socket, stream or reader.</summary>
    public IOperation Receiver { get; }

    public KnownType Type { get; }

    /// <summary>Where the bytes go to: null for the end of a call that has begun elsewhere.</summary>
    public BufferRegion? Buffer { get; private set; }

    public IOperation? Offset { get; private set; }

    /// <summary>How many bytes are asked for; null for as many as the buffer has room for.</summary>
    public IOperation? Size { get; private set; }

    public bool IsEnd => Call.TargetMethod.Name is "EndReceive" or "EndRead";

    public bool IsOfStream => Type is not (KnownType.Socket or KnownType.BinaryReader or KnownType.StreamReader or KnownType.TextReader);

    /// <summary>Null for every other call: asked for each call of the project, so that its name decides first.</summary>
    public static ReceiveCall? Of(IInvocationOperation call, TransferContext context)
    {
        if (call.TargetMethod.Name is not ("Read" or "ReadAsync" or "Receive" or "ReceiveAsync" or "EndReceive" or "EndRead"))
            return null;
        var receiver = call.Instance ?? (call.TargetMethod.IsExtensionMethod && !call.Arguments.IsEmpty ? call.Arguments[0].Value : null);
        if (receiver is null)
            return null;
        var type = context.Types.NearestOf(ValueReader.Unwrap(receiver).Type);
        // An override of the project may loop until all is there.
        if (!IsReceiver(type) || (context.Compilation.Declares(call.TargetMethod) && !HandsOn(call.TargetMethod, context)))
            return null;
        var receive = new ReceiveCall(call, receiver, type);
        return receive.ReadArguments() ? receive : null;
    }

    // "public override int Read(...) => _inner.Read(...);"
    private static bool HandsOn(IMethodSymbol method, TransferContext context)
    {
        var returned = PlaceReader.ReturnedBy(method, context.Compilation, System.Threading.CancellationToken.None);
        while (returned is IAwaitOperation or IConversionOperation)
            returned = returned is IAwaitOperation awaited ? awaited.Operation : ((IConversionOperation)returned).Operand;
        while (returned is IInvocationOperation passed && TaskMembers.PassesItsValueOn(passed.TargetMethod) && passed.Instance is not null)
            returned = passed.Instance;
        return returned is IInvocationOperation inner && inner.TargetMethod.Name == method.Name && !context.Compilation.Declares(inner.TargetMethod);
    }

    private static bool IsReceiver(KnownType type) => type is KnownType.Socket or KnownType.NetworkStream or KnownType.SslStream or KnownType.NegotiateStream
        or KnownType.AuthenticatedStream or KnownType.Stream or KnownType.BufferedStream or KnownType.BinaryReader
        or KnownType.StreamReader or KnownType.TextReader;

    private bool ReadArguments()
    {
        foreach (var argument in Call.Arguments)
        {
            switch (argument.Parameter?.Type)
            {
                case IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte or SpecialType.System_Char }:
                case INamedTypeSymbol { Name: "Memory" or "Span" or "ArraySegment" }:
                    Buffer = BufferRegion.Of(argument.Value);
                    if (Buffer is null)
                        return false;
                    break;
                case { SpecialType: SpecialType.System_Int32 } when argument.Parameter.Name is "offset" or "index":
                    Offset = argument.Value;
                    break;
                case { SpecialType: SpecialType.System_Int32 }:
                    Size = argument.Value;
                    break;
                // A peek takes nothing; of flags that are not known nothing is known.
                case { Name: "SocketFlags" } when ValueReader.Constant(argument.Value) is not 0:
                    return false;
            }
        }

        Offset ??= Buffer?.Offset;
        Size ??= Buffer?.Size;
        return IsEnd || Buffer is not null;
    }
}
