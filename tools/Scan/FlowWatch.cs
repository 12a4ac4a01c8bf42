using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Loading;

namespace SocketAnalyzers.Scan;

/// <summary>Collects what one project's analysis cost, and where it gave up or failed.</summary>
internal sealed class FlowWatch
{
    /// <summary>Roslyn's own id for an analyzer that threw.</summary>
    public const string CrashId = "AD0001";

    private readonly ConcurrentQueue<FlowContext> _contexts = new();
    private readonly ConcurrentQueue<BodyFailures> _failures = new();

    // Sets: a body can be given up as itself and as a callee, and a crash can come by both ways.
    private readonly ConcurrentDictionary<string, byte> _overBudget = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _failed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _crashes = new(StringComparer.Ordinal);

    public void Add(FlowContext context)
    {
        _contexts.Enqueue(context);
        context.BodyAnalysed = body =>
        {
            if (body.IsOverBudget)
                _overBudget.TryAdd(NameOf(body.Owner), 0);
        };
        context.RulesGaveUp = owner => _overBudget.TryAdd(NameOf(owner), 0);
        context.Failures.Failed = AddFailure;
    }

    public void Add(BodyFailures failures)
    {
        _failures.Enqueue(failures);
        failures.Failed = AddFailure;
    }

    private void AddFailure(ISymbol body, Exception exception) => _failed.TryAdd($"{NameOf(body)}: {exception.GetType().Name}: {exception.Message}\n{exception.StackTrace}", 0);

    public void AddCrash(Exception exception, DiagnosticAnalyzer analyzer, Diagnostic diagnostic) =>
        _crashes.TryAdd($"{diagnostic.Id}: {analyzer.GetType().Name} failed with {exception.GetType().Name}: {exception.Message}\n{exception.StackTrace}", 0);

    public void AddCrash(Diagnostic diagnostic) => _crashes.TryAdd(CrashId + ": " + diagnostic.GetMessage(CultureInfo.InvariantCulture), 0);

    public IEnumerable<Problem> Problems(string folder) => Sorted(_overBudget)
        .Select(body => "over budget, and so not analysed: " + body)
        .Concat(Sorted(_failed).Select(body => "failed, and so not analysed: " + body))
        .Concat(Sorted(_crashes))
        .Select(message => new Problem(folder, message));

    // The counters count each attempt. How often a body is tried as a callee depends on the threads; the names do not.
    public ProjectCost Cost(string project, int files, long lines, TimeSpan load, TimeSpan analysis) => new(
        project, files, lines, load, analysis,
        FlowCounts.Of(_contexts) with { OverBudget = _overBudget.Count } + new FlowCounts { Failed = _failures.Sum(static failures => failures.Count) });

    private static IEnumerable<string> Sorted(ConcurrentDictionary<string, byte> set) => set.Keys.Order(StringComparer.Ordinal);

    private static string NameOf(ISymbol owner)
    {
        var place = owner.Locations.IsEmpty ? null : Place.Of(owner.Locations[0]);
        return place is null ? owner.ToDisplayString() : $"{owner.ToDisplayString()} ({Path.GetFileName(place.File)}:{place.Line})";
    }
}
