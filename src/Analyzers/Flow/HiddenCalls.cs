using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>Code of the project that runs without being called by name: the text of an object, an operator, the initialisation of a type, what a library calls back.</summary>
internal static class HiddenCalls
{
    /// <summary>Adds what runs at <paramref name="operation"/> itself: operators, deconstructions, getters behind an index, the text of an operand.</summary>
    public static void Add(Compilation compilation, IOperation operation, List<IMethodSymbol> methods)
    {
        switch (operation)
        {
            case IInterpolationOperation text:
                AddText(compilation, text.Expression, methods);
                break;
            case IBinaryOperation { OperatorMethod: null, OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } text:
                AddText(compilation, text.LeftOperand, methods);
                AddText(compilation, text.RightOperand, methods);
                break;
            case ICompoundAssignmentOperation { OperatorMethod: null, Type.SpecialType: SpecialType.System_String } text:
                AddText(compilation, text.Value, methods);
                break;
            case IImplicitIndexerReferenceOperation index:
                AddMember(compilation, index.LengthSymbol, methods);
                AddMember(compilation, index.IndexerSymbol, methods);
                break;
            case IRecursivePatternOperation { DeconstructSymbol: { } deconstruct }:
                AddMember(compilation, deconstruct, methods);
                break;
            default:
                AddMember(compilation, OperatorOf(operation), methods);
                break;
        }
    }

    /// <summary>Adds what a library may call of an object of the project that it is given: as an interface, or as anything at all.</summary>
    public static void AddOfArgument(Compilation compilation, IParameterSymbol parameter, IOperation? value, List<IMethodSymbol> methods)
    {
        if (value is null || compilation.Declares(parameter) || ValueReader.Unwrap(value).Type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type || !compilation.Declares(type))
            return;
        var asked = parameter.OriginalDefinition.Type;
        if (asked is { SpecialType: SpecialType.System_Object } or { TypeKind: TypeKind.TypeParameter } or IArrayTypeSymbol)
        {
            AddOwn(compilation, type, "ToString", methods);
            AddOwn(compilation, type, "Equals", methods);
            AddOwn(compilation, type, "GetHashCode", methods);
        }
        else if (parameter.Type is INamedTypeSymbol { TypeKind: TypeKind.Interface, Name: not ("IDisposable" or "IAsyncDisposable") } contract)
        {
            foreach (var member in contract.GetMembers())
                AddMember(compilation, type.FindImplementationForInterfaceMember(member), methods);
        }
    }

    private static IMethodSymbol? OperatorOf(IOperation operation) => operation switch
    {
        IBinaryOperation binary => binary.OperatorMethod,
        IUnaryOperation unary => unary.OperatorMethod,
        ICompoundAssignmentOperation compound => compound.OperatorMethod,
        IIncrementOrDecrementOperation step => step.OperatorMethod,
        IConversionOperation conversion => conversion.OperatorMethod,
        _ => null,
    };

    private static void AddMember(Compilation compilation, ISymbol? member, List<IMethodSymbol> methods)
    {
        if ((member is IPropertySymbol property ? property.GetMethod : member) is IMethodSymbol method && compilation.Declares(method))
            methods.Add(method.OriginalDefinition);
    }

    private static void AddText(Compilation compilation, IOperation value, List<IMethodSymbol> methods)
    {
        // Most of what becomes text is none of the project's.
        if (ValueReader.Unwrap(value).Type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type && compilation.Declares(type))
            AddOwn(compilation, type, "ToString", methods);
    }

    // Of what every object has, the type's own or that of its nearest base in source.
    private static void AddOwn(Compilation compilation, INamedTypeSymbol type, string name, List<IMethodSymbol> methods)
    {
        for (var declaring = type; declaring is not null && compilation.Declares(declaring); declaring = declaring.BaseType)
        {
            foreach (var member in declaring.GetMembers(name))
            {
                if (member is not IMethodSymbol { IsOverride: true, IsImplicitlyDeclared: false } own)
                    continue;
                methods.Add(own.OriginalDefinition);
                return;
            }
        }
    }

    /// <summary>What runs before the first use of the type; null where that is nothing.</summary>
    public static IMethodSymbol? InitializerOf(Compilation compilation, INamedTypeSymbol? type)
    {
        if (type is null || !compilation.Declares(type))
            return null;
        var initializers = type.OriginalDefinition.StaticConstructors;
        return initializers.IsEmpty ? null : initializers[0];
    }

    /// <summary>The type whose first use <paramref name="operation"/> may be.</summary>
    public static INamedTypeSymbol? UsedType(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { IsStatic: true } method } => method.ContainingType,
        IObjectCreationOperation creation => creation.Type as INamedTypeSymbol,
        IFieldReferenceOperation { Field: { IsStatic: true, IsConst: false } field } => field.ContainingType,
        IPropertyReferenceOperation { Property: { IsStatic: true } property } => property.ContainingType,
        _ => null,
    };
}
