using SocketAnalyzers.Benchmarks.Editing.Sources;
using SocketAnalyzers.Benchmarks.Measuring;
using SocketAnalyzers.Benchmarks.Peers;

namespace SocketAnalyzers.Benchmarks.Editing;

/// <summary>
/// The time from an edit to the diagnostics of the open document, without some analyzers and with them, on the same edits. Who goes first
/// changes with each edit, so that going second is no advantage.
/// </summary>
internal static class EditLatency
{
    private const int WarmUpEdits = 40;

    /// <summary>Our rules above nothing, above what every editor runs, and above what the SDK turns on; <paramref name="edits"/> each.</summary>
    public static async IAsyncEnumerable<EditCosts> MeasureAllAsync(int edits)
    {
        var ours = new Side(Contender.Ours, OpenFile.SocketRule);
        var sdk = new Side(PeerPackages.Load("Microsoft.CodeAnalysis.NetAnalyzers"), OpenFile.SdkRule);
        var compiler = new Side(Contender.Compiler, OpenFile.CompilerRule);
        yield return await MeasureAsync(new Side(Contender.Empty), ours, edits);
        foreach (var without in new[] { compiler, sdk, compiler.With(sdk) })
            yield return await MeasureAsync(without, without.With(ours), edits);
    }

    /// <param name="without">What people have anyway.</param>
    /// <param name="with">The same with our rules.</param>
    /// <param name="edits">Those that count.</param>
    public static async Task<EditCosts> MeasureAsync(Side without, Side with, int edits)
    {
        var file = new OpenFile();
        var text = file.Write();
        using var first = new Editor(without, text);
        using var second = new Editor(with, text);
        await first.OpenAsync();
        await second.OpenAsync();
        var costs = new EditCosts(without.Name, with.Name);
        for (var round = 0; round < WarmUpEdits + edits; round++)
        {
            file.Edit(round);
            var change = SmallEdit.Between(text, text = file.Write());
            var isFirstFirst = round % 2 == 0;
            var early = await (isFirstFirst ? first : second).EditAsync(change);
            var late = await (isFirstFirst ? second : first).EditAsync(change);
            if (round >= WarmUpEdits)
                costs.Add(isFirstFirst ? early : late, isFirstFirst ? late : early);
        }

        return costs;
    }
}
