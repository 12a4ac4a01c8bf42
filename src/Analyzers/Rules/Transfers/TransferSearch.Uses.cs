using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>On: what is done with an expression that is the connection, and where it goes.</summary>
internal sealed partial class TransferSearch
{
    private void LookAtUse(IOperation value)
    {
        while (Step() && value.Parent is { } parent)
        {
            if (PassesOn(value, parent))
            {
                value = parent;
                continue;
            }

            LookAtParent(value, parent);
            return;
        }
    }

    // The parent's value is the same connection, and nothing has happened to it.
    private static bool PassesOn(IOperation value, IOperation parent) => parent switch
    {
        IConversionOperation { OperatorMethod: null } or IParenthesizedOperation or IAwaitOperation or ICoalesceOperation => true,
        IConditionalOperation choice => choice.Condition != value && choice.Type is not null,
        IConditionalAccessOperation access => access.WhenNotNull == value,
        ISwitchExpressionArmOperation arm => arm.Value == value,
        ISwitchExpressionOperation choice => choice.Value != value,
        _ => false,
    };

    private void LookAtParent(IOperation value, IOperation parent)
    {
        switch (parent)
        {
            case IInvocationOperation call when call.Instance == value:
                LookAtCall(value, call);
                break;
            case IArgumentOperation argument:
                LookAtArgument(value, argument);
                break;
            case IPropertyReferenceOperation member when member.Instance == value:
                LookAtMember(value, member);
                break;
            case IMethodReferenceOperation member:
                LookAtEvent(value, member.Method, member);
                break;
            case IConditionalAccessOperation access:
                AddUseOfInstance(access);
                break;
            case IReturnOperation:
                LookAtReturn(parent);
                break;
            case IUsingOperation or IVariableInitializerOperation or IFieldInitializerOperation or IPropertyInitializerOperation or ISimpleAssignmentOperation or ICoalesceAssignmentOperation or IIsPatternOperation:
                LookAtVariable(value, parent);
                break;
            case IBinaryOperation { OperatorMethod: null } or IIsTypeOperation or INameOfOperation or ILockOperation or IInterpolationOperation or IExpressionStatementOperation or ITypeOfOperation:
                break;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals }:
                break;
            default:
                _seen.Lose();
                break;
        }
    }

    private void LookAtVariable(IOperation value, IOperation parent)
    {
        switch (parent)
        {
            case IUsingOperation block:
                LookAtDisposal(value.Type, block.IsAsynchronous);
                break;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                AddHolder(declarator.Symbol);
                LookAtUsing(declarator);
                break;
            case IFieldInitializerOperation { InitializedFields: { Length: 1 } fields }:
                AddHolder(fields[0]);
                break;
            case IPropertyInitializerOperation { InitializedProperties: { Length: 1 } properties }:
                AddHolder(properties[0]);
                break;
            case ISimpleAssignmentOperation assignment when assignment.Value == value:
                AddTarget(assignment.Target);
                AddUse(assignment);
                break;
            case ICoalesceAssignmentOperation assignment:
                AddTarget(assignment.Target);
                AddUse(assignment);
                break;
            case ISimpleAssignmentOperation:
                break;
            case IIsPatternOperation test:
                LookAtPattern(test.Pattern);
                break;
            default:
                _seen.Lose();
                break;
        }
    }

    private void LookAtPattern(IPatternOperation pattern)
    {
        while (pattern is INegatedPatternOperation negated)
            pattern = negated.Pattern;
        switch (pattern)
        {
            case IDeclarationPatternOperation { DeclaredSymbol: { } variable }:
                AddHolder(variable);
                break;
            case IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns.IsEmpty: true } recursive:
                if (recursive.DeclaredSymbol is { } named)
                    AddHolder(named);
                break;
            case IConstantPatternOperation or ITypePatternOperation or IDiscardPatternOperation or IDeclarationPatternOperation:
                break;
            default:
                _seen.Lose();
                break;
        }
    }

    private void AddTarget(IOperation target)
    {
        switch (target)
        {
            case IDiscardOperation:
                break;
            case IPropertyReferenceOperation { Property: var property } when _context.Compilation.Declares(property) && !property.IsIndexer:
                AddHolder(property);
                AddSetters(property.OriginalDefinition);
                break;
            case ILocalReferenceOperation or IFieldReferenceOperation or IParameterReferenceOperation:
                AddHolder(VariableUses.SymbolOf(target)!);
                break;
            default:
                _seen.Lose();
                break;
        }
    }

    private void AddSetters(IPropertySymbol property)
    {
        foreach (var target in _context.TargetsOf(property))
        {
            if (target is not IPropertySymbol own)
                continue;
            AddHolder(own);
            if (own.SetMethod is { Parameters: { Length: 1 } parameters } && !_context.Kinds.IsAutoProperty(own))
                AddHolder(parameters[0]);
        }
    }

    // "stream?.Close()": behind it the connection has no name.
    private void AddUseOfInstance(IConditionalAccessOperation access)
    {
        foreach (var operation in MethodBodies.Walk(access.WhenNotNull))
        {
            if (operation is IConditionalAccessInstanceOperation instance && PlaceReader.ReceiverOf(instance) is { } receiver && ReferenceEquals(receiver, access.Operation))
            {
                AddUse(instance);
                return;
            }
        }
    }

    private void LookAtUsing(IOperation declarator)
    {
        for (var around = declarator.Parent; around is IVariableDeclarationOperation or IVariableDeclarationGroupOperation or IUsingOperation or IUsingDeclarationOperation; around = around.Parent)
        {
            var isAsync = around is IUsingOperation { IsAsynchronous: true } or IUsingDeclarationOperation { IsAsynchronous: true };
            if (around is IUsingOperation or IUsingDeclarationOperation)
                LookAtDisposal(((IVariableDeclaratorOperation)declarator).Symbol.Type, isAsync);
        }
    }

    private void LookAtDisposal(ITypeSymbol? type, bool isAsync)
    {
        if (!isAsync && _context.Types.NearestOf(type) is KnownType.StreamWriter or KnownType.TextWriter or KnownType.BufferedStream)
            _seen.AddDisposedWriter();
    }

    private void LookAtMember(IOperation value, IPropertyReferenceOperation member)
    {
        var property = member.Property;
        var isAssigned = member.Parent is ISimpleAssignmentOperation assignment && assignment.Target == member;
        if (TimeoutSetting.DirectionOf(property, _context.Types) is { } direction)
        {
            if (!isAssigned)
                LookAtTimeoutRead(member, direction);
            return;
        }

        if (isAssigned && property.Name == "AutoFlush")
        {
            _seen.AddAutoFlush();
            return;
        }

        if (IsTaskMember(property.GetMethod) && property.Name == "Result")
            AddUse(member);
        else
            LookAtEvent(value, isAssigned ? property.SetMethod : property.GetMethod, member);
    }

    private SocketEvent EventOf(IMethodSymbol? method, IOperation? receiver) => SemanticsOf(method, receiver)?.Event ?? SocketEvent.Irrelevant;

    private MemberSemantics? SemanticsOf(IMethodSymbol? method, IOperation? receiver) =>
        method is null ? null : _context.Table.Of(method, receiver is null ? null : ValueReader.Unwrap(receiver).Type);

    private static bool IsTaskMember(IMethodSymbol? method) => method is not null && TaskMembers.PassesItsValueOn(method);
}
