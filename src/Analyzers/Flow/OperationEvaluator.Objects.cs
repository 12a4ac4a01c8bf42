using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>Where connections come from: constructors, Accept, and wrappers, which are the same connection under another name.</summary>
internal sealed partial class OperationEvaluator
{
    private static readonly StateRelation FreshStates = StateRelation.IdentityOn(ConnectionStates.Fresh);
    private static readonly StateRelation AcceptedStates = StateRelation.IdentityOn(ConnectionStates.Accepted);

    private RefSet ApplyCreate(IOperation site, IMethodSymbol method, ArgumentValue[] arguments)
    {
        var facts = _body.Values.CreationFacts(site, method, arguments);
        var type = site.Type ?? method.ContainingType;
        if ((facts & SocketFacts.FromOutside) != 0)
            return MakeObject(site, 0, ObjectOrigin.Result, ObjectTable.UnknownState, type);

        var states = FreshStates;
        if ((facts & SocketFacts.Connected) != 0)
            states = states.Apply(Transition.Connect);
        else if ((facts & SocketFacts.Bound) != 0)
            states = states.Apply(Transition.Bind);
        var made = MakeObject(site, 0, ObjectOrigin.Made, new ObjectState(states, facts, facts), type);
        Recorder?.Record(site, SocketEvent.Create, MemberForm.None, made, _state.GetObject(made[0].ObjectId));
        return made;
    }

    private RefSet ApplyAccept(MemberSemantics semantics, IOperation site, IMethodSymbol method, RefSet listener)
    {
        Do(site, semantics, listener, Transition.Identity, SocketFacts.Accepted);
        if ((semantics.Form & (MemberForm.Begin | MemberForm.EventArgs)) != 0 || !_context.Kinds.IsConnection(method.ReturnType))
            return RefSet.None;
        const SocketFacts facts = SocketFacts.FromAccept | SocketFacts.Stream | SocketFacts.Connected;
        return MakeObject(site, 0, ObjectOrigin.Made, new ObjectState(AcceptedStates, facts, facts), method.ReturnType);
    }

    // new NetworkStream(s, owns), new SslStream(inner, leaveOpen), new StreamWriter(stream), PipeWriter.Create(stream)
    private RefSet ApplyWrap(MemberSemantics semantics, IOperation site, IMethodSymbol method, ArgumentValue[] arguments)
    {
        var inner = RefSet.None;
        foreach (var argument in arguments)
        {
            inner = argument.Refs.Objects();
            if (!inner.IsNone)
                break;
        }

        if (inner.IsNone)
            return RefSet.None;
        var type = site.Type ?? method.ReturnType;
        // What a BinaryWriter or SslStream over a BufferedStream is given waits in the buffer below.
        var isWriter = _context.Kinds.IsWriter(type) || inner[0].IsWriter;
        var wrapped = inner.As(RefRole.Object, OwnershipOf(semantics, arguments), isWriter);
        if (_context.Kinds.Of(type) == KnownType.StreamWriter && ValueReader.WritesByteOrderMark(arguments))
            Apply(wrapped, Transition.BufferedWrite, SocketFacts.None);
        return wrapped;
    }

    // Null: as the wrapped object.
    private static bool? OwnershipOf(MemberSemantics semantics, ArgumentValue[] arguments)
    {
        switch (semantics.Ownership)
        {
            case Ownership.Owns:
                return true;
            case Ownership.Borrows:
                return false;
            case Ownership.OwnsSocketArgument:
                return Flag(arguments, "ownsSocket", absent: false);
            case Ownership.LeaveOpenArgument:
                return Flag(arguments, "leaveOpen", absent: false) || Flag(arguments, "leaveInnerStreamOpen", absent: false) ? false : null;
            case Ownership.LeaveOpenOption:
                // An options object may say leaveOpen: closing is then not certain.
                foreach (var argument in arguments)
                {
                    if (argument.Parameter?.Ordinal == 1 && argument.Value is not null and not IDefaultValueOperation && ValueReader.Unwrap(argument.Value).ConstantValue is not { HasValue: true, Value: null })
                        return false;
                }

                return null;
            default:
                return null;
        }
    }

    // A value that is not a constant counts as true: "may leave open" and "may own" are both the careful answer.
    private static bool Flag(ArgumentValue[] arguments, string name, bool absent)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter?.Name == name)
                return ValueReader.Constant(argument.Value) is not false;
        }

        return absent;
    }
}
