using Xunit;

namespace SocketAnalyzers.Tests.Rules.OnEveryPath;

/// <summary>A socket in a value that is made of others, copied, and taken apart: the same one, unless this very part was exchanged.</summary>
public class CopiedTests
{
    [Theory]
    // An anonymous object.
    [InlineData("var job = new { Peer = s, Name = n }; job.Peer.Shutdown(SocketShutdown.Send); {|SOCK003:s.Send(d)|};")]
    [InlineData("var job = new { s, n }; s.Shutdown(SocketShutdown.Send); {|SOCK003:job.s.Send(d)|};")]
    [InlineData("var job = new { Ends = (s, t) }; job.Ends.s.Shutdown(SocketShutdown.Send); {|SOCK003:s.Send(d)|};")]
    [InlineData("var job = new { Peer = s, Other = t }; job.Peer.Shutdown(SocketShutdown.Send); job.Other.Send(d); t.Send(d);")]
    [InlineData("var job = new { Peer = s }; job.Peer.Shutdown(SocketShutdown.Send); job = new { Peer = t }; job.Peer.Send(d);")]
    // A record's copy with another member.
    [InlineData("_link.S.Shutdown(SocketShutdown.Send); _link = _link with { Name = n }; {|SOCK003:_link.S.Send(d)|};")]
    [InlineData("var link = new Link(s, n); s.Shutdown(SocketShutdown.Send); var copy = link with { Name = n }; {|SOCK003:copy.S.Send(d)|};")]
    [InlineData("var copy = l with { Name = n }; l.S.Shutdown(SocketShutdown.Send); {|SOCK003:copy.S.Send(d)|};")]
    [InlineData("l.S.Shutdown(SocketShutdown.Send); l = l with { S = t }; l.S.Send(d);")]
    [InlineData("l.S.Shutdown(SocketShutdown.Send); var copy = l with { Name = n, S = t }; copy.S.Send(d);")]
    [InlineData("l.S.Shutdown(SocketShutdown.Send); var copy = l with { S = t }; {|SOCK003:l.S.Send(d)|};")]
    [InlineData("o.S.Shutdown(SocketShutdown.Send); o = o with { Name = n }; o.S.Send(d);")]
    [InlineData("p.S.Shutdown(SocketShutdown.Send); p = p with { Name = n }; {|SOCK003:p.S.Send(d)|};")]
    [InlineData("p.S.Shutdown(SocketShutdown.Send); p = p with { S = t }; p.S.Send(d);")]
    // A record taken apart.
    [InlineData("var (peer, name) = l; peer.Shutdown(SocketShutdown.Send); {|SOCK003:l.S.Send(d)|};")]
    [InlineData("l.S.Shutdown(SocketShutdown.Send); var (peer, _) = l; {|SOCK003:peer.Send(d)|};")]
    [InlineData("(s, var name) = p; s.Shutdown(SocketShutdown.Send); {|SOCK003:p.S.Send(d)|};")]
    [InlineData("var (near, far) = e; near.Shutdown(SocketShutdown.Send); (near, far) = (far, near); near.Send(d); {|SOCK003:far.Send(d)|};")]
    [InlineData("e.Near.Shutdown(SocketShutdown.Send); (e.Far, e.Near) = e; e.Near.Send(d);")]
    [InlineData("w.S.Shutdown(SocketShutdown.Send); var (peer, _) = w; peer.Send(d);")]
    // A local function has the object of the body around it.
    [InlineData("void Renew() { _s = Open(); } _s.Shutdown(SocketShutdown.Send); Renew(); _s.Send(d);")]
    [InlineData("void Renew() { _s.Dispose(); _s = new(SocketType.Stream, ProtocolType.Tcp); _s.Connect(n, 1); } _s.Shutdown(SocketShutdown.Both); Renew(); _s.Send(d);")]
    [InlineData("void Outer() { void Inner() { _s = Open(); } Inner(); } _s.Shutdown(SocketShutdown.Send); Outer(); _s.Send(d);")]
    [InlineData("async Task Renew() { await Task.Yield(); _s = Open(); } _s.Shutdown(SocketShutdown.Send); Renew().Wait(); _s.Send(d);")]
    [InlineData("void Renew(int k) { if (k > 0) Renew(k - 1); else _s = Open(); } _s.Shutdown(SocketShutdown.Both); Renew(2); _s.Send(d);")]
    [InlineData("void Renew(int k) { if (k > 0) Renew(k - 1); else _s = Open(); } Renew(2); _s.Shutdown(SocketShutdown.Both); {|SOCK003:_s.Send(d)|};")]
    [InlineData("void Renew() { _s = Open(); } Renew(); _s.Shutdown(SocketShutdown.Send); {|SOCK003:_s.Send(d)|};")]
    [InlineData("void End() => _s.Shutdown(SocketShutdown.Send); End(); {|SOCK003:_s.Send(d)|};")]
    [InlineData("void Put() => _s.Send(d); _s.Shutdown(SocketShutdown.Send); {|SOCK003:Put()|};")]
    public Task The_part_is_the_same_or_another(string body) => RuleTest.Of(
        "SOCK003",
        $$"""
        class Session
        {
            private Socket _s = Open();
            private Link _link = new(Open(), "");

            public void Run(Socket s, Socket t, Link l, Own o, Plain p, Ends e, Written w, string n, byte[] d) { {{body}} }

            internal static Socket Open() { var s = new Socket(SocketType.Stream, ProtocolType.Tcp); s.Connect("peer", 1); return s; }
        }

        record Link(Socket S, string Name);
        record Own(Socket S, string Name) { protected Own(Own other) { S = Session.Open(); Name = other.Name; } }
        record struct Plain(Socket S, string Name);
        record class Ends(Socket Near, Socket Far) { public Socket Near { get; set; } = Near; public Socket Far { get; set; } = Far; }
        record Written(Socket S, string Name) { public void Deconstruct(out Socket s, out string name) { s = Session.Open(); name = Name; } }
        """).RunAsync();
}
