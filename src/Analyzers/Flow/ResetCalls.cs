using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>Which calls throw when the peer resets: members of the protocol table on a TCP connection, and source methods that let it out.</summary>
internal sealed class ResetCalls
{
    private readonly FlowContext _context;
    private readonly SummaryScope? _scope;
    private readonly SocketBehind _behind;
    private readonly CancellationToken _cancellation;

    public ResetCalls(FlowContext context, SummaryScope? scope, CancellationToken cancellation)
    {
        _context = context;
        _scope = scope;
        _behind = new SocketBehind(context, cancellation);
        _cancellation = cancellation;
    }

    public ThrowingCall? Find(IOperation operation) => operation switch
    {
        IInvocationOperation call => OfInvocation(call),
        IObjectCreationOperation { Constructor: { } constructor } creation => OfCallee(creation, constructor),
        IPropertyReferenceOperation { Property.GetMethod: { } getter } property => OfGetter(property, getter),
        _ => null,
    };

    private ThrowingCall? OfInvocation(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method.MethodKind == MethodKind.LocalFunction)
            return new ThrowingCall(call, ThrownKinds.None, UseOf(call, method), null, method.OriginalDefinition);
        if (_context.Table.Of(method, call.Instance?.Type) is not { } semantics)
            return OfCallee(call, method);
        var connection = (semantics.Form & MemberForm.Extension) != 0 && call.Arguments.Length > 0 ? call.Arguments[0].Value : call.Instance;
        var kinds = KindsOf(semantics, method, connection);
        if (kinds == ThrownKinds.None)
            return null;
        var use = UseOf(call, method);
        return new ThrowingCall(call, use == TaskUse.Blocked ? ThrownKinds.Other : kinds, use)
        {
            IsAccept = semantics.Event == SocketEvent.Accept,
            IsConnect = semantics.Event == SocketEvent.Connect,
        };
    }

    // StreamReader.EndOfStream reads.
    private ThrowingCall? OfGetter(IPropertyReferenceOperation property, IMethodSymbol getter) =>
        property.Instance is not null && _context.Table.Of(getter, property.Instance.Type) is { Event: SocketEvent.Read } && _behind.IsOverSocket(property.Instance)
            ? new ThrowingCall(property, ThrownKinds.IO, TaskUse.None)
            : null;

    // Begin never throws for a reset, its End does (measured on .NET 10); the forms with an error code report it otherwise.
    private ThrownKinds KindsOf(MemberSemantics semantics, IMethodSymbol method, IOperation? connection)
    {
        if ((semantics.Form & (MemberForm.ErrorCode | MemberForm.EventArgs | MemberForm.Begin)) != 0)
            return ThrownKinds.None;
        switch (semantics.Event)
        {
            case SocketEvent.Accept:
                return ThrownKinds.Socket;
            case SocketEvent.Connect:
                return _behind.IsDatagram(connection) ? ThrownKinds.None : ThrownKinds.Socket;
            case SocketEvent.Read or SocketEvent.Write or SocketEvent.ReadWrite or SocketEvent.CopyTo:
                return OfTransfer(method, connection);
            case SocketEvent.BufferedWrite:
                return FlushesByItself(connection) && _behind.IsOverSocket(connection) ? ThrownKinds.IO : ThrownKinds.None;
            case SocketEvent.Flush:
                return _context.Kinds.IsWriter(connection?.Type) && _behind.IsOverSocket(connection) ? ThrownKinds.IO : ThrownKinds.None;
            default:
                return ThrownKinds.None;
        }
    }

    private ThrownKinds OfTransfer(IMethodSymbol method, IOperation? connection)
    {
        switch (_context.Types.NearestOf(method.ContainingType))
        {
            case KnownType.UdpClient:
                return ThrownKinds.None;
            case KnownType.Socket or KnownType.SocketTaskExtensions:
                var isDatagram = method.Name.Contains("SendTo") || method.Name.Contains("ReceiveFrom") || method.Name.Contains("ReceiveMessageFrom");
                return isDatagram || _behind.IsDatagram(connection) ? ThrownKinds.None : ThrownKinds.Socket;
            default:
                return _behind.IsOverSocket(connection) ? ThrownKinds.IO : ThrownKinds.None;
        }
    }

    // By name within the type: without AutoFlush only a full buffer is sent.
    private bool FlushesByItself(IOperation? writer) =>
        writer?.SemanticModel?.GetEnclosingSymbol(writer.Syntax.SpanStart, _cancellation)?.ContainingType is { } type
        && _context.Assigned.Assigns(type, "AutoFlush");

    private ThrowingCall? OfCallee(IOperation call, IMethodSymbol method)
    {
        if (method.IsAsync && method.ReturnsVoid)
            return null;
        method = method.OriginalDefinition;
        if (!_context.Calls.Follows(method) || (_scope is { } scope && !scope.Allows(method)))
            return null;
        var escape = _context.Escapes.Get(method, _cancellation);
        if (escape.First is null)
            return null;
        var use = UseOf(call, method);
        return new ThrowingCall(call, use == TaskUse.Blocked ? ThrownKinds.Other : escape.Kinds, use, escape) { IsAccept = escape.IsAccept };
    }

    private TaskUse UseOf(IOperation call, IMethodSymbol method) =>
        IsTask(method.ReturnType) ? TaskMembers.UseOf(call) : TaskUse.None;

    private bool IsTask(ITypeSymbol type) =>
        _context.Types.Of(type) is KnownType.Task or KnownType.ValueTask or KnownType.GenericTask or KnownType.GenericValueTask;
}
