using System.Net.Sockets;

namespace Formatted
{
    /// <summary>Each framework sees one of these two: the fixes of both have to come together in one file.</summary>
    public static class PerFramework
    {
#if NET
        public static void Deliver(Socket peer, byte[] data)
        {
            peer.Shutdown(SocketShutdown.Send);
            peer.Send(data); // SOCK003
        }
#else
        public static void Deliver(Socket old, byte[] bytes)
        {
            old.Shutdown(SocketShutdown.Send);
            old.Send(bytes); // SOCK003
        }
#endif

        public static void Listen(Socket bound) => bound.Listen(99999); // SOCK005
    }
}
