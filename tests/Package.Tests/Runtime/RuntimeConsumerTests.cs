using Xunit;

namespace SocketAnalyzers.Package.Tests.Runtime;

/// <summary>A program with both packages. Everything in the library is kept, so that the trimmer looks at all of it and not only at what the program calls.</summary>
[Collection(PackageCollection.Name)]
public class RuntimeConsumerTests(PackageFixture package)
{
    /// <summary>Neither the compiler nor the analyzers nor the trimmer.</summary>
    [Fact]
    public void NobodyWarns() => Assert.DoesNotContain("warning", package.RuntimeConsumer.Publish.Output, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void TheTrimmedProgramClosesGracefully() => Assert.Equal("PeerClosed 5", DotNet.RunProgram(package.RuntimeConsumer.Program).Succeeds().Output.Trim());

    /// <summary>That the trimmer would have warned.</summary>
    [Fact]
    public void TheTrimmerHasRun() =>
        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(package.RuntimeConsumer.Program)!, "System.Private.Xml.dll")));
}
