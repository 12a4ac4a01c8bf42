using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>A listener whose queue is full: its kernel lets further SYNs go unanswered, so whoever connects stays in SYN_SENT.</summary>
internal sealed class FullListener : IDisposable
{
    private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _queued = [];

    public FullListener()
    {
        _listener.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        _listener.Listen(0);
        // The first stays unanswered only after the queue has taken what fits; how much that is, is for the kernel to say.
        do
        {
            _queued.Add(new Socket(SocketType.Stream, ProtocolType.Tcp) { Blocking = false });
            Assert(_queued.Count < 20);
            try
            {
                _queued[^1].Connect(Address);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
            {
                // Connecting.
            }
        }
        while (_queued[^1].Poll(TimeSpan.FromMilliseconds(200), SelectMode.SelectWrite));
    }

    public EndPoint Address => _listener.LocalEndPoint!;

    public void Dispose()
    {
        _queued.ForEach(socket => socket.Dispose());
        _listener.Dispose();
    }

    private static void Assert(bool holds)
    {
        if (!holds)
            throw new InvalidOperationException("The listener takes everybody.");
    }
}
