using Xunit;

namespace SocketAnalyzers.Tools.Tests;

/// <summary>For tests of shell scripts.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "Windows has no bash of its own.";
    }
}
