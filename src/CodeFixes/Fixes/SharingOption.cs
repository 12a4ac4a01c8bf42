using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;

namespace SocketAnalyzers.CodeFixes;

/// <summary>A place that switches port sharing on: <c>x.SetSocketOption(…ReuseAddress, true)</c> or <c>ExclusiveAddressUse = false</c>, as a statement or in an initializer.</summary>
internal sealed class SharingOption
{
    private SharingOption(ExpressionSyntax expression, ExpressionSyntax socket, AssignmentExpressionSyntax? assignment)
    {
        Expression = expression;
        Socket = socket;
        Assignment = assignment;
    }

    /// <summary>The call or assignment.</summary>
    public ExpressionSyntax Expression { get; }

    /// <summary>What it is done to.</summary>
    public ExpressionSyntax Socket { get; }

    /// <summary>The assignment to ExclusiveAddressUse, where it is one.</summary>
    public AssignmentExpressionSyntax? Assignment { get; }

    /// <summary>Whose property is assigned, a socket's or a listener's; null where it is a call.</summary>
    public ITypeSymbol? PropertyOwner(FixSite site) => Assignment is null ? null : site.Model.GetSymbolInfo(Assignment.Left).Symbol?.ContainingType;

    public static SharingOption? At(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is { } assignment && IsExclusive(assignment))
        {
            return assignment.Left is MemberAccessExpressionSyntax target
                ? new SharingOption(assignment, target.Expression, assignment)
                : new SharingOption(assignment, assignment.Left, assignment);
        }

        return site.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SetSocketOption" } access } call
            ? new SharingOption(call, access.Expression, null)
            : null;
    }

    /// <summary>The other statements of its list that switch sharing on for the same socket: with one of them left, the last writer wins.</summary>
    public IEnumerable<SyntaxNode> Others()
    {
        foreach (var statement in List())
        {
            var socket = statement.Span.Contains(Expression.Span) ? null : statement.Expression switch
            {
                AssignmentExpressionSyntax { Right.RawKind: (int)SyntaxKind.FalseLiteralExpression } assignment when IsExclusive(assignment) => OwnerOf(assignment),
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call when IsReuse(access, call) => access.Expression,
                _ => null,
            };
            if (socket is not null && IsSame(socket))
                yield return statement.Parent is GlobalStatementSyntax global ? global : statement;
        }
    }

    /// <summary>Whether a statement of a list around it, or the initializer of the socket, makes it exclusive.</summary>
    public bool IsSaidAlready()
    {
        if (Expression.Parent is not ExpressionStatementSyntax)
            return false;
        var function = Expression.FirstAncestorOrSelf<MemberDeclarationSyntax>(node => node is not GlobalStatementSyntax) ?? Expression.SyntaxTree.GetRoot();
        return function.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(assignment =>
            IsExclusive(assignment) && assignment.Right.IsKind(SyntaxKind.TrueLiteralExpression) && IsReached(assignment) && IsSame(OwnerOf(assignment)));
    }

    // Its list holds this place too: it runs whenever this does.
    private bool IsReached(AssignmentExpressionSyntax assignment) =>
        assignment.FirstAncestorOrSelf<StatementSyntax>() is { Parent: { } list } statement
        && (list is GlobalStatementSyntax ? list.Parent! : list).Span.Contains(Expression.Span) && !statement.Span.Contains(Expression.Span);

    private IEnumerable<ExpressionStatementSyntax> List() =>
        Expression.Parent is ExpressionStatementSyntax own && StatementList.Around(own) is { } list ? list.Statements.OfType<ExpressionStatementSyntax>() : Enumerable.Empty<ExpressionStatementSyntax>();

    // "x" of "x.ExclusiveAddressUse = ...", or the variable that the object with the initializer goes to.
    private static SyntaxNode? OwnerOf(AssignmentExpressionSyntax assignment) => assignment.Left switch
    {
        MemberAccessExpressionSyntax access => access.Expression,
        _ => assignment.Parent?.Parent?.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } => SyntaxFactory.IdentifierName(declarator.Identifier.WithoutTrivia()),
            AssignmentExpressionSyntax whole => whole.Left,
            _ => null,
        },
    };

    // A listener's option is that of its Server.
    private bool IsSame(SyntaxNode? socket) => socket is not null && SyntaxFactory.AreEquivalent(Bare(socket), Bare(Socket));

    private static SyntaxNode Bare(SyntaxNode socket) => socket switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Server" or "Client" } access => access.Expression.WithoutTrivia(),
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name.WithoutTrivia(),
        _ => socket.WithoutTrivia(),
    };

    /// <summary>The root without it; null where it is the only statement under an <c>if</c>, or is more than a statement.</summary>
    public SyntaxNode? Remove(FixSite site)
    {
        if (Expression.Parent is InitializerExpressionSyntax { Expressions.Count: > 1 })
            return site.Root.RemoveNode(Expression, SyntaxRemoveOptions.KeepUnbalancedDirectives | SyntaxRemoveOptions.KeepLeadingTrivia);
        if (Expression.Parent is not ExpressionStatementSyntax statement || statement.Parent is not (BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax))
            return null;
        SyntaxNode removed = statement.Parent is GlobalStatementSyntax global ? global : statement;
        return StatementRemoval.Remove(site.Root, removed);
    }

    private static bool IsReuse(MemberAccessExpressionSyntax access, InvocationExpressionSyntax call) =>
        access.Name.Identifier.ValueText == "SetSocketOption"
        && call.ArgumentList.Arguments.Count == 3
        && call.ArgumentList.Arguments[1].Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ReuseAddress" }
        && call.ArgumentList.Arguments[2].Expression is LiteralExpressionSyntax { Token.ValueText: "true" or "1" };

    private static bool IsExclusive(AssignmentExpressionSyntax assignment) => assignment.Left switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText == "ExclusiveAddressUse",
        IdentifierNameSyntax name => name.Identifier.ValueText == "ExclusiveAddressUse",
        _ => false,
    };
}
