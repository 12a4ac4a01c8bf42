using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>Decides for one call whether it is the one by which a stack of callbacks grows.</summary>
internal static class NestingSearch
{
    public static PostedOperation? Of(IInvocationOperation call, EndContext context, CancellationToken cancellation)
    {
        if (PostedOperation.Of(call, context, cancellation) is not { } posted || new NestingWalk(context, posted, cancellation).Run() is not { } outcome)
            return null;
        // One circle, one finding: the receive or accept that comes first in the source.
        foreach (var other in outcome.Others)
        {
            if (other != call.Syntax && other.SyntaxTree == call.Syntax.SyntaxTree && other.SpanStart < call.Syntax.SpanStart && IsNested(other, context, cancellation))
                return null;
        }

        return posted;
    }

    private static bool IsNested(SyntaxNode other, EndContext context, CancellationToken cancellation) =>
        context.Compilation.GetSemanticModel(other.SyntaxTree).GetOperation(other, cancellation) is IInvocationOperation call
        && PostedOperation.Of(call, context, cancellation) is { } posted && new NestingWalk(context, posted, cancellation).Run() is not null;
}
