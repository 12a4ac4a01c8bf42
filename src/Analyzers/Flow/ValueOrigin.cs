using System.Collections.Generic;
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

    // Of a choice in a choice in a choice, and of a variable that is given a value again and again.
    private const int MaxAlternatives = 16;

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

    /// <summary>
    /// Adds all that the value can come from: both sides of a choice, the arms of a switch, everything that a local is given.
    /// False where that is not certain.
    /// </summary>
    public bool AddAlternatives(IOperation operation, List<IOperation> alternatives)
    {
        var first = ValueReader.Unwrap(Resolve(operation));
        // Nearly every argument: one value, and nothing to remember.
        if (first is not (IConditionalOperation or ICoalesceOperation or ISwitchExpressionOperation or ILocalReferenceOperation or IThrowOperation))
        {
            alternatives.Add(first);
            return true;
        }

        var seen = new HashSet<SyntaxNode>();
        var pending = new Stack<IOperation>();
        pending.Push(operation);
        while (pending.Count > 0)
        {
            if (seen.Count > MaxAlternatives)
                return false;
            var origin = ValueReader.Unwrap(Resolve(pending.Pop()));
            if (!seen.Add(origin.Syntax))
            {
                // A choice of a field that leads back to itself has a value that is nowhere written.
                if (origin is IConditionalOperation or ICoalesceOperation or ISwitchExpressionOperation)
                    return false;
                continue;
            }

            switch (origin)
            {
                case IConditionalOperation { WhenFalse: { } other } choice:
                    pending.Push(choice.WhenTrue);
                    pending.Push(other);
                    break;
                case ICoalesceOperation choice:
                    pending.Push(choice.Value);
                    pending.Push(choice.WhenNull);
                    break;
                case ISwitchExpressionOperation choice:
                    foreach (var arm in choice.Arms)
                        pending.Push(arm.Value);
                    break;
                case ILocalReferenceOperation { ConstantValue.HasValue: false } local:
                    if (!AddAssigned(local.Local, pending))
                        return false;
                    break;
                case IThrowOperation:
                    break;
                default:
                    alternatives.Add(origin);
                    break;
            }
        }

        return alternatives.Count > 0;
    }

    private bool AddAssigned(ILocalSymbol local, Stack<IOperation> values)
    {
        if (local.RefKind != RefKind.None || _compilation.DeclarationsOf(local) is not { Length: 1 } declarations || declarations[0].GetSyntax(_cancellation) is not VariableDeclaratorSyntax declaration)
            return false;
        if (AssignedNames.Assignments(Scope(declaration), local.Name) is not { Count: <= MaxAlternatives } assignments)
            return false;
        if (declaration.Initializer is { Value: { } first } && !Add(first, values))
            return false;
        foreach (var assignment in assignments)
        {
            // Another block may have a variable of the same name.
            if (_compilation.OperationOf(assignment.Left, _cancellation) is ILocalReferenceOperation target && SymbolEqualityComparer.Default.Equals(target.Local, local) && !Add(assignment.Right, values))
                return false;
        }

        return true;
    }

    private bool Add(ExpressionSyntax value, Stack<IOperation> values)
    {
        if (_compilation.OperationOf(value, _cancellation) is not { } operation)
            return false;
        values.Push(operation);
        return true;
    }

    private IOperation? Definition(IOperation operation)
    {
        // An argument after which another one branches is a capture in the graph; its own syntax is still the argument.
        if (operation is IFlowCaptureReferenceOperation { Syntax: ExpressionSyntax captured })
            return _compilation.OperationOf(captured, _cancellation);
        var value = operation switch
        {
            ILocalReferenceOperation local => InitializerOf(local.Local),
            IFieldReferenceOperation { Field: { IsReadOnly: true } field } => InitializerOf(field),
            IFieldReferenceOperation { Field: { DeclaredAccessibility: Accessibility.Private } field } => InitializerOf(field),
            // A derived class may give another value.
            IPropertyReferenceOperation { Property: { SetMethod: null, IsVirtual: false, IsOverride: false } property } => InitializerOf(property),
            _ => null,
        };
        // The operations of a control-flow graph have no semantic model of their own.
        return value is null ? null : _compilation.OperationOf(value, _cancellation);
    }

    private ExpressionSyntax? InitializerOf(ISymbol symbol)
    {
        if (_compilation.DeclarationsOf(symbol) is not { Length: 1 } declarations)
            return null;
        var declaration = declarations[0].GetSyntax(_cancellation);
        switch (declaration)
        {
            case VariableDeclaratorSyntax { Initializer.Value: { } value }:
                if (symbol is ILocalSymbol { IsConst: false } && AssignedNames.Contain(Scope(declaration), symbol.Name))
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
        foreach (var reference in _compilation.DeclarationsOf(member.ContainingType))
        {
            if (AssignedNames.Contain(reference.GetSyntax(_cancellation), member.Name))
                return true;
        }

        return false;
    }

    private static SyntaxNode Scope(SyntaxNode declaration) =>
        declaration.FirstAncestorOrSelf<SyntaxNode>(static node => node is MemberDeclarationSyntax or CompilationUnitSyntax) ?? declaration;
}
