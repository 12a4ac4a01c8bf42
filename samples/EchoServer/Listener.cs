using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Echo;

/// <summary>Accepts clients until it is told to stop. Nothing that a client does ends this loop.</summary>
internal sealed class Listener
{
    public const int MaxSessions = 1000;
    private static readonly TimeSpan PauseWithoutResources = TimeSpan.FromMilliseconds(200);

    private readonly Func<Socket, CancellationToken, Task> _serve;
    private readonly TextWriter _log;
    private readonly SemaphoreSlim _places = new(MaxSessions);
    private readonly HashSet<Task> _sessions = new();

    /// <param name="serve">Serves one client and ends its connection, soon when the token is canceled. Does not throw.</param>
    /// <param name="log">Thread-safe.</param>
    public Listener(Func<Socket, CancellationToken, Task> serve, TextWriter log)
    {
        _serve = serve;
        _log = log;
    }

    /// <summary>Those who are connected; complete once <see cref="RunAsync"/> is.</summary>
    public Task Sessions => Task.WhenAll(_sessions);

    /// <summary>Until the token is canceled. Then new clients are refused; the sessions are still to end.</summary>
    /// <exception cref="SocketException">The port cannot be listened on.</exception>
    public async Task RunAsync(IPEndPoint endPoint, CancellationToken stop)
    {
        using var listener = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        // No ReuseAddress: Bind lets a restart succeed by itself, and on Windows this keeps others off the port.
        listener.ExclusiveAddressUse = true;
        listener.Bind(endPoint);
        // Without a number: as long a queue as the system allows.
        listener.Listen();
        _log.WriteLine($"listening on {listener.LocalEndPoint}; Ctrl+C stops");
        await AcceptAsync(listener, stop);
    }

    private async Task AcceptAsync(Socket listener, CancellationToken stop)
    {
        // The first timer of a process starts a thread, and on Linux a thread of .NET needs descriptors: without this the pause
        // below, which is there for the moment when they have run out, would end the process ("Out of memory.").
        await Task.Delay(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        try
        {
            while (true)
            {
                // Others wait in the system's queue. The limit is what really keeps descriptors from running out.
                await _places.WaitAsync(stop);
                var connection = await TryAcceptAsync(listener, stop);
                _sessions.RemoveWhere(static session => session.IsCompleted);
                if (connection is null)
                    _places.Release();
                else
                    _sessions.Add(ServeAsync(connection, stop));
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
    }

    /// <summary>The next client, or null where one was lost or there is no room for it just now.</summary>
    private async Task<Socket?> TryAcceptAsync(Socket listener, CancellationToken stop)
    {
        try
        {
            return await listener.AcceptAsync(stop);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
        {
            // The client still waits in the queue, so the next accept fails at once: without a pause the loop would spin.
            _log.WriteLine($"no more connections for now ({e.SocketErrorCode}); waiting");
            await Task.Delay(PauseWithoutResources, stop);
        }
        catch (SocketException e)
        {
            // One connection failed on its way in. The next client has nothing to do with it.
            _log.WriteLine($"a client was lost while it was accepted ({e.SocketErrorCode})");
        }

        return null;
    }

    private async Task ServeAsync(Socket connection, CancellationToken stop)
    {
        try
        {
            await _serve(connection, stop);
        }
        finally
        {
            _places.Release();
        }
    }
}
