using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.CodeFixes.Editing;

/// <summary>Sets an option of a socket before it is bound: in its object initializer, or as a statement.</summary>
internal static class OptionSetting
{
    /// <summary>"property = value" where the socket is made, when an initializer stands there already or a statement before the bind could come too late.</summary>
    public static SyntaxNode? Set(FixSite site, ExpressionSyntax socket, string property, string value)
    {
        var creation = SocketExpression.CreationOf(site, socket);
        if (creation?.Initializer is { } initializer)
            return initializer.IsKind(SyntaxKind.ObjectInitializerExpression) ? WithElement(site, creation, initializer, property, value) : null;
        // Start does nothing on a listener that runs, but the setter throws then: it has to be set where the listener is made.
        if (IsListenerOfType(site, socket) && (creation is null || !IsMadeJustBefore(creation, site.Node)))
            return creation is null ? null : WithInitializer(site, creation, property, value);
        return InsertStatement(site, socket.WithoutTrivia() + "." + property + " = " + value + ";");
    }

    public static SyntaxNode? InsertStatement(FixSite site, string statement) =>
        StatementPlace.InsertBefore(site.Root, site.Model, site.Node, NewCode.Statement(statement));

    private static bool IsListenerOfType(FixSite site, ExpressionSyntax socket) =>
        site.Model.GetTypeInfo(socket).Type?.Name == "TcpListener" && site.Model.GetSymbolInfo(socket).Symbol is not ILocalSymbol;

    // "_listener = new TcpListener(...); _listener.Start();" in one list of statements.
    private static bool IsMadeJustBefore(SyntaxNode creation, SyntaxNode bind)
    {
        var made = creation.FirstAncestorOrSelf<StatementSyntax>();
        var bound = bind.FirstAncestorOrSelf<StatementSyntax>();
        return made is not null && bound is not null && made.Parent == bound.Parent && made.SpanStart < bound.SpanStart;
    }

    private static SyntaxNode WithInitializer(FixSite site, BaseObjectCreationExpressionSyntax creation, string property, string value)
    {
        var initializer = SyntaxFactory.InitializerExpression(
            SyntaxKind.ObjectInitializerExpression,
            SyntaxFactory.SingletonSeparatedList(NewCode.Expression(property + " = " + value)));
        var bare = creation.WithoutTrailingTrivia().WithInitializer(NewCode.Mark(initializer));
        return site.Root.ReplaceNode(creation, bare.WithTrailingTrivia(creation.GetTrailingTrivia()));
    }

    private static SyntaxNode? WithElement(FixSite site, BaseObjectCreationExpressionSyntax creation, InitializerExpressionSyntax initializer, string property, string value)
    {
        if (initializer.Expressions.Any(element => element is AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } && left.Identifier.ValueText == property))
            return null;
        var element = SyntaxFactory.ParseExpression(property + " = " + value);
        return site.Root.ReplaceNode(creation, creation.WithInitializer(InitializerList.Add(initializer, element)));
    }
}
