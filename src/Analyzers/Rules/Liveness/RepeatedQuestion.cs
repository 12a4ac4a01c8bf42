using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>Whether a question to <c>Connected</c> is asked again and again, and is all that could tell that the peer has closed.</summary>
internal readonly struct RepeatedQuestion
{
    private const int MaxLevels = 128;

    // Calls of a method that are bound, and methods that call one another.
    private const int MaxBound = 32;
    private const int MaxCallers = 2;

    private readonly ClosingContext _context;
    private readonly TransferContext _transfers;
    private readonly DataCondition _data;
    private readonly CancellationToken _cancellation;

    public RepeatedQuestion(ClosingContext context, TransferContext transfers, CancellationToken cancellation)
    {
        _context = context;
        _transfers = transfers;
        _data = new DataCondition(context, cancellation);
        _cancellation = cancellation;
    }

    public EndUnseen Judge(IOperation operation, LivenessQuestion question, ISymbol member, out Location? witness)
    {
        witness = null;
        if (operation is ILoopOperation loop)
            return IsLimited(loop) || _data.Promises(ConditionOf(loop), true) ? EndUnseen.None : JudgeRound(loop, question, isCalledAgain: false);
        if (!Decides((IConditionalOperation)operation, question))
            return EndUnseen.None;
        if (RoundAround(operation) is { } around)
        {
            witness = LocationOf(around);
            return JudgeRound(around, question, isCalledAgain: false);
        }

        return member is IMethodSymbol method && !operation.IsInNestedFunction() ? JudgeCallers(method, question, MaxCallers, out witness) : EndUnseen.None;
    }

    public EndUnseen JudgeData(LivenessQuestion question, ISymbol member, out Location? witness)
    {
        witness = null;
        if (RoundAround(question.Read) is { } around)
        {
            witness = LocationOf(around);
            return JudgeDataRound(around, question);
        }

        return member is IMethodSymbol method && !question.Read.IsInNestedFunction() ? JudgeCallers(method, question, MaxCallers, out witness) : EndUnseen.None;
    }

    // Without Connected beside it: what else ends the loop is looked at more closely.
    private EndUnseen JudgeDataRound(IOperation round, LivenessQuestion question)
    {
        var work = LoopWork.Of(round, _context, _cancellation);
        if (work.MaySeeEnd || work.Leaves || work.FirstQuestion is not null || work.FirstDataQuestion != question.Read.Syntax || IsInLoopOnConnected(round))
            return EndUnseen.None;
        if (!work.Receives && !work.LeavesWithData && !(round is ILoopOperation loop && _data.PromisesBehind(ConditionOf(loop), false)))
            return EndUnseen.None;
        return !TypeKnowsBetter(question.Connection.Syntax) && ReceiveOrigin.IsConnection(question.Connection, _transfers, _cancellation) ? EndUnseen.WaitsForData : EndUnseen.None;
    }

    // One cause, one report.
    private bool IsInLoopOnConnected(IOperation round)
    {
        for (var around = round.Parent; around is not null; around = around.Parent)
        {
            if (around is ILoopOperation && LivenessQuestion.At(around, _context, _cancellation) is not null)
                return true;
        }

        return false;
    }

    // A status that is shown, a send that is left out: only where more hangs on it does it matter.
    private bool Decides(IConditionalOperation conditional, LivenessQuestion question) =>
        !question.Outcome || conditional.WhenFalse is not null || LoopWork.Of(conditional.WhenTrue, _context, _cancellation).AsksForData;

    private EndUnseen JudgeRound(IOperation round, LivenessQuestion question, bool isCalledAgain)
    {
        if (question.IsForData)
            return isCalledAgain ? EndUnseen.None : JudgeDataRound(round, question);
        var work = LoopWork.Of(round, _context, _cancellation);
        if (work.MaySeeEnd || work.FirstQuestion != question.Read.Syntax || TypeKnowsBetter(question.Connection.Syntax))
            return EndUnseen.None;
        if (work.AsksForData && (work.Receives || IsWaitForData(round)))
            return EndUnseen.ReadsAvailable;
        return (work.Pauses || isCalledAgain) && !work.Receives && IsNeverRead(question.Connection) ? EndUnseen.NeverReads : EndUnseen.None;
    }

    // What it waits for is read behind it.
    private bool IsWaitForData(IOperation round) =>
        round is ILoopOperation loop && _data.PromisesBehind(ConditionOf(loop), false) || LoopWork.ReceivesIn(round.Root(), _context);

    private bool IsNeverRead(IOperation connection)
    {
        var seen = TransferSearch.Of(connection, _transfers, _cancellation);
        return !seen.IsLost && !seen.HasSyncReceive && seen.AsyncReceive is null;
    }

    // What asks Poll somewhere knows how it is done; and datagrams know no end.
    private static bool TypeKnowsBetter(SyntaxNode code)
    {
        if (code.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
            return false;
        foreach (var node in type.DescendantNodes())
        {
            if (node is IdentifierNameSyntax { Identifier.ValueText: "Dgram" or "UdpClient" } or IdentifierNameSyntax { Identifier.ValueText: "Poll" or "Select", Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: > 1 } } })
                return true;
        }

        return false;
    }

    private EndUnseen JudgeCallers(IMethodSymbol method, LivenessQuestion question, int level, out Location? witness)
    {
        witness = null;
        var bound = 0;
        foreach (var name in _context.Index.Of(method.Name, _cancellation))
        {
            if (!CanCall(name, method))
                continue;
            if (++bound > MaxBound)
                break;
            if (UseAt(name.NamedExpression(), method) is not { } use)
                continue;
            var evidence = JudgeUse(use, method, question, level, out witness);
            if (evidence != EndUnseen.None)
                return evidence;
        }

        return EndUnseen.None;
    }

    // A private method is called in its type only: its name may be a common one.
    private static bool CanCall(SyntaxNode name, IMethodSymbol method)
    {
        if (method.DeclaredAccessibility != Accessibility.Private)
            return true;
        foreach (var part in method.ContainingType.DeclaringSyntaxReferences)
        {
            if (part.SyntaxTree == name.SyntaxTree && part.Span.Contains(name.Span))
                return true;
        }

        return false;
    }

    // The call, or the place that takes the method for a delegate.
    private IOperation? UseAt(ExpressionSyntax name, IMethodSymbol method)
    {
        var code = name.Parent is InvocationExpressionSyntax call && call.Expression == name ? call : name;
        var use = _context.Compilation.OperationOf(code, _cancellation);
        var used = use switch
        {
            IInvocationOperation called => called.TargetMethod,
            IMethodReferenceOperation taken => taken.Method,
            _ => null,
        };
        return used is not null && SymbolEqualityComparer.Default.Equals(Callee.Definition(used), Callee.Definition(method)) ? use : null;
    }

    private EndUnseen JudgeUse(IOperation use, IMethodSymbol method, LivenessQuestion question, int level, out Location? witness)
    {
        witness = null;
        if (use is IMethodReferenceOperation)
        {
            if (!IsGivenToTimer(use) || MethodBodies.Find(_context.Compilation, method, _cancellation) is not { } body)
                return EndUnseen.None;
            witness = LocationOf(use);
            return JudgeRound(body, question, isCalledAgain: true);
        }

        if (RoundAround(use) is { } around)
        {
            witness = LocationOf(around);
            return JudgeRound(around, question, isCalledAgain: false);
        }

        return level > 1 && !use.IsInNestedFunction() && CallerOf(use) is { } caller ? JudgeCallers(caller, question, level - 1, out witness) : EndUnseen.None;
    }

    private IMethodSymbol? CallerOf(IOperation use) =>
        use.Syntax.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } declaration && _context.Compilation.ContainsSyntaxTree(declaration.SyntaxTree)
            ? _context.Compilation.GetSemanticModel(declaration.SyntaxTree).GetDeclaredSymbol(declaration, _cancellation) as IMethodSymbol : null;

    // "new Timer(OnTick, ...)", "timer.Elapsed += OnTick;"
    private static bool IsGivenToTimer(IOperation reference)
    {
        for (var around = reference.Parent; around is not null and not IBlockOperation; around = around.Parent)
        {
            switch (around)
            {
                case IObjectCreationOperation { Type.Name: "Timer" or "DispatcherTimer" }:
                case IEventAssignmentOperation { Adds: true, EventReference: IEventReferenceOperation { Event: { Name: "Elapsed" or "Tick" } } }:
                    return true;
            }
        }

        return false;
    }

    // The nearest loop that nothing but the connection and its owner ends. One over the clients of a list is none.
    private ILoopOperation? RoundAround(IOperation operation)
    {
        var inside = operation;
        for (var level = 0; level < MaxLevels && inside.Parent is { } around; level++, inside = around)
        {
            if (around is IAnonymousFunctionOperation or ILocalFunctionOperation)
                return null;
            if (around is IWhileLoopOperation or IForLoopOperation && !IsLimited((ILoopOperation)around) && !_data.Promises(ConditionOf((ILoopOperation)around), true))
                return (ILoopOperation)around;
        }

        return null;
    }

    private bool IsLimited(ILoopOperation loop) => _data.SetsLimit(ConditionOf(loop));

    private static IOperation? ConditionOf(ILoopOperation loop) => loop switch
    {
        IWhileLoopOperation { Condition: var condition } => condition,
        IForLoopOperation { Condition: var condition } => condition,
        _ => null,
    };

    private static Location LocationOf(IOperation operation) => operation is ILoopOperation ? operation.Syntax.GetFirstToken().GetLocation() : operation.Syntax.GetLocation();
}
