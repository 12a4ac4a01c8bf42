using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Rules;

/// <summary>Whether a method may close a connection that is not connected, by itself or through those that it calls.</summary>
internal struct UnguardedClose
{
    private const int MaxCalls = 3;
    private const int MaxSteps = 512;

    private readonly ClosingContext _context;
    private readonly CancellationToken _cancellation;
    private int _steps;

    public UnguardedClose(ClosingContext context, CancellationToken cancellation)
    {
        _context = context;
        _cancellation = cancellation;
        _steps = MaxSteps;
    }

    /// <param name="call">A call in the caller's body.</param>
    /// <param name="place">The connection, as the caller names it.</param>
    public bool In(IInvocationOperation call, ConnectionPlace place) => In(call, place, MaxCalls);

    /// <param name="method">A method of the type that the connection is a member of.</param>
    /// <param name="place">The connection, a member of <c>this</c>.</param>
    public bool In(IMethodSymbol method, ConnectionPlace place) => In(method, place, MaxCalls);

    private bool In(IInvocationOperation call, ConnectionPlace place, int depth) =>
        depth > 0 && Callee.PlaceIn(call, place, _context.Places(_cancellation)) is { } inside && In(call.TargetMethod, inside, depth - 1);

    // Where there is too much to look at, it may.
    private bool In(IMethodSymbol method, ConnectionPlace place, int depth)
    {
        if (_context.EndingsOf(method, _cancellation) is not { } endings)
            return false;
        foreach (var close in endings.Closes)
        {
            if (--_steps < 0)
                return true;
            if ((close.Place is null || close.Place.Equals(place)) && !ConnectedGuard.Guards(close, _context, _cancellation))
                return true;
        }

        foreach (var call in endings.Calls)
        {
            if (--_steps < 0 || In(call, place, depth))
                return true;
        }

        return false;
    }
}
