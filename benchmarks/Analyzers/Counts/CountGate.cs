using SocketAnalyzers.Benchmarks.Shapes;
using static System.FormattableString;

namespace SocketAnalyzers.Benchmarks.Counts;

/// <summary>
/// Compares the work that the rules do for the shapes with counts.tsv. Counts have to be the same, because a change of them is a change of
/// the engine that somebody should have meant; bytes may differ by what other threads and the runtime's version allocate.
/// </summary>
internal sealed class CountGate(TextWriter output)
{
    private const double BytesTolerance = 0.10;
    private const long FreeBytes = 64 << 10;

    // Two runs of the same differ by up to a ninth: Roslyn holds syntax nodes weakly and makes them again.
    private const double Noise = 0.15;

    // What a larger size may cost for each unit, above the smaller one. A state has all connections of its method in it, up to a limit.
    private const double CountGrowth = 1.3;
    private const double ByteGrowth = 2;

    // What the rules may look at for each operation of the code: issue 13.
    private const int StepsPerOperation = 50;

    private bool _holds = true;

    public static IEnumerable<(Shape Shape, int Size)> Cases =>
        GrowingShapes.All.SelectMany(static shape => new[] { (shape, shape.Smallest), (shape, shape.Middle) })
            .Concat(AdversarialShapes.All.Select(static shape => (shape, shape.Largest)));

    /// <returns>Whether nothing has grown.</returns>
    public bool Run(IEnumerable<CountLine> expected)
    {
        var known = expected.ToDictionary(static line => (line.Shape, line.Size));
        var measured = new List<CountLine>();
        foreach (var (shape, size) in Cases)
        {
            var line = CountLine.Measure(shape, size);
            measured.Add(line);
            if (known.Remove((shape.Name, size), out var before))
                Compare(before, line);
            else
                Expect(false, $"{shape.Name} {size} is not in counts.tsv");
        }

        foreach (var (shape, size) in known.Keys)
            Expect(false, $"{shape} {size} is in counts.tsv and is no shape any more");
        foreach (var shape in GrowingShapes.All)
            ExpectLinear(measured.Find(line => line.Shape == shape.Name && line.Size == shape.Smallest)!, measured.Find(line => line.Shape == shape.Name && line.Size == shape.Middle)!);
        return _holds;
    }

    private void Compare(CountLine before, CountLine now)
    {
        Expect(now.Flow.OverBudget == 0, $"{now.Shape} {now.Size}: inside the budget");
        Expect(now.Flow.Steps <= StepsPerOperation * (long)now.Operations, Invariant($"{now.Shape} {now.Size}: {(double)now.Flow.Steps / now.Operations:F1} steps for each operation"));
        Expect(now.Flow == before.Flow, $"{now.Shape} {now.Size}: {now.Flow}{(now.Flow == before.Flow ? "" : $", was {before.Flow}")}");
        Expect(now.Bytes <= before.Bytes * (1 + BytesTolerance) + FreeBytes + now.RunBytes * Noise, Invariant($"{now.Shape} {now.Size}: {now.Bytes:N0} B (recorded {before.Bytes:N0} B)"));
    }

    private void ExpectLinearSteps(CountLine small, CountLine large)
    {
        var growth = (double)large.Operations / small.Operations;
        Expect(large.Flow.Steps <= small.Flow.Steps * growth * CountGrowth, $"{large.Shape}: steps grow with the code, {small.Flow.Steps} to {large.Flow.Steps}");
    }

    private void ExpectLinear(CountLine small, CountLine large)
    {
        ExpectLinearSteps(small, large);
        var growth = (double)large.Size / small.Size;
        Expect(large.Flow.Visits <= Math.Max(1, small.Flow.Visits) * growth * CountGrowth, $"{large.Shape}: visits grow with the size, {small.Flow.Visits} to {large.Flow.Visits}");
        Expect(large.Flow.Graphs <= Math.Max(1, small.Flow.Graphs) * growth * CountGrowth, $"{large.Shape}: graphs grow with the size, {small.Flow.Graphs} to {large.Flow.Graphs}");
        Expect(large.Bytes <= Math.Max(FreeBytes, small.Bytes) * growth * ByteGrowth + large.RunBytes * Noise, Invariant($"{large.Shape}: bytes grow with the size, {small.Bytes:N0} to {large.Bytes:N0}"));
    }

    private void Expect(bool holds, string what)
    {
        output.WriteLine($"{(holds ? "ok      " : "FAILED  ")}{what}");
        _holds &= holds;
    }
}
