using System.Net.Sockets;

namespace Formatted
{
    /// <summary>Each framework sees one of these two: the fixes of both have to come together in one file.</summary>
    public static class PerFramework
    {
#if NET
        public static void Deliver(Socket peer, byte[] data)
        {
            peer.Send(data); // SOCK003
            peer.Shutdown(SocketShutdown.Send);
        }
#else
        public static void Deliver(Socket old, byte[] bytes)
        {
            old.Send(bytes); // SOCK003
            old.Shutdown(SocketShutdown.Send);
        }
#endif

        public static void Listen(Socket bound) => bound.Listen(int.MaxValue); // SOCK005
    }
}
