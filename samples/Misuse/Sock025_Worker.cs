using System.Net.Sockets;

namespace Misuse;

/// <summary>
/// The worker of one connection, which shuts down before it closes, as one should. But a Shutdown throws where the connection is gone already, and
/// then it is not closed.
/// </summary>
public sealed class Worker
{
    private readonly Socket _socket;

    public Worker(Socket socket) => _socket = socket;

    /// <summary>The catch keeps the exception, and the Close does not run.</summary>
    public void Stop()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both); // SOCK025
            _socket.Close();
        }
        catch (SocketException)
        {
            // The connection was gone already.
        }
    }

    /// <summary>Here nobody keeps it.</summary>
    public void Abandon()
    {
        HalfClose(_socket); // SOCK025
        _socket.Dispose();
    }

    /// <summary>The failure of the send is lost when the Shutdown fails too, and it will.</summary>
    public void Send(byte[] message)
    {
        try
        {
            _socket.Send(message);
        }
        catch (SocketException)
        {
            _socket.Shutdown(SocketShutdown.Both); // SOCK025
            _socket.Close();
            throw;
        }
    }

    /// <summary>Right: closed in any case.</summary>
    public static void StopRight(Socket connection)
    {
        try
        {
            connection.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // It is not connected any more.
        }
        finally
        {
            connection.Close();
        }
    }

    /// <summary>Right: what has just been sent tells that the connection works.</summary>
    public static void Answer(Socket connection, byte[] answer)
    {
        connection.Send(answer);
        connection.Shutdown(SocketShutdown.Send);
        connection.Close();
    }

    private static void HalfClose(Socket connection) => connection.Shutdown(SocketShutdown.Send);
}
