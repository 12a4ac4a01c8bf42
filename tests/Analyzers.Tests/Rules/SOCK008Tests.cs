using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

/// <summary>SOCK008: a send that nobody waits for, and then the end of its connection.</summary>
public partial class SOCK008Tests
{
    private static Task Verify(string code, params DiagnosticResult[] expected) => RuleTest.Of("SOCK008", code, expected).RunAsync();

    private static Task VerifyBody(string statements) => Verify($$"""
        class C
        {
            static readonly byte[] Data = new byte[1 << 20];
            static bool Maybe() => Environment.TickCount > 5;
            static void Log(object o) { }
            static async Task M(Socket s, Socket other, TcpClient client, CancellationToken token)
            {
                await Task.Yield();
                {{statements}}
            }
        }
        """);

    [Theory]
    [InlineData("_ = {|SOCK008:s.SendAsync(Data, SocketFlags.None)|}; s.Shutdown(SocketShutdown.Send);")]
    [InlineData("_ = {|SOCK008:s.SendAsync(Data, SocketFlags.None)|}; s.Shutdown(SocketShutdown.Both); s.Close();")]
    [InlineData("_ = {|SOCK008:s.SendAsync(Data, SocketFlags.None)|}; s.Close();")]
    [InlineData("_ = {|SOCK008:s.SendAsync(Data, SocketFlags.None)|}; s.Dispose();")]
    [InlineData("_ = {|SOCK008:s.SendAsync(Data, SocketFlags.None)|}; s.Close(1000);")]
    [InlineData("var t = {|SOCK008:s.SendAsync(Data, SocketFlags.None)|}; s.Close();")]
    [InlineData("var t = {|SOCK008:s.SendAsync(Data, SocketFlags.None)|}; s.Close(); await t;")]
    [InlineData("_ = {|SOCK008:s.SendAsync(Data.AsMemory(), SocketFlags.None, token)|}; s.Close();")]
    [InlineData("_ = {|SOCK008:s.SendFileAsync(\"big\")|}; s.Shutdown(SocketShutdown.Send);")]
    [InlineData("_ = {|SOCK008:client.GetStream().WriteAsync(Data, 0, 5)|}; client.Close();")]
    [InlineData("{|SOCK008:client.GetStream().WriteAsync(Data, 0, 5)|}.ConfigureAwait(false); client.Dispose();")]
    [InlineData("var stream = client.GetStream(); _ = {|SOCK008:stream.WriteAsync(Data, 0, 5)|}; stream.Dispose();")]
    [InlineData("var stream = client.GetStream(); _ = {|SOCK008:stream.WriteAsync(Data, 0, 5)|}; client.Client.Shutdown(SocketShutdown.Send);")]
    [InlineData("var w = new StreamWriter(client.GetStream()) { AutoFlush = true }; _ = {|SOCK008:w.WriteLineAsync(\"x\")|}; client.Close();")]
    [InlineData("var w = new StreamWriter(client.GetStream()); w.Write(\"x\"); _ = {|SOCK008:w.FlushAsync()|}; client.Close();")]
    [InlineData("var ssl = new SslStream(client.GetStream()); _ = {|SOCK008:ssl.WriteAsync(Data, 0, 5)|}; ssl.Close();")]
    [InlineData("_ = {|SOCK008:File.OpenRead(\"f\").CopyToAsync(client.GetStream())|}; client.Close();")]
    [InlineData("{|SOCK008:s.BeginSend(Data, 0, 5, SocketFlags.None, null, null)|}; s.Close();")]
    [InlineData("{|SOCK008:s.BeginSend(Data, 0, 5, SocketFlags.None, ar => s.EndSend(ar), null)|}; s.Close();")]
    [InlineData("{|SOCK008:client.GetStream().BeginWrite(Data, 0, 5, ar => { }, null)|}; Console.WriteLine(\"sent\"); client.Close();")]
    [InlineData("var same = s; _ = {|SOCK008:s.SendAsync(Data, SocketFlags.None)|}; same.Close();")]
    [InlineData("if (Maybe()) _ = {|SOCK008:s.SendAsync(Data, SocketFlags.None)|}; s.Close();")]
    [InlineData("while (Maybe()) _ = {|SOCK008:s.SendAsync(Data, SocketFlags.None)|}; s.Close();")]
    [InlineData("_ = {|SOCK008:s.SendAsync(Data, SocketFlags.None)|}; if (Maybe()) s.Close(); else s.Dispose();")]
    [InlineData("_ = {|SOCK008:s.SendAsync(Data, SocketFlags.None)|}; _ = {|SOCK008:s.SendAsync(Data, SocketFlags.None)|}; s.Close();")]
    [InlineData("await s.SendAsync(Data, SocketFlags.None); _ = {|SOCK008:s.SendAsync(Data, SocketFlags.None)|}; s.Close();")]
    [InlineData("_ = {|SOCK008:s.SendAsync(Data, SocketFlags.None)|}; await other.SendAsync(Data, SocketFlags.None); s.Close();")]
    [InlineData("_ = {|SOCK008:s.SendAsync(Data, SocketFlags.None)|}; Log(s); s.Close();")]
    [InlineData("try { _ = {|SOCK008:s.SendAsync(Data, SocketFlags.None)|}; } catch (SocketException) { } s.Close();")]
    [InlineData("try { _ = {|SOCK008:s.SendAsync(Data, SocketFlags.None)|}; } finally { s.Close(); }")]
    [InlineData("using (client) { _ = {|SOCK008:client.GetStream().WriteAsync(Data, 0, 5)|}; }")]
    [InlineData("using var stream = client.GetStream(); _ = {|SOCK008:stream.WriteAsync(Data, 0, 5)|};")]
    [InlineData("using var stream = new NetworkStream(s, true); _ = {|SOCK008:stream.WriteAsync(Data, 0, 5)|};")]
    [InlineData("using var w = new StreamWriter(client.GetStream()) { AutoFlush = true }; _ = {|SOCK008:client.GetStream().WriteAsync(Data, 0, 5)|};")]
    [InlineData("{|SOCK008:s.SendAsync(Data, SocketFlags.None)|}.ContinueWith(_ => Log(1)); s.Close();")]
    [InlineData("var t = {|SOCK008:s.SendAsync(Data, SocketFlags.None)|}; var r = s.ReceiveAsync(Data, SocketFlags.None); s.Shutdown(SocketShutdown.Both); await r;")]
    public Task A_send_that_nobody_waits_for(string statements) => VerifyBody(statements);

