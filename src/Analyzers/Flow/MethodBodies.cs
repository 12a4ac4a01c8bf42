using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>From a method symbol to its body in source, wherever it stands in the compilation.</summary>
internal static class MethodBodies
{
    /// <summary>The body, or null for a method without one that can be analysed (abstract, extern, an iterator, a primary constructor).</summary>
    public static IOperation? Find(Compilation compilation, IMethodSymbol method, CancellationToken cancellation)
    {
        method = method.PartialImplementationPart ?? method;
        if (method.IsAbstract || method.IsExtern || method.DeclaringSyntaxReferences.Length != 1)
            return null;
        var syntax = method.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
        if (syntax is TypeDeclarationSyntax)
            return null;
        return compilation.OperationOf(syntax, cancellation) switch
        {
            IMethodBodyOperation body => body,
            IConstructorBodyOperation body => body,
            IBlockOperation { Parent: null } block => block,
            _ => null,
        };
    }

    /// <summary>The body of a local function; null where there is none.</summary>
    public static IOperation? OfLocalFunction(Compilation compilation, IMethodSymbol function, CancellationToken cancellation) =>
        compilation.DeclarationsOf(function) is { Length: 1 } declarations
            ? (compilation.OperationOf(declarations[0].GetSyntax(cancellation), cancellation) as ILocalFunctionOperation)?.Body
            : null;

    public static ControlFlowGraph? GraphOf(IOperation body, CancellationToken cancellation) => body switch
    {
        IMethodBodyOperation method => ControlFlowGraph.Create(method, cancellation),
        IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor, cancellation),
        IBlockOperation block => ControlFlowGraph.Create(block, cancellation),
        _ => null,
    };

    /// <summary>All operations of a body, lambdas and local functions included.</summary>
    public static IEnumerable<IOperation> Walk(IOperation body)
    {
        var stack = new Stack<IOperation>();
        stack.Push(body);
        while (stack.Count > 0)
        {
            var operation = stack.Pop();
            yield return operation;
            foreach (var child in operation.ChildOperations)
                stack.Push(child);
        }
    }

    /// <summary>The method, accessor or constructor that an operation calls; accessors of auto-properties are variables, not calls.</summary>
    public static void AddTargets(IOperation operation, TypeKinds kinds, HashSet<ISymbol> targets)
    {
        switch (operation)
        {
            case IInvocationOperation invocation:
                targets.Add(invocation.TargetMethod.OriginalDefinition);
                break;
            case IObjectCreationOperation { Constructor: { } constructor }:
                targets.Add(constructor.OriginalDefinition);
                break;
            case IPropertyReferenceOperation property when !kinds.IsAutoProperty(property.Property):
                if (property.Property.GetMethod is { } getter)
                    targets.Add(getter.OriginalDefinition);
                if (property.Property.SetMethod is { } setter)
                    targets.Add(setter.OriginalDefinition);
                break;
        }
    }
}
