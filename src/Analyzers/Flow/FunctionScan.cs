using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>One function of a body (the body itself, a lambda, a local function) with the calls in it that throw on a reset, in source order.</summary>
internal sealed class ScannedFunction
{
    public ScannedFunction(IOperation root, IMethodSymbol? symbol, FlowContext context)
    {
        Root = root;
        Symbol = symbol;
        Context = context;
    }

    public IOperation Root { get; }

    /// <summary>Null for the initializer of a field.</summary>
    public IMethodSymbol? Symbol { get; }

    public List<ThrowingCall> Calls { get; } = new();

    /// <summary>Those that wait for a client.</summary>
    public List<ThrowingCall> Accepts { get; } = new();

    /// <summary>For <see cref="AcceptLoops"/>: whether a loop of the function is one that accepts.</summary>
    public Dictionary<ILoopOperation, bool> Loops { get; } = new();

    public FlowContext Context { get; }

    /// <summary>For <see cref="AcceptReposts"/>: where the function asks for the next client, in source order.</summary>
    public List<IOperation>? AcceptRequests { get; set; }
}

/// <summary>
/// The functions of one body and what gets out of each of them. One walk over the operations as they are written, because
/// what covers a call is a matter of nesting; the graph is not needed.
/// </summary>
internal sealed class FunctionScan
{
    // Local functions that call one another in a row.
    private const int MaxDepth = 32;

    private readonly ExceptionRoutes _routes;
    private readonly FlowContext _context;
    private readonly ResetCalls _calls;
    private readonly Dictionary<ISymbol, ResetEscape?> _localFunctions = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, ScannedFunction> _bySymbol = new(SymbolEqualityComparer.Default);
    private int _depth;

    private FunctionScan(FlowContext context, SummaryScope? scope, CancellationToken cancellation)
    {
        _routes = context.Routes;
        _context = context;
        _calls = new ResetCalls(context, scope, cancellation);
    }

    public List<ScannedFunction> Functions { get; } = new();

    /// <summary>Operations that were looked at.</summary>
    public int Size { get; private set; }

    public static FunctionScan Of(FlowContext context, IOperation body, ISymbol owner, SummaryScope? scope, CancellationToken cancellation)
    {
        var scan = new FunctionScan(context, scope, cancellation);
        scan.Walk(body, owner as IMethodSymbol);
        context.Counters.CountSteps(scan.Size);
        return scan;
    }

    /// <summary>What gets out of a function, or null when nothing does.</summary>
    public ResetEscape? EscapeOf(ScannedFunction function)
    {
        ResetEscape? escape = null;
        foreach (var call in function.Calls)
        {
            // Connect fails without a reset, and that is another story.
            if (call.IsConnect)
                continue;
            var left = Leaving(call, function.Root, out var origin, out var callee);
            if (left == ThrownKinds.None)
                continue;
            escape ??= new ResetEscape();
            if (escape.First is null)
            {
                escape.Miss = _routes.FindMiss(call.Operation, call.Kinds == ThrownKinds.None ? left : call.Kinds, function.Root) ?? callee?.Miss;
                escape.MissOwner = escape.Miss == callee?.Miss ? callee?.MissOwner : function.Symbol;
                escape.IsFromAcceptLoop = callee?.IsFromAcceptLoop == true || AcceptLoops.LoopAround(call.Operation, function) is not null;
            }

            escape.Add(call, left, origin, call.IsAccept || callee?.IsAccept == true);
        }

        return escape;
    }

    /// <summary>What of the call's exceptions gets out of <paramref name="boundary"/>, and the call at the bottom.</summary>
    public ThrownKinds Leaving(ThrowingCall call, IOperation boundary, out IOperation origin, out ResetEscape? callee)
    {
        callee = call.LocalFunction is { } local ? EscapeOf(local) : call.Callee;
        origin = callee?.Origin ?? call.Operation;
        var kinds = call.LocalFunction is null ? call.Kinds
            : callee is null ? ThrownKinds.None
            : call.Use == TaskUse.Blocked ? ThrownKinds.Other : callee.Kinds;
        return call.Use switch
        {
            TaskUse.NotHere or TaskUse.Suppressed => ThrownKinds.None,
            TaskUse.Returned => kinds,
            _ => _routes.Leaving(call.Operation, kinds, boundary),
        };
    }

    private ResetEscape? EscapeOf(ISymbol localFunction)
    {
        if (_localFunctions.TryGetValue(localFunction, out var known))
            return known;
        if (_depth == MaxDepth)
            return null;
        // One that calls itself gives nothing to itself.
        _localFunctions[localFunction] = null;
        if (!_bySymbol.TryGetValue(localFunction, out var function) || (function.Symbol!.IsAsync && function.Symbol.ReturnsVoid))
            return null;
        _depth++;
        _localFunctions[localFunction] = EscapeOf(function);
        _depth--;
        return _localFunctions[localFunction];
    }

    private void Walk(IOperation body, IMethodSymbol? owner)
    {
        var stack = new Stack<(IOperation Operation, ScannedFunction Function)>();
        var outermost = new ScannedFunction(body, owner, _context);
        Functions.Add(outermost);
        stack.Push((body, outermost));
        var children = new List<IOperation>();
        while (stack.Count > 0)
        {
            var (operation, function) = stack.Pop();
            Size++;
            function = Enter(operation, function);
            if (_calls.Find(operation) is { } call)
                Add(function, call);
            children.Clear();
            foreach (var child in operation.ChildOperations)
                children.Add(child);
            for (var i = children.Count - 1; i >= 0; i--)
                stack.Push((children[i], function));
        }
    }

    private static void Add(ScannedFunction function, ThrowingCall call)
    {
        function.Calls.Add(call);
        if (call.IsAccept)
            function.Accepts.Add(call);
    }

    private ScannedFunction Enter(IOperation operation, ScannedFunction function)
    {
        var symbol = (operation as IAnonymousFunctionOperation)?.Symbol ?? (operation as ILocalFunctionOperation)?.Symbol;
        if (symbol is null)
            return function;
        var inner = new ScannedFunction(operation, symbol, _context);
        Functions.Add(inner);
        _bySymbol[symbol] = inner;
        return inner;
    }
}
