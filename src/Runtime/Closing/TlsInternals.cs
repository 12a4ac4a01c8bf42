using System;
using System.Globalization;
using System.IO;
using System.Net.Security;
using System.Reflection;

namespace SocketAnalyzers.Closing;

/// <summary>
/// What <see cref="SslStream"/> knows and does not tell, by reflection: .NET 8 to 11 have all of it, also trimmed and under NativeAOT, because
/// the names stand here as the trimmer understands them. Where a member is missing the answer is null, and another way has to do.
/// </summary>
internal static class TlsInternals
{
    private const BindingFlags NotPublic = BindingFlags.Instance | BindingFlags.NonPublic;

    private static readonly Func<SslStream, object?>? Lock = Getter<SslStream>(typeof(SslStream).GetProperty("_handshakeLock", NotPublic));
    private static readonly FieldInfo? NestedRead = typeof(SslStream).GetField("_nestedRead", NotPublic);
    private static readonly FieldInfo? NestedWrite = typeof(SslStream).GetField("_nestedWrite", NotPublic);
    private static readonly Func<AuthenticatedStream, object?>? Inner = Getter<AuthenticatedStream>(typeof(AuthenticatedStream).GetProperty("InnerStream", NotPublic));

    /// <summary>For the tests: as if the lock were not found.</summary>
    public static bool AreHidden { get; set; }

    /// <summary>The object that the stream locks for each encryption and decryption.</summary>
    public static object? LockOf(SslStream tls)
    {
        var found = AreHidden ? null : Lock?.Invoke(tls);
        // To lock that one as an object protects nothing.
        return found?.GetType().FullName == "System.Threading.Lock" ? null : found;
    }

    /// <summary>Whether a read has begun and not ended.</summary>
    public static bool? IsBeingRead(SslStream tls) => IsInUse(NestedRead, tls);

    /// <summary>Whether a write has begun and not ended.</summary>
    public static bool? IsBeingWritten(SslStream tls) => IsInUse(NestedWrite, tls);

    public static Stream? InnerStreamOf(SslStream tls) => Inner?.Invoke(tls) as Stream;

    // 0, 1, and 2 for disposed: an int in .NET 8, an enum since.
    private static bool? IsInUse(FieldInfo? field, SslStream tls) =>
        field is not null && (field.FieldType == typeof(int) || field.FieldType.IsEnum) ? Convert.ToInt32(field.GetValue(tls), CultureInfo.InvariantCulture) == 1 : null;

    private static Func<T, object?>? Getter<T>(PropertyInfo? property) =>
        property is { PropertyType.IsValueType: false } ? (Func<T, object?>?)property.GetMethod?.CreateDelegate(typeof(Func<T, object?>)) : null;
}
