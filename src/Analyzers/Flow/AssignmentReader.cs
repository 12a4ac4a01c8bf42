using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>Reads off one body's operations which members they assign, what they call, and where others run.</summary>
internal sealed class AssignmentReader
{
    // Tuples in tuples.
    private const int MaxNesting = 32;

    private readonly FlowContext _context;
    private readonly IMethodSymbol _owner;
    private readonly AssignmentFacts _facts;

    public AssignmentReader(FlowContext context, IMethodSymbol owner, AssignmentFacts facts)
    {
        _context = context;
        _owner = owner;
        _facts = facts;
    }

    public void Read(IOperation operation)
    {
        if (HiddenCalls.InitializerOf(_context.Compilation, HiddenCalls.UsedType(operation)) is { } initializer && !SymbolEqualityComparer.Default.Equals(initializer.ContainingType, _owner.ContainingType))
            _facts.Callees.Add(initializer);
        HiddenCalls.Add(_context.Compilation, operation, _facts.Callees);
        switch (operation)
        {
            case IInvocationOperation call:
                AddCall(call);
                break;
            case IObjectCreationOperation { Constructor: { } constructor } creation:
                AddCallee(constructor);
                AddDelegates(constructor, creation.Arguments);
                break;
            case IPropertyReferenceOperation property:
                AddAccessors(property);
                break;
            case ISimpleAssignmentOperation assignment:
                if (assignment.IsRef)
                    AddTarget(assignment.Value);
                else if (assignment.Value.ConstantValue is not { HasValue: true, Value: null } && assignment.Parent is not IObjectOrCollectionInitializerOperation)
                    AddTarget(assignment.Target);
                break;
            case ICompoundAssignmentOperation compound:
                AddTarget(compound.Target);
                break;
            case ICoalesceAssignmentOperation coalesce:
                AddTarget(coalesce.Target);
                break;
            case IIncrementOrDecrementOperation increment:
                AddTarget(increment.Target);
                break;
            case IDeconstructionAssignmentOperation deconstruction:
                AddTarget(deconstruction.Target);
                break;
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument:
                AddTarget(argument.Value);
                break;
            default:
                ReadOther(operation);
                break;
        }
    }

    private void ReadOther(IOperation operation)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation { Symbol.RefKind: RefKind.Ref } reference:
                AddTarget((reference.Initializer ?? (reference.Parent as IVariableDeclarationOperation)?.Initializer)?.Value);
                break;
            case IReturnOperation { Kind: OperationKind.YieldReturn }:
                _facts.LetsOthersRun = true;
                break;
            case IReturnOperation given when _owner.ReturnsByRef:
                AddTarget(given.ReturnedValue);
                break;
            case IAwaitOperation or ILockOperation or IRaiseEventOperation or IInvalidOperation
                or IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IDynamicIndexerAccessOperation or IDynamicObjectCreationOperation:
                _facts.LetsOthersRun = true;
                break;
            case IForEachLoopOperation loop:
                _facts.LetsOthersRun |= loop.IsAsynchronous || OtherCode.IsLazy(ValueReader.Unwrap(loop.Collection).Type, _context.Compilation);
                break;
            case IWhileLoopOperation { Body: IEmptyOperation or IBlockOperation { Operations.IsEmpty: true } }:
            case IForLoopOperation { Body: IEmptyOperation or IBlockOperation { Operations.IsEmpty: true } }:
                _facts.LetsOthersRun = true;
                break;
            case IUsingOperation use:
                AddDisposal(use.Resources.Type);
                foreach (var local in use.Locals)
                    AddDisposal(local.Type);
                break;
            case IArgumentOperation { Parameter: { } parameter } argument:
                HiddenCalls.AddOfArgument(_context.Compilation, parameter, argument.Value, _facts.Callees);
                break;
        }
    }

    private void AddCall(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method.MethodKind == MethodKind.LocalFunction)
            return;
        if (IsOurs(method))
        {
            // An override may be called by its own name only from here: "base.Close()" is what stands there.
            if (OtherCode.IsOpenToOthers(method) && call.Instance is not IInstanceReferenceOperation { Syntax: BaseExpressionSyntax })
                _facts.LetsOthersRun = true;
            else
                AddCallee(method);
            return;
        }

        _facts.LetsOthersRun |= OtherCode.LetOthersRun(method);
        AddDelegates(method, call.Arguments);
    }

    private bool IsOurs(IMethodSymbol method) => _context.Compilation.Declares(method);

    // What a library is given to call: a lambda's body is read with the rest, a method is one that is called, of a variable nobody knows.
    private void AddDelegates(IMethodSymbol method, System.Collections.Immutable.ImmutableArray<IArgumentOperation> arguments)
    {
        if (IsOurs(method))
            return;
        foreach (var argument in arguments)
        {
            if (argument.Value.Type?.TypeKind != TypeKind.Delegate)
                continue;
            switch (ValueReader.Unwrap(argument.Value))
            {
                case IDelegateCreationOperation { Target: IMethodReferenceOperation target }:
                    AddCallee(target.Method);
                    break;
                case IDelegateCreationOperation:
                case { ConstantValue: { HasValue: true, Value: null } }:
                    break;
                default:
                    _facts.LetsOthersRun = true;
                    break;
            }
        }
    }

    private void AddAccessors(IPropertyReferenceOperation property)
    {
        if (_context.Kinds.IsAutoProperty(property.Property))
            return;
        if (property.Property.GetMethod is { } getter)
        {
            AddCallee(getter);
            _facts.LetsOthersRun |= getter.Name == "get_Result" && OtherCode.LetOthersRun(getter);
        }

        if (property.Property.SetMethod is { } setter)
            AddCallee(setter);
    }

    private void AddDisposal(ITypeSymbol? type)
    {
        if (type is not INamedTypeSymbol named || !_context.Compilation.Declares(named))
            return;
        foreach (var member in named.GetMembers("Dispose"))
        {
            if (member is IMethodSymbol method)
                AddCallee(method);
        }
    }

    private void AddCallee(IMethodSymbol method)
    {
        if (IsOurs(method) && _context.Calls.IsCandidate(method.OriginalDefinition))
            _facts.Callees.Add(method.OriginalDefinition);
    }

    private void AddTarget(IOperation? target, int depth = 0)
    {
        if (depth > MaxNesting)
        {
            _facts.LetsOthersRun = true;
            return;
        }

        switch (target)
        {
            case IFieldReferenceOperation field:
                Add(field.Field, field.Instance);
                break;
            case IPropertyReferenceOperation property:
                Add(property.Property, property.Instance);
                break;
            case IParameterReferenceOperation { Parameter: var parameter } when parameter.IsOfPrimaryConstructor(_owner):
                _facts.Assigned.Add(parameter.OriginalDefinition);
                break;
            case ITupleOperation tuple:
                foreach (var element in tuple.Elements)
                    AddTarget(element, depth + 1);
                break;
            case IDeclarationExpressionOperation or IConversionOperation or IParenthesizedOperation or IConditionalOperation:
                foreach (var child in target.ChildOperations)
                    AddTarget(child, depth + 1);
                break;
        }
    }

    // The object that a constructor makes is none that its caller has.
    private void Add(ISymbol member, IOperation? instance)
    {
        if (_owner.MethodKind != MethodKind.Constructor || instance is not IInstanceReferenceOperation)
            _facts.Assigned.Add(member.OriginalDefinition);
    }
}
