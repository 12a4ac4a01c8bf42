using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Xunit;
using Xunit.Abstractions;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>The loss table again, over a network that loses and delays: in a namespace of its own, where the kernel has sch_netem.</summary>
[Collection(KernelCollection.Name)]
public class NetemTests(ITestOutputHelper output)
{
    [NetemFact]
    public async Task Nothing_is_lost_over_a_network_that_loses_and_delays()
    {
        using var run = Process.Start(NetemFactAttribute.Script(typeof(NetemTests).Assembly.Location))!;
        var told = await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();
        output.WriteLine(told);
        Assert.Equal(0, run.ExitCode);
    }
}

/// <summary>Skipped, with the script's reason, where there is no sch_netem.</summary>
public sealed class NetemFactAttribute : FactAttribute
{
    private const int LeftOut = 77;

    public NetemFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = LinuxFactAttribute.Reason;
            return;
        }

        // Without a DLL that exists the script only looks what the kernel has.
        using var look = Process.Start(Script("none"))!;
        var told = look.StandardOutput.ReadToEnd();
        look.WaitForExit();
        if (look.ExitCode == LeftOut)
            Skip = told.Trim();
    }

    internal static ProcessStartInfo Script(string tests)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "verification", "netem.sh")))
            folder = folder.Parent;
        var script = Path.Combine(folder?.FullName ?? throw new FileNotFoundException("verification/netem.sh"), "verification", "netem.sh");
        return new ProcessStartInfo("bash") { ArgumentList = { script, tests }, RedirectStandardOutput = true };
    }
}
