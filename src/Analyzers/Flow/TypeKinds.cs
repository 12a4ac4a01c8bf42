using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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

    /// <summary>It is of the project and gives a stream or the like: a connection, perhaps.</summary>
    GivesConnection = 4,

    /// <summary>It copies one stream into another.</summary>
    CopiesStream = 8,
}

/// <summary>Tells which variables can hold a connection, and which types of the project have one inside. Memoised per compilation.</summary>
internal sealed class TypeKinds
{
    private readonly KnownTypes _types;
    private readonly Compilation _compilation;
    private readonly ConcurrentDictionary<ISymbol, bool> _holdsConnection = new(DefinitionComparer.Instance);
    private readonly ConcurrentDictionary<ISymbol, bool> _autoProperties = new(DefinitionComparer.Instance);
    private readonly ConcurrentDictionary<ISymbol, CallKinds> _calls = new(DefinitionComparer.Instance);
    private readonly ConcurrentDictionary<ISymbol, bool> _properties = new(DefinitionComparer.Instance);
    private readonly ProtocolMethods _protocolMethods;
    private readonly ConcurrentDictionary<ISymbol, IReadOnlyList<ISymbol>> _members = new(DefinitionComparer.Instance);
    private readonly Func<ISymbol, IReadOnlyList<ISymbol>> _findMembers;
    private readonly Func<ISymbol, bool> _findConnection;
    private readonly Func<ISymbol, bool> _findBackingField;
    private readonly Func<ISymbol, CallKinds> _findCall;
    private readonly Func<ISymbol, bool> _findProperty;

    public TypeKinds(KnownTypes types, Compilation compilation)
    {
        _types = types;
        _compilation = compilation;
        _protocolMethods = new ProtocolMethods(compilation);
        _findBackingField = FindBackingField;
        _findConnection = FindConnection;
        _findMembers = FindMembers;
        _findCall = FindCall;
        _findProperty = FindProperty;
    }

    /// <summary>The known type that a value of <paramref name="type"/> is, seen through Task, ValueTask and Nullable.</summary>
    public KnownType Of(ITypeSymbol? type)
    {
        while (type is INamedTypeSymbol { Arity: 1 } generic && IsTransparent(generic))
            type = generic.TypeArguments[0];
        if (type is ITypeParameterSymbol parameter)
            type = ClassOf(parameter);
        return _types.NearestOf(type);
    }

    // "T : Socket". One parameter may be bound by another; code that is not finished even in a circle.
    private static ITypeSymbol? ClassOf(ITypeParameterSymbol parameter)
    {
        for (var depth = 0; depth < 4; depth++)
        {
            ITypeParameterSymbol? next = null;
            foreach (var constraint in parameter.ConstraintTypes)
            {
                if (constraint.TypeKind == TypeKind.Class)
                    return constraint;
                next ??= constraint as ITypeParameterSymbol;
            }

            if (next is null)
                return null;
            parameter = next;
        }

        return null;
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
        return ReferenceEquals(definition, property) ? _properties.GetOrAdd(definition, _findProperty) : Touches(property);
    }

    private bool FindProperty(ISymbol symbol) => _types.CanNameSockets(symbol.ContainingAssembly) && Touches((IPropertySymbol)symbol);

    private bool Touches(IPropertySymbol property) => IsSocketType(property.ContainingType) || IsSocketType(property.Type);

    /// <summary>A variable of this type can lead to a connection: it is one, has one inside, or is a tuple or an anonymous object.</summary>
    public bool CanHoldConnection(ITypeSymbol? type) =>
        type is not null && (type.IsTupleType || type.IsAnonymousType || IsConnection(type) || HoldsConnection(type));

    /// <summary>A property that is a variable with another name: an auto-property of this project that nobody overrides.</summary>
    public bool IsAutoProperty(IPropertySymbol property)
    {
        if (property.IsIndexer || property.IsVirtual || property.IsAbstract || property.IsOverride)
            return false;
        if (property.ContainingType.IsAnonymousType)
            return true;
        return _autoProperties.GetOrAdd(property.OriginalDefinition, _findBackingField);
    }

    // A property of another project is a method's result, whether that project is a DLL or not.
    private bool FindBackingField(ISymbol property)
    {
        if (!_compilation.Declares(property))
            return false;
        foreach (var member in property.ContainingType.GetMembers())
        {
            if (member is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property))
                return !HasCode((IPropertySymbol)property);
        }

        return false;
    }

    // "get { return field ??= Connect(); }" has a field too, and is no variable.
    private static bool HasCode(IPropertySymbol property)
    {
        foreach (var reference in property.DeclaringSyntaxReferences)
        {
            // The other part of a partial property has the code.
            if (reference.GetSyntax() is not PropertyDeclarationSyntax declaration)
                continue;
            if (declaration.ExpressionBody is not null || declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
                return true;
            foreach (var accessor in declaration.AccessorList?.Accessors ?? default)
            {
                if (accessor.Body is not null || accessor.ExpressionBody is not null)
                    return true;
            }
        }

        return false;
    }

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
        var method = (IMethodSymbol)symbol;
        if (method.Name == "CopyToAsync" && _types.Table.Of(method) is { Event: SocketEvent.CopyTo })
            return CallKinds.CopiesStream;
        if (!_types.CanNameSockets(symbol.ContainingAssembly))
            return CallKinds.None;
        var kinds = HoldsConnection(method.ContainingType) ? CallKinds.OfSession : CallKinds.None;
        if (Touches(method) || (kinds == CallKinds.OfSession && _protocolMethods.Contains(method)))
            kinds |= CallKinds.TouchesSocket;
        if (CanHoldConnection(method.ReturnType) && _compilation.Declares(method))
            kinds |= CallKinds.GivesConnection;
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
        type is INamedTypeSymbol named && _compilation.Declares(named) && _holdsConnection.GetOrAdd(named.OriginalDefinition, _findConnection);

    /// <summary>The fields and auto-properties of a type and its bases, in source, that are connections.</summary>
    public IReadOnlyList<ISymbol> ConnectionMembersOf(INamedTypeSymbol? type) =>
        type is null || !_compilation.Declares(type) ? System.Array.Empty<ISymbol>() : _members.GetOrAdd(type.OriginalDefinition, _findMembers);

    private IReadOnlyList<ISymbol> FindMembers(ISymbol type)
    {
        List<ISymbol>? found = null;
        for (var t = (ITypeSymbol?)type; t is not null && _compilation.Declares(t); t = t.BaseType)
        {
            foreach (var member in t.GetMembers())
            {
                var isConnection = member switch
                {
                    IFieldSymbol { IsStatic: false, AssociatedSymbol: null } field => IsConnection(field.Type),
                    IPropertySymbol { IsStatic: false } property => IsConnection(property.Type) && IsAutoProperty(property),
                    _ => false,
                };
                if (isConnection)
                    (found ??= new List<ISymbol>()).Add(member);
            }
        }

        return found ?? (IReadOnlyList<ISymbol>)System.Array.Empty<ISymbol>();
    }

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
                if (member is IFieldSymbol field && IsSocketType(field.Type) && IsSeen(field))
                    return true;
            }
        }

        return false;
    }

    // The private fields of a DLL are not read.
    private bool IsSeen(IFieldSymbol field) =>
        _compilation.Declares(field) || field.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;
}
