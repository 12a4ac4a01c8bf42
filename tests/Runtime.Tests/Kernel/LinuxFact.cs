using System;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>A test of what only Linux has; elsewhere it is skipped, and says so.</summary>
public sealed class LinuxFactAttribute : FactAttribute
{
    internal const string Reason = "Linux only.";

    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : Reason;
}

/// <inheritdoc cref="LinuxFactAttribute"/>
public sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute() => Skip = OperatingSystem.IsLinux() ? null : LinuxFactAttribute.Reason;
}
