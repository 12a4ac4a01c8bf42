using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Whether somebody may start a loop again after it has ended: from the function it is in to those that call it, wait for its task or
/// run it as a delegate, as far as this compilation's source shows. One question, one search; beyond its budget, and where a delegate goes
/// to code that is not seen, the answer is yes, because the rule then claims nothing.
/// </summary>
internal sealed partial class RestartSearch
{
    private const int MaxSteps = 1000;
    private const int MaxDepth = 24;

    private readonly FlowContext _context;
    private readonly CancellationToken _cancellation;

    // The functions between the loop and here; and where a method that was given a delegate was called with it.
    private readonly List<ISymbol> _path = new();
    private readonly Dictionary<ISymbol, IOperation> _callSites = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _variables = new(SymbolEqualityComparer.Default);

    // Overrides that call their base by the same name lead to the same callers again and again.
    private readonly HashSet<(SyntaxNode, FunctionOutcome)> _done = new();
    private readonly Dictionary<SyntaxNode, SymbolInfo> _bound = new();
    private int _steps;
    private int _depth;

    private RestartSearch(FlowContext context, CancellationToken cancellation)
    {
        _context = context;
        _cancellation = cancellation;
    }

    /// <summary>A catch of somebody who would start it again, but does not get the exception, and the function it is in.</summary>
    public CatchMiss? Miss { get; private set; }

    public ISymbol? MissOwner { get; private set; }

    /// <summary>Whether the loop may be started again when <paramref name="thrown"/> has left it.</summary>
    public static bool Restarts(FlowContext context, ILoopOperation loop, ThrownKinds thrown, CancellationToken cancellation, out RestartSearch search)
    {
        search = new RestartSearch(context, cancellation);
        var restarts = search.After(loop, FunctionOutcome.Throw(thrown), loop);
        context.Counters.CountSteps(search._steps);
        return restarts;
    }

    /// <summary>Whether <paramref name="call"/> may be reached again when it has thrown: in its loop, or because somebody starts that again.</summary>
    public static bool ComesBackTo(FlowContext context, IOperation call, ThrownKinds thrown, CancellationToken cancellation)
    {
        var search = new RestartSearch(context, cancellation);
        var comesBack = search.After(call, FunctionOutcome.Throw(thrown), call);
        context.Counters.CountSteps(search._steps);
        return comesBack;
    }

    // Control is at "from" with this outcome: may it come to "start" again?
    private bool After(IOperation from, FunctionOutcome outcome, IOperation start)
    {
        if (IsBeyondBudget())
            return true;
        var path = FailurePath.Follow(_context.Routes, from, outcome, start);
        if (path.ComesBack)
            return true;
        if (Miss is null && path.Miss is { } miss && _path.Count > 0)
        {
            Miss = miss;
            MissOwner = from.EnclosingMethod(_cancellation);
        }

        return !path.Outcome.IsNone && Leaves(path.Boundary, from, path.Outcome);
    }

    private bool Leaves(IOperation boundary, IOperation from, FunctionOutcome outcome)
    {
        if (from.EnclosingMethod(_cancellation) is not { } function)
            return false;
        if (_callSites.TryGetValue(function, out var callSite))
        {
            _depth++;
            var back = AfterCall(callSite, outcome);
            _depth--;
            return back;
        }

        if (_path.Contains(function))
            return false;
        if (function.IsAsync && function.ReturnsVoid)
            outcome = FunctionOutcome.Detached;
        _depth++;
        _path.Add(function);
        var found = boundary is IAnonymousFunctionOperation ? AsDelegate(boundary, outcome) : AfterCallsOf(function, outcome);
        _path.RemoveAt(_path.Count - 1);
        _depth--;
        return found;
    }

    private bool AfterCallsOf(IMethodSymbol method, FunctionOutcome outcome)
    {
        var family = MethodFamily.Of(_context.Compilation, method);
        if (family.IsOfForeignCode && !outcome.IsDetached)
            return true;
        if (IsHostedService(method) && HasName("ExecuteTask"))
            return true;
        var mentions = new List<SimpleNameSyntax>();
        foreach (var name in NamesOf(method, family))
        {
            if (_steps > MaxSteps)
                return true;
            if (!MayName(name, family, out var isExact))
                continue;
            // It calls itself, or what called it on the way here: "catch { await RunAsync(); }".
            if (isExact && IsOnPathFromItself(name, method))
                return true;
            // Where a call site on the way here decides, it may be another the next time.
            if (_callSites.Count > 0 || _done.Add((name, outcome)))
                mentions.Add(name);
        }

        // Only when all are known: decorators of one interface, each of which may call each other one, are as deep as one then.
        foreach (var mention in mentions)
        {
            if (IsBeyondBudget() || AfterMention(mention, outcome))
                return true;
        }

        return false;
    }

