using System.Net.Sockets;
using System.Threading;

Host.ForEachClient(client => ThreadPool.QueueUserWorkItem(static connection =>
{
    var buffer = new byte[64];
    int count;
    while ((count = connection.Receive(buffer)) > 0)
        connection.Send(buffer, count, SocketFlags.None);
    connection.Close();
}, client, preferLocal: false));
