using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>What an operation without a method of its own in the evaluator does with its operands.</summary>
internal enum OperationClass
{
    /// <summary>Not known: a new language version. Counted, its operands escape.</summary>
    Unknown,

    /// <summary>Its value is its operand.</summary>
    Transparent,

    /// <summary>Looks at its operands and keeps nothing.</summary>
    Harmless,

    /// <summary>Its operands can be kept or reached elsewhere.</summary>
    HandsOut,
}

/// <summary>The list of operation kinds that need nothing but their class.</summary>
internal static class OperationKinds
{
    // Kinds that came after Roslyn 4.5, by their numbers.
    private const OperationKind Attribute = (OperationKind)0x7D;
    private const OperationKind InlineArrayAccess = (OperationKind)0x7E;
    internal const OperationKind CollectionExpression = (OperationKind)0x7F;
    private const OperationKind Spread = (OperationKind)0x80;
    private const OperationKind CollectionExpressionElementsPlaceholder = (OperationKind)0x81;

    /// <summary>A call whose target nobody can see, not even the compiler.</summary>
    public static bool RunsUnseenCode(OperationKind kind) => kind is
        OperationKind.DynamicInvocation or OperationKind.DynamicMemberReference or OperationKind.DynamicIndexerAccess
        or OperationKind.RaiseEvent or OperationKind.FunctionPointerInvocation or OperationKind.Invalid;

    public static OperationClass Classify(IOperation operation)
    {
        switch (operation.Kind)
        {
            case OperationKind.Parenthesized:
            case OperationKind.ObjectOrCollectionInitializer:
            case OperationKind.Coalesce:
            case OperationKind.Conditional:
                return OperationClass.Transparent;

            case OperationKind.Literal:
            case OperationKind.DefaultValue:
            case OperationKind.InstanceReference:
            case OperationKind.Binary:
            case OperationKind.Unary:
            case OperationKind.IsNull:
            case OperationKind.IsType:
            case OperationKind.IsPattern:
            case OperationKind.ConstantPattern:
            case OperationKind.DeclarationPattern:
            case OperationKind.TypePattern:
            case OperationKind.RelationalPattern:
            case OperationKind.NegatedPattern:
            case OperationKind.BinaryPattern:
            case OperationKind.RecursivePattern:
            case OperationKind.DiscardPattern:
            case OperationKind.ListPattern:
            case OperationKind.SlicePattern:
            case OperationKind.PropertySubpattern:
            case OperationKind.NameOf:
            case OperationKind.TypeOf:
            case OperationKind.SizeOf:
            case OperationKind.InterpolatedString:
            case OperationKind.InterpolatedStringText:
            case OperationKind.Interpolation:
            case OperationKind.InterpolatedStringHandlerCreation:
            case OperationKind.InterpolatedStringAppendLiteral:
            case OperationKind.InterpolatedStringAppendFormatted:
            case OperationKind.InterpolatedStringAppendInvalid:
            case OperationKind.InterpolatedStringHandlerArgumentPlaceholder:
            case OperationKind.InterpolatedStringAddition:
            case OperationKind.CaughtException:
            case OperationKind.Throw:
            case OperationKind.Discard:
            case OperationKind.OmittedArgument:
            case OperationKind.TupleBinary:
            case OperationKind.StaticLocalInitializationSemaphore:
            case OperationKind.Empty:
            case OperationKind.Range:
            case OperationKind.Utf8String:
            case OperationKind.Argument:
            case OperationKind.TypeParameterObjectCreation:
            case OperationKind.Await:
            case OperationKind.EventReference:
            case OperationKind.ArrayElementReference:
            case OperationKind.ImplicitIndexerReference:
            case Attribute:
            case InlineArrayAccess:
            case OperationKind.Stop:
            case OperationKind.End:
                return OperationClass.Harmless;

            case OperationKind.ArrayCreation:
            case OperationKind.ArrayInitializer:
            case CollectionExpression:
            case Spread:
            case CollectionExpressionElementsPlaceholder:
            case OperationKind.With:
            case OperationKind.DelegateCreation:
            case OperationKind.EventAssignment:
            case OperationKind.RaiseEvent:
            case OperationKind.DynamicInvocation:
            case OperationKind.DynamicMemberReference:
            case OperationKind.DynamicObjectCreation:
            case OperationKind.DynamicIndexerAccess:
            case OperationKind.AddressOf:
            case OperationKind.FunctionPointerInvocation:
            case OperationKind.TranslatedQuery:
            case OperationKind.MemberInitializer:
            case OperationKind.Invalid:
            case OperationKind.None:
                return OperationClass.HandsOut;

            default:
                return OperationClass.Unknown;
        }
    }
}
