using SocketAnalyzers.Benchmarks.Measuring;
using SocketAnalyzers.Benchmarks.Shapes;
using SocketAnalyzers.Scan;

namespace SocketAnalyzers.Benchmarks.Scaling;

/// <summary>What a shape of one size costs.</summary>
/// <param name="Time">The driver's own account of our analyzers.</param>
/// <param name="Bytes">Allocated by them.</param>
internal sealed record ScalingPoint(Shape Shape, int Size, TimeSpan Time, long Bytes, FlowCounts Flow);

/// <summary>Measures how the rules' cost grows with the code.</summary>
internal static class ScalingRun
{
    private const int Runs = 7;

    public static IEnumerable<ScalingPoint> Measure(IEnumerable<Shape> shapes) => shapes.SelectMany(static shape => shape.Sizes.Select(size => Measure(shape, size)));

    private static ScalingPoint Measure(Shape shape, int size)
    {
        var (cost, bytes) = AnalyzerRun.MeasureOurs(shape.Compile(size), timed: true, Runs);
        return new ScalingPoint(shape, size, cost.Analyzers, bytes, cost.Flow);
    }
}
