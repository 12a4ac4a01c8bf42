using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using SocketAnalyzers;

namespace CloseLab.Staging;

/// <summary>One end of a connection. Each call is written down, and its exception becomes a word.</summary>
internal sealed class Peer
{
    private const int ReadLimitMs = 10_000;
    private readonly Stage _stage;

    public Peer(Stage stage, string actor, Socket socket)
    {
        (_stage, Actor, Socket) = (stage, actor, socket);
        // Now: afterwards it may be null or throw.
        (Local, Remote) = ((IPEndPoint)socket.LocalEndPoint!, (IPEndPoint)socket.RemoteEndPoint!);
        socket.ReceiveTimeout = socket.SendTimeout = ReadLimitMs;
        stage.Watch(this);
    }

    public string Actor { get; }

    public Socket Socket { get; }

    public IPEndPoint Local { get; }

    public IPEndPoint Remote { get; }

    /// <summary>What the last <see cref="ReceiveAll"/> got.</summary>
    public string Text { get; private set; } = "";

    public string Send(string text) => Try($"Send(\"{text}\")", () => { Socket.Send(Encoding.ASCII.GetBytes(text)); return "ok"; });

    public string Send(int bytes) => Try($"Send({bytes:N0} bytes)", () => { Socket.Send(new byte[bytes]); return "ok"; });

    public string Shutdown(SocketShutdown how) => Try($"Shutdown({how})", () => { Socket.Shutdown(how); return "ok"; });

    public string Close() => Try("Close()", () => { Socket.Close(); return "ok"; });

    public string Close(int milliseconds) => Try($"Close({milliseconds})", () => { Socket.Close(milliseconds); return "ok"; });

    /// <summary>One receive: "5 bytes", "EOF" or the error.</summary>
    public string Receive(int atMost = 65536)
    {
        var seen = ReceiveOnce(atMost);
        _stage.Call(Actor, $"Receive: {seen}", IsError(seen));
        return seen;
    }

    /// <summary>Receives until the end: "1,500 bytes, EOF" or "128,000 bytes, ConnectionReset".</summary>
    public string ReceiveAll(int pauseMs = 0)
    {
        var buffer = new byte[65536];
        long total = 0;
        var text = new StringBuilder();
        var end = Answer(() =>
        {
            int count;
            while ((count = Socket.Receive(buffer)) > 0)
            {
                total += count;
                if (total < 1000)
                    text.Append(Encoding.ASCII.GetString(buffer, 0, count));
                if (pauseMs > 0)
                    Thread.Sleep(pauseMs);
            }

            return "EOF";
        });
        Text = text.ToString();
        _stage.Call(Actor, $"Receive to the end: {Bytes(total)}, {end}", IsError(end));
        ReceivedBytes = total;
        return $"{Bytes(total)}, {end}";
    }

    public long ReceivedBytes { get; private set; }

    /// <summary>Receives again until the answer is the awaited one, for what is still on its way.</summary>
    public string ReceiveUntil(Func<string, bool> isAwaited)
    {
        var seen = "";
        for (var i = 0; i < 500 && !isAwaited(seen = ReceiveOnce(65536)); i++)
            Thread.Sleep(10);
        _stage.Call(Actor, $"Receive: {seen}", IsError(seen));
        return seen;
    }

    /// <summary>Whether something arrives (data, FIN or reset) within the time.</summary>
    public bool Hears(int withinMs)
    {
        var heard = Socket.Poll(TimeSpan.FromMilliseconds(withinMs), SelectMode.SelectRead);
        _stage.Call(Actor, heard ? "sees that something came" : $"sees nothing for {withinMs} ms");
        return heard;
    }

    /// <summary>
    /// Sends until neither our send queue nor the peer's window takes a byte. Then nothing can get through, a FIN either, and the
    /// states stand still for a look, without a race.
    /// </summary>
    public void FillWindow()
    {
        Socket.Blocking = false;
        var block = new byte[4096];
        long sent = 0;
        var quiet = Stopwatch.StartNew();
        while (quiet.ElapsedMilliseconds < 300)
        {
            var count = Socket.Send(block, 0, block.Length, SocketFlags.None, out _);
            sent += count;
            if (count > 0)
                quiet.Restart();
            else
                Thread.Sleep(5);
        }

        Socket.Blocking = true;
        _stage.Call(Actor, "Send until the peer's window is full");
    }

    /// <summary>Waits until this end is in one of the states; what it is in then, or at the end of a patient wait.</summary>
    public string Reach(params string[] states)
    {
        var clock = Stopwatch.StartNew();
        string state;
        do
        {
            state = State;
            if (states.Contains(state))
                break;
            Thread.Sleep(2);
        }
        while (clock.ElapsedMilliseconds < ReadLimitMs / 2);
        _stage.Tell(this, state);
        return state;
    }

    public string Look() => Reach(State);

    /// <summary>As the socket says itself; what it is in after that, only the kernel's table knows.</summary>
    public string State => Socket.TryGetDelivery(out var delivery) && delivery.State != TcpState.Closed
        ? ConnectionStates.NameOf(delivery.State)
        : ConnectionStates.Of(Local, Remote);

    private string ReceiveOnce(int atMost) => Answer(() => Socket.Receive(new byte[atMost]) is var count and > 0 ? Bytes(count) : "EOF");

    private string Try(string call, Func<string> action)
    {
        _stage.Call(Actor, call);
        var seen = Answer(action);
        if (IsError(seen))
            _stage.Call(Actor, $"{call.Split('(')[0]}: {seen}", bad: true);
        return seen;
    }

    private static bool IsError(string seen) => seen is not ("ok" or "EOF") && !seen.EndsWith("bytes", StringComparison.Ordinal);

    /// <summary>The result of a socket call, or the word for its exception.</summary>
    public static string Answer(Func<string> action)
    {
        try
        {
            return action();
        }
        catch (Exception e)
        {
            return NameOf(e);
        }
    }

    public static string NameOf(Exception e) => e switch
    {
        SocketException socket => socket.SocketErrorCode.ToString(),
        IOException { InnerException: SocketException inner } => $"IOException({inner.SocketErrorCode})",
        _ => e.GetType().Name,
    };

    public static string Bytes(long count) => $"{count:N0} bytes";
}
