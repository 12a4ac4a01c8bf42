using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace CloseLab.Experiments.Basics;

internal sealed class GarbageCollected : Experiment
{
    private const int Amount = 1_000_000;

    public override string Name => "garbage-collected";

    public override string Claim => "A socket that nobody disposes is not only a leak: its finalizer resets the connection, and queued data is lost.";

    public override string Facts => "§2";

    public override Expectation Expected => "never disposed, collected: a part, ConnectionReset; after Dispose: everything, EOF";

    protected override string Run(Stage stage)
    {
        stage.Scene("never disposed");
        var leaked = Reader(stage, dispose: false);
        stage.Call("client", "the garbage collector finds it");
        var collected = Read(leaked);
        stage.Scene("Dispose");
        return $"never disposed, collected: {collected}; after Dispose: {Read(Reader(stage, dispose: true))}";
    }

    /// <summary>The sender must be out of every stack frame before the collection.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Peer Reader(Stage stage, bool dispose)
    {
        using var listener = stage.Listener();
        // Not through the stage, which would hold it.
        var sender = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        sender.Connect(listener.LocalEndPoint!);
        stage.Register(sender.LocalEndPoint!, "client");
        var server = new Peer(stage, "server", stage.Own(listener.Accept()));
        sender.SendBufferSize = 2 * Amount;
        stage.Call("client", $"Send({Amount:N0} bytes)");
        sender.Send(new byte[Amount]);
        if (dispose)
        {
            stage.Call("client", "Dispose()");
            sender.Dispose();
        }

        return server;
    }

    private static string Read(Peer server)
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        var end = server.ReceiveAll().Split("bytes, ")[1];
        return $"{(server.ReceivedBytes == Amount ? "everything" : "a part")}, {end}";
    }
}
