using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace CloseLab.Observing;

/// <summary>One TCP segment over IPv4 as it arrived.</summary>
internal readonly record struct Segment(int SourcePort, int TargetPort, uint Sequence, uint Acknowledges, byte Flags, int Window, int Length)
{
    public bool IsFin => (Flags & 1) != 0;

    public bool IsSyn => (Flags & 2) != 0;

    public bool IsReset => (Flags & 4) != 0;

    public bool HasAck => (Flags & 16) != 0;
}

/// <summary>
/// All TCP segments on loopback, from a raw socket. Only in a network namespace of our own (<see cref="OwnNamespace"/>), where there
/// is no traffic but ours.
/// </summary>
internal sealed class Capture : IDisposable
{
    private readonly Socket _raw = new(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Tcp) { ReceiveBufferSize = 64 << 20, Blocking = false };
    private readonly byte[] _packet = new byte[70_000];

    /// <summary>What has arrived since the last call, in order.</summary>
    public List<Segment> Drain()
    {
        var segments = new List<Segment>();
        int count;
        while ((count = _raw.Receive(_packet, 0, _packet.Length, SocketFlags.None, out var error)) > 0 && error == SocketError.Success)
            segments.Add(Parse(_packet.AsSpan(0, count)));
        return segments;
    }

    private static Segment Parse(ReadOnlySpan<byte> packet)
    {
        var tcp = packet[((packet[0] & 15) * 4)..];
        return new Segment(
            BinaryPrimitives.ReadUInt16BigEndian(tcp),
            BinaryPrimitives.ReadUInt16BigEndian(tcp[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(tcp[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(tcp[8..]),
            tcp[13],
            BinaryPrimitives.ReadUInt16BigEndian(tcp[14..]),
            tcp.Length - ((tcp[12] >> 4) * 4));
    }

    public void Dispose() => _raw.Dispose();
}
