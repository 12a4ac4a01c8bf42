using System;
using System.Net.Sockets;

namespace Corpus.Parts;

public abstract partial class Server<T>
{
    partial void OnBound(Socket socket) => socket.ExclusiveAddressUse = !OperatingSystem.IsLinux();

    private partial bool TryEnd(Socket socket, out SocketError error)
    {
        socket.Shutdown(SocketShutdown.Send);
        return socket.Send(new byte[1], 0, 1, SocketFlags.None, out error) == 0;
    }

    public void Dispose() { Listener.Dispose(); Second?.Stop(); Dispose(true); }
    protected virtual void Dispose(bool disposing) => _ = disposing && TryEnd(Listener, out _);
}

public class EchoServer : Server<int>, ITransport<string>
{
    private Socket? _last;
    Socket ITransport<string>.Socket => _last ?? Listener;
    public static ITransport<string> Create(Socket s) => new EchoServer { _last = s };
    void ITransport<string>.Send(string message) { ((ITransport<string>)this).End(); _last!.Send(new byte[message.Length]); }
    public override void Start(int port, int backlog) { base.Start(port, backlog); Second = new(System.Net.IPAddress.Any, port + 1); Second.Server.ExclusiveAddressUse = false; Second.Start(); }
    protected override void Serve(Socket client) { using (_last = client) client.Send(new byte[1]); client.Receive(new byte[1]); }
    protected override void Dispose(bool disposing) { base.Dispose(disposing); _last = (Socket?)(Nested.Instance - 1); _last?.Close(); }
}
