using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace CloseLab.Running;

/// <summary>
/// On Linux the program starts itself again in a network namespace of its own, where that is allowed without root: there it may capture,
/// and the counters count nobody else. Where it is not allowed everything runs without.
/// </summary>
internal static class OwnNamespace
{
    private const string Mark = "CLOSELAB_NAMESPACE";

    public static bool IsInside => Environment.GetEnvironmentVariable(Mark) == "1";

    /// <returns>The exit code of the second self; null where there is none and this process does the work.</returns>
    public static async Task<int?> TryRunInsideAsync(string[] args)
    {
        if (IsInside)
            return BringLoopbackUp() ? null : throw new InvalidOperationException("The loopback interface of the new namespace cannot be brought up.");
        if (!OperatingSystem.IsLinux() || !await IsAllowedAsync())
            return null;
        var (program, first) = Self.CommandLine;
        var start = new ProcessStartInfo("unshare", ["-Urn", "--", program, .. first, .. args]);
        start.Environment[Mark] = "1";
        using var process = Process.Start(start)!;
        // Ctrl+C reaches both processes; the first waits for the second to clean up.
        using var ignore = PosixSignalRegistration.Create(PosixSignal.SIGINT, static context => context.Cancel = true);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static async Task<bool> IsAllowedAsync()
    {
        try
        {
            using var probe = Process.Start(new ProcessStartInfo("unshare", ["-Urn", "--", "true"]) { RedirectStandardError = true })!;
            await probe.WaitForExitAsync();
            return probe.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No such program.
            return false;
        }
    }

    private static bool BringLoopbackUp()
    {
        const nuint SetInterfaceFlags = 0x8914;
        const byte UpAndRunning = 0x41;
        // struct ifreq: 16 bytes of name, then the flags.
        var request = new byte[40];
        "lo"u8.CopyTo(request);
        request[16] = UpAndRunning;
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        return Native.ioctl((int)socket.Handle, SetInterfaceFlags, request) == 0;
    }
}

/// <summary>How to start this program once more, from an apphost or from <c>dotnet CloseLab.dll</c>.</summary>
internal static class Self
{
    public static (string Program, string[] FirstArguments) CommandLine =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? (Environment.ProcessPath!, [Path.Combine(AppContext.BaseDirectory, "CloseLab.dll")])
            : (Environment.ProcessPath!, []);
}

internal static class Native
{
    [DllImport("libc", SetLastError = true)]
    internal static extern int ioctl(int descriptor, nuint request, byte[] argument);

    [DllImport("libc", SetLastError = true)]
    internal static extern int dup(int descriptor);

    [DllImport("libc", SetLastError = true)]
    internal static extern int close(int descriptor);
}
