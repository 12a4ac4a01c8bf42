using Xunit;

namespace SocketAnalyzers.EchoServer.Tests;

/// <summary>For tests that send a signal.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "Windows has no signals between processes.";
    }
}
