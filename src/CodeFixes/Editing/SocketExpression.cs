using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.CodeFixes.Editing;

/// <summary>The expression that names a socket at a call, and the place where that socket is made.</summary>
internal static class SocketExpression
{
    /// <summary>What <c>x.Bind(...)</c> is called on, or the one socket that is handed to a helper that binds it; null when writing it twice could mean something else.</summary>
    public static ExpressionSyntax? Of(FixSite site, params string[] members)
    {
        if (site.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call)
            return null;
        var name = call.Expression is MemberAccessExpressionSyntax access ? access.Name.Identifier.ValueText : null;
        if (call.Expression is MemberAccessExpressionSyntax direct && members.Contains(name) && IsSocket(site.Model.GetTypeInfo(direct.Expression).Type))
            return IsRepeatable(site.Model, direct.Expression) ? direct.Expression : null;
        var handedOver = call.ArgumentList.Arguments.Where(argument => IsSocket(site.Model.GetTypeInfo(argument.Expression).Type)).ToList();
        return handedOver.Count == 1 && IsRepeatable(site.Model, handedOver[0].Expression) ? handedOver[0].Expression : null;
    }

    /// <summary>A name, or members of one: evaluating it again gives the same object and does nothing.</summary>
    public static bool IsRepeatable(SemanticModel model, ExpressionSyntax expression)
    {
        for (; expression is MemberAccessExpressionSyntax access; expression = access.Expression)
        {
            if (model.GetSymbolInfo(access).Symbol is not (IFieldSymbol or IPropertySymbol))
                return false;
        }

        return expression is ThisExpressionSyntax
            || (expression is IdentifierNameSyntax && model.GetSymbolInfo(expression).Symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol or IPropertySymbol);
    }

    /// <summary>By name: a send, a write or a flush.</summary>
    public static bool IsWrite(InvocationExpressionSyntax call)
    {
        var name = (call.Expression as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText ?? string.Empty;
        return new[] { "Send", "Write", "Flush", "BeginSend", "BeginWrite" }.Any(start => name.StartsWith(start, System.StringComparison.Ordinal));
    }

    /// <summary>The one <c>new</c> whose result is all that the variable ever holds; null when there are several, or another value.</summary>
    public static BaseObjectCreationExpressionSyntax? CreationOf(FixSite site, ExpressionSyntax socket)
    {
        if (site.Model.GetSymbolInfo(socket, site.Cancellation).Symbol is not { } variable || variable is IParameterSymbol)
            return null;
        var scope = variable is ILocalSymbol
            ? socket.FirstAncestorOrSelf<MemberDeclarationSyntax>()
            : socket.Ancestors().OfType<TypeDeclarationSyntax>().LastOrDefault();
        // Another part of the type may assign it too.
        if (scope is null || (variable.ContainingType is { } type && variable is not ILocalSymbol && type.DeclaringSyntaxReferences.Length != 1))
            return null;
        // A global statement is a member of its own: the variable of a program is looked for in all of them.
        var values = (scope is GlobalStatementSyntax ? scope.Parent! : scope).DescendantNodes()
            .Select(node => ValueGivenTo(site.Model, node, variable)).Where(value => value is not null).ToList();
        return values.Count == 1 ? values[0] as BaseObjectCreationExpressionSyntax : null;
    }

    private static bool IsSocket(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.Name is "Socket" or "TcpListener" or "UdpClient" && type.ContainingNamespace?.ToDisplayString() == "System.Net.Sockets")
                return true;
        }

        return false;
    }

    private static ExpressionSyntax? ValueGivenTo(SemanticModel model, SyntaxNode node, ISymbol variable)
    {
        switch (node)
        {
            case VariableDeclaratorSyntax { Initializer: { } initializer } declarator
                when declarator.Identifier.ValueText == variable.Name && SymbolEqualityComparer.Default.Equals(model.GetDeclaredSymbol(declarator), variable):
                return initializer.Value;
            case PropertyDeclarationSyntax { Initializer: { } initializer } property
                when SymbolEqualityComparer.Default.Equals(model.GetDeclaredSymbol(property), variable):
                return initializer.Value;
            case AssignmentExpressionSyntax assignment when IsVariable(assignment.Left) && !assignment.Right.IsKind(SyntaxKind.NullLiteralExpression):
                return assignment.Right;
            case ArgumentSyntax argument when !argument.RefKindKeyword.IsKind(SyntaxKind.None) && IsVariable(argument.Expression):
                return argument.Expression;
            default:
                return null;
        }

        bool IsVariable(ExpressionSyntax expression) =>
            NameOf(expression) == variable.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(expression).Symbol, variable);
    }

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };
}
