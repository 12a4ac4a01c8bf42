using System;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>What a call says about the body that it stands in.</summary>
[Flags]
internal enum CallKinds : byte
{
    None,

    /// <summary>It is a socket's, gets or gives one, or ends or binds the one inside a session object: a reason to analyse the body.</summary>
    TouchesSocket = 1,

    /// <summary>It is of a type of the project with a connection inside.</summary>
    OfSession = 2,
}

/// <summary>Tells which variables can hold a connection, and which types of the project have one inside. Memoised per compilation.</summary>
internal sealed class TypeKinds
{
    private readonly KnownTypes _types;
    private readonly ConcurrentDictionary<ISymbol, bool> _holdsConnection = new(DefinitionComparer.Instance);
    private readonly ConcurrentDictionary<ISymbol, bool> _autoProperties = new(DefinitionComparer.Instance);
    private readonly ConcurrentDictionary<ISymbol, CallKinds> _calls = new(DefinitionComparer.Instance);
    private readonly ProtocolMethods _protocolMethods = new();
    private readonly ConcurrentDictionary<ISymbol, bool> _properties = new(DefinitionComparer.Instance);
    private readonly Func<ISymbol, bool> _findConnection;
    private readonly Func<ISymbol, CallKinds> _findCall;
    private readonly Func<ISymbol, bool> _findProperty;

    public TypeKinds(KnownTypes types)
    {
        _types = types;
        _findConnection = FindConnection;
        _findCall = FindCall;
        _findProperty = symbol => _types.CanNameSockets(symbol.ContainingAssembly) && (IsSocketType(symbol.ContainingType) || IsSocketType(((IPropertySymbol)symbol).Type));
    }

    /// <summary>The known type that a value of <paramref name="type"/> is, seen through Task, ValueTask and Nullable.</summary>
    public KnownType Of(ITypeSymbol? type)
    {
        while (type is INamedTypeSymbol { Arity: 1 } generic && IsTransparent(generic))
            type = generic.TypeArguments[0];
        return _types.NearestOf(type);
    }

    /// <summary>A socket, client, listener, stream, reader or writer: a variable of this type is given an object of its own.</summary>
    public bool IsConnection(ITypeSymbol? type) => IsConnection(Of(type));

    public static bool IsConnection(KnownType type) =>
        type is (>= KnownType.Socket and <= KnownType.SafeSocketHandle) or (>= KnownType.SslStream and <= KnownType.PipeWriter);

    /// <summary>A type that exists for sockets only: its appearance in a body is the reason to analyse the body.</summary>
    public bool IsSocketType(ITypeSymbol? type)
    {
        var known = Of(type);
        return known is (>= KnownType.Socket and <= KnownType.SocketTaskExtensions) or KnownType.SslStream;
    }

    /// <summary>The property's type is one, or the type that it is declared in: asked for every property of the project.</summary>
    public bool TouchesSocket(IPropertySymbol property)
    {
        var definition = property.OriginalDefinition;
        return ReferenceEquals(definition, property)
            ? _properties.GetOrAdd(definition, _findProperty)
            : IsSocketType(property.ContainingType) || IsSocketType(property.Type);
    }

    /// <summary>A variable of this type can lead to a connection: it is one, has one inside, or is a tuple.</summary>
    public bool CanHoldConnection(ITypeSymbol? type) =>
        type is not null && (type.IsTupleType || IsConnection(type) || HoldsConnection(type));

    /// <summary>A property that is a variable with another name: an auto-property of this project that nobody overrides.</summary>
    public bool IsAutoProperty(IPropertySymbol property)
    {
        if (property.IsIndexer || property.IsVirtual || property.IsAbstract || property.IsOverride)
            return false;
        return _autoProperties.GetOrAdd(property.OriginalDefinition, s_findBackingField);
    }

    private static readonly Func<ISymbol, bool> s_findBackingField = static symbol =>
    {
        foreach (var member in symbol.ContainingType.GetMembers())
        {
            if (member is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, symbol))
                return true;
        }

        return false;
    };

    /// <summary>Disposing it flushes text or bytes that wait in it.</summary>
    public bool IsWriter(ITypeSymbol? type) =>
        Of(type) is KnownType.StreamWriter or KnownType.TextWriter or KnownType.BufferedStream or KnownType.PipeWriter;

    /// <summary>What a call of <paramref name="method"/> says about the body that it stands in. Asked for every call of the project, so one look has to do.</summary>
    public CallKinds OfCall(IMethodSymbol method)
    {
        // The signature of the definition and the type arguments tell it; a constructed signature would have to be made first.
        var definition = method.OriginalDefinition;
        var kinds = _calls.GetOrAdd(definition, _findCall);
        return ReferenceEquals(definition, method) || (kinds & CallKinds.TouchesSocket) != 0 || !(TouchesAny(method.TypeArguments) || TouchesAny(method.ContainingType.TypeArguments))
            ? kinds
            : kinds | CallKinds.TouchesSocket;
    }

    private bool TouchesAny(ImmutableArray<ITypeSymbol> arguments)
    {
        foreach (var argument in arguments)
        {
            if (IsSocketType(argument))
                return true;
        }

        return false;
    }

    private CallKinds FindCall(ISymbol symbol)
    {
        if (!_types.CanNameSockets(symbol.ContainingAssembly))
            return CallKinds.None;
        var method = (IMethodSymbol)symbol;
        var kinds = HoldsConnection(method.ContainingType) ? CallKinds.OfSession : CallKinds.None;
        if (Touches(method) || (kinds == CallKinds.OfSession && _protocolMethods.Contains(method)))
            kinds |= CallKinds.TouchesSocket;
        return kinds;
    }

    // By its signature.
    private bool Touches(IMethodSymbol method)
    {
        if (IsSocketType(method.ContainingType) || IsSocketType(method.ReturnType))
            return true;
        foreach (var parameter in method.Parameters)
        {
            if (IsSocketType(parameter.Type))
                return true;
        }

        return false;
    }

    /// <summary>A type of this project with a socket in a field or auto-property.</summary>
    public bool HoldsConnection(ITypeSymbol? type) =>
        type is INamedTypeSymbol named && named.IsInSource() && _holdsConnection.GetOrAdd(named.OriginalDefinition, _findConnection);

    private bool IsTransparent(INamedTypeSymbol type) =>
        type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T
        || _types.Of(type) is KnownType.GenericTask or KnownType.GenericValueTask;

    private bool FindConnection(ISymbol type)
    {
        for (var t = (ITypeSymbol?)type; t is not null && t.SpecialType != SpecialType.System_Object; t = t.BaseType)
        {
            // Not where a type argument may be the socket.
            if (t is INamedTypeSymbol { IsGenericType: false } && !_types.CanNameSockets(t.ContainingAssembly))
                continue;
            foreach (var member in t.GetMembers())
            {
                // An auto-property has a field, so fields are enough.
                if (member is IFieldSymbol field && IsSocketType(field.Type))
                    return true;
            }
        }

        return false;
    }
}
