using System;
using System.Diagnostics;
using System.Linq;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace SocketAnalyzers.Benchmarks;

internal static class Program
{
    private static int Main(string[] args)
    {
        if (!args.Contains("--quick"))
        {
            // In this process: the project that BenchmarkDotNet would write has no versions for our central package management.
            BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly)
                .Run(args, DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance)));
            return 0;
        }

        var start = Stopwatch.GetTimestamp();
        var holds = new QuickRun(rounds: 41).Run();
        Console.WriteLine($"took {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
        return holds ? 0 : 1;
    }
}
