using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>What a body's operations can come to, before anything is known of the objects that they are done to.</summary>
[Flags]
internal enum BodyTraits : byte
{
    None,

    /// <summary>It ends a connection, or one of its directions, or cancels what is under way.</summary>
    Ends = 1,

    /// <summary>It reads or writes.</summary>
    Transfers = 2,

    /// <summary>It binds, or sets an option.</summary>
    Binds = 4,

    /// <summary>It goes on with the first of several tasks.</summary>
    Races = 8,

    /// <summary>It waits for a client.</summary>
    Accepts = 16,

    /// <summary>A function nested in it is run by somebody who cannot catch.</summary>
    Starts = 32,

    /// <summary>It has to do with a connection at all, or perhaps does not come back: its summary says something.</summary>
    Acts = 64,
}

/// <summary>
/// Reads the traits off the operations, callees included: cheap beside the graph and the flow of a body, which most bodies with a
/// socket then do not need. It errs towards yes.
/// </summary>
internal sealed class BodyTraitsReader
{
    /// <summary>What a callee has in common with its caller; the functions that it starts are judged in its own body.</summary>
    public const BodyTraits OfCallees = ~BodyTraits.Starts;

    private const BodyTraits EndsAndTransfers = BodyTraits.Ends | BodyTraits.Transfers;

    private readonly FlowContext _context;

    public BodyTraitsReader(FlowContext context) => _context = context;

    /// <summary>There is an order that a rule can judge: of an end and the data around it, of a bind and its options, of what ends a race and the rest.</summary>
    public static bool HasOrder(BodyTraits traits) =>
        (traits & (BodyTraits.Binds | BodyTraits.Races)) != 0 || (traits & EndsAndTransfers) == EndsAndTransfers;

    /// <summary>Somebody who cannot catch may run what it does, a client of its accept may throw at it.</summary>
    public static bool MayThrowUnseen(BodyTraits traits) => (traits & (BodyTraits.Accepts | BodyTraits.Starts)) != 0;

    /// <summary>The traits of a body. Callees are asked only as long as their answer can change something.</summary>
    public BodyTraits Read(ISymbol owner, ImmutableArray<IOperation> blocks, CancellationToken cancellation)
    {
        // A callback goes on where a send or receive was, even where it does not call EndSend.
        var traits = owner.HasParameterOf("IAsyncResult") ? BodyTraits.Transfers : BodyTraits.None;
        var callees = new HashSet<ISymbol>(DefinitionComparer.Instance);
        var targets = new HashSet<ISymbol>(DefinitionComparer.Instance);
        foreach (var block in blocks)
        {
            foreach (var operation in MethodBodies.Walk(block))
            {
                traits |= Of(operation);
                targets.Clear();
                MethodBodies.AddTargets(operation, _context.Kinds, targets);
                AddCallees(targets, operation, callees);
            }
        }

        foreach (var callee in callees)
        {
            if (HasOrder(traits) && MayThrowUnseen(traits))
                break;
            traits |= _context.Calls.NodeOf((IMethodSymbol)callee, cancellation)?.Traits ?? BodyTraits.None;
        }

        return traits;
    }

    /// <summary>The traits of one operation alone.</summary>
    public BodyTraits Of(IOperation operation) => operation switch
    {
        IInvocationOperation call => OfCall(call),
        IMethodReferenceOperation reference => OfMember(reference.Method, reference.Instance?.Type),
        IPropertyReferenceOperation { Property.SetMethod: { } setter } property => OfMember(setter, property.Instance?.Type),
        IObjectCreationOperation creation => OfCreation(creation),
        IUsingOperation use => OfUsing(use.Resources.Type, use.Locals),
        IUsingDeclarationOperation use => OfUsing(use.DeclarationGroup),
        IDelegateCreationOperation creation => FunctionStarts.OfDelegate(creation) != FunctionStart.Caller ? BodyTraits.Starts : BodyTraits.None,
        IAnonymousFunctionOperation { Symbol: { IsAsync: true, ReturnsVoid: true } } => BodyTraits.Starts,
        ILocalFunctionOperation { Symbol: { IsAsync: true, ReturnsVoid: true } } => BodyTraits.Starts,
        _ => BodyTraits.None,
    };

    private BodyTraits OfCall(IInvocationOperation call) =>
        TaskMembers.IsRace(call.TargetMethod)
            ? BodyTraits.Races
            : TaskMembers.IsCancel(call.TargetMethod) ? BodyTraits.Ends
            : OfMember(call.TargetMethod, call.Instance?.Type);

    private BodyTraits OfMember(IMethodSymbol method, ITypeSymbol? receiver) => _context.Table.Of(method, receiver)?.Event switch
    {
        SocketEvent.Close or SocketEvent.Shutdown or SocketEvent.Disconnect => BodyTraits.Ends,
        SocketEvent.Write or SocketEvent.BufferedWrite or SocketEvent.Flush or SocketEvent.Read or SocketEvent.ReadWrite or SocketEvent.CopyTo => BodyTraits.Transfers,
        SocketEvent.Bind or SocketEvent.BindAndListen or SocketEvent.SetOption or SocketEvent.SetExclusiveAddressUse => BodyTraits.Binds,
        SocketEvent.Accept => BodyTraits.Accepts,
        _ => BodyTraits.None,
    };

    // new UdpClient(port) binds, and a writer may begin with a byte order mark.
    private BodyTraits OfCreation(IObjectCreationOperation creation)
    {
        if (_context.Kinds.IsWriter(creation.Type))
            return BodyTraits.Transfers;
        return _context.Kinds.Of(creation.Type) == KnownType.UdpClient ? BodyTraits.Binds : BodyTraits.None;
    }

    private BodyTraits OfUsing(ITypeSymbol? expression, ImmutableArray<ILocalSymbol> locals)
    {
        var traits = OfUsing(expression);
        foreach (var local in locals)
            traits |= OfUsing(local.Type);
        return traits;
    }

    private BodyTraits OfUsing(IVariableDeclarationGroupOperation group)
    {
        var traits = BodyTraits.None;
        foreach (var declaration in group.Declarations)
        {
            foreach (var variable in declaration.Declarators)
                traits |= OfUsing(variable.Symbol.Type);
        }

        return traits;
    }

    // Of an interface or a type parameter nobody knows what is disposed.
    private BodyTraits OfUsing(ITypeSymbol? resource) =>
        resource is not null && (_context.Kinds.CanHoldConnection(resource) || resource.TypeKind is TypeKind.Interface or TypeKind.TypeParameter or TypeKind.Dynamic)
            ? BodyTraits.Ends
            : BodyTraits.None;

    // The methods whose summaries the flow applies: those that are relevant by their signature, or by what they are given here.
    private void AddCallees(HashSet<ISymbol> targets, IOperation operation, HashSet<ISymbol> callees)
    {
        foreach (var target in targets)
        {
            var method = (IMethodSymbol)target;
            if (_context.Calls.Follows(method) || (_context.Calls.IsCandidate(method) && GivesConnection(operation)))
                callees.Add(method);
        }
    }

    private bool GivesConnection(IOperation call)
    {
        foreach (var child in call.ChildOperations)
        {
            if (child is IArgumentOperation argument && _context.Kinds.CanHoldConnection(ValueReader.Unwrap(argument.Value).Type))
                return true;
        }

        return false;
    }
}
