using System;
using System.Net.Sockets;
using System.Threading.Tasks;

var listener = Host.Listen();
_ = Task.Run(async () =>
{
    while (true)
    {
        var client = await listener.AcceptTcpClientAsync().ConfigureAwait(false);
        await Echo.ServeAsync(client).ConfigureAwait(false);
    }
});
Host.WaitForStop();

public static class Echo
{
    public static async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            var buffer = new byte[64];
            int count;
            while ((count = await stream.ReadAsync(buffer).ConfigureAwait(false)) > 0)
                await stream.WriteAsync(buffer.AsMemory(0, count)).ConfigureAwait(false);
        }
    }
}
