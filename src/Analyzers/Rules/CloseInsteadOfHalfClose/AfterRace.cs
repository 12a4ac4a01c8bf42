using System;
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
    public static bool IsGraceful(RuleContext context, SyntaxNode race, int stop, RaceTasks tasks)
    {
        context.Step(1 + tasks.Variables.Count);
        var text = context.Texts.Around(race);
        return text.PausesOrPassesOn(race.Span.End, stop) || RestOfRace.IsWaitedFor(context, race, stop, tasks.Variables)
            || (tasks.AreUnnamed && text.WaitsForAll(race.Span.End, stop));
    }

    /// <summary>The same after a call of the method that holds the race, where its tasks have no names.</summary>
    public static bool IsGracefulInCaller(RuleContext context, SyntaxNode call, int stop, RaceTasks tasks) =>
        context.Texts.Around(call).WaitsForAll(call.Span.End, stop) || IsGraceful(context, call, stop, tasks);

    /// <summary>The token that the copies were given is cancelled afterwards.</summary>
    public static bool Cancels(RuleContext context, SyntaxNode race, RaceTasks tasks)
    {
        var first = int.MaxValue;
        foreach (var source in tasks.TokenSources)
        {
            foreach (var name in context.Texts.Around(race).Named(source))
            {
                context.Step();
                if (name.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Cancel" or "CancelAsync", Parent: InvocationExpressionSyntax call } member
                    && member.Expression == name && call.Expression == member && call.SpanStart > race.Span.End)
                    first = Math.Min(first, call.SpanStart);
            }
        }

        return first < int.MaxValue && !IsGraceful(context, race, first, tasks);
    }
}
