using System;
using System.Net.Security;
using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Closing;

/// <summary>
/// close_notify. <c>SslStream.ShutdownAsync</c> takes no lock, and OpenSSL's connection bears one thread at a time: beside a read it corrupts
/// the heap. So it runs under the lock that the stream takes for each encryption and decryption, or beside no read.
/// </summary>
internal static class TlsShutdown
{
    /// <summary>How long the end of a read is waited for, where no lock lets both go on. Who reads often waits for an answer to our end.</summary>
    public static readonly TimeSpan PatienceWithReads = TimeSpan.FromMilliseconds(250);

    private const int FreeLooks = 5;

    private static readonly TimeSpan LongestLook = TimeSpan.FromMilliseconds(20);

    // Windows has TLS of its own there.
    private static readonly bool IsOnNetFramework = System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal);

#if !NET8_0_OR_GREATER
    // .NET Framework 4.7 and .NET Core 2.0 have the method, .NET Standard 2.0 does not name it.
    private static readonly Func<SslStream, Task>? Shutdown =
        (Func<SslStream, Task>?)typeof(SslStream).GetMethod("ShutdownAsync", Type.EmptyTypes)?.CreateDelegate(typeof(Func<SslStream, Task>));
#endif

    /// <summary>Whether <see cref="EndAsync"/> may run beside a read.</summary>
    public static bool BearsReads(SslStream tls) => IsOnNetFramework || TlsInternals.LockOf(tls) is not null;

    /// <summary>Until nothing of the caller's is being written: close_notify between two of its records would make a part look whole. At once where it cannot be seen.</summary>
    public static async Task WritesEndAsync(SslStream tls, CancellationToken cancellation)
    {
        for (var wait = 1; TlsInternals.IsBeingWritten(tls) == true; wait = NextWait(wait))
        {
            // Without the token, which would go on from here inside of Cancel().
            await Task.Delay(wait, CancellationToken.None).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Sends close_notify.</summary>
    /// <param name="tls">The stream.</param>
    /// <param name="reader">The caller's reader, if it has named one.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>False if none was sent: there was no handshake, or a read did not end in time.</returns>
    public static async Task<bool> EndAsync(SslStream tls, Task? reader, CancellationToken cancellation)
    {
        if (!tls.IsAuthenticated || (!BearsReads(tls) && !await ReadsEndAsync(tls, reader, cancellation).ConfigureAwait(false)))
            return false;
        try
        {
            return await ShutdownAsync(tls).ConfigureAwait(false);
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            // Sent before.
            return true;
        }
    }

    private static async Task<bool> ShutdownAsync(SslStream tls)
    {
        Task sending;
        // Ours keeps two ends apart at least.
        lock (TlsInternals.LockOf(tls) ?? tls)
        {
#if NET8_0_OR_GREATER
            sending = tls.ShutdownAsync();
#else
            if (Shutdown is null)
                return false;
            sending = Shutdown(tls);
#endif
        }

        await sending.ConfigureAwait(false);
        return true;
    }

    private static async Task<bool> ReadsEndAsync(SslStream tls, Task? reader, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(PatienceWithReads);
        if (reader is not null)
            await Waiting.UntilAsync(reader, patience.Token).ConfigureAwait(false);
        // Between two reads it is being read all the same.
        if (reader is { IsCompleted: false })
            return false;
        // A loop of the caller's that was not named is between two reads for a moment: only several looks tell that nobody reads.
        for (int free = 0, wait = 1; ; wait = NextWait(wait))
        {
            free = await IsBeingReadAsync(tls).ConfigureAwait(false) ? 0 : free + 1;
            if (free == FreeLooks)
                return true;
            if (free == 0 && patience.IsCancellationRequested)
                return false;
            await Task.Delay(free > 0 ? 1 : wait, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Where the stream does not tell: a read of no byte, canceled before it waits for any, is refused beside another one, and takes nothing away.</summary>
    private static async Task<bool> IsBeingReadAsync(SslStream tls)
    {
        if (TlsInternals.IsBeingRead(tls) is { } isBeingRead)
            return isBeingRead;
        try
        {
            _ = await tls.ReadAsync(Array.Empty<byte>(), 0, 0, new CancellationToken(true)).ConfigureAwait(false);
        }
        catch (NotSupportedException)
        {
            return true;
        }
        catch (Exception)
        {
            // It was canceled, or the connection is broken: nobody reads.
        }

        return false;
    }

    private static int NextWait(int wait) => Math.Min(2 * wait, (int)LongestLook.TotalMilliseconds);
}
