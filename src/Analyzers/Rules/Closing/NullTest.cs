using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>Conditions that ask only whether there is an object.</summary>
internal static class NullTest
{
    /// <summary><c>x != null</c>, <c>x is not null</c>, <c>x is { } y</c>.</summary>
    public static bool IsNotNull(IOperation condition) => ValueReader.Unwrap(condition) switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } comparison => IsNull(comparison.RightOperand) || IsNull(comparison.LeftOperand),
        IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation constant } } => IsNull(constant.Value),
        IIsPatternOperation { Pattern: IRecursivePatternOperation { PropertySubpatterns.Length: 0, DeconstructionSubpatterns.Length: 0 } } => true,
        IIsPatternOperation { Pattern: IDeclarationPatternOperation } => true,
        _ => false,
    };

    public static bool IsNull(IOperation operation) => ValueReader.Unwrap(operation).ConstantValue is { HasValue: true, Value: null };
}
