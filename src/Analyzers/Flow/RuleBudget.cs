using System;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>
/// What the rules may do for one body. A step is one event, object, place, call or node of the text that a rule looks at; beyond the
/// budget <see cref="OverBudgetException"/> ends the rules of that body.
/// </summary>
internal sealed class RuleBudget
{
    // Nobody waits for so little, and no body is walked to be counted.
    private const int PerBody = 10_000;
    private const int PerOperation = 50;

    private const int BetweenChecks = 1_000;

    private readonly FlowContext _context;
    private readonly IOperation _body;
    private readonly CancellationToken _cancellation;
    private int _limit;
    private int _nextCheck = BetweenChecks;
    private bool _isLimitKnown;

    public RuleBudget(FlowContext context, IOperation body, CancellationToken cancellation)
    {
        _context = context;
        _body = body;
        _cancellation = cancellation;
        _limit = context.StepLimit ?? PerBody;
        _isLimitKnown = context.StepLimit is not null;
        _nextCheck = Math.Min(_limit, BetweenChecks);
    }

    /// <summary>Steps that were taken.</summary>
    public int Spent { get; private set; }

    public void Spend(int steps = 1)
    {
        Spent += steps;
        if (Spent > _nextCheck)
            Check();
    }

    private void Check()
    {
        _cancellation.ThrowIfCancellationRequested();
        if (Spent > _limit && !_isLimitKnown)
        {
            _isLimitKnown = true;
            _limit = Math.Max(PerBody, PerOperation * CountOperations());
        }

        if (Spent > _limit)
            throw new OverBudgetException();
        _nextCheck = Math.Min(_limit, Spent + BetweenChecks);
    }

    private int CountOperations()
    {
        var count = 0;
        foreach (var _ in MethodBodies.Walk(_body))
            count++;
        return count;
    }
}

/// <summary>A rule has done more for a body than anybody should wait for. It never leaves the analyzer.</summary>
internal sealed class OverBudgetException : Exception
{
}
