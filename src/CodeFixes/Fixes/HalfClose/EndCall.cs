using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.CodeFixes.HalfClose;

/// <summary>A call that ends a connection, as a statement of its own: "s.Close();", "client?.Dispose();", "s.Shutdown(SocketShutdown.Both);".</summary>
internal sealed class EndCall
{
    private EndCall(ExpressionStatementSyntax statement, ExpressionSyntax receiver, string name, SeparatedSyntaxList<ArgumentSyntax> arguments)
    {
        Statement = statement;
        Receiver = receiver;
        Name = name;
        Arguments = arguments;
    }

    public ExpressionStatementSyntax Statement { get; }

    public ExpressionSyntax Receiver { get; }

    public string Name { get; }

    public SeparatedSyntaxList<ArgumentSyntax> Arguments { get; }

    /// <summary>Close or Dispose of .NET's own types; a helper that has this name may do more.</summary>
    public bool IsClose(SemanticModel model) => Name is "Close" or "Dispose" && IsSystems(model.GetTypeInfo(Receiver).Type);

    /// <summary>The argument of <c>Shutdown(SocketShutdown.Both)</c>, however it is qualified.</summary>
    public ExpressionSyntax? BothOf(SemanticModel model) =>
        Name == "Shutdown" && Arguments.Count == 1 && IsBoth(model, Arguments[0].Expression) ? Arguments[0].Expression : null;

    public static EndCall? At(SyntaxNode node) =>
        node.FirstAncestorOrSelf<ExpressionStatementSyntax>() is { } statement && Of(statement) is { } call && statement.Span.Contains(node.Span) ? call : null;

    public static EndCall? Of(ExpressionStatementSyntax statement) => statement.Expression switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } call =>
            new(statement, member.Expression, member.Name.Identifier.ValueText, call.ArgumentList.Arguments),
        ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax member } call } access =>
            new(statement, access.Expression, member.Name.Identifier.ValueText, call.ArgumentList.Arguments),
        _ => null,
    };

    private static bool IsBoth(SemanticModel model, ExpressionSyntax argument) =>
        argument is MemberAccessExpressionSyntax or IdentifierNameSyntax
        && model.GetSymbolInfo(argument).Symbol is IFieldSymbol { Name: "Both", ContainingType: { Name: "SocketShutdown", TypeKind: TypeKind.Enum } };

    private static bool IsSystems(ITypeSymbol? type)
    {
        var outermost = type?.ContainingNamespace;
        while (outermost?.ContainingNamespace is { IsGlobalNamespace: false } outer)
            outermost = outer;
        return outermost?.Name == "System";
    }
}
