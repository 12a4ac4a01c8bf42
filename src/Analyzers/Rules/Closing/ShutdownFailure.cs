using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>
/// What a <c>Shutdown</c> that throws does: it skips the close, with nothing else that closes the connection then, or it takes the place of
/// the exception that led to it.
/// </summary>
internal readonly struct ShutdownFailure
{
    // More in one body, and nothing is said of it: each is compared with all that ends a connection there.
    private const int MaxShutdowns = 64;
    private const int MaxEndings = 256;

    private readonly ClosingContext _context;
    private readonly CancellationToken _cancellation;

    public ShutdownFailure(ClosingContext context, CancellationToken cancellation)
    {
        _context = context;
        _cancellation = cancellation;
    }

    /// <summary>What the exception of <paramref name="shutdown"/> does; null where it does no harm that can be seen.</summary>
    public Harm? Of(IInvocationOperation shutdown, ISymbol member)
    {
        if (_context.Places(_cancellation).Of(shutdown.Instance) is not { } place || EndingsAround(shutdown) is null)
            return null;
        var way = FailureWay.From(shutdown, _context.Routes);
        return Of(shutdown, place, way, CloseBehind(way, shutdown, place), member);
    }

    /// <summary>The same for helpers that let the exception of their <c>Shutdown</c> out, and what they skip is <paramref name="close"/>.</summary>
    public void AddHelpers(IInvocationOperation close, ISymbol member, List<Harm> harms)
    {
        if (EndingsAround(close) is not { } endings || _context.Places(_cancellation).Of(close.Instance) is not { } closed)
            return;
        foreach (var call in endings.Calls)
        {
            if (call.Syntax.SpanStart < close.Syntax.SpanStart && ThrowsHere(call) && OfHelper(call, closed, close, member) is { } harm)
                harms.Add(harm);
        }
    }

    // What an async method throws is in its task.
    private static bool ThrowsHere(IInvocationOperation call)
    {
        if (!call.TargetMethod.IsAsync)
            return true;
        var value = call.Parent;
        while (value is IArgumentOperation or IConversionOperation or IParenthesizedOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" })
            value = value.Parent;
        return value is IAwaitOperation;
    }

    private Harm? OfHelper(IInvocationOperation call, ConnectionPlace closed, IInvocationOperation close, ISymbol member)
    {
        if (!_context.MentionsShutdown(Callee.Definition(call.TargetMethod), _cancellation) || _context.EndingsOf(call.TargetMethod, _cancellation) is not { Shutdowns: { Count: > 0 } shutdowns })
            return null;
        foreach (var shutdown in shutdowns)
        {
            if (Callee.PlaceOutside(call, shutdown.Place!, _context.Places(_cancellation)) is not { } place || !place.Equals(closed))
                continue;
            var way = FailureWay.From(call, _context.Routes);
            if (ReferenceEquals(CloseBehind(way, call, place)?.Syntax, close.Syntax) && IsLetOut(shutdown) && Of(call, place, way, close, member) is { } harm)
                return harm.In(shutdown.Operation);
        }

        return null;
    }

    private BodyEndings? EndingsAround(IOperation operation) =>
        _context.EndingsAround(operation, _cancellation) is { } endings && endings.Shutdowns.Count <= MaxShutdowns && endings.Calls.Count <= MaxEndings && endings.Closes.Count <= MaxEndings ? endings : null;

    private IOperation? CloseBehind(FailureWay way, IOperation call, ConnectionPlace place) => new CloseBehind(_context, way, _cancellation).Of(call, place);

    private Harm? Of(IInvocationOperation call, ConnectionPlace place, FailureWay way, IOperation? close, ISymbol member)
    {
        if (close is null && !way.ReplacesAnother)
            return null;
        // The process ends.
        if (way.LeavesMethod && SymbolEqualityComparer.Default.Equals(member, _context.Compilation.GetEntryPoint(_cancellation)))
            return null;
        if (ConnectedAround.Guards(call, _context, _cancellation) || new AliveBefore(_context, place, _cancellation).Is(call))
            return null;
        if (close is not null && !IsClosedOn(way, call, place, member as IMethodSymbol) && !(way.LeavesMethod && member is IMethodSymbol method && IsClosedByCaller(method, place)))
            return new Harm(call, close, way.ReplacesAnother, null);
        return way.ReplacesAnother ? new Harm(call, null, true, null) : null;
    }

    // The helper's own close is the helper's own diagnostic.
    private bool IsLetOut(Ending shutdown)
    {
        var way = FailureWay.From(shutdown.Operation, _context.Routes);
        return way.LeavesMethod && CloseBehind(way, shutdown.Operation, shutdown.Place!) is null
            && !ConnectedAround.Guards(shutdown.Operation, _context, _cancellation) && !IsClosedOn(way, (IInvocationOperation)shutdown.Operation, shutdown.Place!);
    }

    /// <summary>Whether something closes the connection, or may, on the way of the exception.</summary>
    /// <param name="thrower">The method that the call is in or calls: another call of it throws as this one did.</param>
    private bool IsClosedOn(FailureWay way, IInvocationOperation call, ConnectionPlace place, IMethodSymbol? thrower = null)
    {
        var endings = _context.EndingsAround(call, _cancellation);
        foreach (var close in endings.Closes)
        {
            if ((close.Place is null || close.Place.Equals(place)) && way.Reaches(close.Operation))
                return true;
        }

        foreach (var handed in endings.HandedOn)
        {
            if (handed.Place!.Equals(place) && way.Reaches(handed.Operation))
                return true;
        }

        foreach (var other in endings.Calls)
        {
            if (!ReferenceEquals(other, call) && way.Reaches(other) && !IsCallOf(other, thrower) && new UnguardedClose(_context, _cancellation).In(other, place))
                return true;
        }

        return false;
    }

    private static bool IsCallOf(IInvocationOperation call, IMethodSymbol? method) => method is not null && SymbolEqualityComparer.Default.Equals(Callee.Definition(call.TargetMethod), Callee.Definition(method));

    // "try { End(socket); } finally { socket.Dispose(); }"
    private bool IsClosedByCaller(IMethodSymbol method, ConnectionPlace place)
    {
        var callers = new GuardedCallers(_context, _cancellation);
        foreach (var call in callers.Of(method))
        {
            if (Callee.PlaceOutside(call, place, _context.Places(_cancellation)) is { } outside && IsClosedOn(FailureWay.From(call, _context.Routes), call, outside, method))
                return true;
        }

        return false;
    }

    /// <summary>What is skipped, or lost, when the call throws.</summary>
    internal readonly struct Harm
    {
        public Harm(IInvocationOperation call, IOperation? skippedClose, bool replacesAnother, IOperation? inHelper)
        {
            Call = call;
            SkippedClose = skippedClose;
            ReplacesAnother = replacesAnother;
            InHelper = inHelper;
        }

        /// <summary>What throws.</summary>
        public IInvocationOperation Call { get; }

        /// <summary>None where another exception is lost, and no more.</summary>
        public IOperation? SkippedClose { get; }

        /// <summary>It leaves a catch or finally, and the exception that led there is lost.</summary>
        public bool ReplacesAnother { get; }

        /// <summary>The Shutdown, where the call is that of a helper.</summary>
        public IOperation? InHelper { get; }

        public Harm In(IOperation helper) => new(Call, SkippedClose, ReplacesAnother, helper);
    }
}
