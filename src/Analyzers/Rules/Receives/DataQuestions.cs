using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Rules;

/// <summary>Whether a member, or one that calls it, asks if data is there before it is received. Read off the text, for the few that ask for what is there.</summary>
internal static class DataQuestions
{
    public static bool AnyBefore(SyntaxNode receive, TransferContext context, CancellationToken cancellation)
    {
        if (receive.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member || AnyIn(member, cancellation))
            return true;
        if (member is not MethodDeclarationSyntax method)
            return false;
        foreach (var name in context.Index.Of(method.Identifier.ValueText, cancellation))
        {
            if (name.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } caller && caller != member && caller is not BaseTypeDeclarationSyntax && AnyIn(caller, cancellation))
                return true;
        }

        return false;
    }

    private static bool AnyIn(MemberDeclarationSyntax member, CancellationToken cancellation)
    {
        foreach (var node in member.DescendantNodes())
        {
            cancellation.ThrowIfCancellationRequested();
            if (node is IdentifierNameSyntax name && Asks(name))
                return true;
        }

        return false;
    }

    // "stream.DataAvailable", "socket.Poll(0, mode)", "if (socket.Available > 0)"; the size of a buffer is no question.
    private static bool Asks(IdentifierNameSyntax name) => name.Identifier.ValueText switch
    {
        "DataAvailable" => true,
        "Poll" or "Select" => name.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: > 1 } },
        "Available" => IsCompared(name),
        _ => false,
    };

    private static bool IsCompared(SyntaxNode value)
    {
        while (value.Parent is MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax or MemberBindingExpressionSyntax or ParenthesizedExpressionSyntax)
            value = value.Parent;
        return value.Parent is BinaryExpressionSyntax or IsPatternExpressionSyntax or SwitchStatementSyntax or SwitchExpressionSyntax or EqualsValueClauseSyntax or AssignmentExpressionSyntax;
    }
}
