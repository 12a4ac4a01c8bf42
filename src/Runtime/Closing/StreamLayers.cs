using System;
using System.IO;
using System.IO.Compression;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
#if !NET8_0_OR_GREATER
using System.Reflection;
#endif

namespace SocketAnalyzers.Closing;

/// <summary>The streams of the platform that may lie over one another, as far as they tell what is below them.</summary>
internal static class StreamLayers
{
    /// <summary>The TLS stream at or below this one; null if there is none, or it cannot be seen.</summary>
    /// <exception cref="InvalidOperationException">A stream on the way has more to write than its flush writes.</exception>
    public static SslStream? FindTls(Stream outer)
    {
        for (Stream? stream = outer; stream is not null; stream = Below(stream))
        {
            if (stream is SslStream tls)
                return tls;
            if (HasTrailer(stream))
                throw new InvalidOperationException($"The {stream.GetType().Name} has a trailer to write, and only its own end does that, not a flush: make it with leaveOpen: true, dispose it, and then close with the stream below it. Nothing was sent or closed.");
        }

        return null;
    }

    /// <summary>Whether this is a buffer that is not disposed: what its flush cannot write is missing.</summary>
    public static bool IsOpenBuffer(Stream stream) => stream is BufferedStream && Below(stream) is not null;

    /// <summary>Only streams of the platform that never block a thread in a flush or an asynchronous write.</summary>
    public static bool NeverBlock(Stream outer)
    {
        var stream = outer;
        while (stream is not null && stream.GetType() != typeof(NetworkStream))
            stream = stream is SslStream tls ? TlsInternals.InnerStreamOf(tls) : Below(stream);
        return stream is not null;
    }

#if NET8_0_OR_GREATER
    private static Stream? Below(Stream stream)
    {
        try
        {
            return stream switch
            {
                BufferedStream buffered => buffered.UnderlyingStream,
                GZipStream gzip => gzip.BaseStream,
                DeflateStream deflate => deflate.BaseStream,
                ZLibStream zlib => zlib.BaseStream,
                BrotliStream brotli => brotli.BaseStream,
                _ => null,
            };
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    private static bool Compresses(Stream stream) => stream is GZipStream or DeflateStream or ZLibStream or BrotliStream;
#else
    private static Stream? Below(Stream stream)
    {
        var name = stream is BufferedStream ? "UnderlyingStream" : Compresses(stream) ? "BaseStream" : null;
        try
        {
            return name is null ? null : stream.GetType().GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)?.GetValue(stream) as Stream;
        }
        catch (TargetInvocationException)
        {
            // Disposed.
            return null;
        }
    }

    // .NET Standard 2.0 does not know the last two.
    private static bool Compresses(Stream stream) =>
        stream is GZipStream or DeflateStream || stream.GetType().FullName is "System.IO.Compression.ZLibStream" or "System.IO.Compression.BrotliStream";
#endif

    // Who decompresses cannot write, nor who is disposed.
    private static bool HasTrailer(Stream stream) =>
        stream is CryptoStream crypto ? crypto.CanWrite && !crypto.HasFlushedFinalBlock : Compresses(stream) && stream.CanWrite;
}
