using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>Where control goes behind a statement. More than one where that depends on what nobody knows here.</summary>
[Flags]
internal enum Exits
{
    None = 0,

    /// <summary>To what stands behind it.</summary>
    GoesOn = 1,

    /// <summary>Behind the loop or switch around it.</summary>
    Breaks = 2,

    Returns = 4,

    /// <summary>Somewhere else in the function: taken for a way back.</summary>
    Jumps = 8,

    Throws = 16,

    /// <summary>To the next round of the loop around it.</summary>
    Continues = 32,
}

/// <summary>Reads where a handler, or what stands behind a call, certainly leads. What is not certain goes on.</summary>
internal static class HandlerExit
{
    private const int MaxDepth = 16;

    public static Exits Of(IOperation? statement) => Of(statement, 0);

    /// <summary>The way out of what stands behind <paramref name="child"/> in its block.</summary>
    public static Exits Behind(IBlockOperation block, IOperation child) => Behind(block.Operations, block.Operations.IndexOf(child));

    /// <summary>The way out of what stands behind the statement at <paramref name="index"/>.</summary>
    public static Exits Behind(ImmutableArray<IOperation> statements, int index)
    {
        var exits = Exits.None;
        for (var i = index + 1; i < statements.Length; i++)
        {
            if (!Continue(Of(statements[i], 0), ref exits))
                return exits;
        }

        return exits | Exits.GoesOn;
    }

    private static Exits Of(IOperation? statement, int depth)
    {
        if (depth > MaxDepth)
            return Exits.GoesOn;
        switch (statement)
        {
            case IBlockOperation block:
                var exits = Exits.None;
                foreach (var inner in block.Operations)
                {
                    if (!Continue(Of(inner, depth + 1), ref exits))
                        return exits;
                }

                return exits | Exits.GoesOn;
            case IReturnOperation:
                return Exits.Returns;
            case IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation }:
                return Exits.Throws;
            case IBranchOperation branch:
                return branch.BranchKind switch { BranchKind.Break => Exits.Breaks, BranchKind.GoTo => OfJump(branch), BranchKind.Continue => Exits.Continues, _ => Exits.GoesOn };
            case IConditionalOperation branch:
                return Of(branch.WhenTrue, depth + 1) | (branch.WhenFalse is { } other ? Of(other, depth + 1) : Exits.GoesOn);
            case ILockOperation locked:
                return Of(locked.Body, depth + 1);
            case IUsingOperation used:
                return Of(used.Body, depth + 1);
            default:
                return Exits.GoesOn;
        }
    }

    // "goto end;" out of all loops is no way back: it goes on behind them.
    private static Exits OfJump(IBranchOperation jump)
    {
        if (jump.Target.DeclaringSyntaxReferences is not { Length: 1 } labels || labels[0].SyntaxTree != jump.Syntax.SyntaxTree || labels[0].Span.Start < jump.Syntax.SpanStart)
            return Exits.Jumps;
        var isInLoop = false;
        for (var outer = jump.Parent; outer is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); outer = outer.Parent)
        {
            if (outer is not ILoopOperation)
                continue;
            if (outer.Syntax.Span.Contains(labels[0].Span))
                return Exits.Jumps;
            isInLoop = true;
        }

        return isInLoop ? Exits.Returns : Exits.GoesOn;
    }

    // Whether the statement behind is reached.
    private static bool Continue(Exits exit, ref Exits all)
    {
        all |= exit & ~Exits.GoesOn;
        return (exit & Exits.GoesOn) != 0;
    }
}
