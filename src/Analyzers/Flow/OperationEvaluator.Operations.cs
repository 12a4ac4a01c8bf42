using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>Operations that are started and not waited for on the spot: where they begin, where they end, where they get out of sight.</summary>
internal sealed partial class OperationEvaluator
{
    private readonly Dictionary<ISymbol, bool> _sharedWithNested = new(SymbolEqualityComparer.Default);

    /// <summary>The task of a send or receive; one that is over when the call, or the await around it, comes back ends those before it.</summary>
    private RefSet StartOrComplete(MemberSemantics semantics, PendingKind kind, IOperation site, RefSet refs, ArgumentValue[] arguments)
    {
        const MemberForm deferred = MemberForm.Task | MemberForm.Begin;
        if ((semantics.Form & MemberForm.End) != 0)
        {
            EndByResult(kind, refs, arguments);
            return RefSet.None;
        }

        if ((semantics.Form & MemberForm.EventArgs) != 0)
            return RefSet.None;
        if ((semantics.Form & deferred) == 0 || IsAwaited(site))
        {
            Completed(kind, refs);
            return RefSet.None;
        }

        var hasContinuation = (semantics.Form & MemberForm.Begin) != 0 && HasCallback(arguments);
        return Start(kind, site, refs, inner: null, hasContinuation);
    }

