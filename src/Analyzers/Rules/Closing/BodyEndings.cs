using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>A call in a body that ends a connection, hands it on, or uses it.</summary>
internal readonly struct Ending
{
    public Ending(IOperation operation, ConnectionPlace? place)
    {
        Operation = operation;
        Place = place;
    }

    public IOperation Operation { get; }

    /// <summary>None for a stream, reader or writer whose connection is not known: it may be any.</summary>
    public ConnectionPlace? Place { get; }
}

/// <summary>What ends connections in one body, its lambdas and local functions included. Immutable.</summary>
internal sealed class BodyEndings
{
    private readonly List<Ending> _closes = new();
    private readonly List<Ending> _handedOn = new();
    private readonly List<IInvocationOperation> _calls = new();
    private readonly List<Ending> _uses = new();
    private readonly List<Ending> _shutdowns = new();

    private BodyEndings(IOperation root) => Root = root;

    public IOperation Root { get; }

    /// <summary>Closes and disposes, by a call or a using.</summary>
    public IReadOnlyList<Ending> Closes => _closes;

    /// <summary>Where a connection is returned, stored, or given to code that is not here.</summary>
    public IReadOnlyList<Ending> HandedOn => _handedOn;

    /// <summary>Calls of methods of this compilation.</summary>
    public IReadOnlyList<IInvocationOperation> Calls => _calls;

    /// <summary>What connects, sends or receives; of a Connect with its connection.</summary>
    public IReadOnlyList<Ending> Uses => _uses;

    /// <summary>Calls of <c>Shutdown</c> on a connection that is known.</summary>
    public IReadOnlyList<Ending> Shutdowns => _shutdowns;

    /// <summary>How often <c>Connected</c> is asked.</summary>
    public int ConnectedReads { get; private set; }

    public static BodyEndings Read(IOperation root, ClosingContext context, CancellationToken cancellation)
    {
        var endings = new BodyEndings(root);
        var places = context.Places(cancellation);
        foreach (var operation in MethodBodies.Walk(root))
        {
            cancellation.ThrowIfCancellationRequested();
            endings.Add(operation, context, places);
        }

        return endings;
    }

    private void Add(IOperation operation, ClosingContext context, PlaceReader places)
    {
        switch (operation)
        {
            case IInvocationOperation call:
                AddCall(call, context, places);
                break;
            case IObjectCreationOperation { Arguments: var arguments }:
                foreach (var argument in arguments)
                    AddHandedOn(argument.Value, operation, context, places);
                break;
            case IUsingOperation { Resources: var resources }:
                AddUsing(resources, context, places);
                break;
            case IUsingDeclarationOperation { DeclarationGroup: var group }:
                AddUsing(group, context, places);
                break;
            case IReturnOperation { ReturnedValue: { } value }:
                AddHandedOn(value, operation, context, places);
                break;
            case ISimpleAssignmentOperation { Value: var value }:
                AddHandedOn(value, operation, context, places);
                break;
            case IPropertyReferenceOperation { Property.Name: "Connected" }:
                ConnectedReads++;
                break;
        }
    }

    private void AddCall(IInvocationOperation call, ClosingContext context, PlaceReader places)
    {
        var happens = context.EventOf(call);
        if (happens is SocketEvent.Connect or SocketEvent.Write or SocketEvent.Read or SocketEvent.ReadWrite)
            _uses.Add(new Ending(call, happens == SocketEvent.Connect ? places.Of(call.Instance) : null));
        if (happens == SocketEvent.Shutdown && places.Of(call.Instance) is { } ended)
            _shutdowns.Add(new Ending(call, ended));
        if (happens == SocketEvent.Close && call.Instance is { } closed)
        {
            if (places.Of(closed) is { } place)
                AddClose(call, closed, place, context);
            return;
        }

        var isHere = ReferenceEquals(call.TargetMethod.ContainingAssembly, context.Compilation.Assembly) && !call.TargetMethod.IsAbstract;
        if (isHere)
            _calls.Add(call);
        foreach (var argument in call.Arguments)
        {
            if (!isHere || call.TargetMethod.MethodKind == MethodKind.DelegateInvoke)
                AddHandedOn(argument.Value, call, context, places);
        }
    }

    private void AddClose(IOperation operation, IOperation closed, ConnectionPlace place, ClosingContext context)
    {
        var type = ValueReader.Unwrap(closed).Type;
        if (IsSocket(context.Types.NearestOf(type)))
            _closes.Add(new Ending(operation, place));
        else if (MayBeOverSocket(context.Types, type))
            _closes.Add(new Ending(operation, IsView(closed) ? place : null));
    }

    // "client.GetStream().Close()": the stream of that client.
    private static bool IsView(IOperation closed) => ValueReader.Unwrap(closed) is IInvocationOperation;

    private void AddUsing(IOperation resources, ClosingContext context, PlaceReader places)
    {
        if (resources is not IVariableDeclarationGroupOperation group)
        {
            if (places.Of(resources) is { } place)
                AddClose(resources, resources, place, context);
            return;
        }

        foreach (var declaration in group.Declarations)
        {
            foreach (var declarator in declaration.Declarators)
            {
                var local = ConnectionPlace.Of(declarator.Symbol);
                var known = context.Types.NearestOf(declarator.Symbol.Type);
                if (IsSocket(known))
                    _closes.Add(new Ending(declarator, declarator.Initializer is { } made && places.Of(made.Value) is { } alias ? alias : local));
                else if (MayBeOverSocket(context.Types, declarator.Symbol.Type))
                    _closes.Add(new Ending(declarator, null));
            }
        }
    }

    private void AddHandedOn(IOperation value, IOperation where, ClosingContext context, PlaceReader places)
    {
        // What is converted to object or string is written down, not kept.
        if (value.Type is { SpecialType: SpecialType.None } type && context.Types.NearestOf(type) is var known && (IsSocket(known) || MayBeOverSocket(context.Types, type))
            && places.Of(value) is { } place)
            _handedOn.Add(new Ending(where, place));
    }

    private static bool IsSocket(KnownType type) => type is KnownType.Socket or KnownType.TcpClient or KnownType.TcpListener or KnownType.UdpClient or KnownType.SafeSocketHandle;

    private static bool MayBeOverSocket(KnownTypes types, ITypeSymbol? type) =>
        types.NearestOf(type) is var known && (known == KnownType.Stream ? types.Of(type) == KnownType.Stream : known is >= KnownType.NetworkStream and <= KnownType.PipeWriter and not KnownType.SocketTaskExtensions and not KnownType.SocketAsyncEventArgs);
}
