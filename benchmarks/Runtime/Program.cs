using System;
using System.Diagnostics;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace SocketAnalyzers.Benchmarks;

internal static class Program
{
    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["--quick"]:
                return RunQuick();
            case ["--closes", var way, var peer, var rounds]:
                var benchmark = new CloseBenchmarks { Peer = Enum.Parse<PeerEnd>(peer) };
                Closes.Run(benchmark, way == "ByHand" ? benchmark.ByHand : benchmark.CloseGracefully, int.Parse(rounds, null));
                return 0;
            case ["--relay", var relay, var port, var target]:
                Beside.Serve(relay, int.Parse(port, null), int.Parse(target, null));
                return 0;
            case ["--throughput", var target, .. var relays]:
                Beside.Measure(int.Parse(target, null), relays);
                return 0;
            default:
                // In this process: the project that BenchmarkDotNet would write has no versions for our central package management.
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly)
                    .Run(args, DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance)));
                return 0;
        }
    }

    private static int RunQuick()
    {
        var start = Stopwatch.GetTimestamp();
        var holds = new QuickRun(rounds: 41).Run();
        Console.WriteLine($"took {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
        return holds ? 0 : 1;
    }
}
