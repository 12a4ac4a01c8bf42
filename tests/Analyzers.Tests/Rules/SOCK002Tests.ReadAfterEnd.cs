using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// The answer is read after the end.
public partial class SOCK002Tests
{
    private static Task VerifyBody(string body) => Verify(
        $$"""
        class C
        {
            static readonly byte[] Data = new byte[10];

            async Task<string?> M(Socket s, TcpClient client, UdpClient udp, bool flag)
            {
                {{body}}
                await Task.Yield();
                return null;
            }
        }
        """);

    [Theory]
    [InlineData("s.Send(Data); {|SOCK002:s.Close()|}; s.Receive(Data);")]
    [InlineData("s.Send(Data); {|SOCK002:s.Dispose()|}; s.Receive(Data);")]
    [InlineData("s.Send(Data); {|SOCK002:s.Shutdown(SocketShutdown.Both)|}; s.Receive(Data);")]
    [InlineData("s.Send(Data); {|SOCK002:s.Shutdown(SocketShutdown.Both)|}; while (s.Receive(Data) > 0) { } s.Close();")]
    [InlineData("{|SOCK002:s.Shutdown(SocketShutdown.Both)|}; while (s.Receive(Data) > 0) { } s.Close();")]
    [InlineData("await s.SendAsync(Data); {|SOCK002:s.Close()|}; await s.ReceiveAsync(Data);")]
    [InlineData("var ns = client.GetStream(); ns.Write(Data); {|SOCK002:client.Close()|}; ns.Read(Data);")]
    [InlineData("var ns = client.GetStream(); ns.Write(Data); {|SOCK002:client.Client.Shutdown(SocketShutdown.Both)|}; ns.ReadByte();")]
    [InlineData("var ns = client.GetStream(); ns.Write(Data); {|SOCK002:ns.Dispose()|}; client.Client.Receive(Data); client.Client.Receive(Data);")]
    [InlineData("var ns = client.GetStream(); var w = new StreamWriter(ns); var r = new StreamReader(ns); w.WriteLine(); {|SOCK002:w.Dispose()|}; return r.ReadLine();")]
    [InlineData("var ns = client.GetStream(); using (var {|SOCK002:w = new StreamWriter(ns)|}) { w.WriteLine(); } return new StreamReader(ns).ReadLine();")]
    [InlineData("var ns = client.GetStream(); var w = new BinaryWriter(ns); w.Write(1); {|SOCK002:w.Close()|}; return new BinaryReader(ns).ReadString();")]
    [InlineData("using (var {|SOCK002:ns = new NetworkStream(s, true)|}) ns.Write(Data); s.Receive(Data);")]
    public Task A_read_after_the_end(string body) => VerifyBody(body);

    [Theory]
    [InlineData("s.Send(Data); s.Shutdown(SocketShutdown.Send); while (s.Receive(Data) > 0) { } s.Close();")]
    [InlineData("s.Send(Data); s.Receive(Data); s.Shutdown(SocketShutdown.Both); s.Close();")]
    [InlineData("s.Send(Data); s.Shutdown(SocketShutdown.Both); s.Close();")]
    [InlineData("s.Send(Data); s.Close();")]
    [InlineData("s.Send(Data); if (flag) { s.Close(); return null; } s.Receive(Data);")]
    [InlineData("s.Send(Data); if (flag) s.Close(); s.Receive(Data);")]
    [InlineData("s.Send(Data); s.Close(); s = new Socket(SocketType.Stream, ProtocolType.Tcp); s.Connect(\"a\", 1); s.Receive(Data);")]
    [InlineData("s.Close(); s.Receive(Data);")]
    [InlineData("s.Shutdown(SocketShutdown.Both); s.Receive(Data);")]
    [InlineData("try { s.Send(Data); } catch (SocketException) { s.Close(); throw; } s.Receive(Data);")]
    [InlineData("var ns = client.GetStream(); using (var w = new StreamWriter(ns, Encoding.ASCII, 100, leaveOpen: true)) { w.WriteLine(); } return new StreamReader(ns).ReadLine();")]
    [InlineData("using (var ns = new NetworkStream(s)) ns.Write(Data); s.Receive(Data);")]
    [InlineData("using (var ns = new NetworkStream(s, false)) ns.Write(Data); s.Receive(Data);")]
    [InlineData("using var memory = new MemoryStream(); using (var w = new StreamWriter(memory)) w.Write(1); new StreamReader(memory).ReadLine();")]
    [InlineData("udp.Send(Data, 1); udp.Close(); IPEndPoint from = null; udp.Receive(ref from);")]
    [InlineData("while (flag) { s.Send(Data); s.Receive(Data); if (s.Receive(Data) == 0) { s.Close(); break; } }")]
    public Task No_read_after_the_end(string body) => VerifyBody(body);

