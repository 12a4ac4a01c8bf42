using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace Corpus.Flow;

internal static class ControlFlow
{
    private static readonly object Gate = new();

    public static int Run(string[] hosts, ref Socket shared, out bool ok, in int limit)
    {
        ok = false;
        var tries = 0;
    again:
        foreach (var host in hosts)
        {
            for (int i = 0, j = limit; i < j; i++, j--)
            {
                if ((i & 1) == 0) continue;
                if (j == 3) break;
                do
                {
                    try
                    {
                        try
                        {
                            shared = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                            shared.Connect(host, i);
                            shared.Shutdown(i > 3 ? SocketShutdown.Send : SocketShutdown.Both);
                            if (tries > 2) throw new IOException("late");
                        }
                        finally
                        {
                            shared?.Send(new byte[1]);
                        }
                    }
                    catch (SocketException e) when (Log(e) && e.ErrorCode != 0)
                    {
                        if (++tries < 5) goto again;
                        throw;
                    }
                    catch (IOException) { return -1; }
                    catch { shared?.Dispose(); throw new InvalidOperationException(); }
                    finally { Monitor.Pulse(Gate); }
                }
                while (tries < 3);
            }
        }

        lock (Gate) { checked { tries++; } }
        using (var a = new TcpClient()) using (TcpClient b = new TcpClient("h", 1), c = new())
        {
            a.Client = b.Client;
            (b.Connected && c.Connected || !a.Connected ? a : b).Close();
        }

        ok = true;
        return Machine(shared!, tries);
    }

    private static int Machine(Socket s, int state)
    {
        while (true)
        {
            switch (state)
            {
                case 0: s.Bind(new IPEndPoint(IPAddress.Any, 0)); state = 1; continue;
                case 1: s.Listen(); goto case 3;
                case 2 when s.Blocking: s.Blocking = false; goto default;
                case 3: { using var accepted = s.Accept(); if (accepted.Poll(1000, SelectMode.SelectRead)) state = 4; break; }
                case > 9: return checked((int)(uint)state);
                default: s.Close(); s.Send(new byte[] { 1 }); return unchecked(state << 30);
            }
        }
    }

    private static bool Log(Exception e) { Console.Error.WriteLine(e); return true; }

    public static void Loops(Socket s)
    {
        int n;
        var b = new byte[8];
        while ((n = s.Receive(b)) != 0) { for (; ; ) { if (n-- < 0) goto done; } }
    done:
        s.Shutdown(SocketShutdown.Send);
        for (var k = 0; k < 3; ++k) s.Send(b, k, b.Length - k, SocketFlags.None);
        ;
        if (s.Available > 0) ; else if (s is null) return; else { }
        _ = s ?? throw new ArgumentNullException(nameof(s));
    }
}
