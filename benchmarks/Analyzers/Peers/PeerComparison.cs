using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SocketAnalyzers.Benchmarks.Measuring;
using SocketAnalyzers.Loading;

namespace SocketAnalyzers.Benchmarks.Peers;

/// <summary>
/// Runs every contender over the projects of folders, in turns, so that all of them see the same code on the same machine. Folders are
/// loaded as tools/Scan loads them.
/// </summary>
internal sealed class PeerComparison(IReadOnlyList<Contender> contenders, int rounds)
{
    private const string SdkAnalyzers = "Microsoft.CodeAnalysis.NetAnalyzers";

    /// <summary>The floor, ours, and the packages; and ours on top of the SDK's, which every project for .NET 5 or later has.</summary>
    public static IReadOnlyList<Contender> Contenders(IEnumerable<string> packages)
    {
        var peers = packages.Select(PeerPackages.Load).ToList();
        var beside = peers.Where(static peer => peer.Name.StartsWith(SdkAnalyzers, StringComparison.Ordinal)).Select(static sdk => sdk.With(Contender.Ours));
        return [Contender.Empty, Contender.Listening, Contender.Ours, .. peers, .. beside];
    }

    public IReadOnlyList<Standing> Standings { get; } = [.. contenders.Select(static contender => new Standing(contender))];

    /// <summary>Reading, parsing, binding and, where there are no errors, emitting.</summary>
    public TimeSpan CompileTime { get; private set; }

    public int Projects { get; private set; }

    /// <summary>Those that have no errors and could be emitted.</summary>
    public int Emitted { get; private set; }

    public long Lines { get; private set; }

    public async Task RunAsync(IEnumerable<string> folders, Action<Problem> report)
    {
        var projects = folders.SelectMany(folder => ProjectFinder.Find(folder, report)).ToList();
        var compiler = new LooseCompiler(null, [], report);
        await compiler.ForEachAsync(BuildOrder.Of(projects), loaded =>
        {
            Measure(loaded);
            return Task.CompletedTask;
        });
    }

    private void Measure(LoadedProject loaded)
    {
        Projects++;
        Lines += loaded.Compilation.SyntaxTrees.Sum(static tree => (long)tree.GetText().Lines.Count);
        var least = new RunCost?[Standings.Count];
        var compile = TimeSpan.MaxValue;
        for (var round = 0; round < rounds; round++)
        {
            var (time, isEmitted) = Compile(loaded.Compilation);
            Emitted += isEmitted && round == 0 ? 1 : 0;
            compile = time < compile ? time : compile;
            for (var i = 0; i < Standings.Count; i++)
            {
                var standing = Standings[i];
                var cost = AnalyzerRun.Measure(loaded.Compilation, standing.Contender, timed: true, crash => standing.Crashes.Add(crash));
                least[i] = least[i] is { } before ? RunCost.Least(before, cost) : cost;
            }
        }

        CompileTime += compile + loaded.LoadTime;
        for (var i = 0; i < Standings.Count; i++)
            Standings[i].Add(least[i]!.Value);
    }

    // A copy binds everything anew. With errors the compiler stops after binding, so that the time is too short rather than too long.
    private static (TimeSpan Time, bool IsEmitted) Compile(CSharpCompilation compilation)
    {
        GC.Collect();
        var start = Stopwatch.GetTimestamp();
        var result = compilation.WithOptions(compilation.Options.WithConcurrentBuild(false)).Emit(Stream.Null);
        return (Stopwatch.GetElapsedTime(start), result.Success);
    }
}
