using static SocketAnalyzers.Protocol.KnownType;
using static SocketAnalyzers.Protocol.Ownership;
using static SocketAnalyzers.Protocol.SocketEvent;

namespace SocketAnalyzers.Protocol;

// Streams and pipes over a connection. Stream's rows hold for every override: a derived class lists what it adds or does otherwise.
internal sealed partial class ProtocolTable
{
    private static void AddStreamRows(RowBuilder rows)
    {
        AddStreamBaseRows(rows);
        AddNetworkStreamRows(rows);
        AddBufferedStreamRows(rows);
        AddAuthenticatedStreamRows(rows);
        AddSslStreamRows(rows);
        AddNegotiateStreamRows(rows);
        AddPipeRows(rows);

        // What `using` calls, whatever the type of the variable is.
        rows.Add(Disposable, Close, "Dispose");
        rows.Add(AsyncDisposable, Close, "DisposeAsync");
    }

    private static void AddStreamBaseRows(RowBuilder rows)
    {
        rows.Add(Stream, Read, "Read", "ReadAsync", "ReadByte", "BeginRead", "EndRead");
        rows.Add(Stream, Read, "ReadAtLeast", "ReadAtLeastAsync", "ReadExactly", "ReadExactlyAsync");
        rows.Add(Stream, Write, "Write", "WriteAsync", "WriteByte", "BeginWrite", "EndWrite");
        rows.Add(Stream, CopyTo, "CopyTo", "CopyToAsync");
        // A variable of the base type may hold a buffering stream.
        rows.Add(Stream, Flush, "Flush", "FlushAsync");
        rows.Add(Stream, Close, "Close", "Dispose", "DisposeAsync");
        rows.Add(Stream, Wrap, "Synchronized");

        // No stream over a connection seeks: these throw.
        rows.Add(Stream, Irrelevant, "Seek", "SetLength", "get_Length", "get_Position", "set_Position");
        rows.AddProperties(Stream, "ReadTimeout", "WriteTimeout");
        rows.Add(Stream, Irrelevant, "get_CanRead", "get_CanWrite", "get_CanSeek", "get_CanTimeout");
        rows.Add(Stream, Irrelevant, ".ctor", "CreateWaitHandle", "ObjectInvariant", "ValidateBufferArguments", "ValidateCopyToArguments");
    }

    private static void AddNetworkStreamRows(RowBuilder rows)
    {
        rows.Add(NetworkStream, Wrap, OwnsSocketArgument, ".ctor");
        // Closing the socket itself ends the connection, whether the stream owns it or not.
        rows.Add(NetworkStream, View, Owns, "get_Socket");
        // Close(int) and Close(TimeSpan) shut both directions down before they wait: no CloseWithTimeout (facts §2).
        rows.Add(NetworkStream, Close, "Close");
        // Does nothing, and succeeds after a shutdown (facts §3).
        rows.Add(NetworkStream, Irrelevant, "Flush", "FlushAsync");

        rows.Add(NetworkStream, Irrelevant, "Finalize", "get_DataAvailable");
        rows.AddProperties(NetworkStream, "Readable", "Writeable");
    }

    private static void AddBufferedStreamRows(RowBuilder rows)
    {
        // It has no leaveOpen.
        rows.Add(BufferedStream, Wrap, Inherit, ".ctor");
        rows.Add(BufferedStream, View, Inherit, "get_UnderlyingStream");
        rows.Add(BufferedStream, BufferedWrite, "Write", "WriteAsync", "WriteByte", "BeginWrite", "EndWrite");
        rows.Add(BufferedStream, Irrelevant, "get_BufferSize");
    }

    private static void AddAuthenticatedStreamRows(RowBuilder rows)
    {
        rows.Add(AuthenticatedStream, Wrap, LeaveOpenArgument, ".ctor");
        rows.Add(AuthenticatedStream, View, Inherit, "get_InnerStream");
        rows.Add(AuthenticatedStream, Irrelevant, "get_LeaveInnerStreamOpen", "get_IsAuthenticated", "get_IsEncrypted");
        rows.Add(AuthenticatedStream, Irrelevant, "get_IsMutuallyAuthenticated", "get_IsServer", "get_IsSigned");
    }

