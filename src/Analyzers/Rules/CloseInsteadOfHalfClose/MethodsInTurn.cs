using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>Whether a type runs only one of two methods at a time, as far as it calls both in one place: <c>if (up) Up(); else Down();</c>, <c>Up(); Open(); Down();</c>.</summary>
internal static class MethodsInTurn
{
    public static bool Are(RuleContext context, INamedTypeSymbol type, ISymbol one, ISymbol other)
    {
        var calls = new List<(InvocationExpressionSyntax Call, bool IsOne)>();
        foreach (var reference in context.Compilation.DeclarationsOf(type))
        {
            foreach (var node in reference.GetSyntax(context.Cancellation).DescendantNodes())
            {
                if (node is not SimpleNameSyntax name || (name.Identifier.ValueText != one.Name && name.Identifier.ValueText != other.Name))
                    continue;
                SyntaxNode called = name.Parent is MemberAccessExpressionSyntax member && member.Name == name ? member : name;
                // A delegate of it runs whenever somebody likes.
                if (called.Parent is not InvocationExpressionSyntax call || call.Expression != called)
                    return false;
                // The other one passes data on by calling this one and its twin: the twin is judged by itself.
                if (name.Identifier.ValueText == one.Name && Contains(context, other, call))
                    return true;
                calls.Add((call, name.Identifier.ValueText == one.Name));
            }
        }

        return AreAllInTurn(calls, IsTask(one), IsTask(other));
    }

    private static bool Contains(RuleContext context, ISymbol method, SyntaxNode call)
    {
        foreach (var reference in context.Compilation.DeclarationsOf(method))
        {
            if (reference.SyntaxTree == call.SyntaxTree && reference.Span.Contains(call.Span))
                return true;
        }

        return false;
    }

    private static bool AreAllInTurn(List<(InvocationExpressionSyntax Call, bool IsOne)> calls, bool oneIsTask, bool otherIsTask)
    {
        // More calls than this are no question of an order that one can see.
        if (calls.Count > 16)
            return false;
        var found = false;
        for (var i = 0; i < calls.Count; i++)
        {
            for (var j = i + 1; j < calls.Count; j++)
            {
                if (calls[i].IsOne == calls[j].IsOne)
                    continue;
                if (!CallsInTurn.Are(calls[i].Call, calls[j].Call, calls[i].IsOne ? oneIsTask : otherIsTask))
                    return false;
                found = true;
            }
        }

        return found;
    }

    private static bool IsTask(ISymbol method) => method is IMethodSymbol function && (function.IsAsync || TaskMembers.IsTask(function.ReturnType));
}
