using System;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>
/// From a receive to the place where the code receives again though the peer has closed its side: in a loop of its own function, in
/// a loop of a caller, or in a callback that posts the next receive.
/// </summary>
internal sealed class EndSearch
{
    // The loop is rarely further away.
    private const int MaxCallers = 3;

    // For one receive.
    private const int MaxWalks = 48;

    private readonly EndContext _context;
    private readonly CancellationToken _cancellation;
    private ReceiveEnd _end;
    private bool _isAnyStream;
    private int _walks;
    private int _steps;

    public EndSearch(EndContext context, CancellationToken cancellation)
    {
        _context = context;
        _cancellation = cancellation;
    }

    /// <summary>Calls <paramref name="found"/> with each place where the end is not handled, and with the call that leads back.</summary>
    public void FindFrom(IInvocationOperation receive, Action<EndFinding> found)
    {
        _end = ReceiveEnd.Of(receive, _context);
        if (_end.Sign != EndSign.Gives || ReceiveEnd.ReceiverOf(receive) is not { } receiver)
            return;
        var function = receive.FunctionAround();
        var isInLoop = IsInLoop(receive.Syntax, function.Syntax);
        var callback = receive.TargetMethod.Name.StartsWith("End", StringComparison.Ordinal) ? function : null;
        // What runs once comes back only where somebody calls it again.
        if (!isInLoop && callback is null && !IsCalled(receive))
            return;
        _steps = _context.StepsFor(function);
        if (_steps == 0)
            return;
        var origin = new StreamOrigin(_context, _cancellation);
        if (_context.RootOf(receiver, _cancellation) is not { } connection || !origin.IsStream(receive, receiver, isInLoop))
            return;
        _isAnyStream = origin.IsUnknown;
        Find(new ReceiveStart(receive, _end.Value, connection, isInLoop, callback, receive), found, 0);
    }

    /// <summary>Whether this receive is the one that ignores the end.</summary>
    public bool Blames(IInvocationOperation receive)
    {
        var isBlamed = false;
        FindFrom(receive, finding => isBlamed |= ReferenceEquals(finding.Culprit, receive));
        return isBlamed;
    }

    /// <summary>The same for the count of a <c>SocketAsyncEventArgs</c> that the function around it is given.</summary>
    public bool ComesBackWith(IPropertyReferenceOperation count)
    {
        var function = count.FunctionAround();
        if (count.Instance is not IParameterReferenceOperation { Parameter: var eventArgs } || !IsFirst(count, function))
            return false;
        if (_context.Graphs.Around(count, _cancellation) is not { } graph)
            return false;
        var walk = new EndWalk(_context, ReceiveStart.OfEventArgs(eventArgs.OriginalDefinition, function), _context.StepsFor(function), _cancellation);
        walk.Run(graph);
        return walk.HasComeBack;
    }

    private static bool IsFirst(IPropertyReferenceOperation count, IOperation function)
    {
        foreach (var operation in MethodBodies.Walk(function))
        {
            if (operation is IPropertyReferenceOperation other && other.Syntax.SpanStart < count.Syntax.SpanStart && SymbolEqualityComparer.Default.Equals(other.Property, count.Property))
                return false;
        }

        return true;
    }

    private bool IsCalled(IInvocationOperation receive)
    {
        if (receive.EnclosingMethod(_cancellation) is not { } method)
            return false;
        foreach (var _ in _context.CallsOf(method, _cancellation))
            return true;
        return false;
    }

    // False where nothing was found.
    private bool Find(ReceiveStart start, Action<EndFinding> found, int depth)
    {
        if (ComesBackInLoop(start))
            return Report(start, found);
        if (Walk(start) is not { } walk)
            return false;
        if (walk.HasComeBack)
            return Report(start, found);
        // This loop ends with the stream; one around the function may not.
        if (start.IsInLoop)
            return Find(start.WithoutLoop(), found, depth);
        if (walk.IsGivenUp || walk.Exit is not { } exit || depth == MaxCallers || start.Call.EnclosingMethod(_cancellation) is not { } method)
            return false;
        foreach (var caller in _context.CallsOf(method, _cancellation))
        {
            if (ConnectionAt(caller, start.Connection) is not { } connection)
                continue;
            var isInLoop = IsInLoop(caller.Syntax, caller.FunctionAround().Syntax);
            var next = new ReceiveStart(caller, walk.ExitValue, connection, isInLoop, callback: null, start.Receive, exit);
            // A helper that hands the sign on leaves it to its callers; of one that does not, one place is enough.
            if (Find(next, found, depth + 1) && !walk.ExitValue.IsReceived)
                return true;
        }

        return false;
    }

    private bool Report(ReceiveStart start, Action<EndFinding> found)
    {
        found(new EndFinding(start, _end.Value, _isAnyStream));
        return true;
    }

    // In the innermost loop: what stands around it need not be understood if that one never ends.
    private bool ComesBackInLoop(ReceiveStart start)
    {
        start.Scope = start.IsInLoop ? start.Call.Syntax.FirstAncestorOrSelf<SyntaxNode>(static node => node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax) : null;
        var comesBack = start.Scope is not null && Walk(start) is { HasComeBack: true };
        start.Scope = null;
        return comesBack;
    }

    private EndWalk? Walk(ReceiveStart start)
    {
        if (++_walks > MaxWalks || _context.Graphs.Around(start.Call, _cancellation) is not { } graph)
            return null;
        var walk = new EndWalk(_context, start, _steps, _cancellation);
        walk.Run(graph);
        return walk;
    }

    private static bool IsInLoop(SyntaxNode call, SyntaxNode function)
    {
        for (var node = call; node is not null && node != function; node = node.Parent)
        {
            if (node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax)
                return true;
        }

        return false;
    }

    // What leads to the connection in the caller: the argument, the object whose field it is, or the same field.
    private ISymbol? ConnectionAt(IInvocationOperation caller, ISymbol connection)
    {
        // A local function sees the variables of the function around it.
        var isOwn = SymbolEqualityComparer.Default.Equals(connection.ContainingSymbol, Callee.Definition(caller.TargetMethod));
        if (connection is ILocalSymbol or IParameterSymbol && !isOwn)
            return connection;
        if (connection is IParameterSymbol parameter)
        {
            foreach (var argument in caller.Arguments)
            {
                if (argument.Parameter is { } given && Callee.ParameterOf(caller.TargetMethod, given).Ordinal == parameter.Ordinal)
                    return _context.RootOf(argument.Value, _cancellation);
            }

            return null;
        }

        if (connection is ILocalSymbol)
            return null;
        return connection.IsStatic || caller.Instance is null or IInstanceReferenceOperation ? connection : _context.RootOf(caller.Instance, _cancellation);
    }
}
