using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>
/// What a loop does in one round, the methods of the source that it calls included: does it receive although nothing may be there, does it
/// send, does it ask how the connection is, is there another way out? Read in the order of the source, without a flow.
/// </summary>
internal sealed partial class LoopWork
{
    // Of operations in one another, callees included. What is deeper, or more, is not known.
    private const int MaxDepth = 96;
    private const int MaxSteps = 8192;

    private readonly ClosingContext _context;
    private readonly DataCondition _data;
    private readonly CancellationToken _cancellation;
    private readonly HashSet<(ISymbol Method, bool HasData)> _called = new();
    private readonly IOperation _round;
    private int _depth;
    private int _calls;
    private int _steps;

    private LoopWork(IOperation round, ClosingContext context, CancellationToken cancellation)
    {
        _round = round;
        _context = context;
        _data = new DataCondition(context, cancellation);
        _cancellation = cancellation;
    }

    /// <summary>The first question to Connected, which decides before the others do.</summary>
    public SyntaxNode? FirstQuestion { get; private set; }

    /// <summary>Available or DataAvailable is asked.</summary>
    public bool AsksForData => FirstDataQuestion is not null;

    /// <summary>The first question to one of the two.</summary>
    public SyntaxNode? FirstDataQuestion { get; private set; }

    /// <summary>There is a way out although no data is there: a jump, an exception, a cancellation, code that is not seen.</summary>
    public bool Leaves { get; private set; }

    /// <summary>There is one where data is there.</summary>
    public bool LeavesWithData { get; private set; }

    /// <summary>Time passes.</summary>
    public bool Pauses { get; private set; }

    /// <summary>Somebody may see the end, or the loop may end without it: a receive or send that does not wait for data, a Poll, a limit, a new connection.</summary>
    public bool MaySeeEnd { get; private set; }

    /// <summary>It receives at all.</summary>
    public bool Receives { get; private set; }

    /// <param name="round">A loop, or code that is run again and again.</param>
    /// <param name="context">What is known of the compilation.</param>
    /// <param name="cancellation">Stops it.</param>
    public static LoopWork Of(IOperation round, ClosingContext context, CancellationToken cancellation)
    {
        var work = new LoopWork(round, context, cancellation);
        work.Look(round, false);
        return work;
    }

    /// <summary>Whether something is received in the code itself, wherever.</summary>
    public static bool ReceivesIn(IOperation code, ClosingContext context)
    {
        foreach (var operation in MethodBodies.Walk(code))
        {
            if (operation is IInvocationOperation call && context.EventOf(call) is SocketEvent.Read or SocketEvent.CopyTo)
                return true;
        }

        return false;
    }

    private void Look(IOperation? operation, bool hasData)
    {
        if (operation is null || MaySeeEnd)
            return;
        _cancellation.ThrowIfCancellationRequested();
        if (++_steps > MaxSteps || _depth >= MaxDepth)
        {
            MaySeeEnd = true;
            return;
        }

        _depth++;
        LookAt(operation, hasData);
        _depth--;
    }

