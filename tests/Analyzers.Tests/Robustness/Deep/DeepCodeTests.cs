using Xunit;
using Xunit.Abstractions;

namespace SocketAnalyzers.Tests.Robustness.Deep;

/// <summary>
/// However deep or circular the code: what a compiler survives, our analyzers and fixes survive, on 1 MB of stack. The levels are committed,
/// and a run takes them and half of them; "dotnet SocketAnalyzers.Tests.dll measure [FAMILY...]" finds the deepest anew.
/// </summary>
public class DeepCodeTests(ITestOutputHelper output)
{
    private const int CyclicLevel = 40, LargeLevel = 1100, MostRefused = 2;

    [Fact]
    public void Deep_code_ends_neither_the_analyzers_nor_the_fixes()
    {
        var levels = DeepLevels.Read();
        var programs = DeepFamilies.All.Where(family => levels[family.Name] > 0)
            .SelectMany(family => new[] { (family.Name, levels[family.Name]), (family.Name, levels[family.Name] / 2) }).ToList();

        Verify(programs);
    }

    [Fact]
    public void Twenty_families_and_more_are_deep()
    {
        var levels = DeepLevels.Read();

        Assert.Equal(DeepFamilies.All.Select(family => family.Name), levels.Keys);
        Assert.True(levels.Values.Count(level => level >= 100) >= 20);
    }

    [Fact]
    public void Circles_and_large_types_end_neither() =>
        Verify([.. CyclicCode.All.Select(code => (code.Name, code.Name.StartsWith("more ", StringComparison.Ordinal) ? LargeLevel : CyclicLevel))]);

    private void Verify(List<(string Family, int Level)> programs)
    {
        // The analyzers as in the mode "ours", and then every fix of what they have found.
        var (results, diedOn) = DeepProcess.Run("fixes", programs);

        foreach (var result in results)
            output.WriteLine(result.ToString());
        Assert.Null(diedOn);
        Assert.Equal(programs.Count, results.Count);
        // What the compiler refuses as too deep, which depends on the stack that is left, is not tested.
        Assert.DoesNotContain(results, result => result.Outcome is not (DeepResult.Survived or DeepResult.Refused));
        Assert.InRange(results.Count(result => result.Outcome == DeepResult.Refused), 0, MostRefused);
        // What the graph builder itself gives up is silent, and so is a variable beyond the limit of slots; everywhere else the call before and the one behind are found.
        Assert.DoesNotContain(results, result => result is { Outcome: DeepResult.Survived, Failed: 0 } && result.Found < (result.Level == LargeLevel ? 1 : DeepFamily.Expected));
    }
}
