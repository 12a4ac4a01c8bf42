using System;
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
            || Reads(context) || !IsCallbackOfHttpAnswer(context, callback))
            return;
        CloseInsteadOfHalfClose.Report(context, end, Evidence.HttpAnswer,
            "ends both directions as soon as the answer is queued: what the client still sends of its request resets the connection, and the rest of a large answer is lost; use Shutdown(Send), read to the end within a limit, then close",
            null);
    }

    private static bool Reads(RuleContext context)
    {
        foreach (var found in context.Body.Events)
        {
            if (found.Event == SocketEvent.Read)
                return true;
        }

        return false;
    }

    private static bool IsCallbackOfHttpAnswer(RuleContext context, IMethodSymbol callback)
    {
        foreach (var reference in callback.ContainingType.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax(context.Cancellation).DescendantNodes())
            {
                if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "BeginSend" } } send
                    && Names(send.ArgumentList, callback.Name) && Answers(send))
                    return true;
            }
        }

        return false;
    }

    private static bool Names(ArgumentListSyntax arguments, string callback)
    {
        foreach (var token in arguments.DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == callback)
                return true;
        }

        return false;
    }

    private static bool Answers(InvocationExpressionSyntax send)
    {
        if (send.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member)
            return false;
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
