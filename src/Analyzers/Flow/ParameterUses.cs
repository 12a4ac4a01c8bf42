using System.Collections.Concurrent;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>What a method does with a parameter that is not known to be a connection.</summary>
internal enum ParameterUse
{
    /// <summary>Writes it into a message, compares it, locks it: nothing happens to the connection that it may be.</summary>
    Looks,

    /// <summary>Disposes it, perhaps, and does nothing else to it.</summary>
    Disposes,

    /// <summary>Casts it, keeps it, hands it on: anything.</summary>
    Unknown,
}

/// <summary>
/// What the methods of the project do with what they are given as an object, an interface or a type parameter, which have no place in
/// their summaries. Each is read once, when somebody asks. Thread-safe.
/// </summary>
internal sealed class ParameterUses
{
    private const int MaxDepth = 3;

    private readonly Compilation _compilation;
    private readonly ConcurrentDictionary<ISymbol, ParameterUse> _known = new(SymbolEqualityComparer.Default);

    public ParameterUses(Compilation compilation) => _compilation = compilation;

    public ParameterUse Of(IParameterSymbol parameter, CancellationToken cancellation) => Of(parameter.OriginalDefinition, 0, cancellation);

    private ParameterUse Of(IParameterSymbol parameter, int depth, CancellationToken cancellation)
    {
        if (depth > MaxDepth || parameter.Type.TypeKind == TypeKind.Dynamic)
            return ParameterUse.Unknown;
        if (_known.TryGetValue(parameter, out var known))
            return known;
        var use = Find(parameter, depth, cancellation);
        // What was given up for its depth may be found from nearer.
        return depth > 0 ? use : _known.GetOrAdd(parameter, use);
    }

    private ParameterUse Find(IParameterSymbol parameter, int depth, CancellationToken cancellation)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method || method.MethodKind == MethodKind.DelegateInvoke || OtherCode.IsOpenToOthers(method))
            return ParameterUse.Unknown;
        // Without a body in C# there is nobody who could cast it.
        if (method.IsExtern)
            return parameter.Type.SpecialType == SpecialType.System_Object || IsFormatArguments(parameter.Type) ? ParameterUse.Looks : ParameterUse.Unknown;
        if (MethodBodies.Find(_compilation, method, cancellation) is not { } body)
            return ParameterUse.Unknown;
        var use = ParameterUse.Looks;
        foreach (var operation in MethodBodies.Walk(body))
        {
            if (operation is not IParameterReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Parameter, parameter))
                continue;
            var here = Of(reference, depth, cancellation);
            if (here == ParameterUse.Unknown)
                return here;
            use = here > use ? here : use;
        }

        return use;
    }

    private ParameterUse Of(IOperation use, int depth, CancellationToken cancellation)
    {
        var parent = use.Parent;
        while (parent is IParenthesizedOperation
               || (parent is IConversionOperation { OperatorMethod: null } conversion && (conversion.Type?.SpecialType is SpecialType.System_Object or SpecialType.System_String or SpecialType.System_IDisposable)))
        {
            use = parent;
            parent = use.Parent;
        }

        return parent switch
        {
            IInterpolationOperation or IBinaryOperation { OperatorMethod: null } or INameOfOperation or ILockOperation or IExpressionStatementOperation => ParameterUse.Looks,
            IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } } => ParameterUse.Looks,
            // "connection = null"
            ISimpleAssignmentOperation assignment when assignment.Target == use => ParameterUse.Looks,
            IUsingOperation => ParameterUse.Disposes,
            IInvocationOperation call when call.Instance == use => OfCall(call.TargetMethod),
            IConditionalAccessOperation { WhenNotNull: IInvocationOperation call } => OfCall(call.TargetMethod),
            IPropertyReferenceOperation { Property.Name: "Length" or "Count" } => ParameterUse.Looks,
            IArrayInitializerOperation { Parent: IArrayCreationOperation { Parent: IArgumentOperation argument } } => OfArgument(argument, depth, cancellation),
            IArgumentOperation argument => OfArgument(argument, depth, cancellation),
            _ => ParameterUse.Unknown,
        };
    }

    private static ParameterUse OfCall(IMethodSymbol method) =>
        method.ContainingType.SpecialType == SpecialType.System_Object ? ParameterUse.Looks
        : method.Name is "Dispose" or "DisposeAsync" && method.Parameters.IsEmpty ? ParameterUse.Disposes
        : ParameterUse.Unknown;

    private ParameterUse OfArgument(IArgumentOperation argument, int depth, CancellationToken cancellation)
    {
        if (argument.Parameter is not { } parameter)
            return ParameterUse.Unknown;
        if (_compilation.Declares(parameter))
            return Of(parameter.OriginalDefinition, depth + 1, cancellation);
        return parameter.Type.SpecialType is SpecialType.System_Object or SpecialType.System_String || IsFormatArguments(parameter.Type) ? ParameterUse.Looks : ParameterUse.Unknown;
    }

    private static bool IsFormatArguments(ITypeSymbol type) => type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Object };
}
