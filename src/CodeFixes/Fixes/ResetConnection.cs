using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;

namespace SocketAnalyzers.CodeFixes;

/// <summary>The connection that the handler of a reset closes, and the place where its variable is declared.</summary>
internal sealed class ResetConnection
{
    private readonly LocalDeclarationStatementSyntax _declaration;
    private readonly string _type;

    private ResetConnection(LocalDeclarationStatementSyntax declaration, string type)
    {
        _declaration = declaration;
        _type = type;
    }

    public string Name => _declaration.Declaration.Variables[0].Identifier.ValueText;

    /// <summary>
    /// The connection that the region itself makes, uses and does not give away: its variable moves in front of the try so
    /// that the handler can close it. Null where there is none, or another owner closes it.
    /// </summary>
    public static ResetConnection? DeclaredIn(FixSite site, BlockSyntax region)
    {
        foreach (var declaration in region.Statements.OfType<LocalDeclarationStatementSyntax>())
        {
            if (declaration.Declaration.Variables is not { Count: 1 } variables || variables[0].Initializer is null || !declaration.UsingKeyword.IsKind(SyntaxKind.None) || declaration.IsConst)
                continue;
            if (site.Model.GetDeclaredSymbol(variables[0]) is not ILocalSymbol local || local.Type.Name is not ("Socket" or "TcpClient") || !IsOwnedHere(region, local.Name))
                continue;
            var nullable = site.Model.GetNullableContext(declaration.SpanStart).AnnotationsEnabled() ? "?" : string.Empty;
            return new ResetConnection(declaration, "global::System.Net.Sockets." + local.Type.Name + nullable);
        }

        return null;
    }

    /// <summary>"x.Dispose();" for a connection that lives outside the region, where the failing call names one; empty where a <c>using</c> closes it; else null.</summary>
    public static string? CloseOutside(FixSite site, BlockSyntax region)
    {
        // Nothing more then: on .NET Framework "client.Client" is null when the client is disposed.
        if (IsClosedOnTheWay(site, region))
            return string.Empty;
        var call = site.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>();
        if (call?.Expression is not MemberAccessExpressionSyntax { Expression: { } receiver } || !SocketExpression.IsRepeatable(site.Model, receiver))
            return null;
        if (site.Model.GetTypeInfo(receiver).Type?.Name is not ("Socket" or "TcpClient" or "NetworkStream" or "SslStream"))
            return null;
        var root = receiver.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().FirstOrDefault();
        var symbol = root is null ? null : site.Model.GetSymbolInfo(root).Symbol;
        var isDeclaredInside = symbol is ILocalSymbol && symbol.DeclaringSyntaxReferences.Any(reference => region.Span.Contains(reference.Span));
        return symbol is null || isDeclaredInside ? null : receiver.WithoutTrivia() + ".Dispose();";
    }

    public static BlockSyntax Wrap(BlockSyntax region, string catches, ResetConnection? connection)
    {
        if (connection is null)
            return TryBlock.Around(region, catches);
        var variable = connection._declaration.Declaration.Variables[0];
        var assignment = SyntaxFactory.ExpressionStatement(
                SyntaxFactory.AssignmentExpression(
                    SyntaxKind.SimpleAssignmentExpression,
                    SyntaxFactory.IdentifierName(variable.Identifier.WithLeadingTrivia()).WithTrailingTrivia(variable.Identifier.TrailingTrivia),
                    variable.Initializer!.EqualsToken,
                    variable.Initializer.Value))
            .WithSemicolonToken(connection._declaration.SemicolonToken)
            .WithLeadingTrivia(connection._declaration.GetLeadingTrivia());
        var hoisted = NewCode.MarkNames(SyntaxFactory.ParseStatement(connection._type + " " + connection.Name + " = null;")).WithTrailingTrivia(NewCode.LineEnd);
        // The tree is needed to see how the block is indented: it is wrapped first, then the declaration in it is replaced.
        var marker = new SyntaxAnnotation();
        var wrapped = TryBlock.Around(region, catches, hoisted, connection._declaration, marker);
        var declaration = wrapped.GetAnnotatedNodes(marker).First();
        return wrapped.ReplaceNode(declaration, assignment.WithLeadingTrivia(declaration.GetLeadingTrivia()));
    }

    // Whether a "using" between the failing call and the region closes a connection.
    private static bool IsClosedOnTheWay(FixSite site, BlockSyntax region)
    {
        for (var node = site.Node; node is not null && node != region; node = node.Parent)
        {
            if (node is UsingStatementSyntax { Expression: { } owned } && IsConnection(site.Model.GetTypeInfo(owned).Type))
                return true;
            if (node is UsingStatementSyntax { Declaration: { } declaration } && IsConnection(site.Model.GetTypeInfo(declaration.Type).Type))
                return true;
            if (node.Parent is BlockSyntax block && block.Statements.TakeWhile(statement => statement != node).OfType<LocalDeclarationStatementSyntax>().Any(local =>
                    local.UsingKeyword.IsKind(SyntaxKind.UsingKeyword) && IsConnection(site.Model.GetTypeInfo(local.Declaration.Type).Type)))
                return true;
        }

        return false;
    }

    private static bool IsConnection(ITypeSymbol? type) => type?.Name is "Socket" or "TcpClient" or "NetworkStream" or "SslStream" or "StreamReader" or "StreamWriter";

    // Disposed or closed by itself, given to somebody, or caught by a lambda: then it has another owner.
    private static bool IsOwnedHere(BlockSyntax region, string name)
    {
        var isUsed = false;
        foreach (var node in region.DescendantNodes())
        {
            if (node is not IdentifierNameSyntax identifier || identifier.Identifier.ValueText != name)
                continue;
            if (identifier.Parent is not MemberAccessExpressionSyntax access || access.Expression != identifier || identifier.Ancestors().TakeWhile(ancestor => ancestor != region).Any(ancestor => ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
                return false;
            var member = access.Name.Identifier.ValueText;
            isUsed |= member.Contains("Receive") || member.Contains("Send") || member is "GetStream";
        }

        return isUsed;
    }
}
