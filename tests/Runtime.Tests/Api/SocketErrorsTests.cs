using System;
using System.IO;
using System.Net.Http;
using System.Net.Sockets;
using Xunit;

namespace SocketAnalyzers.Tests.Api;

/// <summary>Whose doing it was, through whatever wraps the socket's exception.</summary>
public class SocketErrorsTests
{
    private static readonly SocketException Reset = new((int)SocketError.ConnectionReset);
    private static readonly SocketException Refused = new((int)SocketError.ConnectionRefused);
    private static readonly ObjectDisposedException Disposed = new("socket");

    public static TheoryData<string, Exception, bool, bool> Exceptions => new()
    {
        { "plain", Reset, true, false },
        { "another code", Refused, false, false },
        { "of a stream", new IOException("read", Reset), true, false },
        { "of a stream over a stream", new IOException("read", new IOException("read", Reset)), true, false },
        { "of HTTP", new HttpRequestException("send", new IOException("read", Reset)), true, false },
        { "of HTTP, another code", new HttpRequestException("send", new IOException("read", Refused)), false, false },
        { "ours, of HTTP", new HttpRequestException("send", new IOException("read", Disposed)), false, true },
        { "a disk", new HttpRequestException("send", new IOException("No space left.")), false, false },
        { "several, all reset", new AggregateException(Reset, new IOException("read", Reset)), true, false },
        { "several, one reset", new AggregateException(Reset, new InvalidOperationException()), false, false },
        { "several, the other one", new AggregateException(new InvalidOperationException(), Reset), false, false },
        { "several, and whose?", new AggregateException(Reset, Disposed), false, false },
        { "several, all ours", new AggregateException(Disposed, new IOException("read", Disposed)), false, true },
        { "nested", new AggregateException(new AggregateException(Reset), new AggregateException(Reset, Reset)), true, false },
        { "nested, one not", new AggregateException(new AggregateException(Reset), new AggregateException(Reset, Refused)), false, false },
        { "several, inside of a stream", new IOException("read", new AggregateException(Reset, Refused)), false, false },
        { "none at all", new AggregateException(), false, false },
    };

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void Whose_doing_it_was(string what, Exception exception, bool isPeerReset, bool isLocalAbort)
    {
        Assert.True(SocketErrors.IsPeerReset(exception) == isPeerReset, what);
        Assert.True(SocketErrors.IsLocalAbort(exception) == isLocalAbort, what);
    }
}
