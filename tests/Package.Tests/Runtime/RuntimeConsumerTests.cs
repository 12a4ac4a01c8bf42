using Xunit;
using Xunit.Abstractions;

namespace SocketAnalyzers.Package.Tests.Runtime;

/// <summary>A program with both packages. Everything in the library is kept, so that the trimmer looks at all of it and not only at what the program calls.</summary>
[Collection(PackageCollection.Name)]
public class RuntimeConsumerTests(PackageFixture package, ITestOutputHelper output)
{
    // Closed, relayed, the lock of SslStream found, and 200 ends of TLS beside a read.
    private const string Expected = "PeerClosed 5|True 7 PeerClosed|System.Net.Security.SslAuthenticationOptions|TLS 200";

    /// <summary>Neither the compiler nor the analyzers nor the trimmer.</summary>
    [Fact]
    public void NobodyWarns() => Assert.DoesNotContain("warning", package.RuntimeConsumer.Publish.Output, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void TheTrimmedProgramClosesGracefully() => Assert.Equal(Expected, Lines(DotNet.RunProgram(package.RuntimeConsumer.Program)));

    [Fact]
    public void TheNativeProgramDoesTheSameAndNobodyWarns()
    {
        if (!RuntimeConsumer.CanLink)
        {
            output.WriteLine("NOT run: NativeAOT needs clang or gcc.");
            return;
        }

        Assert.DoesNotContain("warning", package.RuntimeConsumer.PublishNative.Output, StringComparison.OrdinalIgnoreCase);
        Assert.False(File.Exists(Path.ChangeExtension(package.RuntimeConsumer.NativeProgram, ".dll")));
        Assert.Equal(Expected, Lines(DotNet.RunProgram(package.RuntimeConsumer.NativeProgram)));
    }

    /// <summary>That the trimmer would have warned.</summary>
    [Fact]
    public void TheTrimmerHasRun() =>
        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(package.RuntimeConsumer.Program)!, "System.Private.Xml.dll")));

    private static string Lines(CommandResult run) => string.Join('|', run.Succeeds().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
