using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>Who runs a function, where nobody can catch what it throws (facts §14).</summary>
internal enum FunctionStart
{
    /// <summary>A caller, who may catch; or nobody knows.</summary>
    Caller,
    AsyncVoid,
    Thread,
    ThreadPool,
    Timer,
    AsyncCallback,
    Completed,
    BackgroundService,
}

/// <summary>
/// How functions are started: the delegate type that a method or lambda becomes tells. A method's references are looked
/// for in its outermost type only, with one pass per type over its names, and only for methods that let a reset out.
/// </summary>
internal sealed class FunctionStarts
{
    private readonly ConcurrentDictionary<ISymbol, MethodNames> _names = new(SymbolEqualityComparer.Default);
    private readonly Func<ISymbol, MethodNames> _find = static type => new MethodNames((INamedTypeSymbol)type);

    public FunctionStart Of(ScannedFunction function, CancellationToken cancellation)
    {
        if (function.Symbol is not { } method)
            return FunctionStart.Caller;
        if (method.IsAsync && method.ReturnsVoid)
            return FunctionStart.AsyncVoid;
        if (method.MethodKind == MethodKind.AnonymousFunction)
            return new DelegateUse(function.Context, cancellation).Of(function.Root.Parent);
        if (IsBackgroundService(method))
            return HostedServices.MayStopHost(function.Context, method, cancellation) ? FunctionStart.BackgroundService : FunctionStart.Caller;
        return OfReferences(method, function, cancellation);
    }

    /// <summary>Whether the body may be one that no caller of its own runs, before anything is known of what it throws.</summary>
    public bool MayStart(ISymbol owner, CancellationToken cancellation)
    {
        if (owner is not IMethodSymbol method)
            return false;
        if ((method.IsAsync && method.ReturnsVoid) || IsBackgroundService(method))
            return true;
        if (NamesAround(method) is not { } names)
            return false;
        foreach (var name in names.WithoutCallsOf(method.Name, cancellation))
        {
            if (!IsCalled(name))
                return true;
        }

        return HasCallbackShape(method);
    }

    private FunctionStart OfReferences(IMethodSymbol method, ScannedFunction function, CancellationToken cancellation)
    {
        var isMentioned = false;
        foreach (var name in NamesOf(method, cancellation))
        {
            isMentioned = true;
            if (!IsCalled(name) && OfReference(name, method, function.Context, cancellation) is var start and not FunctionStart.Caller)
                return start;
        }

        // Nobody in this type uses it: its shape says what it is for, where code that is not seen can make it a delegate.
        if (isMentioned || !HasCallbackShape(method) || !EndsOperation(function))
            return FunctionStart.Caller;
        return OfOtherTypes(method, function.Context, cancellation) ?? (IsVisibleOutside(method) ? FunctionStart.AsyncCallback : FunctionStart.Caller);
    }

    // What the rest of the project does with it; null when it never names it.
    private static FunctionStart? OfOtherTypes(IMethodSymbol method, FlowContext context, CancellationToken cancellation)
    {
        FunctionStart? found = null;
        foreach (var name in context.Names.Of(method.Name, cancellation))
        {
            var symbol = context.Compilation.GetSemanticModel(name.SyntaxTree).GetSymbolInfo(name, cancellation).Symbol;
            if (!SymbolEqualityComparer.Default.Equals(symbol?.OriginalDefinition, method.OriginalDefinition))
                continue;
            if (!IsCalled(name) && OfReference(name, method, context, cancellation) is var start and not FunctionStart.Caller)
                return start;
            found = FunctionStart.Caller;
        }

        return found;
    }

    private static FunctionStart OfReference(SimpleNameSyntax name, IMethodSymbol method, FlowContext context, CancellationToken cancellation)
    {
        if (!context.Compilation.ContainsSyntaxTree(name.SyntaxTree))
            return FunctionStart.Caller;
        var expression = name.Parent is MemberAccessExpressionSyntax member && member.Name == name ? (ExpressionSyntax)member : name;
        if (context.Compilation.GetSemanticModel(name.SyntaxTree).GetOperation(expression, cancellation) is not IMethodReferenceOperation reference
            || !SymbolEqualityComparer.Default.Equals(reference.Method.OriginalDefinition, method.OriginalDefinition))
            return FunctionStart.Caller;
        return new DelegateUse(context, cancellation).Of(reference.Parent);
    }

    /// <summary>Whether a delegate of this type may be run where nobody can catch; <see cref="DelegateUse"/> says where it is.</summary>
    public static FunctionStart OfDelegate(IOperation? creation) =>
        OfDelegateType(creation) is var start && start != FunctionStart.Caller && MayBeGivenToStarter(creation!, start) ? start : FunctionStart.Caller;

    // "Invoke(new ThreadStart(...))" and "Guarded(OnReceive)" only borrow the delegate's type: their callee may catch.
    private static bool MayBeGivenToStarter(IOperation creation, FunctionStart start)
    {
        var parent = creation.Parent;
        while (parent is IConversionOperation or IDelegateCreationOperation)
            parent = parent.Parent;
        if (parent is not IArgumentOperation argument)
            return true;
        return argument.Parent switch
        {
            IObjectCreationOperation { Constructor: { } constructor } => constructor.ContainingAssembly is ISourceAssemblySymbol || constructor.ContainingType.Name == (start == FunctionStart.Thread ? "Thread" : "Timer"),
            IInvocationOperation { TargetMethod: { } method } => start switch
            {
                FunctionStart.ThreadPool => method.ContainingType?.Name == "ThreadPool",
                FunctionStart.AsyncCallback => method.Name.StartsWith("Begin", StringComparison.Ordinal),
                _ => false,
            },
            _ => true,
        };
    }

