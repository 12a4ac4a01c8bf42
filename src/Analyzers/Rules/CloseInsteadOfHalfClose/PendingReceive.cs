using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>
/// A receive of this method is under way at the end of its connection: its result is used afterwards, or what was sent
/// before goes with the reset that closing a raw socket then makes (facts section 2).
/// </summary>
internal static class PendingReceive
{
    public static void Check(RuleContext context, FlowEvent end)
    {
        if (end.IsExceptional || end.Refs.Count != 1 || !(end.Event == SocketEvent.Close || end.IsShutdownOfBoth) || CodeShape.TearsDown(context.Owner)
            || (end.Before.Some & (SocketFacts.Datagram | SocketFacts.SawEndOfStream)) != 0)
            return;
        foreach (var receive in context.StartedIn(end).PendingIn(end.Before, PendingKind.Receive))
        {
            context.Step();
            // Who looks whether it is over, or waits with a limit, has decided what then.
            if (receive.IsWatched || receive.HasContinuation || receive.Inner is not null || !RelayLegs.CanHalfClose(context, end.Body ?? context.Body, end.Refs[0].ObjectId))
                continue;
            if (IsUsedAfter(context, receive.Site.Syntax, end.Operation.Syntax))
                Report(context, end, receive, "ends both directions of '{0}' while its answer is being received, and the result is used afterwards: end the writing with Shutdown(Send), wait for the answer, then close");
            else if (Resets(context, end) && !IsAnswered(context, end))
                Report(context, end, receive, "resets '{0}' because a receive is pending, and the peer can lose the end of what was sent: Shutdown(Send), read to the end within a limit, then close");
            else
                continue;
            return;
        }
    }

    private static void Report(RuleContext context, FlowEvent end, StartedOperation receive, string consequence) =>
        CloseInsteadOfHalfClose.Report(context, end, Evidence.PendingReceive, consequence.Replace("{0}", ObjectNames.Of(end, context.Body)), receive.Site);

    // A stream or TcpClient shuts down before it closes: the peer gets a FIN.
    private static bool Resets(RuleContext context, FlowEvent end) =>
        end.Event == SocketEvent.Close
        && (end.Before.Some & SocketFacts.ShutSend) == 0
        && (end.Before.Always & SocketFacts.Wrote) != 0
        && end.Operation is IInvocationOperation { Instance: { } instance, Arguments.Length: 0 }
        && context.Flow.Types.NearestOf(ValueReader.Unwrap(instance).Type) == KnownType.Socket;

    // "Send(question); answer = _answers.Take(); s.Close();": what was sent has arrived, or nobody could have answered it.
    private static bool IsAnswered(RuleContext context, FlowEvent end)
    {
        var function = end.Body ?? context.Body;
        var lastWrite = 0;
        foreach (var other in context.Body.Events)
        {
            context.Step();
            if (other.Event is SocketEvent.Write or SocketEvent.ReadWrite && (other.Body ?? context.Body) == function && other.Refs.Equals(end.Refs) && other.Operation.Syntax.SpanStart < end.Operation.Syntax.SpanStart)
                lastWrite = Math.Max(lastWrite, other.Operation.Syntax.Span.End);
        }

        foreach (var operation in ServingLoops.Own(function.Graph.OriginalOperation))
        {
            context.Step();
            if (operation.Syntax.SpanStart > lastWrite && operation.Syntax.Span.End < end.Operation.Syntax.SpanStart && context.Flow.Waits.ForOthers(operation, isTimeEnough: false, context.Cancellation))
                return true;
        }

        return false;
    }

    // "var reading = s.ReceiveAsync(...); ... s.Close(); Use(await reading);"
    private static bool IsUsedAfter(RuleContext context, SyntaxNode receive, SyntaxNode end)
    {
        if (VariableOf(receive) is not { } variable || end.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax block } statement)
            return false;
        var places = context.Texts.Around(block).Named(variable);
        for (var i = places.Count - 1; i >= 0 && places[i].SpanStart > statement.Span.End; i--)
        {
            context.Step();
            if (block.Span.Contains(places[i].Span) && IsResult(places[i]) && !IsInTry(places[i], block))
                return true;
        }

        return false;
    }

    private static string? VariableOf(SyntaxNode receive)
    {
        for (var node = receive.Parent; node is not null and not StatementSyntax; node = node.Parent)
        {
            if (node is VariableDeclaratorSyntax variable)
                return variable.Identifier.ValueText;
        }

        return null;
    }

    // The value, not only the end: "await reading;" waits for the failure that the close makes.
    private static bool IsResult(IdentifierNameSyntax name)
    {
        SyntaxNode node = name;
        while (node.Parent is MemberAccessExpressionSyntax or InvocationExpressionSyntax or AwaitExpressionSyntax or ParenthesizedExpressionSyntax)
            node = node.Parent;
        return node != name && node.Parent is not ExpressionStatementSyntax
            && (node is AwaitExpressionSyntax || node.Parent is AwaitExpressionSyntax || node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } || node.ToString().Contains("GetResult"));
    }

    private static bool IsInTry(SyntaxNode node, SyntaxNode scope)
    {
        for (var n = node; n is not null && n != scope; n = n.Parent)
        {
            if (n is TryStatementSyntax)
                return true;
        }

        return false;
    }
}
