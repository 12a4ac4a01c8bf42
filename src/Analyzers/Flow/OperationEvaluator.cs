using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Evaluates operations over a <see cref="FlowState"/>: gives the objects that an expression stands for and applies what
/// it does to them. This file is the dispatch; assignments, calls, events, callees, lambdas and conditions have a file each.
/// </summary>
internal sealed partial class OperationEvaluator
{
    private readonly BodyAnalysis _body;
    private readonly FlowContext _context;
    private readonly SlotTable _slots;
    private readonly ObjectTable _objects;
    private readonly CancellationToken _cancellation;
    private FlowState _state;

    public OperationEvaluator(BodyAnalysis body, CancellationToken cancellation)
    {
        _body = body;
        _context = body.Context;
        _slots = body.Slots;
        _objects = body.Objects;
        _cancellation = cancellation;
        _state = null!;
        // A class that derives from TcpClient or NetworkStream is a connection itself.
        if (!body.Owner.IsStatic)
            GiveEntryObject(SlotTable.This, body.Owner.ContainingType);
    }

    /// <summary>Set for the walk after the fixpoint.</summary>
    public EventRecorder? Recorder { get; set; }

    /// <summary>Called after each event, so that handlers see the state between two events of one statement.</summary>
    public System.Action<FlowState>? AfterEvent { get; set; }

    public void Evaluate(IOperation operation, FlowState state)
    {
        _state = state;
        Eval(operation);
    }

    /// <summary>Evaluates what the body returns into <see cref="SlotTable.Return"/>.</summary>
    public void EvaluateReturn(IOperation value, FlowState state)
    {
        _state = state;
        _state.SetSlot(SlotTable.Return, Eval(value));
        if (TryGetPath(value) is var path and >= 0)
            CopyMembers(path, SlotTable.Return);
    }

