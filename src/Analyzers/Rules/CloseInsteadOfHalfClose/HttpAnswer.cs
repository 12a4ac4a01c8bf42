using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>
/// An HTTP server that announces "Connection: close" and ends both directions in the callback of its send. RFC 9112 (9.6)
/// asks for a close in stages: what is still unread of the request resets the connection, and the answer's tail is lost.
/// </summary>
internal static class HttpAnswer
{
    public static void Check(RuleContext context, FlowEvent end)
    {
        if (end.IsExceptional || end.Body is not null || !end.IsShutdownOfBoth || (end.Before.Some & SocketFacts.SawEndOfStream) != 0
            || context.Owner is not IMethodSymbol { Parameters.Length: 1 } callback || callback.Parameters[0].Type.Name != "IAsyncResult"
            || context.Events.HasRead || !context.Texts.AnswerCallbacksOf(callback.ContainingType).Contains(callback.Name))
            return;
        CloseInsteadOfHalfClose.Report(context, end, Evidence.HttpAnswer,
            "ends both directions as soon as the answer is queued: what the client still sends of its request resets the connection, and the rest of a large answer is lost; use Shutdown(Send), read to the end within a limit, then close",
            null);
    }

    /// <summary>The names in the arguments of each BeginSend in a member that writes such an answer.</summary>
    public static HashSet<string> FindCallbacks(IEnumerable<SyntaxNode> nodes)
    {
        var callbacks = new HashSet<string>(StringComparer.Ordinal);
        var answers = new Dictionary<MemberDeclarationSyntax, bool>();
        foreach (var node in nodes)
        {
            if (node is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "BeginSend" } } send
                || send.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member)
                continue;
            if (!answers.TryGetValue(member, out var isAnswer))
                answers[member] = isAnswer = Answers(member);
            if (isAnswer)
                AddNames(send.ArgumentList, callbacks);
        }

        return callbacks;
    }

    private static void AddNames(ArgumentListSyntax arguments, HashSet<string> names)
    {
        foreach (var token in arguments.DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken))
                names.Add(token.ValueText);
        }
    }

    private static bool Answers(MemberDeclarationSyntax member)
    {
        foreach (var token in member.DescendantTokens())
        {
            if ((token.IsKind(SyntaxKind.StringLiteralToken) || token.IsKind(SyntaxKind.InterpolatedStringTextToken)) && IsStatusLine(token.ValueText))
                return true;
        }

        return false;
    }

    private static bool IsStatusLine(string text) =>
        text.StartsWith("HTTP/1.", StringComparison.Ordinal) && text.IndexOf("Connection: close", StringComparison.OrdinalIgnoreCase) >= 0;
}
