using System.Net.Sockets;

namespace Misuse;

/// <summary>
/// The session of a server that asks <c>Connected</c> before it closes. After a reset the answer is no, so that just the sessions that broke are never
/// closed: their sockets stay until the garbage collector finds them.
/// </summary>
public sealed class Session
{
    private readonly Socket _socket;
    private readonly TcpClient? _control;

    public Session(Socket socket, TcpClient? control)
    {
        _socket = socket;
        _control = control;
    }

    public void End()
    {
        if (_socket.Connected) // SOCK020
        {
            _socket.Shutdown(SocketShutdown.Send);
            _socket.Close();
        }
    }

    public void EndControl()
    {
        if (_control != null && _control.Connected) // SOCK020
            _control.Close();
    }

    /// <summary>The same with a return.</summary>
    public void Leave()
    {
        if (!_socket.Connected) // SOCK020
            return;
        _socket.Close();
    }

    /// <summary>Right: Connected decides on the Shutdown alone.</summary>
    public static void EndRight(Socket connection)
    {
        if (connection.Connected)
            connection.Shutdown(SocketShutdown.Send);
        connection.Close();
    }
}
