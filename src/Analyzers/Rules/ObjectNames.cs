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
        if (receiver is { Syntax: { } syntax } and not IFlowCaptureReferenceOperation { IsImplicit: true } && IsShort(syntax))
            return syntax.ToString();
        for (var i = 0; i < found.Refs.Count; i++)
        {
            if ((found.Body ?? body).FindVariable(found.Refs[i].ObjectId) is { } variable)
                return variable.Name;
        }

        return receiver?.Type?.Name ?? "the connection";
    }

    /// <summary>The receiver as the code names it at <paramref name="operation"/>, or null where it is not short.</summary>
    public static string? At(IOperation operation) =>
        Receiver(operation) is { Syntax: { } syntax } and not (IInstanceReferenceOperation or IFlowCaptureReferenceOperation { IsImplicit: true }) && IsShort(syntax) ? syntax.ToString() : null;

    private static bool IsShort(SyntaxNode syntax) => syntax.Span.Length is > 0 and <= MaxLength && !syntax.IsMissing;

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
