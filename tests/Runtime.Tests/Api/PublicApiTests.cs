using System;
using System.IO;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Api;

/// <summary>What the library promises, as a text of which a change is seen in review.</summary>
public class PublicApiTests
{
#if RUNTIME_IS_NETSTANDARD
    private const string Framework = "netstandard2.0";
    private const string Tests = "tests/Runtime.Tests.NetStandard";
#else
    private const string Framework = "net8.0";
    private const string Tests = "tests/Runtime.Tests";
#endif

    [Fact]
    public void It_is_the_committed_one()
    {
        var file = Repository.PathOf("src", "Runtime", $"PublicAPI.{Framework}.txt");
        var actual = PublicApi.Of(typeof(CloseOptions).Assembly);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
            File.WriteAllText(file, actual);

        Assert.True(
            File.ReadAllText(file) == actual,
            $"The public API is not that of src/Runtime/PublicAPI.{Framework}.txt. If the change is meant, see it with\n"
            + $"    UPDATE_SNAPSHOTS=1 dotnet test {Tests} --filter PublicApiTests\n    git diff src/Runtime\n");
    }
}
