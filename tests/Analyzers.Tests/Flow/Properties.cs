using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>
/// Runs FsCheck properties, always with the same cases, so that a change of the code and nothing else makes them fail.
/// SOCKET_ANALYZERS_SEED=n tries other cases, and ten times as many.
/// </summary>
internal static class Properties
{
    // A gamma of FsCheck's generator must be odd.
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    private static readonly string? ChosenSeed = Environment.GetEnvironmentVariable("SOCKET_ANALYZERS_SEED");
    private static readonly ulong Seed = ulong.TryParse(ChosenSeed, out var seed) ? seed : 20260101;

    public static void Holds<T>(Gen<T> cases, int count, Func<T, bool> property, Func<T, IEnumerable<T>>? shrink = null)
    {
        var replay = new Replay(new Rnd(Seed, Gamma), FSharpOption<int>.None);
        var config = Config.QuickThrowOnFailure
            .WithMaxTest(ChosenSeed is null ? count : count * 10)
            .WithReplay(FSharpOption<Replay>.Some(replay))
            .WithQuietOnSuccess(true);
        Prop.ForAll(shrink is null ? Arb.From(cases) : Arb.From(cases, shrink), property).Check(config);
    }

    public static Gen<(T A, T B)> Pairs<T>(this Gen<T> cases) => cases.Two().Select(two => (two.Item1, two.Item2));

    public static Gen<(T A, T B, T C)> Triples<T>(this Gen<T> cases) => cases.Three().Select(three => (three.Item1, three.Item2, three.Item3));
}