    [Theory]
    [InlineData("s.Send(Data); {|SOCK002:s.Close(5)|};")]
    [InlineData("const int wait = 1000; s.Send(Data); s.Shutdown(SocketShutdown.Send); {|SOCK002:s.Close(wait)|};")]
    [InlineData("client.GetStream().Write(Data); {|SOCK002:client.Client.Close(1)|};")]
    public Task Close_with_a_time_out(string body) => VerifyBody(body);

    [Theory]
    [InlineData("s.Send(Data); s.Close(0);")]
    [InlineData("s.Send(Data); s.Close(-1);")]
    [InlineData("s.Close(5);")]
    [InlineData("s.Send(Data); s.Shutdown(SocketShutdown.Both); s.Close(5);")]
    [InlineData("s.Send(Data); while (s.Receive(Data) > 0) { } s.Close(5);")]
    [InlineData("try { s.Send(Data); } catch (SocketException) { s.Close(1); }")]
    [InlineData("var ns = client.GetStream(); ns.Write(Data); ns.Close(5);")]
    [InlineData("s.Send(Data); s.Close(Data.Length);")]
    public Task Close_with_a_time_out_that_is_harmless_or_meant(string body) => VerifyBody(body);

    [Theory]
    [InlineData("var reading = s.ReceiveAsync(Data); await s.SendAsync(Data); {|SOCK002:s.Close()|}; var n = await reading; Console.Write(n);")]
    [InlineData("var reading = client.GetStream().ReadAsync(Data, 0, 1); client.GetStream().Write(Data); {|SOCK002:client.Close()|}; Console.Write(await reading);")]
    [InlineData("var reading = s.ReceiveAsync(Data, SocketFlags.None); s.Send(Data); {|SOCK002:s.Shutdown(SocketShutdown.Both)|}; Console.Write(reading.Result);")]
    [InlineData("var reading = new StreamReader(client.GetStream()).ReadLineAsync(); client.GetStream().Write(Data); {|SOCK002:client.Dispose()|}; return await reading;")]
    [InlineData("_ = s.ReceiveAsync(Data, SocketFlags.None); s.Send(Data); {|SOCK002:s.Close()|};")]
    [InlineData("var pending = s.BeginReceive(Data, 0, 1, 0, null, null); s.Send(Data); {|SOCK002:s.Close()|}; s.EndReceive(pending);")]
    public Task A_receive_under_way_at_the_end(string body) => VerifyBody(body);

    [Theory]
    [InlineData("var reading = s.ReceiveAsync(Data); await s.SendAsync(Data); var n = await reading; s.Close(); Console.Write(n);")]
    [InlineData("var reading = s.ReceiveAsync(Data, SocketFlags.None); s.Send(Data); s.Shutdown(SocketShutdown.Send); Console.Write(await reading); s.Close();")]
    [InlineData("var reading = client.GetStream().ReadAsync(Data, 0, 1); client.Close(); try { await reading; } catch (IOException) { }")]
    [InlineData("var reading = client.GetStream().ReadAsync(Data, 0, 1); client.Close(); await reading;")]
    [InlineData("var reading = client.GetStream().ReadAsync(Data, 0, 1); if (await Task.WhenAny(reading, Task.Delay(9)) != reading) { client.Close(); } Console.Write(await reading);")]
    [InlineData("_ = client.GetStream().ReadAsync(Data, 0, 1); client.GetStream().Write(Data); client.Close();")]
    [InlineData("_ = s.ReceiveAsync(Data, SocketFlags.None); s.Close();")]
    [InlineData("_ = s.ReceiveAsync(Data, SocketFlags.None); s.Send(Data); s.Shutdown(SocketShutdown.Send); s.Close();")]
    [InlineData("try { _ = s.ReceiveAsync(Data, SocketFlags.None); s.Send(Data); } catch (SocketException) { s.Close(); }")]
    public Task No_receive_under_way_that_matters(string body) => VerifyBody(body);
}
