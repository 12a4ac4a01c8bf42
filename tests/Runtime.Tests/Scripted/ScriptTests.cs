using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Xunit;

namespace SocketAnalyzers.Tests.Scripted;

/// <summary>
/// Scripts by chance, always the same ones, so that a change of the code and nothing else makes them fail.
/// SOCKET_ANALYZERS_SEED=n tries others, and ten times as many.
/// </summary>
public class ScriptTests
{
    private const int Count = 6_000;

    // A gamma of FsCheck's generator must be odd.
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    private static readonly string? ChosenSeed = Environment.GetEnvironmentVariable("SOCKET_ANALYZERS_SEED");
    private static readonly ulong Seed = ulong.TryParse(ChosenSeed, out var seed) ? seed : 20261121;

    [Fact]
    public void Asynchronous_close() => AllHold(script => Ending.Of(script, Ending.Asynchronous), AllOutcomes);

    [Fact]
    public void Blocking_close() =>
        AllHold(script => Ending.Of(ScriptGenerator.ForBlocking(script), Ending.Blocking), AllOutcomes.Where(outcome => outcome != CloseOutcome.Canceled));

    // Shed is the gate's word.
    private static IEnumerable<CloseOutcome> AllOutcomes => Enum.GetValues<CloseOutcome>().Where(outcome => outcome != CloseOutcome.Shed);

    private static void AllHold(Func<Script, Ending> run, IEnumerable<CloseOutcome> expected)
    {
        var outcomes = new Dictionary<CloseOutcome, int>();
        var replay = new Replay(new Rnd(Seed, Gamma), FSharpOption<int>.None);
        var config = Config.QuickThrowOnFailure
            .WithMaxTest(ChosenSeed is null ? Count : Count * 10)
            .WithEndSize(20)
            .WithReplay(FSharpOption<Replay>.Some(replay))
            .WithQuietOnSuccess(true);
        Prop.ForAll(
            Arb.From(ScriptGenerator.Scripts, ScriptGenerator.Shrink),
            script =>
            {
                var ending = run(script);
                outcomes[ending.Result.Outcome] = outcomes.GetValueOrDefault(ending.Result.Outcome) + 1;
                var violations = ending.Violations;
                return violations.Count == 0 ? true.ToProperty() : false.Label(string.Join(Environment.NewLine, violations));
            }).Check(config);
        // Scripts that never come to an outcome prove nothing about it.
        Assert.All(expected, outcome => Assert.True(outcomes.GetValueOrDefault(outcome) >= 20, $"{outcome}: {outcomes.GetValueOrDefault(outcome)} scripts"));
    }
}