    private static bool HasCallback(ArgumentValue[] arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter?.Type.TypeKind == TypeKind.Delegate && argument.Value is not null && ValueReader.Unwrap(argument.Value).ConstantValue is not { HasValue: true, Value: null })
                return true;
        }

        return false;
    }

    private RefSet Start(PendingKind kind, IOperation site, RefSet refs, IOperation? inner, bool hasContinuation = false)
    {
        // Of several connections it is on one, and nobody knows on which.
        if (refs.Count != 1 || refs[0].ObjectId <= TrackedObject.UnknownId || !_state.IsReachable)
            return RefSet.None;
        // The site can make a connection and more than one operation.
        var task = _objects.MadeAt(site, -1 - (int)kind, ObjectOrigin.Made);
        if (task.Id == TrackedObject.UnknownId || (task.Started ??= _body.Started.Add(kind, site, inner)) is not { } started)
            return RefSet.None;
        started.HasContinuation |= hasContinuation;
        _state.ForgetReferencesTo(task.Id);
        var before = _state.GetObject(refs[0].ObjectId);
        _state.SetObject(refs[0].ObjectId, before.With(before.Operations.Start(started.Number)));
        return RefSet.Of(new Ref(task.Id, owns: false, RefRole.Operation));
    }

    // Sends leave, and receives are served, in the order in which they were started; and what has had an answer has arrived.
    private void Completed(PendingKind kind, RefSet refs)
    {
        ForgetOperations(refs, _body.Started.OfKind(kind));
        if (kind == PendingKind.Receive)
            ForgetOperations(refs, _body.Started.OfKind(PendingKind.Send));
    }

    private void ForgetOperations(RefSet refs, uint operations)
    {
        for (var i = 0; i < refs.Count; i++)
        {
            var state = _state.GetObject(refs[i].ObjectId);
            _state.SetObject(refs[i].ObjectId, state.With(state.Operations.Forget(operations)));
        }
    }

    // EndSend(ar): of an operation of this body, or of one that nobody knows here.
    private void EndByResult(PendingKind kind, RefSet refs, ArgumentValue[] arguments)
    {
        var ended = RefSet.None;
        foreach (var argument in arguments)
            ended = _state.Union(ended, argument.Refs.Operations());
        if (ended.IsNone)
            ForgetOperations(refs, _body.Started.OfKind(kind));
        else
            _state.EndOperations(_state.MaskOf(ended));
    }

    private RefSet EvalAwait(IAwaitOperation awaiting)
    {
        var awaited = Eval(awaiting.Operation);
        LetOthersRun();
        if (awaited.Operations().IsNone)
            LetOthersAnswer(awaiting);
        // Meanwhile callbacks run, and what they signal may be what is awaited here.
        _state.ForgetOperations(_body.Started.WithContinuation());
        return Ended(awaited);
    }

    /// <summary>The value of a task that was waited for.</summary>
    private RefSet Ended(RefSet refs)
    {
        var mask = _state.MaskOf(refs);
        if (mask == 0)
            return refs;
        ForgetSendsBefore(refs.Operations());
        _state.EndOperations(mask);
        return refs.WithoutOperations();
    }

    // Who has waited for an answer knows that the question has arrived.
    private void ForgetSendsBefore(RefSet answers)
    {
        for (var i = 0; i < answers.Count; i++)
        {
            if (_objects[answers[i].ObjectId].Started is not { Kind: PendingKind.Receive } answer)
                continue;
            for (var id = TrackedObject.UnknownId + 1; id < _objects.Count; id++)
            {
                var state = _state.GetObject(id);
                if ((state.Operations.OnSomePath & PendingOperations.BitOf(answer.Number)) != 0)
                    _state.SetObject(id, state.With(state.Operations.Forget(_body.Started.OfKind(PendingKind.Send))));
            }
        }
    }

    /// <summary>What others had to do first may be the answer to what was being sent, or the wait for it.</summary>
    private void LetOthersAnswer(IOperation waiting)
    {
        if (_body.Started.Count > 0 && _context.Waits.ForOthers(waiting, isTimeEnough: true, _cancellation))
            _state.ForgetOperations(_body.Started.OfKind(PendingKind.Send));
    }

    /// <summary>A member of a task, called on the task of an operation; false for everything else.</summary>
    private bool TryEvalTaskMember(IMethodSymbol method, RefSet receiver, out RefSet result)
    {
        result = RefSet.None;
        var operations = receiver.Operations();
        if (operations.IsNone)
            return false;
        if (TaskMembers.Waits(method))
        {
            result = Ended(receiver);
            return true;
        }

        if (TaskMembers.PassesItsValueOn(method))
            return false;
        // "t.ContinueWith(...)" is over when the continuation is, "ar.AsyncWaitHandle" when it is signalled.
        if (method.Name is "ContinueWith" or "get_AsyncWaitHandle")
            result = operations;
        Watch(operations, hasContinuation: method.Name == "ContinueWith");
        return true;
    }

    private void Watch(RefSet operations, bool hasContinuation = false)
    {
        for (var i = 0; i < operations.Count; i++)
        {
            if (_objects[operations[i].ObjectId].Started is not { } started)
                continue;
            if (hasContinuation)
                started.HasContinuation = true;
            else
                started.IsWatched = true;
        }
    }

    // Task.WhenAll(a, b) stands for both, Task.WaitAll(a, b) ends both, Task.WhenAny(a, b) ends none.
    private RefSet EvalCombination(IInvocationOperation call)
    {
        var tasks = RefSet.None;
        foreach (var argument in call.Arguments)
        {
            var value = ValueReader.Unwrap(argument.Value);
            var list = value is IArrayCreationOperation { Initializer: { } initializer } ? initializer : value;
            // From C# 13 on "params ReadOnlySpan<Task>" takes a collection expression.
            if (list is not IArrayInitializerOperation && list.Kind != OperationKinds.CollectionExpression)
            {
                tasks = _state.Union(tasks, Eval(argument.Value).Operations());
                continue;
            }

            foreach (var element in list.ChildOperations)
                tasks = _state.Union(tasks, Eval(element).Operations());
        }

        if (call.TargetMethod.Name is "WaitAll" or "WaitAny")
            LetOthersRun();
        if (TaskMembers.IsRace(call.TargetMethod))
            Recorder?.Record(call, SocketEvent.WaitForFirst, MemberForm.None, RefSet.None, ObjectState.NotYet);
        if (call.TargetMethod.Name == "WhenAll")
            return tasks;
        if (TaskMembers.Waits(call.TargetMethod))
            _state.EndOperations(_state.MaskOf(tasks));
        else
            Watch(tasks);
        return RefSet.None;
    }

    /// <summary>What a callee leaves under way, and what it does about what was under way before.</summary>
    private RefSet ApplyOperations(ExternalEffect effect, RefSet refs, IOperation site, bool isCertain)
    {
        var tasks = RefSet.None;
        for (var kind = PendingKind.Send; kind <= PendingKind.Receive; kind++)
        {
            if (isCertain && effect.Operations.EndsCallers(kind))
                ForgetOperations(refs, _body.Started.OfKind(kind));
            // The task of an async method stands for all that it does.
            var isTask = effect.Operations.Returned(kind) is not null || (!isCertain && RunsOn(effect, kind));
            var inner = effect.Operations.Returned(kind) ?? effect.Operations.Left(kind);
            if (isTask && IsAwaited(site))
                Completed(kind, refs);
            if (isTask ? IsAwaited(site) : inner is null)
                continue;
            var task = Start(kind, site, refs, inner);
            if (isTask || !isCertain)
                tasks = _state.Union(tasks, task);
        }

        return tasks;
    }

    // An async method that nobody waits for may still be sending; one that also reads or closes is a whole session.
    private static bool RunsOn(ExternalEffect effect, PendingKind kind)
    {
        const SocketFacts session = SocketFacts.Read | SocketFacts.Closed | SocketFacts.ShutSend;
        return kind == PendingKind.Receive
            ? (effect.Some & SocketFacts.ReadAsync) != 0
            : (effect.Always & SocketFacts.WroteAsync) != 0 && (effect.Some & session) == 0;
    }

    /// <summary>What a call that is no member of a connection or a task means for the operations under way.</summary>
    private void LetTimePass(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        LetOthersAnswer(call);
        if (TaskMembers.PassesTime(method))
            _state.ForgetOperations(_body.Started.OfKind(PendingKind.Send));
        else if (_context.Compilation.Declares(method))
            _state.ForgetOperations(_body.Started.WithContinuation());
    }

    private void HandOutOperations(ArgumentValue[] arguments)
    {
        foreach (var argument in arguments)
            _state.HandOut(argument.Refs.Operations());
    }

    /// <summary>What a place keeps: a task is followed only in a variable of this body that no nested function can see.</summary>
    private RefSet Stored(RefSet value, IOperation? target)
    {
        var operations = value.Operations();
        if (operations.IsNone || target is IFlowCaptureReferenceOperation || IsOwnVariable(target))
            return value;
        _state.HandOut(operations);
        return value.WithoutOperations();
    }

    private bool IsOwnVariable(IOperation? target)
    {
        var symbol = target switch
        {
            ILocalReferenceOperation local => (ISymbol)local.Local,
            IParameterReferenceOperation { Parameter.RefKind: RefKind.None } parameter => parameter.Parameter,
            IDeclarationExpressionOperation declaration when IsOwnVariable(declaration.Expression) => ((ILocalReferenceOperation)declaration.Expression).Local,
            _ => null,
        };
        if (symbol is null || !SymbolEqualityComparer.Default.Equals(symbol.ContainingSymbol, _body.Owner))
            return false;
        if (!_sharedWithNested.TryGetValue(symbol, out var isShared))
            _sharedWithNested[symbol] = isShared = IsNamedInNestedFunction(symbol, target!.Syntax);
        return !isShared;
    }

    private bool IsNamedInNestedFunction(ISymbol symbol, SyntaxNode use)
    {
        var member = use.MemberAround();
        return member is null || _context.NestedNames.Contain(member, symbol);
    }
}
