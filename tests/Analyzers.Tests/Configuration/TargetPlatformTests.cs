using SocketAnalyzers.Configuration;
using Xunit;

namespace SocketAnalyzers.Tests.Configuration;

public class TargetPlatformTests
{
    private static TargetPlatform Read(params (string Name, string Value)[] properties) =>
        TargetPlatform.Read(new DictionaryOptions([.. properties.Select(property => ("build_property." + property.Name, property.Value))]));

    [Theory]
    [InlineData(".NETCoreApp", "v1.0", true)]
    [InlineData(".NETCoreApp", "v2.0", true)]
    [InlineData(".netcoreapp", "2.0", true)]
    [InlineData(".NETCoreApp", "v2.1", false)]
    [InlineData(".NETCoreApp", "v10.0", false)]
    [InlineData(".NETFramework", "v2.0", false)]
    [InlineData(".NETStandard", "v2.0", false)]
    [InlineData(".NETCoreApp", "", false)]
    [InlineData(".NETCoreApp", "vNext", false)]
    public void NetCoreBelow21ByIdentifier(string identifier, string version, bool expected) =>
        Assert.Equal(expected, Read(("TargetFrameworkIdentifier", identifier), ("TargetFrameworkVersion", version)).IsNetCoreBelow21);

    [Theory]
    [InlineData("netcoreapp2.0", true)]
    [InlineData("netcoreapp2.1", false)]
    [InlineData("netcoreapp3.1", false)]
    [InlineData("net8.0", false)]
    [InlineData("net472", false)]
    [InlineData("netstandard2.0", false)]
    [InlineData("", false)]
    public void NetCoreBelow21ByMoniker(string framework, bool expected) => Assert.Equal(expected, Read(("TargetFramework", framework)).IsNetCoreBelow21);

    [Theory]
    [InlineData("", ".NETFramework", true)]
    [InlineData("net472", ".NETFramework", true)]
    [InlineData("net472", "", true)]
    [InlineData("NET40", "", true)]
    [InlineData("net10.0", "", false)]
    [InlineData("net10.0", ".NETCoreApp", false)]
    [InlineData("netstandard2.0", "", false)]
    [InlineData("netcoreapp3.1", "", false)]
    [InlineData("net", "", false)]
    [InlineData("", "", false)]
    public void NetFrameworkByIdentifierOrMoniker(string framework, string identifier, bool expected) =>
        Assert.Equal(expected, Read(("TargetFramework", framework), ("TargetFrameworkIdentifier", identifier)).IsNetFramework);

    [Fact]
    public void NothingKnownIsFalse()
    {
        var platform = Read();

        Assert.False(platform.IsNetCoreBelow21);
        Assert.False(platform.IsNetFramework);
        Assert.False(platform.CannotRunOnWindows);
    }

    [Theory]
    [InlineData("linux-x64", true)]
    [InlineData("linux-musl-arm64,osx-arm64", true)]
    [InlineData(" linux-x64 , osx.10.15-x64,", true)]
    [InlineData("Linux-x64", true)]
    [InlineData("unix", true)]
    [InlineData("linux-x64,win-x64", false)]
    [InlineData("win-x64", false)]
    [InlineData("any", false)]
    [InlineData("linuxish-x64", false)]
    [InlineData(",", false)]
    [InlineData("", false)]
    public void RuntimeIdentifiersOfThePackageDecide(string list, bool expected) =>
        Assert.Equal(expected, Read(("SocketAnalyzersRuntimeIdentifiers", list)).CannotRunOnWindows);

    [Theory]
    [InlineData("linux-x64", "", true)]
    [InlineData("", "linux-x64;osx-x64", true)]
    [InlineData("linux-x64", "linux-x64;win-x64", false)]
    [InlineData("win-x64", "linux-x64", false)]
    public void RuntimeIdentifiersOfAnotherHostCount(string one, string list, bool expected) =>
        Assert.Equal(expected, Read(("RuntimeIdentifier", one), ("RuntimeIdentifiers", list)).CannotRunOnWindows);

    [Theory]
    [InlineData("net8.0-android34.0", true)]
    [InlineData("net8.0-ios", true)]
    [InlineData("net8.0-macos", true)]
    [InlineData("net8.0-linux", true)]
    [InlineData("net8.0-windows10.0.19041.0", false)]
    [InlineData("net8.0", false)]
    public void ThePlatformOfTheFrameworkCounts(string framework, bool expected) =>
        Assert.Equal(expected, Read(("TargetFramework", framework)).CannotRunOnWindows);
}