    [Theory]
    [InlineData("await s.SendAsync(Data, SocketFlags.None); s.Close();")]
    [InlineData("s.Send(Data); s.Close();")]
    [InlineData("var t = s.SendAsync(Data, SocketFlags.None); await t; s.Close();")]
    [InlineData("var t = s.SendAsync(Data, SocketFlags.None); await Task.WhenAll(t, other.SendAsync(Data, SocketFlags.None)); s.Close();")]
    [InlineData("s.SendAsync(Data, SocketFlags.None).Wait(); s.Close();")]
    [InlineData("s.SendAsync(Data, SocketFlags.None).GetAwaiter().GetResult(); s.Close();")]
    [InlineData("s.EndSend(s.BeginSend(Data, 0, 5, SocketFlags.None, null, null)); s.Close();")]
    [InlineData("var ar = s.BeginSend(Data, 0, 5, SocketFlags.None, null, null); ar.AsyncWaitHandle.WaitOne(); s.Close();")]
    [InlineData("s.BeginSend(Data, 0, 5, SocketFlags.None, ar => s.Close(), null);")]
    [InlineData("_ = s.SendAsync(Data, SocketFlags.None).ContinueWith(_ => s.Close());")]
    [InlineData("_ = s.SendAsync(Data, SocketFlags.None);")]
    [InlineData("_ = s.SendAsync(Data, SocketFlags.None); other.Close();")]
    [InlineData("_ = s.SendAsync(Data, SocketFlags.None); s.Shutdown(SocketShutdown.Receive);")]
    [InlineData("_ = s.SendAsync(Data, SocketFlags.None); new NetworkStream(s).Dispose();")]
    [InlineData("s.Close(); s.SendAsync(Data, SocketFlags.None);")]
    public Task It_is_waited_for_or_not_ended(string statements) => VerifyBody(statements);

