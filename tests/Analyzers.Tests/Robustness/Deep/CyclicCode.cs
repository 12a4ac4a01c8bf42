using static SocketAnalyzers.Tests.Robustness.Deep.DeepFamily;

namespace SocketAnalyzers.Tests.Robustness.Deep;

/// <summary>Code that leads back to itself, and types with more of everything than the tables hold. The level of a family is how many take part.</summary>
internal static class CyclicCode
{
    public static IReadOnlyList<DeepFamily> All { get; } =
    [
        OfMembers("a field of itself", "third.Bind(new IPEndPoint(A, 0)); third.Shutdown(S);", static _ => "static readonly IPAddress A = A ?? IPAddress.Any; static readonly SocketShutdown S = DateTime.Now.Hour > 3 ? S : SocketShutdown.Both;"),
        OfMembers("fields in a circle", "third.Bind(new IPEndPoint(A0, 0)); third.Shutdown(S0);", static level => Repeat(level, i => $"static readonly IPAddress A{i} = A{(i + 1) % level} ?? IPAddress.Any; static readonly SocketShutdown S{i} = DateTime.Now.Hour > 3 ? SocketShutdown.Both : S{(i + 1) % level};\n")),
        OfTypes("types in a circle", "third.Bind(new IPEndPoint(T0.A, T0.P)); third.Shutdown(T0.S);", static level => Repeat(level, i => $"static class T{i} {{ public static readonly IPAddress A = T{(i + 1) % level}.A ?? T{i}.A; public static readonly int P = T{(i + 1) % level}.P; public static readonly SocketShutdown S = P > 1 ? T{(i + 1) % level}.S : S; }}\n")),
        OfTypes("generic types in a circle", "third.Shutdown(U<int>.S); third.Bind(new IPEndPoint(U<string>.A, 0));", static _ => "static class U<T> { public static readonly SocketShutdown S = DateTime.Now.Hour > 3 ? V<List<T>>.S : SocketShutdown.Both; public static readonly IPAddress A = V<U2<T>>.A; } static class V<T> { public static readonly SocketShutdown S = U<T[]>.S; public static readonly IPAddress A = U<T>.A ?? IPAddress.Any; } class U2<T> { }"),
        OfMembers("properties in a circle", "third.Bind(new IPEndPoint(A, Port)); third.Shutdown(How);", static _ => "static IPAddress A => B; static IPAddress B => A ?? IPAddress.Any; int Port => Port; SocketShutdown How => DateTime.Now.Hour > 3 ? That : SocketShutdown.Both; SocketShutdown That => How;"),
        OfTypes("a partial type in a circle", "third.Bind(new IPEndPoint(Q.A, 0));", static _ => "partial class Q { public static readonly IPAddress A = B ?? IPAddress.Any; } partial class Q { public static readonly IPAddress B = A ?? IPAddress.Loopback; }"),
        OfTypes("defaults of interfaces in a circle", "third.Bind(((IHere)null).Point);", static _ => "interface IHere { IPEndPoint Point => ((IThere)this).Point; } interface IThere { IPEndPoint Point => ((IHere)this).Point; }"),
        OfMembers("streams in a circle", "await _a.WriteAsync(b);", static _ => "Stream _a, _b; void Swap() { _a = _b; _b = _a; _a = new BufferedStream(_a); } async void Pump() { while (true) await _a.ReadAsync(new byte[1]); }"),
        OfMembers("methods in a circle", "M0(third);", static level => Repeat(level, i => $"void M{i}(Socket s) {{ if (s.Available > 0) M{(i + 1) % level}(s); s.Send(new byte[1]); }}\n")),
        OfStatement("local functions in a circle", static level => Repeat(level, i => $"void L{i}() {{ if (c) L{(i + 1) % level}(); third.Send(b); }}\n") + "L0();"),
        OfStatement("a lambda of itself", static _ => "Action go = null; go = () => { if (c) go(); third.Send(b); Action again = () => go(); again(); }; go();"),
        OfStatement("a local of itself", static _ => "Socket x = third; while (c) { var y = x; x = y; y = x; } x.Send(b); Func<Socket> f = null; f = () => f(); f()?.Send(b);"),
        OfMembers("a type of itself", "for (var k = this; k != null; k = k._next) k._peer.Send(b);", static _ => "Deep _next; Socket _peer; Deep Next => _next.Next; void Link() { _next = this; _next._next._next._next._next = _next; }"),
        OfMembers("a field from a lambda of itself", "third.Bind(Make());", static _ => "static readonly Func<IPEndPoint> Make = () => Make(); static readonly Lazy<IPAddress> L = new Lazy<IPAddress>(() => L.Value);"),
        OfMembers("constants", "third.Listen(C0);", static level => Repeat(level, i => $"const int C{i} = C{i + 1} + 1;\n") + $"const int C{level} = 1;"),
        OfMembers("more sockets than there are slots", "Fill(third);", static level =>
            Repeat(level, i => $"Socket _s{i}; Stream _w{i};\n") + "void Fill(Socket s) { " + Repeat(level, i => $"_s{i} = new Socket(SocketType.Stream, ProtocolType.Tcp); _w{i} = new NetworkStream(_s{i});\n") + Repeat(level, i => $"_s{i}.Close();\n") + " }"),
        OfStatement("more captures than there are slots", static level =>
            Repeat(level, i => $"var x{i} = new Socket(SocketType.Stream, ProtocolType.Tcp); Action c{i} = () => {{ x{i}.Send(b); x{i} = null; }};\n") + "Action all = () => { " + Repeat(level, i => $"x{i}?.Close(); c{i}();\n") + " }; all();"),
        OfMembers("more parameters and tuples than there are slots", "", static level =>
            "void P(" + string.Join(", ", Enumerable.Range(0, level).Select(i => $"Socket p{i}")) + ") { " + Repeat(level, i => $"var (q{i}, r{i}) = (p{i}, new NetworkStream(p{i})); q{i}.Shutdown(SocketShutdown.Receive); if (p{i} is {{ Connected: true }} v{i}) v{i}.Close();\n") + " }"),
    ];
}
