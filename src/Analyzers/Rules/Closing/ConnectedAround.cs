using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>Whether code is run only where <c>Connected</c> was asked, of whatever: a Shutdown hardly ever fails there.</summary>
internal static class ConnectedAround
{
    private const int MaxLevels = 64;

    public static bool Guards(IOperation call, ClosingContext context, CancellationToken cancellation)
    {
        var inside = call;
        for (var level = 0; level < MaxLevels && inside.Parent is { } around; level++, inside = around)
        {
            switch (around)
            {
                case IConditionalOperation conditional when !ReferenceEquals(conditional.Condition, inside) && Asks(conditional.Condition, context, cancellation):
                case IBinaryOperation { LeftOperand: var left } when !ReferenceEquals(left, inside) && Asks(left, context, cancellation):
                case IWhileLoopOperation { Condition: { } condition } when !ReferenceEquals(condition, inside) && Asks(condition, context, cancellation):
                case IBlockOperation block when IsBehindQuestion(block, inside, context, cancellation):
                    return true;
                case IAnonymousFunctionOperation or ILocalFunctionOperation:
                    return false;
            }
        }

        return false;
    }

    // "if (!socket.Connected) return;"
    private static bool IsBehindQuestion(IBlockOperation block, IOperation statement, ClosingContext context, CancellationToken cancellation)
    {
        foreach (var before in block.Operations)
        {
            if (ReferenceEquals(before, statement))
                return false;
            if (before is IConditionalOperation { WhenFalse: null } conditional && (HandlerExit.Of(conditional.WhenTrue) & Exits.GoesOn) == 0 && Asks(conditional.Condition, context, cancellation))
                return true;
        }

        return false;
    }

    private static bool Asks(IOperation condition, ClosingContext context, CancellationToken cancellation)
    {
        foreach (var operation in MethodBodies.Walk(condition))
        {
            switch (operation)
            {
                case IPropertyReferenceOperation { Property: { Name: "Connected" } property } when context.Types.Of(property.ContainingType) is KnownType.Socket or KnownType.TcpClient:
                case IPropertyReferenceOperation { Property: var own } when context.MentionsConnected(own, cancellation):
                case IInvocationOperation { TargetMethod: var method } when context.MentionsConnected(method, cancellation):
                case ILocalReferenceOperation local when IsAnswer(local, context, cancellation):
                    return true;
            }
        }

        return false;
    }

    // "var wasConnected = socket.Connected;"
    private static bool IsAnswer(ILocalReferenceOperation local, ClosingContext context, CancellationToken cancellation) =>
        local.Local.DeclaringSyntaxReferences is { Length: 1 } references && references[0].GetSyntax(cancellation) is Microsoft.CodeAnalysis.CSharp.Syntax.VariableDeclaratorSyntax { Initializer.Value: { } value }
        && ClosingContext.NamesConnected(value);
}
