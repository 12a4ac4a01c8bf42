using static SocketAnalyzers.Protocol.KnownType;
using static SocketAnalyzers.Protocol.Ownership;
using static SocketAnalyzers.Protocol.SocketEvent;

namespace SocketAnalyzers.Protocol;

// Socket, its handle, and the extension methods that .NET Framework has in place of Socket's Task overloads.
internal sealed partial class ProtocolTable
{
    private static void AddSocketRows(RowBuilder rows)
    {
        AddSocketLifeRows(rows);
        AddSocketTransferRows(rows);
        AddSocketOptionRows(rows);
        AddSafeSocketHandleRows(rows);
        AddSocketTaskExtensionsRows(rows);
    }

    private static void AddSocketLifeRows(RowBuilder rows)
    {
        // .ctor(SafeSocketHandle) and .ctor(SocketInformation) stand for a connection from outside: the argument type says so.
        rows.Add(Socket, Create, ".ctor");
        rows.Add(Socket, Bind, "Bind");
        rows.Add(Socket, Listen, "Listen");
        rows.Add(Socket, Accept, "Accept", "AcceptAsync", "BeginAccept", "EndAccept");
        // One ConnectAsync overload is static: its socket arrives in the SocketAsyncEventArgs, no receiver changes.
        rows.Add(Socket, Connect, "Connect", "ConnectAsync", "BeginConnect", "EndConnect");
        rows.Add(Socket, Disconnect, "Disconnect", "DisconnectAsync", "BeginDisconnect", "EndDisconnect");
        rows.Add(Socket, Shutdown, "Shutdown");
        // Close(int) too: its argument makes it CloseWithTimeout.
        rows.Add(Socket, Close, "Close", "Dispose");
        rows.Add(Socket, TestConnected, "get_Connected");
        rows.Add(Socket, View, "get_SafeHandle");
        // A raw handle can be closed or written to where no analysis sees it.
        rows.Add(Socket, Escape, "get_Handle");
        // Closes our descriptor, but the connection lives on in the duplicate: neither a close nor ours any longer (facts §8).
        rows.Add(Socket, Escape, "DuplicateAndClose");
        // The finalizer runs when nobody holds the object; CancelConnectAsync is static, the connect reports the end itself.
        rows.Add(Socket, Irrelevant, "Finalize", "CancelConnectAsync");
    }

    private static void AddSocketTransferRows(RowBuilder rows)
    {
        rows.Add(Socket, Write, "Send", "SendAsync", "BeginSend", "EndSend");
        rows.Add(Socket, Write, "SendTo", "SendToAsync", "BeginSendTo", "EndSendTo");
        rows.Add(Socket, Write, "SendFile", "SendFileAsync", "BeginSendFile", "EndSendFile", "SendPacketsAsync");

        rows.Add(Socket, Read, "Receive", "ReceiveAsync", "BeginReceive", "EndReceive");
        rows.Add(Socket, Read, "ReceiveFrom", "ReceiveFromAsync", "BeginReceiveFrom", "EndReceiveFrom");
        rows.Add(Socket, Read, "ReceiveMessageFrom", "ReceiveMessageFromAsync", "BeginReceiveMessageFrom", "EndReceiveMessageFrom");

        // They tell what a read or write would do, and do neither.
        rows.Add(Socket, Irrelevant, "Poll", "Select", "get_Available");
    }

    private static void AddSocketOptionRows(RowBuilder rows)
    {
        rows.Add(Socket, SetOption, "SetSocketOption");
        rows.Add(Socket, SetRawOption, "SetRawSocketOption");
        rows.Add(Socket, SetExclusiveAddressUse, "set_ExclusiveAddressUse");

        // Control codes and the protection level reach neither address reuse nor group membership.
        rows.Add(Socket, Irrelevant, "IOControl", "SetIPProtectionLevel");
        rows.Add(Socket, Irrelevant, "GetSocketOption", "GetRawSocketOption", "get_ExclusiveAddressUse");

        rows.AddProperties(Socket, "Blocking", "DontFragment", "DualMode", "EnableBroadcast", "LingerState");
        rows.AddProperties(Socket, "MulticastLoopback", "NoDelay", "Ttl", "UseOnlyOverlappedIO");
        rows.AddProperties(Socket, "ReceiveBufferSize", "ReceiveTimeout", "SendBufferSize", "SendTimeout");

        rows.Add(Socket, Irrelevant, "get_AddressFamily", "get_SocketType", "get_ProtocolType");
        rows.Add(Socket, Irrelevant, "get_IsBound", "get_LocalEndPoint", "get_RemoteEndPoint");
        rows.Add(Socket, Irrelevant, "get_OSSupportsIPv4", "get_OSSupportsIPv6", "get_OSSupportsUnixDomainSockets");
        rows.Add(Socket, Irrelevant, "get_SupportsIPv4", "get_SupportsIPv6");
    }

    private static void AddSafeSocketHandleRows(RowBuilder rows)
    {
        rows.Add(SafeSocketHandle, Create, ".ctor");
        // SafeHandle declares these: they are found only by the receiver's type. Disposing the handle resets the peer (facts §2).
        rows.Add(SafeSocketHandle, Close, "Close", "Dispose");
        rows.Add(SafeSocketHandle, Escape, "DangerousGetHandle", "SetHandleAsInvalid");
        rows.Add(SafeSocketHandle, Irrelevant, "DangerousAddRef", "DangerousRelease");
        rows.Add(SafeSocketHandle, Irrelevant, "get_IsInvalid", "get_IsClosed", "ReleaseHandle");
    }

    private static void AddSocketTaskExtensionsRows(RowBuilder rows)
    {
        rows.Add(SocketTaskExtensions, Accept, "AcceptAsync");
        rows.Add(SocketTaskExtensions, Connect, "ConnectAsync");
        rows.Add(SocketTaskExtensions, Write, "SendAsync", "SendToAsync");
        rows.Add(SocketTaskExtensions, Read, "ReceiveAsync", "ReceiveFromAsync", "ReceiveMessageFromAsync");
    }
}