    private RefSet EvalHere(IOperation operation)
    {
        switch (operation)
        {
            case IConversionOperation conversion:
                return EvalConversion(conversion);
            case IAwaitOperation awaiting:
                return EvalAwait(awaiting);
            case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation:
                return EvalVariable(operation);
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } self when _context.Kinds.IsConnection(self.Type):
                return _state.GetSlot(SlotTable.This);
            case IPropertyReferenceOperation property:
                return EvalProperty(property);
            case IFlowCaptureReferenceOperation capture:
                return _state.GetSlot(_slots.Capture(capture.Id));
            case IFlowCaptureOperation capture:
                EvalCapture(capture);
                return RefSet.None;
            case IInvocationOperation invocation:
                return EvalInvocation(invocation);
            case IObjectCreationOperation creation:
                return EvalCreation(creation);
            case IFlowAnonymousFunctionOperation lambda:
                EvalLambda(lambda);
                return RefSet.None;
            case IMethodReferenceOperation reference:
                return EvalMethodReference(reference);
            default:
                return EvalStatementOrOther(operation);
        }
    }

    private RefSet EvalStatementOrOther(IOperation operation)
    {
        switch (operation)
        {
            case IExpressionStatementOperation statement:
                Eval(statement.Operation);
                return RefSet.None;
            case ISimpleAssignmentOperation assignment:
                return EvalAssignment(assignment);
            case IDeconstructionAssignmentOperation deconstruction:
                return EvalDeconstruction(deconstruction);
            case ITupleOperation tuple:
                return EvalTuple(tuple);
            case IAnonymousObjectCreationOperation anonymous:
                return EvalAnonymousObject(anonymous);
            case IReturnOperation yield:
                // An iterator's consumer gets it: from here on anything may happen to it.
                HandOutWhole(yield.ReturnedValue, Eval(yield.ReturnedValue));
                LetOthersRun();
                return RefSet.None;
            case IDeclarationExpressionOperation declaration:
                return Eval(declaration.Expression);
            case IIncrementOrDecrementOperation increment:
                SetFlag(increment.Target, null);
                return EvalUpdate(increment, increment.Target, null);
            case ICompoundAssignmentOperation compound:
                SetFlagOf(compound);
                return EvalUpdate(compound, compound.Target, compound.Value);
            case IFieldInitializerOperation or IPropertyInitializerOperation or IVariableInitializerOperation or IParameterInitializerOperation:
                return Eval(((ISymbolInitializerOperation)operation).Value);
            default:
                return EvalByKind(operation);
        }
    }

    private RefSet EvalByKind(IOperation operation)
    {
        if (operation is IDefaultValueOperation { Type: { IsReferenceType: true } type })
            return IsNullTold(type) ? RefSet.Null : RefSet.None;
        if (operation.ConstantValue is { HasValue: true, Value: null })
            return RefSet.Null;

        switch (OperationKinds.Classify(operation))
        {
            case OperationClass.Transparent:
                return EvalTransparent(operation);
            case OperationClass.Harmless:
                EvalChildren(operation, escape: false);
                AfterHiddenCalls(operation);
                if (operation is IUnaryOperation or IBinaryOperation or IIsPatternOperation)
                    return EvalQuestion(operation);
                break;
            case OperationClass.HandsOut:
                EvalChildren(operation, escape: true);
                if (OperationKinds.RunsUnseenCode(operation.Kind))
                    LetOthersRun();
                if (operation is IEventAssignmentOperation { EventReference: IEventReferenceOperation { Event: { } changed } } assignment)
                    AfterAccessor(assignment.Adds ? changed.AddMethod : changed.RemoveMethod);
                break;
            default:
                _context.Counters.CountUnknownOperation();
                if (_context.ThrowOnUnknownOperation)
                    throw new System.NotSupportedException($"Unknown operation {operation.Kind}: {operation.Syntax}");
                EvalChildren(operation, escape: true);
                break;
        }

        return ResultOf(operation);
    }

    // The one operand's objects: parentheses, checked contexts.
    private RefSet EvalTransparent(IOperation operation)
    {
        var result = RefSet.None;
        foreach (var child in operation.ChildOperations)
        {
            result = _state.Union(result, Eval(child));
        }

        return result;
    }

    private void EvalChildren(IOperation operation, bool escape)
    {
        foreach (var child in operation.ChildOperations)
        {
            var refs = Eval(child);
            if (escape)
                HandOutWhole(child, refs);
        }
    }

    /// <summary>An object of its own for the value of an expression that is not followed (an element, a library's result).</summary>
    // Of a type whose other values are not tracked "x?.Pipe" would be null on every path, and what follows "if (pipe != null)" unreachable.
    private bool IsNullTold(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_String || _context.Kinds.CanHoldConnection(type) || TaskMembers.IsTask(type);

    private RefSet ResultOf(IOperation operation)
    {
        var type = operation.Type;
        if (!_context.Kinds.IsConnection(type))
            return RefSet.None;
        return MakeObject(operation, 0, ObjectOrigin.Result, ObjectTable.UnknownState, type);
    }

    /// <summary>The object of an allocation site, made afresh: older references to it are to another object now.</summary>
    private RefSet MakeObject(IOperation site, int ordinal, ObjectOrigin origin, ObjectState state, ITypeSymbol? type)
    {
        var made = _objects.MadeAt(site, ordinal, origin);
        if (made.Id > TrackedObject.UnknownId)
        {
            _state.ForgetReferencesTo(made.Id);
            _state.SetObject(made.Id, state);
        }

        return RefSet.Of(new Ref(made.Id, owns: true, isWriter: _context.Kinds.IsWriter(type)));
    }

    private RefSet EvalConversion(IConversionOperation conversion)
    {
        var operand = Eval(conversion.Operand);
        if (conversion.OperatorMethod is not null)
        {
            AfterHiddenCalls(conversion);
            _state.HandOut(operand);
            return RefSet.None;
        }

        // "(Socket)ar.AsyncState": the operand is not followed, what it is cast to is a connection all the same.
        if (operand.IsNone)
            operand = ResultOf(conversion);
        // "as" may give null.
        return conversion.IsTryCast && operand.Count > 0 ? _state.Union(operand, RefSet.Null) : operand;
    }

    private RefSet EvalUpdate(IOperation operation, IOperation target, IOperation? value)
    {
        Eval(target);
        _state.HandOut(Eval(value));
        AfterHiddenCalls(operation);
        if (TryGetPath(target) is var slot and >= 0)
            AssignSlot(slot, RefSet.None);
        return RefSet.None;
    }
}
