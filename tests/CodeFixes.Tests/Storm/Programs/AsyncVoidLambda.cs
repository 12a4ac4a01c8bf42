using System;
using System.Net.Sockets;

Host.ForEachClient(client =>
{
    Action serve = async () =>
    {
        using var connection = new TcpClient { Client = client };
        var stream = connection.GetStream();
        var buffer = new byte[64];
        int count;
        while ((count = await stream.ReadAsync(buffer)) > 0)
            await stream.WriteAsync(buffer.AsMemory(0, count));
    };
    serve();
});
