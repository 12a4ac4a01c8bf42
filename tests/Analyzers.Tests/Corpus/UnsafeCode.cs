using System;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Corpus.Raw;

public static unsafe class UnsafeCode
{
    private static readonly delegate*<Socket, int, void> Started = &OnStarted;

    private static void OnStarted(Socket socket, int backlog) => socket.Listen(backlog);

    public static int Peek(Socket socket, byte* target, int length)
    {
        var span = new Span<byte>(target, length);
        Span<byte> local = stackalloc byte[16];
        fixed (byte* p = local)
        {
            *p = 1;
            p[1] = (byte)(*p << 2);
            socket.Send(new ReadOnlySpan<byte>(p, 2), SocketFlags.Peek, out SocketError error);
            if (error is not SocketError.Success)
                goto failed;
        }

        ref var first = ref MemoryMarshal.GetReference(span);
        Unsafe.Add(ref first, 1) = 0;
        return socket.Receive(span, SocketFlags.Peek);
    failed:
        socket.Close(0);
        return -1;
    }

    public static Socket FromHandle(IntPtr handle)
    {
        var safe = new SafeSocketHandle(handle, ownsHandle: false);
        var socket = new Socket(safe);
        Started(socket, sizeof(Header));
        int value = 0;
        socket.SetRawSocketOption(1, 2, new ReadOnlySpan<byte>(&value, sizeof(int)));
        socket.IOControl(IOControlCode.KeepAliveValues, BitConverter.GetBytes(value), null);
        return socket;
    }

    [StructLayout(LayoutKind.Explicit, Size = 8)]
    private struct Header
    {
        [FieldOffset(0)] public fixed byte Bytes[8];
        [FieldOffset(0)] public long Whole;
    }

    private ref struct Window
    {
        private readonly Span<byte> _bytes;
        public Window(Span<byte> bytes) => _bytes = bytes;
        public readonly int Fill(Socket s) => s.Receive(_bytes) + s.ReceiveFrom(_bytes, ref Unsafe.AsRef<EndPoint>(null));
        public void Dispose() => _bytes.Clear();
    }

    public static void UseWindow(Socket s)
    {
        using var window = new Window(stackalloc byte[4]);
        s.Shutdown(SocketShutdown.Send);
        if (window.Fill(s) is > 0 and var n) s.Send(new byte[n]);
    }
}
