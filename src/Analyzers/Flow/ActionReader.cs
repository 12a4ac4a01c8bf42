using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Which operations of a callee can make its summary say something: it names a connection, hands its object out of sight, or perhaps
/// does not come back. Half of all callees have none of these, and their summaries need no graph. It errs towards yes.
/// </summary>
internal sealed class ActionReader
{
    private readonly FlowContext _context;

    public ActionReader(FlowContext context) => _context = context;

    /// <summary><see cref="BodyTraits.Acts"/>, or nothing.</summary>
    public BodyTraits Of(IOperation operation) => IsAction(operation) ? BodyTraits.Acts : BodyTraits.None;

    private bool IsAction(IOperation operation) => operation switch
    {
        IInstanceReferenceOperation self => IsGivenAway(self) && _context.Kinds.CanHoldConnection(self.Type),
        IInvocationOperation call => IsUnknownCall(call) || NamesConnection(call),
        IPropertyReferenceOperation property => IsUnknownProperty(property) || NamesConnection(property),
        IAnonymousFunctionOperation or ILocalFunctionOperation or IDelegateCreationOperation or IMethodReferenceOperation => true,
        IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IDynamicObjectCreationOperation or IDynamicIndexerAccessOperation => true,
        IThrowOperation thrown => !IsOneWayOfTwo(thrown),
        IWhileLoopOperation { Condition: null or { ConstantValue.HasValue: true } } => true,
        IForLoopOperation { Condition: null or { ConstantValue.HasValue: true } } => true,
        IBranchOperation { BranchKind: BranchKind.GoTo } => true,
        _ => NamesConnection(operation),
    };

    private bool NamesConnection(IOperation operation) => _context.Kinds.CanHoldConnection(operation.Type);

    private static bool IsGivenAway(IInstanceReferenceOperation self) => self.Parent switch
    {
        IInvocationOperation call => call.Instance != self,
        IMemberReferenceOperation member => member.Instance != self,
        _ => true,
    };

    // What is called on this object and cannot be looked into may do anything to it; what can is in the call graph.
    private bool IsUnknownCall(IInvocationOperation call) =>
        call.TargetMethod.MethodKind is MethodKind.DelegateInvoke or MethodKind.LocalFunction
        || (call.Instance is IInstanceReferenceOperation && !_context.Calls.Follows(call.TargetMethod));

    private bool IsUnknownProperty(IPropertyReferenceOperation property) =>
        property.Instance is IInstanceReferenceOperation && _context.Compilation.Declares(property.Property) && !_context.Kinds.IsAutoProperty(property.Property)
        && !(IsFollowedOrAbsent(property.Property.GetMethod) && IsFollowedOrAbsent(property.Property.SetMethod));

    private bool IsFollowedOrAbsent(IMethodSymbol? accessor) => accessor is null || _context.Calls.Follows(accessor);

    // "if (x) throw ...;" and "x ?? throw ...": the other way comes back.
    private static bool IsOneWayOfTwo(IThrowOperation thrown)
    {
        IOperation child = thrown;
        while (child.Parent is IConversionOperation or IBlockOperation { Operations.Length: 1, Parent: IConditionalOperation })
            child = child.Parent;
        return child.Parent is ICoalesceOperation || (child.Parent is IConditionalOperation { WhenFalse: null } condition && condition.WhenTrue == child);
    }
}
