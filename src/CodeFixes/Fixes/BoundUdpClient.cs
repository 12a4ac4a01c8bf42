using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;

namespace SocketAnalyzers.CodeFixes;

/// <summary><c>new UdpClient(port)</c> binds at once: to set an option before that it is unfolded into making, setting and binding.</summary>
internal static class BoundUdpClient
{
    /// <summary>The root with three statements in place of one; null for a client that is not made by a declaration or assignment of its own.</summary>
    public static SyntaxNode? Unfold(FixSite site, BaseObjectCreationExpressionSyntax creation)
    {
        if (creation.Initializer is not null || creation.ArgumentList is not { Arguments.Count: 1 or 2 } list || EndPointOf(site, list) is not { } endPoint)
            return null;
        if (creation.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax } statement || NameOf(creation, statement) is not { } name)
            return null;
        var family = list.Arguments.Count == 2 ? list.Arguments[1].Expression.WithoutTrivia().ToString() : "global::System.Net.Sockets.AddressFamily.InterNetwork";
        var made = NewCode.Expression("new global::System.Net.Sockets.UdpClient(" + family + ")").WithTriviaFrom(creation);
        return StatementPlace.InsertAfter(
            site.Root,
            statement,
            statement.ReplaceNode(creation, made),
            NewCode.Statement(ReuseAddressOption.StatementFor(name + ".Client")),
            NewCode.Statement(name + ".Client.Bind(" + endPoint + ");"));
    }

    private static string? EndPointOf(FixSite site, ArgumentListSyntax list)
    {
        var first = list.Arguments[0].Expression;
        if (list.Arguments[0].NameColon is not null)
            return null;
        switch (site.Model.GetTypeInfo(first).Type)
        {
            case { SpecialType: SpecialType.System_Int32 }:
                var any = list.Arguments.Count == 2 ? AnyOf(list.Arguments[1].Expression) : "Any";
                return any is null ? null : "new global::System.Net.IPEndPoint(global::System.Net.IPAddress." + any + ", " + first.WithoutTrivia() + ")";
            // The family of an end point is known only to the running program.
            default:
                return null;
        }
    }

    private static string? AnyOf(ExpressionSyntax family) => (family as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText switch
    {
        "InterNetwork" => "Any",
        "InterNetworkV6" => "IPv6Any",
        _ => null,
    };

    private static string? NameOf(ExpressionSyntax creation, StatementSyntax statement) => statement switch
    {
        LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } when variables[0].Initializer?.Value == creation => variables[0].Identifier.ValueText,
        ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } } assignment } when assignment.Right == creation
            => assignment.Left.WithoutTrivia().ToString(),
        _ => null,
    };
}
