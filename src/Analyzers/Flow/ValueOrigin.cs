using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Follows a value back to where it was written down: through conversions, a local that is never assigned again, a
/// constant or read-only field. Used for the few arguments of a socket call, never for whole bodies.
/// </summary>
internal sealed class ValueOrigin
{
    private const int MaxSteps = 8;

    private readonly Compilation _compilation;
    private readonly CancellationToken _cancellation;

    public ValueOrigin(Compilation compilation, CancellationToken cancellation)
    {
        _compilation = compilation;
        _cancellation = cancellation;
    }

    /// <summary>The constant that <paramref name="operation"/> always has, or null.</summary>
    public object? ConstantOf(IOperation? operation) =>
        operation is null ? null : ValueReader.Constant(operation) ?? ValueReader.Constant(Resolve(operation));

    /// <summary>The operation that the value comes from; <paramref name="operation"/> itself where that is not certain.</summary>
    public IOperation Resolve(IOperation operation)
    {
        for (var i = 0; i < MaxSteps; i++)
        {
            operation = ValueReader.Unwrap(operation);
            if (operation.ConstantValue.HasValue || Definition(operation) is not { } definition)
                return operation;
            operation = definition;
        }

        return operation;
    }

    private IOperation? Definition(IOperation operation)
    {
        // An argument after which another one branches is a capture in the graph; its own syntax is still the argument.
        if (operation is IFlowCaptureReferenceOperation { Syntax: ExpressionSyntax captured })
            return _compilation.GetSemanticModel(captured.SyntaxTree).GetOperation(captured, _cancellation);
        var value = operation switch
        {
            ILocalReferenceOperation local => InitializerOf(local.Local),
            IFieldReferenceOperation { Field: { IsReadOnly: true } field } => InitializerOf(field),
            IFieldReferenceOperation { Field: { DeclaredAccessibility: Accessibility.Private } field } => InitializerOf(field),
            // A derived class may give another value.
            IPropertyReferenceOperation { Property: { SetMethod: null, IsVirtual: false, IsOverride: false } property } => InitializerOf(property),
            _ => null,
        };
        if (value is null)
            return null;
        // The operations of a control-flow graph have no semantic model of their own.
        return _compilation.GetSemanticModel(value.SyntaxTree).GetOperation(value, _cancellation);
    }

    private ExpressionSyntax? InitializerOf(ISymbol symbol)
    {
        if (symbol.DeclaringSyntaxReferences.Length != 1)
            return null;
        var declaration = symbol.DeclaringSyntaxReferences[0].GetSyntax(_cancellation);
        switch (declaration)
        {
            case VariableDeclaratorSyntax { Initializer.Value: { } value }:
                if (symbol is ILocalSymbol { IsConst: false } && IsAssignedIn(Scope(declaration), symbol.Name))
                    return null;
                return symbol is IFieldSymbol && IsAssignedInType(symbol) ? null : value;
            case PropertyDeclarationSyntax { Initializer.Value: { } value }:
                return IsAssignedInType(symbol) ? null : value;
            case PropertyDeclarationSyntax { ExpressionBody.Expression: { } value }:
                return value;
            default:
                return null;
        }
    }

    // In any part of the type: the constructor of a partial class may stand in another file.
    private bool IsAssignedInType(ISymbol member)
    {
        foreach (var reference in member.ContainingType.DeclaringSyntaxReferences)
        {
            if (IsAssignedIn(reference.GetSyntax(_cancellation), member.Name))
                return true;
        }

        return false;
    }

    private static SyntaxNode Scope(SyntaxNode declaration) =>
        declaration.FirstAncestorOrSelf<SyntaxNode>(static node => node is MemberDeclarationSyntax or CompilationUnitSyntax) ?? declaration;

    /// <summary>Whether anything named <paramref name="name"/> is assigned, changed or passed by reference below <paramref name="scope"/>: by name, so it errs towards yes.</summary>
    internal static bool IsAssignedIn(SyntaxNode scope, string name)
    {
        foreach (var node in scope.DescendantNodes())
        {
            var target = node switch
            {
                AssignmentExpressionSyntax assignment => assignment.Left,
                PrefixUnaryExpressionSyntax prefix when prefix.IsKind(SyntaxKind.PreIncrementExpression) || prefix.IsKind(SyntaxKind.PreDecrementExpression) || prefix.IsKind(SyntaxKind.AddressOfExpression) => prefix.Operand,
                PostfixUnaryExpressionSyntax postfix => postfix.Operand,
                ArgumentSyntax argument when !argument.RefKindKeyword.IsKind(SyntaxKind.None) => argument.Expression,
                RefExpressionSyntax reference => reference.Expression,
                _ => null,
            };
            if (target is not null && Names(target, name))
                return true;
        }

        return false;
    }

    private static bool Names(ExpressionSyntax target, string name) => target switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText == name,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText == name,
        TupleExpressionSyntax tuple => AnyNames(tuple, name),
        _ => false,
    };

    private static bool AnyNames(TupleExpressionSyntax tuple, string name)
    {
        foreach (var argument in tuple.Arguments)
        {
            if (Names(argument.Expression, name))
                return true;
        }

        return false;
    }
}
