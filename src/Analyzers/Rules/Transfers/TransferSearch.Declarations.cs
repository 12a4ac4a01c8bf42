using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>Back: what a variable is given where it is declared.</summary>
internal sealed partial class TransferSearch
{
    // "new Socket(...) { ReceiveTimeout = 5 }": the receiver in there is the new object.
    private void LookAtInitialized(IOperation receiver)
    {
        for (var around = receiver.Parent; around is not null; around = around.Parent)
        {
            if (around is IMemberInitializerOperation or IWithOperation)
                break;
            if (around is IObjectCreationOperation creation)
            {
                AddValue(creation);
                AddUse(creation);
                return;
            }
        }

        _seen.Lose();
    }

    /// <summary>What a variable is given where it is declared, or by its callers.</summary>
    private void AddDeclaredValue(ISymbol variable)
    {
        if (variable is IParameterSymbol parameter)
        {
            AddArguments(parameter);
            return;
        }

        foreach (var reference in _context.Compilation.DeclarationsOf(variable))
        {
            switch (reference.GetSyntax(_cancellation))
            {
                case VariableDeclaratorSyntax { Initializer.Value: var value }:
                    AddValueAt(value);
                    break;
                case PropertyDeclarationSyntax { Initializer.Value: var value }:
                    AddValueAt(value);
                    break;
                case ParameterSyntax declared:
                    AddRecordParameter(declared, variable);
                    break;
                case SingleVariableDesignationSyntax designation:
                    AddDesignated(designation);
                    break;
                case VariableDeclaratorSyntax or PropertyDeclarationSyntax:
                    break;
                default:
                    // A loop over a collection, a catch, a query.
                    _seen.Lose();
                    break;
            }
        }
    }

    private void AddValueAt(ExpressionSyntax value)
    {
        while (value is PostfixUnaryExpressionSyntax or ParenthesizedExpressionSyntax)
            value = value is PostfixUnaryExpressionSyntax forgiven ? forgiven.Operand : ((ParenthesizedExpressionSyntax)value).Expression;
        if (_uses.OperationAt(value) is { } operation)
            AddValue(operation);
        else
            _seen.Lose();
    }

    // "if (stream is NetworkStream network)", "TryOpen(out var socket)"
    private void AddDesignated(SingleVariableDesignationSyntax designation)
    {
        switch (designation.Parent)
        {
            case PatternSyntax { Parent: IsPatternExpressionSyntax test }:
                AddValueAt(test.Expression);
                break;
            case DeclarationExpressionSyntax { Parent: ArgumentSyntax argument } when _uses.OperationAt(argument) is IArgumentOperation { Parameter: { } parameter }:
                LookAtReferenceArgument(parameter, isOrigin: true);
                break;
            default:
                _seen.Lose();
                break;
        }
    }

    private void AddRecordParameter(ParameterSyntax declared, ISymbol property)
    {
        foreach (var constructor in property.ContainingType.InstanceConstructors)
        {
            foreach (var parameter in constructor.Parameters)
            {
                if (parameter.DeclaringSyntaxReferences is { Length: 1 } references && references[0].GetSyntax(_cancellation) == declared)
                    AddOrigin(parameter);
            }
        }
    }
}
