using System;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Whether a delegate is given to the platform, which runs it where nobody can catch. One that is handed to other code of the project
/// may be called there, in a try: it is followed through variables and parameters, and where it gets lost nothing is claimed.
/// </summary>
internal sealed class DelegateUse
{
    private const int MaxSteps = 100;

    private readonly FlowContext _context;
    private readonly CancellationToken _cancellation;
    private readonly HashSet<ISymbol> _visited = new(SymbolEqualityComparer.Default);
    private int _steps;

    public DelegateUse(FlowContext context, CancellationToken cancellation)
    {
        _context = context;
        _cancellation = cancellation;
    }

    public FunctionStart Of(IOperation? creation)
    {
        var start = FunctionStarts.OfDelegate(creation);
        return start != FunctionStart.Caller && IsGivenToStarter(creation!, start) ? start : FunctionStart.Caller;
    }

    private bool IsGivenToStarter(IOperation value, FunctionStart start)
    {
        if (++_steps > MaxSteps)
            return false;
        for (var operation = value; operation.Parent is { } parent; operation = parent)
        {
            switch (parent)
            {
                case IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation or IConditionalOperation or ICoalesceOperation:
                    continue;
                case IArgumentOperation argument:
                    return IsGivenToStarter(argument, start);
                case IEventAssignmentOperation:
                    return start == FunctionStart.Completed;
                case ISimpleAssignmentOperation assignment when assignment.Value == operation:
                    return IsVariableGiven(assignment.Target, start) || IsGivenToStarter(assignment, start);
                case ICoalesceAssignmentOperation assignment when assignment.Value == operation:
                    return IsVariableGiven(assignment.Target, start) || IsGivenToStarter(assignment, start);
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    return IsVariableGiven(declarator.Symbol, start);
                case IFieldInitializerOperation { InitializedFields.Length: 1 } field:
                    return IsVariableGiven(field.InitializedFields[0], start);
                case IPropertyInitializerOperation { InitializedProperties.Length: 1 } property:
                    return IsVariableGiven(property.InitializedProperties[0], start);
                default:
                    return false;
            }
        }

        return false;
    }

    private bool IsGivenToStarter(IArgumentOperation argument, FunctionStart start)
    {
        switch (argument.Parent)
        {
            case IObjectCreationOperation { Constructor: { } constructor }:
                return IsOfThreading(constructor.ContainingType, start == FunctionStart.Thread ? "Thread" : "Timer") || IsParameterGiven(constructor, argument, start);
            case IInvocationOperation { TargetMethod: { } method }:
                var isStarter = start switch
                {
                    FunctionStart.ThreadPool => IsOfThreading(method.ContainingType, "ThreadPool"),
                    FunctionStart.AsyncCallback => (!_context.Compilation.Declares(method) || method.ContainingType.TypeKind == TypeKind.Delegate) && method.Name.StartsWith("Begin", StringComparison.Ordinal) && argument.Parameter?.Type.Name == "AsyncCallback",
                    _ => false,
                };
                // By its name an own "BeginSend" goes on as the platform's does.
                return isStarter || (start == FunctionStart.AsyncCallback && method.Name.StartsWith("Begin", StringComparison.Ordinal) && IsParameterGiven(method, argument, start));
            default:
                return false;
        }
    }

    private bool IsParameterGiven(IMethodSymbol method, IArgumentOperation argument, FunctionStart start) =>
        argument.Parameter is { } parameter && _context.Calls.IsCandidate(method.OriginalDefinition)
        && IsVariableGiven(method.OriginalDefinition.Parameters[parameter.Ordinal], start);

    private bool IsVariableGiven(IOperation target, FunctionStart start) => target switch
    {
        ILocalReferenceOperation local => IsVariableGiven(local.Local, start),
        IFieldReferenceOperation field => IsVariableGiven(field.Field.OriginalDefinition, start),
        IPropertyReferenceOperation property => IsVariableGiven(property.Property.OriginalDefinition, start),
        _ => false,
    };

    private bool IsVariableGiven(ISymbol variable, FunctionStart start)
    {
        if (!_visited.Add(variable))
            return false;
        var references = ReferencesOf(variable);
        // "work = Safe(work);" makes another delegate of it.
        var assigned = 0;
        foreach (var reference in references)
            assigned += reference.Parent is IAssignmentOperation { Value.ConstantValue.HasValue: false } assignment && assignment.Target == reference ? 1 : 0;
        if (assigned > (IsInitialized(variable) ? 0 : 1))
            return false;
        foreach (var reference in references)
        {
            if (IsGivenToStarter(reference, start))
                return true;
        }

        return false;
    }

    private bool IsInitialized(ISymbol variable)
    {
        var declarations = _context.Compilation.DeclarationsOf(variable);
        return variable is IParameterSymbol
            || (!declarations.IsEmpty && declarations[0].GetSyntax(_cancellation) is VariableDeclaratorSyntax { Initializer.Value: not LiteralExpressionSyntax } or PropertyDeclarationSyntax { Initializer: not null });
    }

    private List<IOperation> ReferencesOf(ISymbol variable)
    {
        var references = new List<IOperation>();
        foreach (var name in NamesOf(variable))
        {
            if (!_context.Compilation.ContainsSyntaxTree(name.SyntaxTree))
                continue;
            var model = _context.Compilation.GetSemanticModel(name.SyntaxTree);
            if (!SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, _cancellation).Symbol?.OriginalDefinition, variable))
                continue;
            var expression = name.Parent is MemberAccessExpressionSyntax member && member.Name == name ? (ExpressionSyntax)member : name;
            if (model.GetOperation(expression, _cancellation) is { } reference)
                references.Add(reference);
        }

        return references;
    }

    private IEnumerable<SimpleNameSyntax> NamesOf(ISymbol variable)
    {
        if (variable is not (ILocalSymbol or IParameterSymbol))
        {
            foreach (var name in _context.Names.Of(variable.Name, _cancellation))
                yield return name;
            yield break;
        }

        var declaration = variable is IParameterSymbol ? variable.ContainingSymbol : variable;
        var declarations = _context.Compilation.DeclarationsOf(declaration);
        if (declarations.IsEmpty)
            yield break;
        var syntax = declarations[0].GetSyntax(_cancellation);
        var scope = variable is IParameterSymbol ? syntax : syntax.MemberAround() ?? syntax;
        foreach (var node in scope.DescendantNodes())
        {
            if (node is SimpleNameSyntax found && found.Identifier.ValueText == variable.Name)
                yield return found;
        }
    }

    private static bool IsOfThreading(INamedTypeSymbol? type, string name) =>
        type?.Name == name && type.ContainingNamespace is { Name: "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
}
