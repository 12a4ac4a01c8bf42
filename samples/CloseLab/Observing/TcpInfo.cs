using System.Buffers.Binary;
using System.Net.Sockets;

namespace CloseLab.Observing;

/// <summary>What TCP_INFO says of one socket (Linux; no privilege needed). Offsets are those of struct tcp_info in linux/tcp.h.</summary>
internal readonly record struct TcpInfo(uint SegmentsOut, uint SegmentsIn, uint QueueLength, uint QueueLimit)
{
    public static TcpInfo Of(Socket socket)
    {
        const int Tcp = 6, Info = 11;
        var info = new byte[256];
        socket.GetRawSocketOption(Tcp, Info, info);
        return new TcpInfo(At(info, 136), At(info, 140), QueueLength: At(info, 24), QueueLimit: At(info, 28));
    }

    private static uint At(byte[] info, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(info.AsSpan(offset));
}
