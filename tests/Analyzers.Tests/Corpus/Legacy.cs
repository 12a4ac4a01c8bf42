#define TRACE_IT
#nullable disable
#pragma warning disable CS0618, SYSLIB0006
using System;
using System.Collections;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using static System.Net.Sockets.SocketShutdown;
using Sock = System.Net.Sockets.Socket;

[assembly: System.Reflection.AssemblyTitle("legacy")]

namespace Corpus
{
    namespace Legacy
    {
        [Obsolete("old", error: false)]
        public class Legacy<[My(typeof(Sock))] T> : MarshalByRefObject where T : class, new()
        {
            #region State
            public volatile Sock socket;
            private Hashtable table = new Hashtable { { "a", 1 }, { 'b', @"\x" } };
            #endregion

#if TRACE_IT && !RELEASE
            [System.Diagnostics.Conditional("TRACE_IT")]
#else
            nonsense here ( {
#endif
            private void Trace(string format, params object[] args) { Console.WriteLine(format, args); }

            public IEnumerable Accept(int port)
            {
                TcpListener listener = new TcpListener(port);
                listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ExclusiveAddressUse, false);
                listener.Start((int)SocketOptionName.MaxConnections);
                for (; ; )
                {
                    Sock s = listener.Pending() ? listener.AcceptSocket() : null;
                    if (s == null) yield return null;
                    Trace("accepted {0}", s);
                    s.Shutdown(Send);
                    s.Send(new byte[] { 0x1, (byte)'\n', default(byte) });
                    yield return s;
                }
            }

            public dynamic Dynamic(dynamic d)
            {
                d.Shutdown(Both);
                socket.Send(d);
                return d.Client?.Send(d[0], flags: SocketFlags.None);
            }

            public object Query(Sock[] all)
            {
                var q = from s in all
                        where s.Connected
                        let end = s.RemoteEndPoint as IPEndPoint
                        join t in all on end equals t.LocalEndPoint into g
                        orderby end.Port descending, g.Count()
                        select new { s, end.Address, Sent = s.Send(new byte[1]) } into x
                        group x by x.Address;
                int[,] grid = new int[2, 2] { { 1, 2 }, { 3, 4 } };
                int[][] jagged = { new[] { 1 }, new int[grid[0, 1]] };
                System.Collections.Generic.List<Sock> read = all.ToList(), write = null;
                Sock.Select(read, write, null, jagged[0][0] * 1000);
                return q ?? (object)(socket = null) ?? typeof(Legacy<>);
            }

            public void Raw(string name) { var text = $$"""{ "{{name}}": {{name.Length:x}} }"""; socket.Send(System.Text.Encoding.ASCII.GetBytes(text), 0, 1, SocketFlags.None, out SocketError _); }
        }

        public class MyAttribute : Attribute { public MyAttribute(Type t) { } }
    }
}