    private static void AddSslStreamRows(RowBuilder rows)
    {
        rows.Add(SslStream, Wrap, LeaveOpenArgument, ".ctor");
        AddHandshakeRows(rows, SslStream);
        rows.Add(SslStream, ReadWrite, "NegotiateClientCertificateAsync");
        // Write(byte[]) is SslStream's own, no override.
        rows.Add(SslStream, Write, "Write");
        // Sends close_notify and no FIN: the connection stays open (facts §8).
        rows.Add(SslStream, Write, "ShutdownAsync");
        // Nothing waits in it: a write has gone to the inner stream when it returns.
        rows.Add(SslStream, Irrelevant, "Flush", "FlushAsync");

        rows.Add(SslStream, Irrelevant, "Finalize", "get_TransportContext", "get_TargetHostName", "get_SslProtocol");
        rows.Add(SslStream, Irrelevant, "get_LocalCertificate", "get_RemoteCertificate", "get_CheckCertRevocationStatus");
        rows.Add(SslStream, Irrelevant, "get_NegotiatedApplicationProtocol", "get_NegotiatedCipherSuite");
        rows.Add(SslStream, Irrelevant, "get_CipherAlgorithm", "get_CipherStrength", "get_HashAlgorithm", "get_HashStrength");
        rows.Add(SslStream, Irrelevant, "get_KeyExchangeAlgorithm", "get_KeyExchangeStrength");
    }

    private static void AddNegotiateStreamRows(RowBuilder rows)
    {
        rows.Add(NegotiateStream, Wrap, LeaveOpenArgument, ".ctor");
        AddHandshakeRows(rows, NegotiateStream);
        rows.Add(NegotiateStream, Irrelevant, "Flush", "FlushAsync");
        rows.Add(NegotiateStream, Irrelevant, "get_ImpersonationLevel", "get_RemoteIdentity");
    }

    private static void AddHandshakeRows(RowBuilder rows, KnownType type)
    {
        rows.Add(type, ReadWrite, "AuthenticateAsClient", "AuthenticateAsClientAsync", "BeginAuthenticateAsClient", "EndAuthenticateAsClient");
        rows.Add(type, ReadWrite, "AuthenticateAsServer", "AuthenticateAsServerAsync", "BeginAuthenticateAsServer", "EndAuthenticateAsServer");
    }

    private static void AddPipeRows(RowBuilder rows)
    {
        rows.Add(PipeReader, Wrap, LeaveOpenOption, "Create");
        rows.Add(PipeReader, View, LeaveOpenArgument, "AsStream");
        rows.Add(PipeReader, Read, "ReadAsync", "ReadAtLeastAsync", "ReadAtLeastAsyncCore", "TryRead");
        rows.Add(PipeReader, CopyTo, "CopyToAsync");
        rows.Add(PipeReader, Close, "Complete", "CompleteAsync");
        rows.Add(PipeReader, Irrelevant, ".ctor", "AdvanceTo", "CancelPendingRead", "OnWriterCompleted");

        rows.Add(PipeWriter, Wrap, LeaveOpenOption, "Create");
        rows.Add(PipeWriter, View, LeaveOpenArgument, "AsStream");
        // WriteAsync goes through to the stream at once; what was filled into GetMemory waits from Advance to FlushAsync.
        rows.Add(PipeWriter, Write, "WriteAsync", "CopyFromAsync");
        rows.Add(PipeWriter, BufferedWrite, "Advance");
        rows.Add(PipeWriter, Flush, "FlushAsync");
        rows.Add(PipeWriter, Close, "Complete", "CompleteAsync");
        rows.Add(PipeWriter, Irrelevant, ".ctor", "GetMemory", "GetSpan", "CancelPendingFlush", "OnReaderCompleted");
        rows.Add(PipeWriter, Irrelevant, "get_CanGetUnflushedBytes", "get_UnflushedBytes");

        rows.Add(StreamPipeExtensions, CopyTo, "CopyToAsync");
    }
}
