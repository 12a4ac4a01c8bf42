using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>What is done with the text of a whole buffer: who cuts it where the zeros begin, or only looks for a word in it, is not misled by what is behind.</summary>
internal static class TextUse
{
    /// <param name="text">The call that decodes.</param>
    public static bool IsCutAtZero(IOperation text)
    {
        while (text.Parent is IConversionOperation or IParenthesizedOperation
            || text.Parent is IArgumentOperation { Parent: IObjectCreationOperation { Type.SpecialType: SpecialType.System_String } }
            || text.Parent is IObjectCreationOperation { Type.SpecialType: SpecialType.System_String })
            text = text.Parent;
        if (IsCut(text))
            return true;
        var variable = text.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            IAssignmentOperation assignment => VariableUses.SymbolOf(assignment.Target),
            _ => null,
        };
        if (variable is null)
            return text.Parent is IExpressionStatementOperation;
        var isRead = variable is not ILocalSymbol;
        foreach (var reference in ReceivePlaces.ReferencesTo(variable, text.Root()))
        {
            if (IsCut(reference))
                return true;
            isRead |= !ReceivePlaces.IsTarget(reference);
        }

        // Nobody reads it.
        return !isRead;
    }

    private static bool IsCut(IOperation text) => text.Parent switch
    {
        IInvocationOperation call when ReferenceEquals(call.Instance, text) => IsCut(call),
        // Of an extension, and of a helper: it may cut.
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { IsExtensionMethod: true } } } => true,
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingType.Name: "Regex" or "Assert" } } => true,
        _ => false,
    };

    private static bool IsCut(IInvocationOperation call) => call.TargetMethod.Name switch
    {
        "Contains" or "StartsWith" => true,
        "IndexOf" when call.Parent is IBinaryOperation { OperatorKind: not (BinaryOperatorKind.Add or BinaryOperatorKind.Subtract) } => true,
        "Replace" or "Split" or "IndexOf" or "Trim" or "TrimEnd" or "TrimStart" => MentionsZero(call) || IsCut((IOperation)call),
        "Substring" or "ToLower" or "ToUpper" or "ToLowerInvariant" or "ToUpperInvariant" => IsCut((IOperation)call),
        _ => false,
    };

    private static bool MentionsZero(IOperation call)
    {
        foreach (var operation in MethodBodies.Walk(call))
        {
            if (operation.ConstantValue is { HasValue: true, Value: '\0' or "\0" })
                return true;
        }

        return false;
    }
}
