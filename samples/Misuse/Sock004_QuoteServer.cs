using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Misuse;

/// <summary>
/// A server that hands out quotes. One client that resets its connection ends the process or the serving of all the others,
/// because the exception gets out of a place where nobody can catch it.
/// </summary>
public sealed class QuoteServer
{
    private static readonly byte[] Quote = Encoding.ASCII.GetBytes("Nothing is so firmly believed as what is least known.\r\n");

    private readonly TcpListener _listener = new(IPAddress.Loopback, 1717);
    private readonly Socket _feed = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] _buffer = new byte[512];

    /// <summary>The try is outside the loop: after the first accept that fails nobody is served any more.</summary>
    public async Task RunAsync()
    {
        _listener.Start();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(); // SOCK004
                _ = Task.Run(() => Serve(client));
            }
        }
        catch (SocketException e)
        {
            Console.WriteLine(e.SocketErrorCode);
        }
    }

    /// <summary>The next client is asked for only when this one came in well.</summary>
    public void RunWithCallbacks()
    {
        _listener.Start();
        _listener.BeginAcceptTcpClient(OnClient, null);
    }

    private void OnClient(IAsyncResult result)
    {
        try
        {
            Serve(_listener.EndAcceptTcpClient(result));
            _listener.BeginAcceptTcpClient(OnClient, null); // SOCK004, SOCK041
        }
        catch (Exception e)
        {
            Console.WriteLine(e.Message);
        }
    }

    /// <summary>A thread of its own: what leaves its method ends the process.</summary>
    public void Subscribe(IPEndPoint feed)
    {
        _feed.Connect(feed);
        new Thread(ReadFeed).Start();
        _feed.BeginSend(Quote, 0, Quote.Length, SocketFlags.None, OnSent, null);
    }

    private void ReadFeed()
    {
        while (_feed.Receive(_buffer) > 0) // SOCK004
            Console.WriteLine("A new quote.");
    }

    /// <summary>A callback runs on the thread pool; the reset comes out of the End of the pair.</summary>
    private void OnSent(IAsyncResult result)
    {
        _feed.EndSend(result); // SOCK004
    }

    /// <summary>The catch does not fit: a stream throws an IOException, with the SocketException inside.</summary>
    public async void Greet(TcpClient client)
    {
        try
        {
            await client.GetStream().WriteAsync(Quote, 0, Quote.Length); // SOCK004
        }
        catch (SocketException)
        {
            client.Close();
        }
    }

    private static void Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.GetStream().Write(Quote, 0, Quote.Length);
            }
            catch (IOException)
            {
                Console.WriteLine("A client went away.");
            }
        }
    }
}
