using System;
using System.Diagnostics;
using System.Threading.Tasks;
using Xunit;
using Xunit.Abstractions;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>TLS is ended while it is read, in processes of their own: a mistake corrupts the heap. SOCKETANALYZERS_TLS_ENDS sets how often, and also runs what dies.</summary>
[Collection(KernelCollection.Name)]
public class TlsStressTests(ITestOutputHelper output)
{
    private const string Variable = "SOCKETANALYZERS_TLS_ENDS";

#if RUNTIME_IS_NETSTANDARD
    // Of the other build only how it calls the stream differs.
    private const int UsualEnds = 500;
#else
    private const int UsualEnds = 2000;
#endif

    private static readonly TimeSpan Hangs = TimeSpan.FromMinutes(20);

    [Theory]
    [InlineData("half")]
    [InlineData("reader")]
    [InlineData("close")]
    [InlineData("relay")]
    public async Task Under_the_streams_own_lock(string way) => Assert.Equal(0, await RunAsync($"{way} {Ends(UsualEnds)}"));

    /// <summary>As on a runtime whose stream has no lock that we know.</summary>
    [Theory]
    [InlineData("half")]
    [InlineData("reader")]
    [InlineData("close")]
    [InlineData("relay")]
    public async Task Beside_no_read_where_the_lock_is_not_found(string way) => Assert.Equal(0, await RunAsync($"{way} {Ends(200)} hidden"));

    /// <summary>The stress can fail. On demand: which of its runs dies, and how, is chance.</summary>
    [Fact]
    public async Task The_bare_call_dies()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
        {
            output.WriteLine($"Not run: {Variable} is not set.");
            return;
        }

        var codes = new int[10];
        for (var i = 0; i < codes.Length; i++)
            codes[i] = await RunAsync($"bare {Ends(2000)}");
        Assert.Contains(codes, code => code is not (0 or 3 or 64));
    }

    private static int Ends(int usual) => int.TryParse(Environment.GetEnvironmentVariable(Variable), out var ends) ? ends : usual;

    private async Task<int> RunAsync(string arguments)
    {
        var start = new ProcessStartInfo("dotnet", $"\"{typeof(TlsStressTests).Assembly.Location}\" tls-stress {arguments}") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using var process = Process.Start(start)!;
        var printed = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Hangs);
        output.WriteLine($"{string.Join('\n', await printed).Trim()}\nexit code {process.ExitCode}");
        return process.ExitCode;
    }
}
