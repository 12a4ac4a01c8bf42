using static SocketAnalyzers.Protocol.KnownType;
using static SocketAnalyzers.Protocol.Ownership;
using static SocketAnalyzers.Protocol.SocketEvent;

namespace SocketAnalyzers.Protocol;

// TcpClient, TcpListener and UdpClient: each stands for the socket that it holds.
internal sealed partial class ProtocolTable
{
    private static void AddClientRows(RowBuilder rows)
    {
        AddTcpClientRows(rows);
        AddTcpListenerRows(rows);
        AddUdpClientRows(rows);
    }

    private static void AddTcpClientRows(RowBuilder rows)
    {
        // .ctor(string, int) connects and .ctor(IPEndPoint) binds: the argument types say so.
        rows.Add(TcpClient, Create, ".ctor");
        rows.Add(TcpClient, Connect, "Connect", "ConnectAsync", "BeginConnect", "EndConnect");
        rows.Add(TcpClient, TestConnected, "get_Connected");
        // Closing either view ends the connection and the client with it (facts §8).
        rows.Add(TcpClient, View, Owns, "get_Client", "GetStream");
        rows.Add(TcpClient, Escape, "set_Client");
        rows.Add(TcpClient, Close, "Close", "Dispose");
        rows.Add(TcpClient, SetExclusiveAddressUse, "set_ExclusiveAddressUse");

        rows.AddProperties(TcpClient, "Active", "LingerState", "NoDelay");
        rows.AddProperties(TcpClient, "ReceiveBufferSize", "ReceiveTimeout", "SendBufferSize", "SendTimeout");
        rows.Add(TcpClient, Irrelevant, "get_Available", "get_ExclusiveAddressUse", "Finalize");
    }

    private static void AddTcpListenerRows(RowBuilder rows)
    {
        rows.Add(TcpListener, Create, ".ctor", "Create");
        rows.Add(TcpListener, BindAndListen, "Start");
        rows.Add(TcpListener, Accept, "AcceptSocket", "AcceptSocketAsync", "BeginAcceptSocket", "EndAcceptSocket");
        rows.Add(TcpListener, Accept, "AcceptTcpClient", "AcceptTcpClientAsync", "BeginAcceptTcpClient", "EndAcceptTcpClient");
        rows.Add(TcpListener, View, Owns, "get_Server");
        rows.Add(TcpListener, Close, "Stop", "Dispose");
        rows.Add(TcpListener, SetExclusiveAddressUse, "set_ExclusiveAddressUse");

        // AllowNatTraversal sets the protection level, not address reuse.
        rows.Add(TcpListener, Irrelevant, "AllowNatTraversal", "Pending", "get_Active", "get_ExclusiveAddressUse", "get_LocalEndpoint");
    }

    private static void AddUdpClientRows(RowBuilder rows)
    {
        // .ctor(int) and .ctor(IPEndPoint) bind, .ctor(string, int) connects: the argument types say so.
        rows.Add(UdpClient, Create, ".ctor");
        rows.Add(UdpClient, Connect, "Connect");
        rows.Add(UdpClient, Write, "Send", "SendAsync", "BeginSend", "EndSend");
        rows.Add(UdpClient, Read, "Receive", "ReceiveAsync", "BeginReceive", "EndReceive");
        rows.Add(UdpClient, JoinGroup, "JoinMulticastGroup");
        rows.Add(UdpClient, View, Owns, "get_Client");
        rows.Add(UdpClient, Escape, "set_Client");
        rows.Add(UdpClient, Close, "Close", "Dispose");
        rows.Add(UdpClient, SetExclusiveAddressUse, "set_ExclusiveAddressUse");

        rows.AddProperties(UdpClient, "Active", "DontFragment", "EnableBroadcast", "MulticastLoopback", "Ttl");
        rows.Add(UdpClient, Irrelevant, "AllowNatTraversal", "DropMulticastGroup", "get_Available", "get_ExclusiveAddressUse");
    }
}
