using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Rules;

/// <summary>What stands between the end of one direction and the end of the connections.</summary>
internal static class AfterRace
{
    /// <summary>Where <paramref name="end"/> happens, in the order of the text; negative when that is before the race.</summary>
    public static int EndPosition(SyntaxNode end, SyntaxNode race)
    {
        if (end.SpanStart > race.Span.End)
            return end.SpanStart;
        // A using ends where its scope ends.
        for (var node = end; node is not null and not MemberDeclarationSyntax; node = node.Parent)
        {
            switch (node)
            {
                case UsingStatementSyntax scope:
                    return scope.Statement.Span.Contains(race.Span) ? scope.Span.End : -1;
                case LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0, Parent: { } block }:
                    return block.Span.Contains(race.Span) ? block.Span.End : -1;
            }
        }

        return -1;
    }

    /// <summary>The other direction is given its time, or its end was passed on.</summary>
    public static bool IsGraceful(SyntaxNode race, int stop, RaceTasks tasks)
    {
        foreach (var node in CodeShape.FunctionOf(race).DescendantNodes())
        {
            if (node.SpanStart <= race.Span.End || node.SpanStart >= stop)
                continue;
            if (node is IdentifierNameSyntax { Identifier.ValueText: "WhenAll" or "WaitAll" or "Delay" or "CompleteWrites" })
                return true;
            if (node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Send", Expression: IdentifierNameSyntax { Identifier.ValueText: "SocketShutdown" } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SocketShutdown" } })
                return true;
            if (node is AwaitExpressionSyntax awaiting && Names(awaiting.Expression, tasks))
                return true;
        }

        return false;
    }

    /// <summary>The token that the copies were given is cancelled afterwards.</summary>
    public static bool Cancels(SyntaxNode race, RaceTasks tasks)
    {
        foreach (var node in CodeShape.FunctionOf(race).DescendantNodes())
        {
            if (node.SpanStart > race.Span.End
                && node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Cancel" or "CancelAsync", Expression: IdentifierNameSyntax source } }
                && UsesToken(tasks, source.Identifier.ValueText))
                return !IsGraceful(race, node.SpanStart, tasks);
        }

        return false;
    }

    private static bool UsesToken(RaceTasks tasks, string source)
    {
        foreach (var text in tasks.Texts)
        {
            foreach (var node in text.DescendantNodes())
            {
                if (node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token", Expression: IdentifierNameSyntax owner } && owner.Identifier.ValueText == source)
                    return true;
            }
        }

        return false;
    }

    private static bool Names(ExpressionSyntax expression, RaceTasks tasks)
    {
        foreach (var node in expression.DescendantNodesAndSelf())
        {
            if (node is IdentifierNameSyntax name)
            {
                foreach (var variable in tasks.Variables)
                {
                    if (variable == name.Identifier.ValueText)
                        return true;
                }
            }
        }

        return false;
    }
}