    // A private or internal method that is only called is no callback; "InternalsVisibleTo" makes it visible.
    private static bool IsVisibleOutside(IMethodSymbol method)
    {
        var isInternal = false;
        for (ISymbol? symbol = method; symbol is IMethodSymbol or INamedTypeSymbol; symbol = symbol.ContainingSymbol)
        {
            if (symbol.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal))
                return false;
            isInternal |= symbol.DeclaredAccessibility != Accessibility.Public;
        }

        if (!isInternal)
            return true;
        foreach (var attribute in method.ContainingAssembly.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == "InternalsVisibleToAttribute")
                return true;
        }

        return false;
    }

    private static FunctionStart OfDelegateType(IOperation? creation)
    {
        if (creation is not IDelegateCreationOperation { Type: INamedTypeSymbol type })
            return FunctionStart.Caller;
        var space = type.ContainingNamespace;
        if (space is { Name: "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
        {
            return type.Name switch
            {
                "ThreadStart" or "ParameterizedThreadStart" => FunctionStart.Thread,
                "WaitCallback" => FunctionStart.ThreadPool,
                "TimerCallback" => FunctionStart.Timer,
                _ => FunctionStart.Caller,
            };
        }

        if (space is not { Name: "System", ContainingNamespace.IsGlobalNamespace: true })
            return FunctionStart.Caller;
        return type.Name switch
        {
            "AsyncCallback" => FunctionStart.AsyncCallback,
            "EventHandler" when IsHandlerOfCompleted(creation) => FunctionStart.Completed,
            "Action" when IsWorkItem(creation) => FunctionStart.ThreadPool,
            _ => FunctionStart.Caller,
        };
    }

    private static bool IsHandlerOfCompleted(IOperation creation) =>
        creation.Parent is IEventAssignmentOperation { EventReference: IEventReferenceOperation { Event: { Name: "Completed", ContainingType.Name: "SocketAsyncEventArgs" } } };

    // ThreadPool.QueueUserWorkItem<TState>(Action<TState>, TState, bool)
    private static bool IsWorkItem(IOperation creation) =>
        creation.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "QueueUserWorkItem" or "UnsafeQueueUserWorkItem", ContainingType: { Name: "ThreadPool", ContainingNamespace.Name: "Threading" } } } };

    private static bool IsBackgroundService(IMethodSymbol method)
    {
        if (method.Name != "ExecuteAsync" || !method.IsOverride)
            return false;
        for (var type = method.ContainingType.BaseType; type is not null; type = type.BaseType)
        {
            if (type is { Name: "BackgroundService", ContainingNamespace: { Name: "Hosting", ContainingNamespace: { Name: "Extensions", ContainingNamespace.Name: "Microsoft" } } })
                return true;
        }

        return false;
    }

    // "EndSend(result)" is the half of a pair, which its caller calls.
    private static bool HasCallbackShape(IMethodSymbol method) =>
        method.ReturnsVoid && !method.Name.StartsWith("End", StringComparison.Ordinal)
        && method.Parameters.Length == 1 && method.Parameters[0].Type is { Name: "IAsyncResult", ContainingNamespace.Name: "System" };

    private static bool EndsOperation(ScannedFunction function)
    {
        foreach (var call in function.Calls)
        {
            if (call.Operation is IInvocationOperation { TargetMethod: { } target } && target.Name.StartsWith("End", StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static bool IsCalled(SimpleNameSyntax name) =>
        name.Parent is InvocationExpressionSyntax
        || (name.Parent is MemberAccessExpressionSyntax member && member.Name == name && member.Parent is InvocationExpressionSyntax)
        || (name.Parent is MemberBindingExpressionSyntax { Parent: InvocationExpressionSyntax });

    private MethodNames? NamesAround(IMethodSymbol method)
    {
        INamedTypeSymbol? outermost = method.ContainingType;
        while (outermost?.ContainingType is { } containing)
            outermost = containing;
        return outermost is null ? null : _names.GetOrAdd(outermost.OriginalDefinition, _find);
    }

    private IEnumerable<SimpleNameSyntax> NamesOf(IMethodSymbol method, CancellationToken cancellation)
    {
        if (method.MethodKind == MethodKind.LocalFunction)
            return NamesOfLocalFunction(method, cancellation);
        return NamesAround(method)?.Of(method.Name, cancellation) ?? Array.Empty<SimpleNameSyntax>();
    }

    /// <summary>Walks its member: asked only when a local function lets a reset out, which is rare.</summary>
    public static IEnumerable<SimpleNameSyntax> NamesOfLocalFunction(IMethodSymbol function, CancellationToken cancellation)
    {
        foreach (var reference in function.DeclaringSyntaxReferences)
        {
            // It is visible in its member only; in a program of top-level statements that is the whole file.
            var syntax = reference.GetSyntax(cancellation);
            var member = syntax.FirstAncestorOrSelf<SyntaxNode>(static node => node is MemberDeclarationSyntax and not GlobalStatementSyntax) ?? syntax.SyntaxTree.GetRoot(cancellation);
            foreach (var node in member.DescendantNodes())
            {
                if (node is SimpleNameSyntax name && name.Identifier.ValueText == function.Name)
                    yield return name;
            }
        }
    }
}
