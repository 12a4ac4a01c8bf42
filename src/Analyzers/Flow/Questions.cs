using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>Bodies that only ask something: a getter that gives one expression, a helper that throws where something is so.</summary>
internal static class Questions
{
    /// <summary>The one expression that the body returns, or null.</summary>
    public static IOperation? ReturnedBy(IOperation body) =>
        BlockOf(body) is { Operations.Length: 1 } block && block.Operations[0] is IReturnOperation { ReturnedValue: { } value } ? value : null;

    /// <summary>The conditions on which the body throws before it does anything else.</summary>
    public static IEnumerable<IOperation> ThrowingConditions(IOperation body)
    {
        if (BlockOf(body) is not { } block)
            yield break;
        foreach (var operation in block.Operations)
        {
            switch (operation)
            {
                case IConditionalOperation { WhenFalse: null } choice when IsThrow(choice.WhenTrue):
                    yield return choice.Condition;
                    break;
                case IExpressionStatementOperation { Operation: IInvocationOperation call } when ThrowingArgument(call) is { } condition:
                    yield return condition;
                    break;
                default:
                    yield break;
            }
        }
    }

    /// <summary>The value of a bool parameter with which the method does not come back; null where it always may.</summary>
    public static bool? EndsIf(IParameterSymbol parameter)
    {
        foreach (var attribute in parameter.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == "DoesNotReturnIfAttribute" && attribute.ConstructorArguments.Length == 1 && attribute.ConstructorArguments[0].Value is bool value)
                return value;
        }

        return null;
    }

    private static IOperation? ThrowingArgument(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { Type.SpecialType: SpecialType.System_Boolean } parameter && EndsIf(parameter) == true)
                return argument.Value;
        }

        return null;
    }

    private static bool IsThrow(IOperation operation) => operation switch
    {
        IThrowOperation => true,
        IInvocationOperation call => NoReturn.Of(call.TargetMethod, default),
        IExpressionStatementOperation statement => IsThrow(statement.Operation),
        IBlockOperation { Operations.Length: > 0 } block => block.Operations[block.Operations.Length - 1] is not IBlockOperation and { } last && IsThrow(last),
        _ => false,
    };

    private static IBlockOperation? BlockOf(IOperation body) => body switch
    {
        IMethodBodyOperation method => method.BlockBody ?? method.ExpressionBody,
        IBlockOperation block => block,
        _ => null,
    };
}
