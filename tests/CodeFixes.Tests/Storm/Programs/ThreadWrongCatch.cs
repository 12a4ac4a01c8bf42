using System;
using System.Net.Sockets;
using System.Threading;

Host.ForEachClient(client => new Thread(() =>
{
    var stream = new NetworkStream(client, ownsSocket: true);
    var buffer = new byte[64];
    try
    {
        int count;
        while ((count = stream.Read(buffer, 0, 64)) > 0)
            stream.Write(buffer, 0, count);
        stream.Dispose();
    }
    catch (SocketException e)
    {
        Console.Error.WriteLine(e.SocketErrorCode);
    }
}) { IsBackground = true }.Start());
