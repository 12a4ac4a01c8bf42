using System.Net.Sockets;

namespace CloseLab;

/// <summary>What a child does with bytes that wait in the kernel: it takes them one by one, with a callback, and nests or loops.</summary>
internal sealed class NestingChild(Socket socket)
{
    // More than a stack holds, and few enough to wait in the kernel.
    public const int Bytes = 60_000;

    // What a thread has on Windows; on Linux it is what "ulimit -s" says, mostly 8 MB.
    private const int StackSize = 1_500_000;

    private readonly byte[] _buffer = new byte[1];
    private readonly ManualResetEventSlim _done = new();
    private int _received;

    public int Run(string how)
    {
        if (!SpinWait.SpinUntil(() => socket.Available >= Bytes, TimeSpan.FromSeconds(30)))
            return 1;
        var thread = new Thread(() => Start(how), StackSize);
        thread.Start();
        _done.Wait();
        thread.Join();
        return 0;
    }

    private void Start(string how)
    {
        var eventArgs = new SocketAsyncEventArgs();
        eventArgs.SetBuffer(_buffer, 0, 1);
        eventArgs.Completed += how == "nest-event-args" ? OnCompletedNested : OnCompletedLooping;
        switch (how)
        {
            case "nest-callback":
                BeginNested();
                break;
            case "loop-callback":
                BeginLooping();
                break;
            case "nest-event-args":
                StartNested(eventArgs);
                break;
            default:
                StartLooping(eventArgs);
                break;
        }
    }

    private void BeginNested() =>
#pragma warning disable SOCK041 // the misuse that the experiment SOCK041 shows
        socket.BeginReceive(_buffer, 0, 1, SocketFlags.None, OnReceivedNested, null);
#pragma warning restore SOCK041

    private void OnReceivedNested(IAsyncResult result)
    {
        if (!IsLast(End(result)))
            BeginNested();
    }

    private void BeginLooping()
    {
        IAsyncResult result;
        do
        {
            result = socket.BeginReceive(_buffer, 0, 1, SocketFlags.None, OnReceivedLooping, null);
        }
        while (result.CompletedSynchronously && !IsLast(End(result)));
    }

    private void OnReceivedLooping(IAsyncResult result)
    {
        if (!result.CompletedSynchronously && !IsLast(End(result)))
            BeginLooping();
    }

    private void StartNested(SocketAsyncEventArgs e)
    {
        // In a try, as servers have it: the last call of a method may need no stack of its own.
        try
        {
#pragma warning disable SOCK041 // the misuse that the experiment SOCK041 shows
            if (!socket.ReceiveAsync(e))
#pragma warning restore SOCK041
                OnCompletedNested(socket, e);
        }
        catch (ObjectDisposedException)
        {
            _done.Set();
        }
    }

    private void OnCompletedNested(object? sender, SocketAsyncEventArgs e)
    {
        if (!IsLast(e.BytesTransferred))
            StartNested(e);
    }

    private void StartLooping(SocketAsyncEventArgs e)
    {
        while (!socket.ReceiveAsync(e))
        {
            if (IsLast(e.BytesTransferred))
                return;
        }
    }

    private void OnCompletedLooping(object? sender, SocketAsyncEventArgs e)
    {
        if (!IsLast(e.BytesTransferred))
            StartLooping(e);
    }

    private int End(IAsyncResult result)
    {
        try
        {
            return socket.EndReceive(result);
        }
        catch (SocketException)
        {
            // The sender is gone: that is the end too.
            return 0;
        }
    }

    private bool IsLast(int count)
    {
        _received += count;
        if (count > 0 && _received < Bytes)
            return false;
        _done.Set();
        return true;
    }
}
