using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>Reads which place an expression stands for: through views, aliases that are never assigned again, and properties that return a field.</summary>
internal readonly struct PlaceReader
{
    // "a.b.c.d...": nobody reaches a connection by more steps.
    private const int MaxSteps = 16;

    private readonly Compilation _compilation;
    private readonly KnownTypes _types;
    private readonly CancellationToken _cancellation;

    public PlaceReader(Compilation compilation, KnownTypes types, CancellationToken cancellation)
    {
        _compilation = compilation;
        _types = types;
        _cancellation = cancellation;
    }

    /// <summary>The place of <paramref name="value"/>, or null for what is made or returned by something else.</summary>
    public ConnectionPlace? Of(IOperation? value, int steps = MaxSteps)
    {
        if (value is null || steps == 0)
            return null;
        switch (ValueReader.Unwrap(value))
        {
            case ILocalReferenceOperation local:
                return AliasOf(local.Local, steps) ?? ConnectionPlace.Of(local.Local);
            case IParameterReferenceOperation parameter:
                return ConnectionPlace.Of(parameter.Parameter);
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }:
                return ConnectionPlace.This;
            case IConditionalAccessInstanceOperation instance:
                return Of(ReceiverOf(instance), steps - 1);
            case IConditionalAccessOperation access:
                return Of(access.WhenNotNull, steps - 1);
            case IFieldReferenceOperation field:
                return field.Field.IsStatic ? ConnectionPlace.Of(field.Field) : Of(field.Instance, steps - 1)?.Member(field.Field);
            case IPropertyReferenceOperation property:
                return OfProperty(property, steps);
            case IArrayElementReferenceOperation { Indices: { Length: 1 } indices } element:
                return IndexOf(indices[0]) is { } index ? Of(element.ArrayReference, steps - 1)?.Element(index) : null;
            case IInvocationOperation { TargetMethod.Name: "GetStream", Instance: { } client } when _types.NearestOf(client.Type) == KnownType.TcpClient:
                return Of(client, steps - 1);
            default:
                return null;
        }
    }

    /// <summary>What stands before the <c>?.</c> of a member.</summary>
    public static IOperation? ReceiverOf(IConditionalAccessInstanceOperation instance)
    {
        IOperation inside = instance;
        for (var around = instance.Parent; around is not null; inside = around, around = around.Parent)
        {
            if (around is IConditionalAccessOperation access && ReferenceEquals(access.WhenNotNull, inside))
                return access.Operation;
        }

        return null;
    }

    private ConnectionPlace? OfProperty(IPropertyReferenceOperation reference, int steps)
    {
        var property = reference.Property;
        if (IsView(property))
            return Of(reference.Instance, steps - 1);
        if (reference.Arguments.Length == 1)
            return IndexOf(reference.Arguments[0].Value) is { } index ? Of(reference.Instance, steps - 1)?.Element(index) : null;
        if (property.IsStatic)
            return ConnectionPlace.Of(property);
        var owner = Of(reference.Instance, steps - 1);
        // "Socket TcpSocket => _socket;"
        if (owner is not null && ReturnedBy(property, _compilation, _cancellation) is { } returned && Of(returned, steps - 1) is { IsOfThis: true } place)
            return place.Rebased(ConnectionPlace.This, owner);
        return owner?.Member(property);
    }

    private bool IsView(IPropertySymbol property) => (_types.Of(property.ContainingType), property.Name) switch
    {
        (KnownType.TcpClient or KnownType.UdpClient, "Client") => true,
        (KnownType.TcpListener, "Server") => true,
        (KnownType.Socket, "SafeHandle") => true,
        (KnownType.NetworkStream, "Socket") => true,
        _ => false,
    };

    private object? IndexOf(IOperation index) => ValueReader.Unwrap(index) switch
    {
        { ConstantValue: { HasValue: true, Value: var constant } } => constant,
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };

    /// <summary>The one expression that a property or method returns, where no other type can replace it.</summary>
    public static IOperation? ReturnedBy(ISymbol member, Compilation compilation, CancellationToken cancellation)
    {
        if (member.IsAbstract || member.IsVirtual && !member.ContainingType.IsSealed || compilation.DeclarationsOf(member) is not { Length: 1 } declarations)
            return null;
        var expression = declarations[0].GetSyntax(cancellation) switch
        {
            PropertyDeclarationSyntax { ExpressionBody.Expression: var body } => body,
            PropertyDeclarationSyntax { AccessorList.Accessors: var accessors } => OfGetter(accessors),
            MethodDeclarationSyntax { ExpressionBody.Expression: var body } => body,
            MethodDeclarationSyntax { Body: var body } => OfBody(body),
            _ => null,
        };
        return expression is null ? null : compilation.OperationOf(expression, cancellation);
    }

    private static ExpressionSyntax? OfGetter(SyntaxList<AccessorDeclarationSyntax> accessors)
    {
        foreach (var accessor in accessors)
        {
            if (accessor.Keyword.ValueText == "get")
                return accessor.ExpressionBody?.Expression ?? OfBody(accessor.Body);
        }

        return null;
    }

    private static ExpressionSyntax? OfBody(BlockSyntax? body) => body is { Statements: { Count: 1 } statements } && statements[0] is ReturnStatementSyntax { Expression: { } value } ? value : null;

    // "var socket = _socket;", "if (_socket is { } socket)"
    private ConnectionPlace? AliasOf(ILocalSymbol local, int steps)
    {
        if (local.RefKind != RefKind.None || local.DeclaringSyntaxReferences is not { Length: 1 } references)
            return null;
        var declaration = references[0].GetSyntax(_cancellation);
        var value = declaration switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var initial } => initial,
            SingleVariableDesignationSyntax { Parent: PatternSyntax { Parent: IsPatternExpressionSyntax pattern } } => pattern.Expression,
            _ => null,
        };
        if (value is null || IsAssigned(declaration, local.Name) || _compilation.OperationOf(value, _cancellation) is not { } operation)
            return null;
        return Of(operation, steps - 1);
    }

    private static bool IsAssigned(SyntaxNode declaration, string name) => AssignedNames.Contain(declaration.MemberAround() ?? declaration, name);
}
