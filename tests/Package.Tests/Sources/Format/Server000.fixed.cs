using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace Formatted
{
    /// <summary>A region for each fix. The test multiplies this file: 000 becomes another number in each copy.</summary>
    public static class Server000
    {
        #region SOCK001
        public static TcpListener Open(int port)
        {
            var listener000 = new TcpListener(IPAddress.Any, port);
            listener000.ExclusiveAddressUse = true;
            listener000.Start(); // SOCK001 info
            return listener000;
        }

        #endregion
        #region SOCK002
        public static int Ask(Socket peer000, byte[] question, byte[] answer)
        {
            peer000.Send(question);
            peer000.Shutdown(SocketShutdown.Send); // SOCK002
            var count000 = peer000.Receive(answer);
            peer000.Close();
            return count000;
        }

        #endregion
        #region SOCK003
        public static void Deliver(Socket peer000, byte[] data)
        {
            peer000.Send(data);

            // The last word.
            peer000.Send(data); // SOCK003
            peer000.Shutdown(SocketShutdown.Send);
        }

        #endregion
        #region SOCK004
        public static async Task ServeAsync(TcpListener listener, Func<TcpClient, Task> handle000)
        {
            // The pause below needs a timer, whose thread cannot start any more when no descriptor is free: it starts here.
            await Task.Delay(1);
            while (true)
            {
                try
                {
                    var client000 = await listener.AcceptTcpClientAsync(); // SOCK004
                    _ = handle000(client000);
                }
                catch (ObjectDisposedException)
                {
                    // The listener was closed: that ends the loop.
                    break;
                }
                catch (SocketException e) when (e.SocketErrorCode == SocketError.OperationAborted || e.SocketErrorCode == SocketError.Interrupted)
                {
                    // The listener was stopped: that ends the loop.
                    break;
                }
                catch (SocketException e) when (e.SocketErrorCode == SocketError.TooManyOpenSockets || e.SocketErrorCode == SocketError.NoBufferSpaceAvailable)
                {
                    // No socket is free: without a pause the same error would come again at once.
                    await Task.Delay(100);
                }
                catch (SocketException)
                {
                    // One client failed: the next one is served.
                }
            }
        }

        #endregion
        #region SOCK005
        public static void Listen(Socket bound000) => bound000.Listen(int.MaxValue); // SOCK005

        #endregion
        #region SOCK006
        public static Socket Bind(int port)
        {
            var socket000 = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket000.ExclusiveAddressUse = true;
            socket000.Bind(new IPEndPoint(IPAddress.Any, port)); // SOCK006
            socket000.Listen(16);
            return socket000;
        }

        #endregion
        #region SOCK007
        public static TcpListener Share(int port)
        {
            var shared000 = new TcpListener(IPAddress.Any, port);
            shared000.ExclusiveAddressUse = true; // SOCK007
            shared000.Start();
            return shared000;
        }

        #endregion
        #region SOCK008
        public static async Task HangUpAsync(Socket peer000, ArraySegment<byte> data)
        {
            await Task.Yield();
            await peer000.SendAsync(data, SocketFlags.None); // SOCK008
            peer000.Close();
        }

        #endregion
        #region SOCK013
        public static byte[] Hear(IPAddress group000)
        {
            var multicast000 = new UdpClient(AddressFamily.InterNetwork); // SOCK013 info
            multicast000.Client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            multicast000.Client.Bind(new IPEndPoint(IPAddress.Any, 5353));
            multicast000.JoinMulticastGroup(group000);
            var from = new IPEndPoint(IPAddress.Any, 0);
            return multicast000.Receive(ref from);
        }

        #endregion
        #region SOCK020
        public static void LeaveIfConnected(Socket peer000)
        {
            if (peer000.Connected) // SOCK020
            {
                peer000.Shutdown(SocketShutdown.Send);
            }
            peer000.Close();
        }

        #endregion
        #region SOCK021
        public static void StopLingering(Socket peer000)
        {
            peer000.LingerState = new LingerOption(false, 0); // SOCK021
        }

        #endregion
        #region SOCK025
        public static void Leave(Socket peer000)
        {
            try
            {
                peer000.Shutdown(SocketShutdown.Both); // SOCK025 info
            }
            finally
            {
                peer000.Close();
            }
        }

        #endregion
        #region SOCK030
        public static void Drain(NetworkStream from000, byte[] buffer)
        {
            while (true)
            {
                var count = from000.Read(buffer, 0, buffer.Length); // SOCK030
                if (count == 0)
                    break;
                Console.WriteLine(count);
            }
        }

        #endregion
        #region SOCK032
#if NET
        public static int ReadLength(NetworkStream stream000)
        {
            var header000 = new byte[4];
            stream000.ReadExactly(header000, 0, 4); // SOCK032
            return BitConverter.ToInt32(header000, 0);
        }

#endif
        #endregion
        #region SOCK041
#if NET
        public static void OnMeter(object sender, SocketAsyncEventArgs e000)
        {
            while (true)
            {
                if (e000.BytesTransferred == 0)
                    return;
                Console.WriteLine(e000.BytesTransferred);
                if (((Socket)e000.UserToken).ReceiveAsync(e000)) // SOCK041
                    return;
            }
        }

#endif
        #endregion
    }
}
