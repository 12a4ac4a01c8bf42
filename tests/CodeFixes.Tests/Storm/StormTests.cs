using System.Diagnostics;
using Xunit;
using Xunit.Abstractions;

namespace SocketAnalyzers.CodeFixes.Tests.Storm;

/// <summary>
/// Programs that the fix of SOCK004 has mended, run: 200 clients of which every second one resets its connection. As it was
/// written the program dies, or serves nobody any more; mended, it serves a last client and ends on a stop signal with 0.
/// </summary>
public sealed class StormTests(ITestOutputHelper output)
{
    private const int Descriptors = 120;

    // One storm can miss every place at which a reset is seen: each reset comes at a point of its own.
    private static readonly TimeSpan Storms = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Programs => [.. StormProgram.Names];

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task A_mended_program_lives_through_the_storm(string name)
    {
        var folder = Directory.CreateTempSubdirectory("storm-");
        try
        {
            var seed = Environment.TickCount;
            output.WriteLine($"{name}: seed {seed}");
            var program = await StormProgram.BuildAsync(name, folder.FullName);
            output.WriteLine(program.Mended);

            using (var before = new StormProcess(program.Before, DescriptorsFor(program)))
            {
                Assert.True(Clients(before, program, seed, Patience).IsServed(), "Already the first client is not served.\n" + before.Errors);
                var serves = true;
                var start = Stopwatch.GetTimestamp();
                for (var storm = 0; serves && Stopwatch.GetElapsedTime(start) < Storms; storm++)
                {
                    Storm(before, program, seed + storm, TimeSpan.FromSeconds(3));
                    serves = !before.HasExited && Clients(before, program, seed, TimeSpan.FromSeconds(3)).IsServed();
                }

                Assert.False(serves, "Without the fix it serves on.");
            }

            using var after = new StormProcess(program.After, DescriptorsFor(program));
            Assert.True(Clients(after, program, seed, Patience).IsServed(), "Already the first client is not served.\n" + after.Errors);
            var served = Storm(after, program, seed, Patience);
            Assert.False(after.HasExited, "It died.\n" + after.Errors);
            Assert.True(Clients(after, program, seed, Patience).IsServed(), "The last client is not served.\n" + after.Errors);
            Assert.Equal(program.Kind == "shortage" ? 0 : StormClients.Count / 2, served);
            Assert.Equal(0, after.Stop());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static int? DescriptorsFor(StormProgram program) => program.Kind == "shortage" ? Descriptors : null;

    private static StormClients Clients(StormProcess process, StormProgram program, int seed, TimeSpan limit) => new(process.Port, program.Kind, seed, limit);

    private static int Storm(StormProcess process, StormProgram program, int seed, TimeSpan limit)
    {
        var clients = Clients(process, program, seed, limit);
        if (program.Kind != "shortage")
            return clients.Run(() => process.HasExited);
        // Some served in parallel first: the pool has its threads then.
        Parallel.For(0, 20, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ => clients.IsServed());
        for (var i = 0; i < 2 && !process.HasExited; i++)
        {
            try
            {
                clients.TakeDescriptors(Descriptors, TimeSpan.FromMilliseconds(500));
            }
            catch (System.Net.Sockets.SocketException)
            {
                // It is gone.
            }
        }

        return 0;
    }
}
