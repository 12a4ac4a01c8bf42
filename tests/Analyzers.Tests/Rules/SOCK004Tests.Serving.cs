using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// Which loops with an accept in them serve whoever comes.
public partial class SOCK004Tests
{
    private static Task VerifySession(string body, string members = "") => Verify(
        $$"""
        class Session
        {
            private readonly StreamReader _reader;
            private readonly Stream _control;
            private readonly TcpListener _data = new(IPAddress.Any, 0);
            private readonly byte[] _buffer = new byte[64];
            private string _code;
            private bool _quit;

            public Session(TcpClient client, StreamReader reader)
            {
                _control = client.GetStream();
                _reader = reader;
            }

            public async Task RunAsync(CancellationToken stop)
            {
                await Task.Yield();
                {{body}}
            }

            private static Task<string> ReadCommandAsync() => Task.FromResult("PASV");

            private void Serve(TcpClient client) => new Thread(client.Close).Start();

            {{members}}
        }
        """);

    [Theory]
    [InlineData("while (await _reader.ReadLineAsync() is { } line) { switch (line) { case \"PASV\": Serve(await _data.AcceptTcpClientAsync()); break; } }")]
    [InlineData("while (true) { var line = await _reader.ReadLineAsync(); if (line == null) break; if (line.StartsWith(\"RETR\")) { Serve(await _data.AcceptTcpClientAsync()); } }")]
    [InlineData("while (!_quit) { var command = await ReadCommandAsync(); if (command == \"PASV\") Serve(_data.AcceptTcpClient()); else _quit = true; }")]
    [InlineData("while (true) { var op = _control.ReadByte(); switch (op) { case 5: Serve(_data.AcceptTcpClient()); break; } }")]
    [InlineData("while (true) { var n = _control.Read(_buffer, 0, 64); if (_buffer[0] == 5) Serve(_data.AcceptTcpClient()); }")]
    [InlineData("while (true) { await _control.ReadAsync(_buffer, 0, 1); using var data = await _data.AcceptTcpClientAsync(); await data.GetStream().CopyToAsync(_control); }")]
    [InlineData("while (true) { var line = Console.ReadLine(); if (line == \"quit\") return; using var data = _data.AcceptTcpClient(); }")]
    [InlineData("string line; while ((line = await ReadCommandAsync()) != null) { if (line == \"PASV\") { Serve(_data.AcceptTcpClient()); } }")]
    [InlineData("while (!_quit) { var key = Console.ReadKey().Key; if (key == ConsoleKey.A) Serve(_data.AcceptTcpClient()); }")]
    public Task The_loop_of_a_session(string body) => VerifySession(body);

    [Theory]
    [InlineData("while (true) { if (_data.Pending()) Serve({|SOCK004:_data.AcceptTcpClient()|}); else await Task.Delay(10); }")]
    [InlineData("while (true) { var ready = _data.Server.Poll(1000, SelectMode.SelectRead); if (ready) Serve({|SOCK004:_data.AcceptTcpClient()|}); }")]
    [InlineData("while (true) { if (!_quit) { Serve({|SOCK004:_data.AcceptTcpClient()|}); } }")]
    [InlineData("while (true) { var client = {|SOCK004:_data.AcceptTcpClient()|}; var line = new StreamReader(client.GetStream()).ReadLine(); if (line == \"quit\") break; }")]
    [InlineData("var all = new List<Socket> { _data.Server }; while (true) { var ready = new List<Socket>(all); Socket.Select(ready, null, null, -1); foreach (var s in ready) { if (s == _data.Server) all.Add({|SOCK004:s.Accept()|}); else s.Receive(_buffer); } }")]
    [InlineData("while (true) { try { await Task.Delay(1); } catch (Exception e) { if (e.Message == \"lost\") Serve({|SOCK004:_data.AcceptTcpClient()|}); } }")]
    [InlineData("while (true) { var clients = 0; if (clients < 10) Serve({|SOCK004:_data.AcceptTcpClient()|}); }")]
    public Task A_server_that_asks_before_it_accepts(string body) => VerifySession(body);

