using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace Formatted
{
    /// <summary>Servers that run, one for each argument: the test is their client, before the fix and after it.</summary>
    public static class Programs
    {
        public static async Task Main(string[] args)
        {
            var listener = new TcpListener(IPAddress.Loopback, 0) { ExclusiveAddressUse = true };
            listener.Start();
            Console.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port);
            switch (args[0])
            {
                case "echo":
                    await EchoAsync(listener);
                    break;
                case "ask":
                    Console.WriteLine(Ask(await listener.AcceptSocketAsync()));
                    break;
                case "farewell":
                    SayFarewell(await listener.AcceptSocketAsync());
                    break;
                case "answer":
                    Answer(await listener.AcceptSocketAsync());
                    break;
                case "file":
                    await SendFileAsync(await listener.AcceptSocketAsync());
                    break;
            }
        }

        /// <summary>One client's reset ends it for all.</summary>
        private static async Task EchoAsync(TcpListener listener)
        {
            var line = new byte[100];
            while (true)
            {
                using (var client = await listener.AcceptSocketAsync()) // SOCK004
                {
                    var count = await client.ReceiveAsync(new ArraySegment<byte>(line), SocketFlags.None); // SOCK004
                    await client.SendAsync(new ArraySegment<byte>(line, 0, count), SocketFlags.None);
                    client.Shutdown(SocketShutdown.Send);
                }
            }
        }

        /// <summary>The peer answers when it has all of the question, and nobody listens any more.</summary>
        private static string Ask(Socket peer)
        {
            peer.Send(Encoding.ASCII.GetBytes("question"));
            peer.Shutdown(SocketShutdown.Both); // SOCK002
            var answer = new byte[100];
            var count = peer.Receive(answer);
            peer.Close();
            return Encoding.ASCII.GetString(answer, 0, count);
        }

        /// <summary>The last line comes after the FIN.</summary>
        private static void SayFarewell(Socket peer)
        {
            peer.Send(Encoding.ASCII.GetBytes("hello "));
            peer.Shutdown(SocketShutdown.Send);
            peer.Send(Encoding.ASCII.GetBytes("and goodbye")); // SOCK003
            peer.Close();
        }

        /// <summary>What the client says is never read, so the close resets the connection.</summary>
        private static void Answer(Socket peer)
        {
            peer.SendBufferSize = 256 * 1024;
            peer.Send(new byte[128 * 1024]);
            peer.Close(5); // SOCK002
        }

        /// <summary>More than the kernel takes at once; the rest never leaves.</summary>
        private static async Task SendFileAsync(Socket peer)
        {
            var file = new ArraySegment<byte>(new byte[64 * 1024 * 1024]);
            await Task.Yield();
            _ = peer.SendAsync(file, SocketFlags.None); // SOCK008
            peer.Shutdown(SocketShutdown.Send);
            peer.Close();
        }
    }
}