    private void LookAt(IOperation operation, bool hasData)
    {
        switch (operation)
        {
            case IBlockOperation block:
                LookAtStatements(block, hasData);
                break;
            case IConditionalOperation conditional:
                LookAtBranches(conditional, hasData);
                break;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } pair:
                Look(pair.LeftOperand, hasData);
                Look(pair.RightOperand, hasData || _data.Promises(pair.LeftOperand, pair.OperatorKind == BinaryOperatorKind.ConditionalAnd));
                break;
            case IWhileLoopOperation loop:
                LookAtLoop(loop, hasData);
                break;
            case IForLoopOperation loop:
                NoteQuestion(loop, hasData);
                LookAtChildren(loop, hasData);
                break;
            // It is looked at where it is called.
            case ILocalFunctionOperation:
                break;
            case IBranchOperation jump when jump.BranchKind == BranchKind.GoTo || _calls == 0 && SymbolEqualityComparer.Default.Equals(jump.Target, (_round as ILoopOperation)?.ExitLabel):
                NoteWayOut(hasData);
                break;
            case IReturnOperation { Kind: not OperationKind.YieldReturn } or IThrowOperation:
                LookAtChildren(operation, hasData);
                if (_calls == 0 || operation is IThrowOperation)
                    NoteWayOut(hasData);
                break;
            case IInvocationOperation call:
                LookAtChildren(call, hasData);
                LookAtCall(call, hasData);
                break;
            case IPropertyReferenceOperation property:
                LookAtChildren(property, hasData);
                LookAtProperty(property, hasData);
                break;
            case IObjectCreationOperation creation:
                LookAtChildren(creation, hasData);
                LookAtCreation(creation, hasData);
                break;
            default:
                LookAtChildren(operation, hasData);
                break;
        }
    }

    private void NoteWayOut(bool hasData)
    {
        Leaves |= !hasData;
        LeavesWithData |= hasData;
    }

    private void LookAtChildren(IOperation operation, bool hasData)
    {
        foreach (var child in operation.ChildOperations)
            Look(child, hasData);
    }

    private void LookAtStatements(IBlockOperation block, bool hasData)
    {
        foreach (var statement in block.Operations)
        {
            Look(statement, hasData);
            // "if (!stream.DataAvailable) continue;", "while (!stream.DataAvailable) Thread.Sleep(10);"
            hasData |= statement switch
            {
                IConditionalOperation { WhenFalse: null } conditional => _data.Promises(conditional.Condition, false) && (HandlerExit.Of(conditional.WhenTrue) & Exits.GoesOn) == 0,
                IWhileLoopOperation loop => _data.PromisesBehind(loop.Condition, false),
                _ => false,
            };
        }
    }

    private void LookAtLoop(IWhileLoopOperation loop, bool hasData)
    {
        NoteQuestion(loop, hasData);
        // It is reported itself, or ends in another way.
        if (loop != _round && !hasData && LivenessQuestion.At(loop, _context, _cancellation) is not null && !_data.Promises(loop.Condition, true))
            MaySeeEnd = true;
        if (loop.ConditionIsTop)
            Look(loop.Condition, hasData);
        Look(loop.Body, hasData || (loop.ConditionIsTop && _data.Promises(loop.Condition, true)));
        if (!loop.ConditionIsTop)
            Look(loop.Condition, hasData);
    }

    private void LookAtBranches(IConditionalOperation conditional, bool hasData)
    {
        if (conditional.Type is null)
            NoteQuestion(conditional, hasData);
        Look(conditional.Condition, hasData);
        if (!hasData && IsLimit(conditional))
            MaySeeEnd = true;
        var question = conditional.Type is null ? LivenessQuestion.At(conditional, _context, _cancellation) : null;
        // What is done for a connection that is known to be dead tells nothing of one that is not.
        if (question is not { Outcome: false })
            Look(conditional.WhenTrue, hasData || _data.Promises(conditional.Condition, true));
        if (question is not { Outcome: true } || !AsksOnlyConnected(conditional.Condition))
            Look(conditional.WhenFalse, hasData || _data.Promises(conditional.Condition, false));
    }

    private bool AsksOnlyConnected(IOperation condition) => !_data.SetsLimit(condition) && ConnectedCondition.Read(condition, true, _context, _cancellation) is not null;

    private void NoteQuestion(IOperation operation, bool hasData)
    {
        if (!hasData && FirstQuestion is null && LivenessQuestion.At(operation, _context, _cancellation) is { } question)
            FirstQuestion = question.Read.Syntax;
    }

    // "if (watch.Elapsed > limit) break;"
    private bool IsLimit(IConditionalOperation conditional) =>
        _data.SetsLimit(conditional.Condition) && (Ends(conditional.WhenTrue) || Ends(conditional.WhenFalse));

    private bool Ends(IOperation? branch)
    {
        if (branch is null)
            return false;
        if ((HandlerExit.Of(branch) & (Exits.Breaks | Exits.Returns | Exits.Throws | Exits.Jumps)) != 0)
            return true;
        foreach (var operation in MethodBodies.Walk(branch))
        {
            if (operation is IInvocationOperation call && _context.EventOf(call) is SocketEvent.Close or SocketEvent.Shutdown or SocketEvent.Disconnect)
                return true;
        }

        return false;
    }
}
