using System.Globalization;
using SocketAnalyzers.Benchmarks.Shapes;

namespace SocketAnalyzers.Benchmarks.Scaling;

/// <summary>The tables of docs/performance.md, and the points that plot.sh draws.</summary>
internal static class ScalingReport
{
    public static void PrintTable(TextWriter output, IEnumerable<ScalingPoint> points)
    {
        output.WriteLine("| Shape | Size | Time | Time for each | Allocated for each | Graphs | Visits | Summaries | Steps | Over budget |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var point in points)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {point.Shape.Name}: {point.Shape.Unit} | {point.Size:N0} | {point.Time.TotalMilliseconds:N1} ms | {point.Time.TotalMicroseconds / point.Size:N1} us | {point.Bytes / point.Size:N0} B | {point.Flow.Graphs:N0} | {point.Flow.Visits:N0} | {point.Flow.Summaries:N0} | {point.Flow.Steps:N0} | {point.Flow.OverBudget:N0} |"));
        }
    }

    /// <summary>One block for each shape, as gnuplot's "index" wants it.</summary>
    public static void WritePoints(TextWriter output, IEnumerable<ScalingPoint> points)
    {
        Shape? last = null;
        foreach (var point in points)
        {
            if (last is not null && last != point.Shape)
                output.WriteLine("\n");
            if (last != point.Shape)
                output.WriteLine($"\"{point.Shape.Name}\"");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{point.Size} {point.Time.TotalMilliseconds:F3} {point.Bytes}"));
            last = point.Shape;
        }
    }
}
