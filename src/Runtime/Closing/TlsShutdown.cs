using System.Net.Security;
using System.Threading.Tasks;
#if !NET8_0_OR_GREATER
using System;
#endif

namespace SocketAnalyzers.Closing;

/// <summary><c>SslStream.ShutdownAsync</c>: close_notify.</summary>
internal static class TlsShutdown
{
#if NET8_0_OR_GREATER
    public static Task ShutdownAsync(SslStream tls) => tls.ShutdownAsync();
#else
    // .NET Framework 4.7 and .NET Core 2.0 have the method, .NET Standard 2.0 does not name it.
    private static readonly Func<SslStream, Task>? Shutdown =
        (Func<SslStream, Task>?)typeof(SslStream).GetMethod("ShutdownAsync", Type.EmptyTypes)?.CreateDelegate(typeof(Func<SslStream, Task>));

    public static Task ShutdownAsync(SslStream tls) => Shutdown?.Invoke(tls) ?? Task.CompletedTask;
#endif
}
