using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>
/// A branch on <c>Connected</c> that leaves a transfer out without a word: a callback that does not ask how its operation ended, and an
/// answer that is not received and is read all the same.
/// </summary>
internal readonly struct SkippedTransfer
{
    private SkippedTransfer(IOperation read, EndUnseen evidence, IOperation subject)
    {
        Read = read;
        Evidence = evidence;
        Subject = subject;
    }

    public IOperation Read { get; }

    public EndUnseen Evidence { get; }

    /// <summary>The call that is left out, or what the answer was to be in.</summary>
    public IOperation Subject { get; }

    public static SkippedTransfer? Find(IConditionalOperation conditional, ClosingContext context, CancellationToken cancellation)
    {
        if (conditional is not { Type: null, WhenFalse: null, Parent: IBlockOperation block })
            return conditional is { Type: null, WhenFalse: null } && OuterChoice(conditional) is { } choice ? InAnswer(conditional, choice, context, cancellation) : null;
        if (LivenessQuestion.Somewhere(conditional.Condition, false, context, cancellation) is { } dead)
            return LeavesSilently(conditional.WhenTrue) && EndBehind(block, conditional, context) is { } end ? new SkippedTransfer(dead.Read, EndUnseen.EndSkipped, end) : null;
        if (block.Parent is IMethodBodyOperation or IAnonymousFunctionOperation && block.Operations[block.Operations.Length - 1] == conditional
            && LivenessQuestion.Somewhere(conditional.Condition, true, context, cancellation) is { } alive && EndIn(conditional.WhenTrue, context) is { } skipped)
            return new SkippedTransfer(alive.Read, EndUnseen.EndSkipped, skipped);
        return InAnswer(conditional, conditional, context, cancellation);
    }

    // "if (serial) ... else if (client.Connected) ...": the choice that it is the last part of.
    private static IConditionalOperation? OuterChoice(IConditionalOperation conditional)
    {
        const int maxParts = 16;
        for (var part = 0; part < maxParts && conditional.Parent is IConditionalOperation outer && outer.WhenFalse == conditional; part++)
        {
            if (outer.Parent is IBlockOperation)
                return outer;
            conditional = outer;
        }

        return null;
    }

    private static bool LeavesSilently(IOperation branch)
    {
        if ((HandlerExit.Of(branch) & ~Exits.Returns) != 0)
            return false;
        foreach (var operation in MethodBodies.Walk(branch))
        {
            if (operation is IInvocationOperation or IObjectCreationOperation or IAssignmentOperation or IReturnOperation { ReturnedValue: not null })
                return false;
        }

        return true;
    }

    private static IOperation? EndBehind(IBlockOperation block, IOperation conditional, ClosingContext context)
    {
        IOperation? end = null;
        var isBehind = false;
        foreach (var statement in block.Operations)
        {
            if (statement == conditional)
                isBehind = true;
            else if (EndIn(statement, context) is { } found)
            {
                // It was called before the question.
                if (!isBehind)
                    return null;
                end ??= found;
            }
        }

        return end;
    }

    // "socket.EndSend(result)", of the result that the callback is given.
    private static IOperation? EndIn(IOperation code, ClosingContext context)
    {
        foreach (var operation in MethodBodies.Walk(code))
        {
            if (operation is IInvocationOperation { Arguments: { Length: > 0 } arguments, Instance: { } receiver } call
                && ValueReader.Unwrap(arguments[0].Value) is IParameterReferenceOperation { Parameter.Type.Name: "IAsyncResult" }
                && context.EventOf(call) is SocketEvent.Read or SocketEvent.Write
                && context.Types.Table.Of(call.TargetMethod, ValueReader.Unwrap(receiver).Type) is { } semantics && (semantics.Form & MemberForm.End) != 0)
                return call;
        }

        return null;
    }

    // "if (client.Connected) { stream.Write(data); stream.Read(data); } return Parse(data);"
    private static SkippedTransfer? InAnswer(IConditionalOperation conditional, IConditionalOperation choice, ClosingContext context, CancellationToken cancellation)
    {
        if (choice.Parent is not IBlockOperation block || LivenessQuestion.Somewhere(conditional.Condition, true, context, cancellation) is not { } question
            || Exchange(conditional.WhenTrue, context) is not { } answer)
            return null;
        for (var i = block.Operations.IndexOf(choice) + 1; i < block.Operations.Length; i++)
        {
            switch (UseIn(block.Operations[i], answer.Local))
            {
                case Use.Assigned:
                    return null;
                case Use.Read:
                    return new SkippedTransfer(question.Read, EndUnseen.StaleAnswer, answer);
            }
        }

        return null;
    }

    // The local that a question's answer is received into.
    private static ILocalReferenceOperation? Exchange(IOperation branch, ClosingContext context)
    {
        var sends = false;
        ILocalReferenceOperation? answer = null;
        foreach (var operation in MethodBodies.Walk(branch))
        {
            if (operation is not IInvocationOperation call)
                continue;
            var happens = context.EventOf(call);
            sends |= happens == SocketEvent.Write;
            if (happens == SocketEvent.Read && call.Arguments.Length > 0 && BufferRegion.Unwrap(call.Arguments[0].Value) is ILocalReferenceOperation { Type: IArrayTypeSymbol } into && !branch.Syntax.Span.Contains(DeclarationOf(into)))
                answer = into;
        }

        return sends ? answer : null;
    }

    private static int DeclarationOf(ILocalReferenceOperation local) => local.Local.Locations.Length > 0 ? local.Local.Locations[0].SourceSpan.Start : 0;

    // In the order of the source: a walk from the end on.
    private static Use UseIn(IOperation statement, ILocalSymbol local)
    {
        IOperation? first = null;
        foreach (var operation in MethodBodies.Walk(statement))
        {
            if (operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local) && (first is null || operation.Syntax.SpanStart < first.Syntax.SpanStart))
                first = operation;
        }

        if (first is null)
            return Use.None;
        return first.Parent is ISimpleAssignmentOperation assignment && assignment.Target == first ? Use.Assigned : Use.Read;
    }

    private enum Use
    {
        None,
        Assigned,
        Read,
    }
}
