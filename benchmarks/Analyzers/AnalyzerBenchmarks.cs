using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis.CSharp;
using SocketAnalyzers.Benchmarks.Measuring;
using SocketAnalyzers.Benchmarks.Shapes;

namespace SocketAnalyzers.Benchmarks;

/// <summary>One analysis of a shape's largest size, with everything that the compiler does for it.</summary>
[MemoryDiagnoser]
public class AnalyzerBenchmarks
{
    private CSharpCompilation _compilation = null!;

    /// <summary>The shapes' names.</summary>
    public static IEnumerable<string> Names => Shapes.Shape.All.Select(static shape => shape.Name);

    /// <summary>The shape that is analysed.</summary>
    [ParamsSource(nameof(Names))]
    public string Shape { get; set; } = "";

    /// <summary>Compiles the shape, so that only the analysis is measured.</summary>
    [GlobalSetup]
    public void Compile()
    {
        var shape = Shapes.Shape.All.First(known => known.Name == Shape);
        _compilation = shape.Compile(shape.Largest);
    }

    /// <summary>The floor.</summary>
    [Benchmark(Baseline = true)]
    public void EmptyAnalyzer() => AnalyzerRun.Measure(_compilation, Contender.Empty, timed: false);

    /// <summary>All rules.</summary>
    [Benchmark]
    public void OurRules() => AnalyzerRun.Measure(_compilation, Contender.Ours, timed: false);
}
