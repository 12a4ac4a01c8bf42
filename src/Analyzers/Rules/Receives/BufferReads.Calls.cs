using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>What the methods do that are given the buffer.</summary>
internal sealed partial class BufferReads
{
    private BufferVerdict OnArgument(IArgumentOperation argument, int start)
    {
        var (method, arguments) = argument.Parent switch
        {
            IInvocationOperation call => (call.TargetMethod, call.Arguments),
            IObjectCreationOperation { Constructor: { } constructor } creation => (constructor, creation.Arguments),
            _ => (null, ImmutableArray<IArgumentOperation>.Empty),
        };
        if (method is null || argument.Parameter is not { } parameter)
            return BufferVerdict.None;
        if (BufferRegion.InnerOf(argument.Parent!, out var offset, out var size) is not null)
            return OnPart(argument.Parent!, offset, size, start);
        if (_compilation.Declares(method))
            return OnHelper(Callee.Definition(method), method.ReducedFrom is null ? parameter.Ordinal : parameter.Ordinal + 1, arguments);
        return method.RootNamespace() == "System" ? OnPlatform(argument, method, arguments, start) : OnForeign(method, arguments);
    }

    private BufferVerdict OnPlatform(IArgumentOperation argument, IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments, int start)
    {
        switch (method.ContainingType.Name)
        {
            case "BitConverter":
                return method.Name == "ToString" ? OnCounted(argument, arguments, start) : OnNumber(method, arguments.Length > 1 ? arguments[1].Value : null, start);
            case "BinaryPrimitives" when method.Name.StartsWith("Read", System.StringComparison.Ordinal):
                return OnNumber(method, null, start);
            case "MemoryMarshal" when method.Name is "Read" or "AsRef" or "TryRead":
                return UpTo(start + 2);
            case "Encoding" or "ASCIIEncoding" or "UTF8Encoding" or "UnicodeEncoding" when method.Name is "GetString" or "GetChars":
                return OnText(argument, arguments, start);
            case "String" when method.MethodKind == MethodKind.Constructor:
                return OnText(argument, arguments, start);
            case "StringBuilder" when method.Name == "Append":
                return OnCounted(argument, arguments, start);
            case "MemoryStream" or "Guid" or "IPAddress" or "BigInteger" when method.MethodKind == MethodKind.Constructor:
                return OnCounted(argument, arguments, start);
            case "Convert" or "JsonSerializer":
                return OnCounted(argument, arguments, start);
            case "File" when method.Name is "WriteAllBytes" or "WriteAllBytesAsync":
                return OnCounted(argument, arguments, start);
            case "Array" or "Buffer" when method.Name is "Copy" or "BlockCopy":
                return OnCopy(argument, arguments);
            case "Array" when _bytes.IsCountDiscarded && method.Name is "IndexOf" or "LastIndexOf" or "FindIndex" or "FindLastIndex":
                return WholeButZeros();
            case "Enumerable" when method.Name is "ToArray" or "ToList" or "Concat" or "Skip" or "Take" or "Reverse":
                return Whole(onlyIfExact: true);
            default:
                if (IsWrite(method))
                    return OnCounted(argument, arguments, start);
                return CanWrite(argument.Parameter!.Type) ? BufferVerdict.Stop : BufferVerdict.None;
        }
    }

    private BufferVerdict OnText(IArgumentOperation argument, ImmutableArray<IArgumentOperation> arguments, int start) => TextUse.Of(argument.Parent!, isUseEnough: _bytes.IsCountDiscarded) switch
    {
        TextUseKind.None => BufferVerdict.None,
        TextUseKind.Whole => OnCounted(argument, arguments, start),
        TextUseKind.CutAtZero when _bytes.IsCountDiscarded => WholeButZeros(),
        _ => BufferVerdict.Stop,
    };

    private BufferVerdict WholeButZeros()
    {
        IsCutAtZero |= !TakesWhole;
        return Whole(onlyIfExact: false);
    }

    private static bool CanWrite(ITypeSymbol type) => type is IArrayTypeSymbol or INamedTypeSymbol { Name: "Span" or "Memory" or "ArraySegment" };

    // Of another library or project: where it gives something back, that is made of the buffer, and no number tells it how much of it counts.
    private BufferVerdict OnForeign(IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments)
    {
        if (method.RootNamespace() is "Xunit" or "NUnit" or "Microsoft" or "FluentAssertions" || (method.ReturnsVoid && method.MethodKind != MethodKind.Constructor) || arguments.Length != 1)
            return BufferVerdict.Stop;
        IsHandedOn = true;
        return Whole(onlyIfExact: false);
    }

