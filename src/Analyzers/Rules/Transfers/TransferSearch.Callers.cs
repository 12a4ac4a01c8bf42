using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>From a method to those that call it: what they give it, and what they do with what it returns.</summary>
internal sealed partial class TransferSearch
{
    /// <summary>Where the values of a parameter come from. One that nobody of this compilation gives comes from where nothing is seen.</summary>
    private void AddArguments(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method || !_context.Compilation.Declares(method))
        {
            _seen.Lose();
            return;
        }

        switch (method.MethodKind)
        {
            case MethodKind.PropertySet:
                AddOrigin(method.AssociatedSymbol!);
                break;
            case MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.Constructor or MethodKind.ExplicitInterfaceImplementation:
                AddArguments(method, parameter);
                break;
            default:
                // What a lambda is given.
                _seen.Lose();
                break;
        }
    }

    private void AddArguments(IMethodSymbol method, IParameterSymbol parameter)
    {
        var found = false;
        foreach (var (_, arguments) in CallsOf(method))
        {
            // Somebody else calls it.
            if (arguments.IsDefault)
            {
                _seen.Lose();
                return;
            }

            foreach (var argument in arguments)
            {
                if (argument.Parameter?.Ordinal != parameter.Ordinal || argument.ArgumentKind == ArgumentKind.DefaultValue)
                    continue;
                found = true;
                if (parameter.RefKind != RefKind.Out)
                    AddValue(argument.Value);
            }
        }

        if (!found)
            _seen.Lose();
    }

    private void LookAtReturn(IOperation statement)
    {
        for (var around = statement; around is not null; around = around.Parent)
        {
            if (around is IAnonymousFunctionOperation)
            {
                LookAtReturnOfLambda(around);
                return;
            }

            if (around is ILocalFunctionOperation local)
            {
                AddResults(local.Symbol);
                return;
            }
        }

        if (MemberAround(statement.Syntax) is { } member)
            AddResults(member);
        else
            _seen.Lose();
    }

    private ISymbol? MemberAround(SyntaxNode node)
    {
        var declaration = node.FirstAncestorOrSelf<SyntaxNode>(static n => n is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax);
        return declaration is null ? null : _uses.SymbolAt(declaration);
    }

    // A property that hands it out is an invitation that only its readers take up; a method that nobody calls is there for others.
    private void AddResults(ISymbol member)
    {
        if (member is IPropertySymbol { IsIndexer: false } property)
        {
            foreach (var name in NamesOf(property))
                AddHolder(name);
            return;
        }

        if (member is not IMethodSymbol method)
        {
            _seen.Lose();
            return;
        }

        var found = false;
        foreach (var (call, arguments) in CallsOf(method))
        {
            if (arguments.IsDefault)
            {
                _seen.Lose();
                return;
            }

            found = true;
            AddUse(call);
        }

        if (!found && method.DeclaredAccessibility is not (Accessibility.Private or Accessibility.Internal or Accessibility.NotApplicable))
            _seen.Lose();
    }

    // Under its own name, and under those of what it implements or overrides.
    private IEnumerable<ISymbol> NamesOf(IPropertySymbol property)
    {
        yield return property;
        for (var overridden = property.OverriddenProperty; overridden is not null; overridden = overridden.OverriddenProperty)
            yield return overridden;
        foreach (var type in property.ContainingType.AllInterfaces)
        {
            foreach (var member in type.GetMembers())
            {
                if (member is IPropertySymbol && _context.Compilation.Declares(member) && SymbolEqualityComparer.Default.Equals(property.ContainingType.FindImplementationForInterfaceMember(member)?.OriginalDefinition, property.OriginalDefinition))
                    yield return member;
            }
        }
    }

    /// <summary>All calls of a method of the project; without arguments where it is made a delegate, or called in another way.</summary>
    private IEnumerable<(IOperation Call, ImmutableArray<IArgumentOperation> Arguments)> CallsOf(IMethodSymbol method)
    {
        method = Callee.Definition(method);
        var family = MethodFamily.Of(_context.Compilation, method);
        foreach (var name in _uses.Candidates(family.IsAlone ? method : FirstNamed(family, method)))
        {
            if (!Step())
                yield break;
            switch (CallAt(name))
            {
                case IInvocationOperation call when family.Contains(call.TargetMethod):
                    yield return (call, call.Arguments);
                    break;
                case IObjectCreationOperation { Constructor: { } constructor } creation when family.IsItself(constructor):
                    yield return (creation, creation.Arguments);
                    break;
                case IMethodReferenceOperation reference when family.Contains(reference.Method):
                    yield return (reference, default);
                    break;
            }
        }

        if (method.MethodKind != MethodKind.Constructor)
            yield break;
        foreach (var call in UnnamedCallsOf(method))
            yield return call;
    }

    // An explicit implementation has the name of the interface's member, which everybody can use.
    private static ISymbol FirstNamed(MethodFamily family, IMethodSymbol method) =>
        method.ExplicitInterfaceImplementations is { Length: > 0 } implemented ? implemented[0] : method;

    private IOperation? CallAt(SimpleNameSyntax name)
    {
        SyntaxNode called = name.NamedExpression();
        while (called.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax)
            called = called.Parent;
        return called.Parent switch
        {
            InvocationExpressionSyntax call when call.Expression == called => _uses.OperationAt(call),
            ObjectCreationExpressionSyntax creation when creation.Type == called => _uses.OperationAt(creation),
            _ => _uses.OperationAt(called),
        };
    }

    private IEnumerable<(IOperation Call, ImmutableArray<IArgumentOperation> Arguments)> UnnamedCallsOf(IMethodSymbol constructor)
    {
        foreach (var tree in _context.Compilation.SyntaxTrees)
        {
            foreach (var node in UnnamedCreations.Of(tree, _cancellation))
            {
                if (!UnnamedCreations.MayBe(node, constructor))
                    continue;
                if (!Step())
                    yield break;
                switch (_uses.OperationAt(node))
                {
                    case IObjectCreationOperation { Constructor: { } made } creation when SymbolEqualityComparer.Default.Equals(made.OriginalDefinition, constructor):
                        yield return (creation, creation.Arguments);
                        break;
                    case IInvocationOperation { TargetMethod: var called } call when SymbolEqualityComparer.Default.Equals(called.OriginalDefinition, constructor):
                        yield return (call, call.Arguments);
                        break;
                }
            }
        }
    }
}
