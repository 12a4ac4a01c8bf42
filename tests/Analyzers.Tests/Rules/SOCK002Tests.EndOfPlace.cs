using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// A helper ends what two fields hold, and others may have run before it comes to that: the relay is one of places.
public partial class SOCK002Tests
{
    [Theory]
    [InlineData("lock (this) { if (_ended) return; _ended = true; } End(_far); End(_near);", "{|SOCK002:Stop()|};")]
    [InlineData("lock (this) { if (_ended) return; _ended = true; } Thread.Sleep(50); if (_far != null) _far.Close(); if (_near != null) _near.Close();", "{|SOCK002:Stop()|};")]
    [InlineData("Monitor.Enter(_turn); End(_near); End(_far); Monitor.Exit(_turn);", "{|SOCK002:Stop()|};")]
    [InlineData("Thread.Yield(); _far?.Dispose(); _near?.Dispose();", "{|SOCK002:Stop()|};")]
    // The end is passed on, or the other direction has its time.
    [InlineData("_far.Shutdown(SocketShutdown.Send); lock (this) { _ended = true; } _far.Close();", "Stop();")]
    [InlineData("lock (this) { _far.Shutdown(SocketShutdown.Send); if (++_count < 2) return; } _far.Close(); _near.Close();", "Stop();")]
    [InlineData("lock (this) { if (++_count < 2) return; } _far.Close(); _near.Close();", "Stop();")]
    // A semaphore can be the sign of the other direction, and whoever has the delegate can wait for it.
    [InlineData("_turn.Wait(); try { _far.Shutdown(SocketShutdown.Both); _far.Close(); } finally { _turn.Release(); }", "Stop();")]
    [InlineData("Log?.Invoke(); _far.Dispose(); _near.Dispose();", "Stop();")]
    public Task A_helper_that_waits_before_it_ends_both(string body, string call) => Verify(
        $$"""
        class Forwarder
        {
            Socket _near, _far;
            bool _ended;
            int _count;
            readonly SemaphoreSlim _turn = new(1);
            readonly byte[] _up = new byte[4096], _down = new byte[4096];
            public Action Log;

            public void Start(Socket client, EndPoint target)
            {
                _near = client;
                _far = new Socket(SocketType.Stream, ProtocolType.Tcp);
                _far.BeginConnect(target, Connected, null);
            }

            void Connected(IAsyncResult ar)
            {
                _far.EndConnect(ar);
                _near.BeginReceive(_up, 0, _up.Length, SocketFlags.None, NearReceived, null);
                _far.BeginReceive(_down, 0, _down.Length, SocketFlags.None, FarReceived, null);
            }

            void NearReceived(IAsyncResult ar)
            {
                var count = _near.EndReceive(ar);
                if (count > 0)
                    _far.BeginSend(_up, 0, count, SocketFlags.None, FarSent, null);
                else
                    {{call}}
            }

            void FarReceived(IAsyncResult ar)
            {
                var count = _far.EndReceive(ar);
                if (count > 0)
                    _near.BeginSend(_down, 0, count, SocketFlags.None, NearSent, null);
                else
                    _near.Shutdown(SocketShutdown.Send);
            }

            void FarSent(IAsyncResult ar) { _far.EndSend(ar); _near.BeginReceive(_up, 0, _up.Length, SocketFlags.None, NearReceived, null); }

            void NearSent(IAsyncResult ar) { _near.EndSend(ar); _far.BeginReceive(_down, 0, _down.Length, SocketFlags.None, FarReceived, null); }

            static void End(Socket socket) { socket?.Close(); }

            void Stop() { {{body}} }
        }
        """);
}
