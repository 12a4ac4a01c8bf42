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
    public IEnumerable<StatementSyntax> Others()
    {
        if (Expression.Parent is not ExpressionStatementSyntax { Parent: BlockSyntax block } own)
            yield break;
        foreach (var statement in block.Statements.OfType<ExpressionStatementSyntax>())
        {
            var socket = statement == own ? null : statement.Expression switch
            {
                AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax target, Right.RawKind: (int)SyntaxKind.FalseLiteralExpression } assignment when IsExclusive(assignment) => target.Expression,
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call when IsReuse(access, call) => access.Expression,
                _ => null,
            };
            if (socket is not null && SyntaxFactory.AreEquivalent(socket, Socket))
                yield return statement;
        }
    }

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