    private bool AfterMention(SimpleNameSyntax name, FunctionOutcome outcome)
    {
        var expression = name.NamedExpression();
        if (expression.Parent is InvocationExpressionSyntax call && call.Expression == expression)
            return _context.Bound.OperationAt(call, _cancellation) is { } made ? AfterCall(made, outcome) : !outcome.IsDetached;
        if (expression.Parent is ObjectCreationExpressionSyntax creation && creation.Type == expression)
            return _context.Bound.OperationAt(creation, _cancellation) is { } made && AfterCall(made, outcome);
        return _context.Bound.OperationAt(expression, _cancellation) switch
        {
            IMethodReferenceOperation reference => AsDelegate(reference, outcome),
            IPropertyReferenceOperation property => AfterCall(property, outcome),
            // "x.RunAsync" in a call that does not bind: its callee is not known.
            IInvalidOperation => !outcome.IsDetached,
            _ => false,
        };
    }

    /// <summary>The function at <paramref name="call"/> is over like this; what the caller gets of it depends on what it does with a task.</summary>
    private bool AfterCall(IOperation call, FunctionOutcome outcome)
    {
        if (outcome.IsDetached || !IsTask(call.Type))
            return After(call, outcome, call);
        var used = call.Parent is IConditionalAccessOperation access && access.WhenNotNull == call ? access : call;
        return AfterTask(used, outcome, call) ?? After(call, FunctionOutcome.Detached, call);
    }

    private IEnumerable<SimpleNameSyntax> NamesOf(IMethodSymbol method, MethodFamily family)
    {
        if (method.MethodKind == MethodKind.LocalFunction)
            return FunctionStarts.NamesOfLocalFunction(method, _cancellation);
        var names = _context.Names.Of(family.Name, _cancellation);
        return method.DeclaredAccessibility == Accessibility.Private && family.IsAlone ? Inside(names, method.ContainingType) : names;
    }

    private IEnumerable<SimpleNameSyntax> Inside(IEnumerable<SimpleNameSyntax> names, INamedTypeSymbol type)
    {
        while (type.ContainingType is { } containing)
            type = containing;
        foreach (var name in names)
        {
            foreach (var reference in _context.Compilation.DeclarationsOf(type))
            {
                if (reference.SyntaxTree == name.SyntaxTree && reference.Span.Contains(name.Span))
                    yield return name;
            }
        }
    }

    // What does not bind, because a package is missing or the type is dynamic, may be it.
    private bool MayName(SimpleNameSyntax name, MethodFamily family, out bool isExact)
    {
        if (!_bound.TryGetValue(name, out var info))
        {
            _steps++;
            _bound.Add(name, info = _context.Bound.SymbolAt(name, _cancellation));
        }

        isExact = info.Symbol is { } bound && family.IsItself(bound);
        // "base.Start()" runs that of the base, whatever overrides it.
        if (isExact || name.Parent is MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax })
            return isExact;
        if (info.Symbol is { } symbol)
            return family.Contains(symbol);
        if (info.CandidateSymbols.IsEmpty)
            return IsOfUnknownType(name);
        foreach (var candidate in info.CandidateSymbols)
        {
            if (family.Contains(candidate))
                return true;
        }

        return false;
    }

    // Of an error type with a name it is none: this project's types are known.
    private bool IsOfUnknownType(SimpleNameSyntax name) =>
        name.Parent is MemberAccessExpressionSyntax member && member.Name == name
        && _context.Compilation.GetSemanticModel(name.SyntaxTree).GetTypeInfo(member.Expression, _cancellation).Type is null or { TypeKind: TypeKind.Dynamic } or { TypeKind: TypeKind.Error, Name: "" or "var" };

    private bool IsOnPathFromItself(SimpleNameSyntax name, IMethodSymbol method)
    {
        var around = _context.Compilation.GetSemanticModel(name.SyntaxTree).GetEnclosingSymbol(name.SpanStart, _cancellation);
        return OnPathAround(around) is { } function && !IsDeclaredIn(method, function);
    }

    private ISymbol? OnPathAround(ISymbol? around)
    {
        for (; around is IMethodSymbol function; around = function.ContainingSymbol)
        {
            if (_path.Contains(function.OriginalDefinition))
                return function;
        }

        return null;
    }

    // A local function is called by the one it stands in, which is not in it.
    private static bool IsDeclaredIn(ISymbol inner, ISymbol outer)
    {
        for (var symbol = inner.ContainingSymbol; symbol is IMethodSymbol; symbol = symbol.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(symbol.OriginalDefinition, outer.OriginalDefinition))
                return true;
        }

        return false;
    }

    private bool HasName(string name)
    {
        foreach (var _ in _context.Names.Of(name, _cancellation))
            return true;
        return false;
    }

    private static bool IsHostedService(IMethodSymbol method) => method is { Name: "ExecuteAsync", IsOverride: true };

    private bool IsTask(ITypeSymbol? type) =>
        _context.Types.Of(type) is KnownType.Task or KnownType.ValueTask or KnownType.GenericTask or KnownType.GenericValueTask;

    // The depth is our own, so that the answer does not depend on the thread's stack.
    private bool IsBeyondBudget() => ++_steps > MaxSteps || _depth > MaxDepth || _path.Count > MaxDepth || _variables.Count > MaxDepth;
}
