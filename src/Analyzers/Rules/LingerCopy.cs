using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>
/// Whether the LingerOption whose member is set is one that a <c>LingerState</c> has just returned, and that nobody gives back: directly, in
/// a nested initializer, through a member of the code that only returns it, or in a local that is used for its members alone.
/// </summary>
internal readonly struct LingerCopy
{
    private const int MaxSteps = 4;

    private readonly Compilation _compilation;
    private readonly KnownTypes _types;
    private readonly CancellationToken _cancellation;

    public LingerCopy(Compilation compilation, KnownTypes types, CancellationToken cancellation)
    {
        _compilation = compilation;
        _types = types;
        _cancellation = cancellation;
    }

    /// <summary>What returns the copy, as it stands in the source; null where it is no copy, or is given back.</summary>
    public string? Of(IPropertyReferenceOperation member)
    {
        if (!IsLingerOption(member.Property.ContainingType) || InstanceOf(member) is not { } option)
            return null;
        if (ValueReader.Unwrap(option) is not ILocalReferenceOperation local)
            return IsCopy(option, MaxSteps) ? NameOf(option) : null;
        return InitializerOf(local.Local) is { } value && IsCopy(value, MaxSteps) && !IsPassedOn(local) ? NameOf(value) : null;
    }

    private static bool IsLingerOption(INamedTypeSymbol type) =>
        type is { Name: "LingerOption", ContainingNamespace: { Name: "Sockets", ContainingNamespace: { Name: "Net", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } } };

    // "new TcpClient { LingerState = { Enabled = true } }": the receiver in there is what the initializer is for.
    private static IOperation? InstanceOf(IPropertyReferenceOperation member)
    {
        if (member.Instance is not IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver })
            return member.Instance is IConditionalAccessInstanceOperation instance ? PlaceReader.ReceiverOf(instance) : member.Instance;
        for (IOperation? around = member.Parent; around is not null; around = around.Parent)
        {
            if (around is IMemberInitializerOperation initializer)
                return initializer.InitializedMember;
            if (around is IObjectCreationOperation)
                return null;
        }

        return null;
    }

    private bool IsCopy(IOperation value, int steps)
    {
        value = ValueReader.Unwrap(value);
        if (value is IConditionalAccessOperation access)
            value = access.WhenNotNull;
        return value switch
        {
            IPropertyReferenceOperation { Property: { Name: "LingerState" } property } => _types.Of(property.ContainingType) is KnownType.Socket or KnownType.TcpClient,
            IPropertyReferenceOperation { Property: { SetMethod: null } property } => steps > 0 && ReturnsCopy(property, steps),
            IInvocationOperation { TargetMethod: var method } => steps > 0 && ReturnsCopy(method, steps),
            _ => false,
        };
    }

    // Only a member that is one expression, and that no other type can replace.
    private bool ReturnsCopy(ISymbol member, int steps)
    {
        var declarations = _compilation.DeclarationsOf(member);
        if (member.IsVirtual || member.IsOverride || member.IsAbstract || declarations.Length != 1)
            return false;
        var expression = declarations[0].GetSyntax(_cancellation) switch
        {
            PropertyDeclarationSyntax { ExpressionBody.Expression: var body } => body,
            MethodDeclarationSyntax { ExpressionBody.Expression: var body } => body,
            _ => null,
        };
        return expression is not null && OperationOf(expression) is { } value && IsCopy(value, steps - 1);
    }

    private IOperation? InitializerOf(ILocalSymbol local) =>
        local is { RefKind: RefKind.None, DeclaringSyntaxReferences: { Length: 1 } references } && references[0].GetSyntax(_cancellation) is VariableDeclaratorSyntax { Initializer.Value: var value }
            ? OperationOf(value)
            : null;

    /// <summary>Whether the local is used otherwise than for its own members: assigned back, passed, captured, returned, or made to be another one.</summary>
    private bool IsPassedOn(ILocalReferenceOperation local)
    {
        var scope = local.Syntax.MemberAround();
        if (scope is null)
            return true;
        foreach (var node in scope.DescendantNodes())
        {
            if (node is IdentifierNameSyntax name && name.Identifier.ValueText == local.Local.Name && name.Parent is not (MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax))
                return true;
        }

        return false;
    }

    // "x!" has no operation of its own.
    private IOperation? OperationOf(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
            expression = expression is ParenthesizedExpressionSyntax parenthesized ? parenthesized.Expression : ((PostfixUnaryExpressionSyntax)expression).Operand;
        return _compilation.OperationOf(expression, _cancellation);
    }

    private static string NameOf(IOperation value) => ValueReader.Unwrap(value).Syntax switch
    {
        // The member of an initializer stands there without its object.
        IdentifierNameSyntax name => name.Identifier.ValueText,
        InvocationExpressionSyntax { Expression: var called } => called.ToString(),
        var syntax => syntax.ToString(),
    };
}
