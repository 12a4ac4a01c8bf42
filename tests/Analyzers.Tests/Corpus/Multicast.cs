using System;
using System.Net;
using System.Net.Sockets;

namespace Corpus.Multicast;

public class Multicast
{
    private const int Port = 5353;
    private static readonly IPAddress Group = IPAddress.Parse("224.0.0.251");

    public static void Receive()
    {
        using var udp = new UdpClient(Port);
        udp.JoinMulticastGroup(Group, 4);
        var from = new IPEndPoint(IPAddress.Any, 0);
        var data = udp.Receive(ref from);
        Console.WriteLine("{0} from {1}", data.Length, from);
        udp.DropMulticastGroup(Group);
    }

    public static Socket Open(bool reuse, bool v6)
    {
        var s = new Socket(v6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        if (reuse)
            s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, 1);
        else
            s.ExclusiveAddressUse = true;
        s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Linger, new LingerOption(false, 0));
        s.Bind(new IPEndPoint(v6 ? IPAddress.IPv6Any : IPAddress.Any, Port));
        object option = v6 ? new IPv6MulticastOption(Group.MapToIPv6()) : new MulticastOption(Group, IPAddress.Any);
        s.SetSocketOption(v6 ? SocketOptionLevel.IPv6 : SocketOptionLevel.IP, SocketOptionName.AddMembership, option);
        s.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, new byte[] { 4, 0, 0, 0 });
        EndPoint any = new IPEndPoint(IPAddress.Any, 0);
        s.ReceiveMessageFrom(new byte[1500], 0, 1500, ref Flags(), ref any, out _);
        s.SendTo(new byte[1], any);
        s.Shutdown(SocketShutdown.Both);
        s.SendTo(new byte[1], 1, SocketFlags.DontRoute, any);
        return s;
    }

    private static SocketFlags _flags;
    private static ref SocketFlags Flags() => ref _flags;

    public UdpClient Client { get; } = new(new IPEndPoint(IPAddress.Loopback, Port)) { EnableBroadcast = true, Client = { ReceiveTimeout = 100, ReceiveBufferSize = 1 << 16 } };

    public static Socket Unix(string path)
    {
        Socket s = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        s.Bind(new UnixDomainSocketEndPoint(path));
        s.Listen(8192);
        return s;
    }
}