    [Theory]
    [InlineData("string code = null; while (code == null) { using var c = await _data.AcceptTcpClientAsync(); code = await new StreamReader(c.GetStream()).ReadLineAsync(); } Console.WriteLine(code);")]
    [InlineData("while (string.IsNullOrEmpty(_code)) { using var c = await _data.AcceptTcpClientAsync(); _code = await new StreamReader(c.GetStream()).ReadLineAsync(); }")]
    [InlineData("string found = null; while (true) { using var c = await _data.AcceptTcpClientAsync(); var line = await new StreamReader(c.GetStream()).ReadLineAsync(); if (line.Contains(\"code=\")) { found = line; break; } } Console.WriteLine(found);")]
    [InlineData("while (true) { using var c = await _data.AcceptTcpClientAsync(); var line = await new StreamReader(c.GetStream()).ReadLineAsync(); if (line.Contains(\"code=\")) { _code = line; return; } }")]
    [InlineData("var done = new TaskCompletionSource<string>(); while (!done.Task.IsCompleted) { using var c = await _data.AcceptTcpClientAsync(); done.TrySetResult(new StreamReader(c.GetStream()).ReadLine()); }")]
    [InlineData("while (true) { using var c = await _data.AcceptTcpClientAsync(); var line = await new StreamReader(c.GetStream()).ReadLineAsync(); if (line.Contains(\"code=\")) { Found?.Invoke(line); break; } }")]
    public Task The_wait_for_one_answer(string body) => VerifySession(body, "public event Action<string> Found;");

    [Theory]
    [InlineData("string last = null; while (true) { using var c = await {|SOCK004:_data.AcceptTcpClientAsync()|}; last = await new StreamReader(c.GetStream()).ReadLineAsync(); Console.WriteLine(last); }")]
    [InlineData("while (!_quit) { using var c = await {|SOCK004:_data.AcceptTcpClientAsync()|}; _code = await new StreamReader(c.GetStream()).ReadLineAsync(); }")]
    [InlineData("while (true) { try { Serve({|SOCK004:_data.AcceptTcpClient()|}); } catch (ObjectDisposedException e) { _code = e.Message; break; } }")]
    [InlineData("var served = 0; while (true) { Serve({|SOCK004:_data.AcceptTcpClient()|}); served++; Console.WriteLine(served); }")]
    [InlineData("while (true) { using var c = await {|SOCK004:_data.AcceptTcpClientAsync()|}; var line = await new StreamReader(c.GetStream()).ReadLineAsync(); Found?.Invoke(line); if (line == \"quit\") break; }")]
    public Task A_server_that_keeps_what_came_last(string body) => VerifySession(body, "public event Action<string> Found;");

    [Theory]
    [InlineData("var n = 0; while (true) { Serve(_data.AcceptTcpClient()); if (++n == 2) break; }")]
    [InlineData("var all = new List<TcpClient>(); while (all.Count != 4) all.Add(_data.AcceptTcpClient());")]
    [InlineData("var all = new List<TcpClient>(); while (!_quit && all.Count < 4) all.Add(_data.AcceptTcpClient());")]
    [InlineData("for (var i = 0; ; i++) { Serve(_data.AcceptTcpClient()); if (i >= 3) return; }")]
    [InlineData("var names = new Queue<string>(); while (names.TryDequeue(out var name)) Serve(_data.AcceptTcpClient());")]
    [InlineData("var slots = new TcpClient[2]; while (slots.Any(s => s == null)) slots[0] = _data.AcceptTcpClient();")]
    [InlineData("var left = new CountdownEvent(3); while (!left.IsSet) { Serve(_data.AcceptTcpClient()); left.Signal(); }")]
    [InlineData("while (!IsFull) _all.Add(_data.AcceptTcpClient());")]
    public Task A_known_number_of_clients(string body) => VerifySession(body, "private readonly List<TcpClient> _all = new(); private bool IsFull => _all.Count >= 4;");

    [Theory]
    [InlineData("var all = new List<TcpClient>(); while (true) { var c = {|SOCK004:_data.AcceptTcpClient()|}; if (all.Count >= 4) { c.Close(); continue; } all.Add(c); }")]
    [InlineData("while (true) { var c = {|SOCK004:_data.AcceptTcpClient()|}; var n = c.GetStream().Read(_buffer, 0, 64); if (n == 0) break; }")]
    [InlineData("var n = 0; while (true) { Serve({|SOCK004:_data.AcceptTcpClient()|}); if (++n % 100 == 0) Console.WriteLine(n); }")]
    public Task No_known_number(string body) => VerifySession(body);

    [Fact]
    public Task A_sign_in_whose_failure_goes_to_who_waits() => Verify(
        """
        class SignIn
        {
            private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

            public async Task ListenAsync(TaskCompletionSource<string> result)
            {
                try
                {
                    while (true)
                    {
                        using var client = await _listener.AcceptTcpClientAsync();
                        Show(await new StreamReader(client.GetStream()).ReadLineAsync());
                    }
                }
                catch (Exception e)
                {
                    result.SetException(e);
                }
            }

            public async Task LogAsync()
            {
                try
                {
                    while (true)
                    {
                        using var client = await {|SOCK004:_listener.AcceptTcpClientAsync()|};
                        Show(await new StreamReader(client.GetStream()).ReadLineAsync());
                    }
                }
                catch (Exception e)
                {
                    Show(e.Message);
                }
            }

            private static void Show(string line) => Console.WriteLine(line);
        }
        """);
}