    [Theory]
    [InlineData("var vt = s.SendAsync(Data.AsMemory(), SocketFlags.None); if (!vt.IsCompletedSuccessfully) await vt; s.Close();")]
    [InlineData("var t = s.SendAsync(Data, SocketFlags.None); if (t.IsCompleted) Log(1); s.Close();")]
    [InlineData("var t = s.SendAsync(Data, SocketFlags.None); await Task.WhenAny(t, Task.Delay(50)); s.Close();")]
    [InlineData("var t = s.SendAsync(Data, SocketFlags.None); if (!t.Wait(1000)) Log(1); s.Close();")]
    [InlineData("var t = s.SendAsync(Data, SocketFlags.None); if (Maybe()) await t; s.Close();")]
    [InlineData("Task t = null; if (Maybe()) t = s.SendAsync(Data, SocketFlags.None); if (t != null) await t; s.Close();")]
    public Task Somebody_asks_whether_it_is_over(string statements) => VerifyBody(statements);

    [Theory]
    [InlineData("_ = s.SendAsync(Data, SocketFlags.None); await s.SendAsync(Data, SocketFlags.None); s.Close();")]
    [InlineData("_ = s.SendAsync(Data, SocketFlags.None); s.Receive(Data); s.Close();")]
    [InlineData("_ = s.SendAsync(Data, SocketFlags.None); await s.ReceiveAsync(Data, SocketFlags.None); s.Close();")]
    [InlineData("_ = s.SendAsync(Data, SocketFlags.None); Thread.Sleep(100); s.Close();")]
    [InlineData("_ = s.SendAsync(Data, SocketFlags.None); await Task.Delay(100); s.Close();")]
    [InlineData("using var done = new ManualResetEvent(false); s.BeginSend(Data, 0, 5, SocketFlags.None, ar => done.Set(), null); done.WaitOne(); s.Close();")]
    [InlineData("_ = s.SendAsync(Data, SocketFlags.None); Console.ReadLine(); s.Close();")]
    [InlineData("s.BeginSend(Data, 0, 5, SocketFlags.None, ar => { }, null); Maybe(); s.Close();")]
    public Task Something_speaks_for_its_arrival(string statements) => VerifyBody(statements);

    [Theory]
    [InlineData("try { s.Send(Data); } catch (SocketException) { _ = s.SendAsync(Data, SocketFlags.None); s.Close(); }")]
    [InlineData("try { _ = s.SendAsync(Data, SocketFlags.None); Log(1); } catch { s.Close(); }")]
    [InlineData("_ = s.SendAsync(Data, SocketFlags.None); s.Close(0);")]
    [InlineData("var u = new UdpClient(5000); _ = u.SendAsync(Data, 5); u.Close();")]
    [InlineData("using var u = new Socket(SocketType.Dgram, ProtocolType.Udp); _ = u.SendAsync(Data, SocketFlags.None);")]
    [InlineData("_ = s.SendToAsync(Data, SocketFlags.None, new IPEndPoint(IPAddress.Loopback, 9)); s.Close();")]
    [InlineData("s.SendAsync(new SocketAsyncEventArgs()); s.Close();")]
    [InlineData("var w = new StreamWriter(client.GetStream()); _ = w.WriteAsync(\"x\"); client.Close();")]
    [InlineData("_ = client.GetStream().FlushAsync(); client.Close();")]
    [InlineData("_ = new SslStream(client.GetStream()).ShutdownAsync(); client.Close();")]
    [InlineData("_ = s.ReceiveAsync(Data, SocketFlags.None); s.Close();")]
    [InlineData("_ = client.GetStream().CopyToAsync(Stream.Null); client.Close();")]
    public Task Another_matter(string statements) => VerifyBody(statements);

    [Theory]
    [InlineData("_field = s.SendAsync(Data, SocketFlags.None); s.Close();")]
    [InlineData("_all.Add(s.SendAsync(Data, SocketFlags.None)); s.Close();")]
    [InlineData("Watch(s.SendAsync(Data, SocketFlags.None)); s.Close();")]
    [InlineData("Task t = null; Action wait = () => t.Wait(); t = s.SendAsync(Data, SocketFlags.None); wait(); s.Close();")]
    [InlineData("var t = s.SendAsync(Data, SocketFlags.None); new Thread(() => t.Wait()).Start(); s.Close();")]
    public Task The_task_is_handed_out(string statements) => Verify($$"""
        class C
        {
            static readonly byte[] Data = new byte[9];
            Task _field;
            readonly List<Task> _all = new();
            static void Watch(Task t) => t.Wait();
            void M(Socket s)
            {
                {{statements}}
            }
        }
        """);
}
