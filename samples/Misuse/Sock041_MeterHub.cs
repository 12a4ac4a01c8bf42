using System;
using System.Net.Sockets;

namespace Misuse;

/// <summary>
/// A server of meters. Each callback starts the next operation, which on .NET is often done before the call that starts it returns: the callback runs
/// in the same stack, one level deeper. One meter that sends fast enough ends the process for all.
/// </summary>
public sealed class MeterHub
{
    private readonly Socket _listener;
    private readonly AsyncCallback _onAccepted;

    public MeterHub(Socket listener)
    {
        _listener = listener;
        _onAccepted = OnAccepted;
    }

    public void Start() => _listener.BeginAccept(_onAccepted, null);

    private void OnAccepted(IAsyncResult result)
    {
        try
        {
            var meter = new MeterSession(_listener.EndAccept(result));
            meter.Start();
        }
        catch (SocketException)
        {
            // Out of descriptors: this happens again at once, and one level deeper.
        }

        _listener.BeginAccept(_onAccepted, null); // SOCK041
    }
}

public sealed class MeterSession
{
    private readonly Socket _meter;
    private readonly SocketAsyncEventArgs _args = new();

    public MeterSession(Socket meter)
    {
        _meter = meter;
        _args.SetBuffer(new byte[256], 0, 256);
        _args.Completed += OnReceived;
    }

    public void Start()
    {
        if (!_meter.ReceiveAsync(_args))
            OnReceived(_meter, _args);
    }

    private void OnReceived(object? sender, SocketAsyncEventArgs e)
    {
        if (e.SocketError != SocketError.Success || e.BytesTransferred == 0)
        {
            _meter.Close();
            return;
        }

        Console.WriteLine(e.BytesTransferred);
        if (!_meter.ReceiveAsync(e)) // SOCK041
            OnReceived(sender, e);
    }
}

/// <summary>Here the stack stays as it is: what is done at once is taken in a loop.</summary>
public sealed class SteadySession
{
    private readonly Socket _meter;

    public SteadySession(Socket meter) => _meter = meter;

    public void Start(SocketAsyncEventArgs e)
    {
        e.Completed += (_, _) => Take(e);
        if (!_meter.ReceiveAsync(e))
            Take(e);
    }

    private void Take(SocketAsyncEventArgs e)
    {
        do
        {
            if (e.SocketError != SocketError.Success || e.BytesTransferred == 0)
            {
                _meter.Close();
                return;
            }

            Console.WriteLine(e.BytesTransferred);
        }
        while (!_meter.ReceiveAsync(e));
    }
}
