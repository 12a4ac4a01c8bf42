using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>What is done with the text of a whole buffer.</summary>
internal enum TextUseKind
{
    /// <summary>Nobody reads it.</summary>
    None,

    /// <summary>A word is looked for in it, or code that is not followed gets it: what is behind the text does not mislead.</summary>
    Searched,

    /// <summary>It is cut where the zeros begin.</summary>
    CutAtZero,

    /// <summary>It is used as it is.</summary>
    Whole,
}

/// <summary>Follows the text that is made of a buffer.</summary>
internal static class TextUse
{
    // "text = text.Replace(...)", given from one variable to the next.
    private const int MaxDepth = 4;

    /// <param name="text">The call that decodes.</param>
    /// <param name="isUseEnough">One use of the text as it is counts, although a word is looked for in it too.</param>
    public static TextUseKind Of(IOperation text, bool isUseEnough) => Of(text, isUseEnough, MaxDepth);

    private static TextUseKind Of(IOperation text, bool isUseEnough, int depth)
    {
        while (text.Parent is IConversionOperation or IParenthesizedOperation
            || text.Parent is IArgumentOperation { Parent: IObjectCreationOperation { Type.SpecialType: SpecialType.System_String } }
            || text.Parent is IObjectCreationOperation { Type.SpecialType: SpecialType.System_String })
            text = text.Parent;
        var variable = text.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            IAssignmentOperation assignment => VariableUses.SymbolOf(assignment.Target),
            _ => null,
        };
        if (variable is null)
            return text.Parent is IExpressionStatementOperation ? TextUseKind.None : At(text, depth);
        var kind = variable is ILocalSymbol ? TextUseKind.None : TextUseKind.Whole;
        foreach (var reference in ReceivePlaces.ReferencesTo(variable, text.Root()))
        {
            if (ReceivePlaces.IsTarget(reference))
                continue;
            var here = At(reference, depth);
            if (here == TextUseKind.CutAtZero)
                return here;
            if (kind == TextUseKind.None || here == (isUseEnough ? TextUseKind.Whole : TextUseKind.Searched))
                kind = here;
        }

        return kind;
    }

    private static TextUseKind At(IOperation text, int depth) => text.Parent switch
    {
        IInvocationOperation call when ReferenceEquals(call.Instance, text) => OfCall(call, depth),
        // Of an extension, and of a helper: it may cut.
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } } => TextUseKind.Searched,
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingType.Name: "Regex" or "Assert" } } => TextUseKind.Searched,
        _ => TextUseKind.Whole,
    };

    private static TextUseKind OfCall(IInvocationOperation call, int depth)
    {
        switch (call.TargetMethod.Name)
        {
            case "Contains" or "StartsWith":
            case "IndexOf" when call.Parent is IBinaryOperation { OperatorKind: not (BinaryOperatorKind.Add or BinaryOperatorKind.Subtract) }:
                return TextUseKind.Searched;
            case "Replace" or "Split" or "IndexOf" or "Trim" or "TrimEnd" or "TrimStart" when MentionsZero(call):
                var behind = depth == 0 ? TextUseKind.CutAtZero : Of(call, isUseEnough: true, depth - 1);
                return behind == TextUseKind.Whole ? TextUseKind.CutAtZero : behind;
            case "Replace" or "Split" or "IndexOf" or "Trim" or "TrimEnd" or "TrimStart" or "Substring" or "ToLower" or "ToUpper" or "ToLowerInvariant" or "ToUpperInvariant":
                return At(call, depth);
            default:
                return TextUseKind.Whole;
        }
    }

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
