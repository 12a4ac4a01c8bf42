using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>How a message names the socket: as the code does at the call, else by a variable that holds it.</summary>
internal static class ObjectNames
{
    private const int MaxLength = 40;

    public static string Of(FlowEvent found, BodyAnalysis body)
    {
        var receiver = found.Inner is null ? Receiver(found.Operation) : null;
        // "using var w = ...": the disposal at the end stands on the declaration.
        if (receiver?.Syntax is VariableDeclaratorSyntax declarator)
            return declarator.Identifier.ValueText;
        // Of a class that derives from TcpListener: "Start()" without a receiver.
        if (receiver is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance })
            return "this";
        if (receiver is not null && TextOf(receiver) is { } text)
            return text;
        for (var i = 0; i < found.Refs.Count; i++)
        {
            if ((found.Body ?? body).FindName(found.Refs[i].ObjectId) is { } variable)
                return variable;
        }

        return receiver?.Type?.Name ?? "the connection";
    }

    /// <summary>The receiver as the code names it at <paramref name="operation"/>, or null where it is not short.</summary>
    public static string? At(IOperation operation) =>
        Receiver(operation) is { } receiver and not IInstanceReferenceOperation ? TextOf(receiver) : null;

    private static string? TextOf(IOperation receiver)
    {
        var syntax = receiver.Syntax;
        if (syntax.IsMissing || (receiver is IFlowCaptureReferenceOperation { IsImplicit: true } && !IsName(syntax)))
            return null;
        return TextOf(syntax);
    }

    /// <summary>A short piece of source in one line, with what stands before a question mark; null for a longer one.</summary>
    public static string? TextOf(SyntaxNode syntax)
    {
        var text = syntax.ToString();
        // "client?.Client.Send(x)": what stands before the question mark belongs to it.
        for (var node = syntax; text.Length is > 0 and <= MaxLength && text[0] is '.' or '['; node = node.Parent)
        {
            if (node is null)
                return null;
            if (node.Parent is ConditionalAccessExpressionSyntax access && access.WhenNotNull == node)
                text = access.Expression + "?" + text;
        }

        return text.Length is > 0 and <= MaxLength && text.IndexOf('\n') < 0 ? text : null;
    }

    // What a capture stands for is named where it is a place, and not the whole of "a ?? b". ("field" has a node of its own from C# 14 on.)
    private static bool IsName(SyntaxNode syntax) =>
        syntax is SimpleNameSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or MemberBindingExpressionSyntax or ElementBindingExpressionSyntax
        || syntax.ToString() == "field";

    private static IOperation? Receiver(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation { Instance: { } instance }:
                return ValueReader.Unwrap(instance);
            case IInvocationOperation { TargetMethod.IsExtensionMethod: true, Arguments.Length: > 0 } extension:
                return ValueReader.Unwrap(extension.Arguments[0].Value);
            case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } instance } }:
                // In an object initializer the receiver is the whole "new X { ... }".
                return instance is IFlowCaptureReferenceOperation ? null : instance;
            default:
                return null;
        }
    }
}
