using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace SocketAnalyzers.Tests.Scripted;

/// <summary>Scripts by chance on the close, in both ways to wait.</summary>
public class ScriptTests
{
    private const int Count = 6_000;

    // Shed is the gate's word.
    private static IEnumerable<CloseOutcome> AllOutcomes => Enum.GetValues<CloseOutcome>().Where(outcome => outcome != CloseOutcome.Shed);

    [Fact]
    public void Asynchronous_close() => AllHold(script => Ending.Of(script, Ending.Asynchronous), AllOutcomes);

    [Fact]
    public void Blocking_close() =>
        AllHold(script => Ending.Of(ScriptGenerator.ForBlocking(script), Ending.Blocking), AllOutcomes.Where(outcome => outcome != CloseOutcome.Canceled));

    private static void AllHold(Func<Script, Ending> run, IEnumerable<CloseOutcome> expected)
    {
        var outcomes = new Dictionary<CloseOutcome, int>();
        ScriptGenerator.Check(Count, script =>
        {
            var ending = run(script);
            outcomes[ending.Result.Outcome] = outcomes.GetValueOrDefault(ending.Result.Outcome) + 1;
            return ending.Violations;
        });
        // Scripts that never come to an outcome prove nothing about it.
        Assert.All(expected, outcome => Assert.True(outcomes.GetValueOrDefault(outcome) >= 20, $"{outcome}: {outcomes.GetValueOrDefault(outcome)} scripts"));
    }
}