    private static bool IsWrite(IMethodSymbol method) =>
        method.Name is "Write" or "WriteAsync" or "Send" or "SendAsync" && method.ContainingNamespace is { Name: "IO" or "Sockets" or "Security" };

    private BufferVerdict OnNumber(IMethodSymbol method, IOperation? from, int start) =>
        BufferRegion.Number(from) is { } offset ? UpTo(start + offset + SizeOf(method.ReturnType)) : BufferVerdict.None;

    private static int SizeOf(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Char => 2,
        SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Single => 4,
        SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_Double => 8,
        _ => 1,
    };

    // "(buffer)", "(buffer, 0, 12)", "(buffer, 0, buffer.Length)"
    private BufferVerdict OnCounted(IArgumentOperation argument, ImmutableArray<IArgumentOperation> arguments, int start)
    {
        IOperation? offset = null, count = null;
        foreach (var other in arguments)
        {
            if (other.Parameter is not { Type.SpecialType: SpecialType.System_Int32 } parameter || other.ArgumentKind == ArgumentKind.DefaultValue)
                continue;
            if (parameter.Name is "count" or "size" or "length" or "byteCount" or "charCount")
                count = other.Value;
            else
                offset = other.Value;
        }

        if (count is null)
            return offset is null ? Whole(onlyIfExact: false) : BufferVerdict.None;
        if (IsTakenFromBuffer(count, argument.Value))
            return Whole(onlyIfExact: false);
        if (IsLengthOf(count, argument))
            return Whole(onlyIfExact: false);
        return BufferRegion.Number(offset) is { } from && ValueReader.Constant(count) is int length ? UpTo(start + from + length) : BufferVerdict.None;
    }

    // "var length = buffer[1]; ... GetString(buffer, 2, length)": the data itself says how long it is.
    private bool IsTakenFromBuffer(IOperation count, IOperation given)
    {
        if (VariableUses.SymbolOf(BufferRegion.Unwrap(given)) is not { } buffer || count.ConstantValue.HasValue)
            return false;
        var origin = BufferRegion.Unwrap(new ValueOrigin(_compilation, _cancellation).Resolve(BufferRegion.Unwrap(count)));
        return origin is IArrayElementReferenceOperation { ArrayReference: { } array } && SymbolEqualityComparer.Default.Equals(VariableUses.SymbolOf(array), buffer);
    }

    private static bool IsLengthOf(IOperation count, IArgumentOperation argument) =>
        BufferRegion.Unwrap(count) is IPropertyReferenceOperation { Property.Name: "Length", Instance: { } array }
        && SymbolEqualityComparer.Default.Equals(VariableUses.SymbolOf(array), VariableUses.SymbolOf(BufferRegion.Unwrap(argument.Value)));

    // Copy(source, target, length), (Block)Copy(source, from, target, to, length)
    private BufferVerdict OnCopy(IArgumentOperation argument, ImmutableArray<IArgumentOperation> arguments)
    {
        if (argument.Parameter!.Ordinal != 0)
            return BufferVerdict.Stop;
        var length = arguments[arguments.Length - 1].Value;
        if (IsLengthOf(length, argument))
            return Whole(onlyIfExact: false);
        var from = arguments.Length == 5 ? BufferRegion.Number(arguments[1].Value) : 0;
        return from is { } start && ValueReader.Constant(length) is int number ? UpTo(start + number) : BufferVerdict.None;
    }

    // Without the count the helper cannot know where the data ends. With another number it may.
    private BufferVerdict OnHelper(IMethodSymbol method, int ordinal, ImmutableArray<IArgumentOperation> arguments)
    {
        if (_depth == MaxDepth || method.IsAbstract || ordinal >= method.Parameters.Length || _compilation.DeclarationsOf(method) is not { Length: 1 } declarations)
            return _depth == 0 ? BufferVerdict.Stop : BufferVerdict.None;
        if (_compilation.OperationOf(declarations[0].GetSyntax(_cancellation), _cancellation) is not { } body)
            return BufferVerdict.Stop;
        _depth++;
        var verdict = BufferVerdict.None;
        foreach (var reference in ReceivePlaces.ReferencesTo(method.Parameters[ordinal], body))
        {
            verdict = VerdictOn(reference);
            if (verdict != BufferVerdict.None)
                break;
        }

        _depth--;
        return verdict;
    }
}
