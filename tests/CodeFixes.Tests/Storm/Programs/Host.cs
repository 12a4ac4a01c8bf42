// Beside every program: a listener on loopback, a stop by SIGTERM, and an accept loop that is right.
using System;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

public static class Host
{
    private static readonly CancellationTokenSource Stop = new();
    private static PosixSignalRegistration? _signal;

    public static CancellationToken Stopping => Stop.Token;

    public static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0) { ExclusiveAddressUse = true };
        listener.Start();
        Announce((IPEndPoint)listener.LocalEndpoint, listener.Stop);
        return listener;
    }

    public static Socket ListenSocket()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ExclusiveAddressUse = true };
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Announce((IPEndPoint)listener.LocalEndPoint!, listener.Close);
        return listener;
    }

    public static void WaitForStop() => Stop.Token.WaitHandle.WaitOne();

    public static void ForEachClient(Action<Socket> handle)
    {
        var listener = ListenSocket();
        while (!Stop.IsCancellationRequested)
        {
            Socket client;
            try
            {
                client = listener.Accept();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                continue;
            }

            handle(client);
        }
    }

    private static void Announce(IPEndPoint address, Action stop)
    {
        // What .NET loads for its first SocketException, and for its first word on stderr, it cannot load without a descriptor.
        try
        {
            throw new SocketException((int)SocketError.TooManyOpenSockets);
        }
        catch (SocketException e)
        {
            Console.Error.WriteLine(e.Message);
        }

        _signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            Stop.Cancel();
            stop();
        });
        Console.WriteLine(address.Port);
    }
}

namespace Microsoft.Extensions.Hosting
{
    /// <summary>The base class of the same name, and what its host does: a service that fails ends the host with an error.</summary>
    public abstract class BackgroundService
    {
        protected abstract Task ExecuteAsync(CancellationToken stoppingToken);

        public int Run()
        {
            try
            {
                ExecuteAsync(Host.Stopping).GetAwaiter().GetResult();
                return 0;
            }
            catch (OperationCanceledException)
            {
                return 0;
            }
            catch (Exception e)
            {
                Console.Error.WriteLine(e);
                return 3;
            }
        }
    }
}
