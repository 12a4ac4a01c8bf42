using Xunit;

namespace SocketAnalyzers.Tests.Rules.OnEveryPath;

/// <summary>A connection given to a parameter that does not say so: an object, an interface, a type parameter, an element.</summary>
public class ArgumentTests
{
    [Theory]
    [InlineData("Prepare(listener);", "static void Prepare<T>(T it) where T : TcpListener => it.ExclusiveAddressUse = true;")]
    [InlineData("Prepare(listener, l => l.ExclusiveAddressUse = true);", "static T Prepare<T>(T it, Action<T> how) { how(it); return it; }")]
    [InlineData("Prepare(listener);", "static void Prepare(object it) { ((TcpListener)it).ExclusiveAddressUse = true; }")]
    [InlineData("Prepare(listener);", "static void Prepare(object it) { if (it is TcpListener found) found.ExclusiveAddressUse = true; }")]
    [InlineData("Prepare(listener);", "static void Prepare(dynamic it) { it.ExclusiveAddressUse = true; }")]
    [InlineData("Prepare(\"it\", listener);", "static void Prepare(params object[] all) { foreach (var it in all) if (it is TcpListener found) found.ExclusiveAddressUse = true; }")]
    [InlineData("Prepare((listener, 1));", "static void Prepare((object It, int N) pair) { ((TcpListener)pair.It).ExclusiveAddressUse = true; }")]
    [InlineData("Prepare((listener, 1));", "static void Prepare((TcpListener It, int N) pair) { pair.It.ExclusiveAddressUse = true; }")]
    [InlineData("Prepare(new[] { listener });", "static void Prepare(IEnumerable<TcpListener> all) { foreach (var it in all) it.ExclusiveAddressUse = true; }")]
    [InlineData("Prepare(() => listener);", "static void Prepare(Func<TcpListener> give) { give().ExclusiveAddressUse = true; }")]
    [InlineData("new Keeper<object>(listener).Prepare();", "sealed class Keeper<T> { readonly T _it; public Keeper(T it) => _it = it; public void Prepare() { if (_it is TcpListener found) found.ExclusiveAddressUse = true; } }")]
    [InlineData("Prepare(new Setup(listener));", "readonly struct Setup { public readonly TcpListener It; public Setup(TcpListener it) => It = it; } static void Prepare(in Setup setup) => setup.It.ExclusiveAddressUse = true;")]
    [InlineData("dynamic it = listener; it.ExclusiveAddressUse = true;", "")]
    public Task The_callee_sets_the_option(string call, string member) => Verify(call, "listener.Start()", member);

    [Theory]
    [InlineData("Trace(listener);", "static void Trace<T>(T it) where T : TcpListener => Console.WriteLine(it.LocalEndpoint);")]
    [InlineData("Trace(listener);", "static void Trace(object it) { Console.WriteLine(it); }")]
    [InlineData("Trace(listener);", "static void Trace(object it) { if (it != null) Write($\"{it}\", it); } static void Write(string text, object it) => Console.WriteLine(\"{0}\", it.ToString());")]
    [InlineData("Trace(\"{0}\", listener);", "static void Trace(string format, params object[] all) => Console.WriteLine(format, all);")]
    public Task The_callee_only_looks(string call, string member) => Verify(call, "{|SOCK001:listener.Start()|}", member);

    [Theory]
    [InlineData("static void End(IDisposable it) { it.Dispose(); }", "End(listener)")]
    [InlineData("static void End(IDisposable it) { using (it) { } }", "End(listener)")]
    [InlineData("static void End<T>(ref T it) where T : class, IDisposable { it?.Dispose(); it = null; }", "End(ref listener)")]
    public Task A_probe_that_a_helper_closes(string helper, string end) => RuleTest.Of(
        "SOCK001",
        $$"""
        static class Ports
        {
            public static bool IsFree(int port)
            {
                var listener = new TcpListener(IPAddress.Any, port);
                try { listener.Start(); return true; }
                catch (SocketException) { return false; }
                finally { {{end}}; }
            }

            {{helper}}
        }
        """).RunAsync();

    private static Task Verify(string call, string start, string member) => RuleTest.Of(
        "SOCK001",
        $$"""
        static class Program
        {
            public static void Run()
            {
                var listener = new TcpListener(IPAddress.Any, 5000);
                {{call}}
                {{start}};
                listener.AcceptSocket();
            }

            {{member}}
        }
        """).RunAsync();
}
