using System.Globalization;
using SocketAnalyzers.Benchmarks.Measuring;
using SocketAnalyzers.Benchmarks.Shapes;
using SocketAnalyzers.Scan;

namespace SocketAnalyzers.Benchmarks.Counts;

/// <summary>A line of counts.tsv: what the rules do for a shape of one size. None of it depends on a clock.</summary>
/// <param name="Bytes">Allocated by the rules.</param>
internal sealed record CountLine(string Shape, int Size, FlowCounts Flow, long Bytes)
{
    public const string Header = "shape\tsize\tbodies\tgraphs\tvisits\tsummaries\tsteps\tover budget\tbytes";

    /// <summary>Allocated by the whole run. Not written: how much of it there is depends on what the collector threw away meanwhile.</summary>
    public long RunBytes { get; private init; }

    /// <summary>Operations of the code. Not written: the shape says it.</summary>
    public int Operations { get; private init; }

    public static CountLine Measure(Shape shape, int size)
    {
        var compilation = shape.Compile(size);
        var (cost, bytes) = AnalyzerRun.MeasureOurs(compilation, timed: false, runs: 2);
        // Less than nothing is noise: what the analyzer that does nothing had to make again, and ours found there.
        return new CountLine(shape.Name, size, cost.Flow, Math.Max(0, bytes)) { RunBytes = cost.Bytes, Operations = OperationCount.Of(compilation) };
    }

    public static CountLine Parse(string line)
    {
        var cells = line.Split('\t');
        if (cells.Length != 9)
            throw new FormatException($"counts.tsv: '{line}' has {cells.Length} columns; they are {Header}.");
        var numbers = cells.Skip(1).Select(static cell => long.Parse(cell, CultureInfo.InvariantCulture)).ToArray();
        return new CountLine(cells[0], (int)numbers[0], new FlowCounts((int)numbers[1], (int)numbers[2], numbers[3], (int)numbers[4], numbers[5], (int)numbers[6]), numbers[7]);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Shape}\t{Size}\t{Flow.Bodies}\t{Flow.Graphs}\t{Flow.Visits}\t{Flow.Summaries}\t{Flow.Steps}\t{Flow.OverBudget}\t{Bytes}");
}
