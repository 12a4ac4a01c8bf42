using System;
using System.Net.Sockets;

namespace SocketAnalyzers.Benchmarks;

/// <summary>Closes and nothing else, for system-calls.sh, which counts what they ask of the kernel.</summary>
internal static class Closes
{
    /// <param name="benchmark">The closes that are counted, and how their peers end.</param>
    /// <param name="close">One of its two ways.</param>
    /// <param name="rounds">Of <see cref="CloseBenchmarks.Connections"/> closes each.</param>
    public static void Run(CloseBenchmarks benchmark, Action close, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            benchmark.Open();
            close();
            benchmark.Clean();
        }
    }
}
