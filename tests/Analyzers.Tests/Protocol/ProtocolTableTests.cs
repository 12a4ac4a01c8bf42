using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.Protocol;
using Xunit;

namespace SocketAnalyzers.Tests.Protocol;

/// <summary>What <see cref="ProtocolTable.Of(IMethodSymbol)"/> says of one overload, named by the code that calls it.</summary>
public class ProtocolTableTests
{
    private const string None = nameof(MemberForm.None);
    private const string ErrorCode = nameof(MemberForm.ErrorCode);
    private const string EventArgs = nameof(MemberForm.EventArgs);
    private const string Task = nameof(MemberForm.Task);
    private const string Begin = nameof(MemberForm.Begin);
    private const string End = nameof(MemberForm.End);

    [Theory]
    [InlineData("s.Send(b)", nameof(SocketEvent.Write), None)]
    [InlineData("s.Send(b.AsSpan(), SocketFlags.None)", nameof(SocketEvent.Write), None)]
    [InlineData("s.Send(b, 0, 1, SocketFlags.None, out error)", nameof(SocketEvent.Write), ErrorCode)]
    [InlineData("s.SendAsync(b, SocketFlags.None)", nameof(SocketEvent.Write), Task)]
    [InlineData("s.SendAsync(b.AsMemory())", nameof(SocketEvent.Write), Task)]
    [InlineData("s.SendAsync(args)", nameof(SocketEvent.Write), EventArgs)]
    [InlineData("s.SendPacketsAsync(args)", nameof(SocketEvent.Write), EventArgs)]
    [InlineData("s.BeginSend(b, 0, 1, SocketFlags.None, null, null)", nameof(SocketEvent.Write), Begin)]
    [InlineData("s.BeginSend(b, 0, 1, SocketFlags.None, out error, null, null)", nameof(SocketEvent.Write), "ErrorCode, Begin")]
    [InlineData("s.EndSend(result, out error)", nameof(SocketEvent.Write), "ErrorCode, End")]
    [InlineData("s.SendFile(null, null, null, TransmitFileOptions.UseDefaultWorkerThread)", nameof(SocketEvent.Write), None)]
    [InlineData("s.EndReceiveMessageFrom(result, ref flags, ref endPoint, out packet)", nameof(SocketEvent.Read), End)]
    [InlineData("s.EndAccept(out b, result)", nameof(SocketEvent.Accept), End)]
    [InlineData("Socket.ConnectAsync(SocketType.Stream, ProtocolType.Tcp, args)", nameof(SocketEvent.Connect), EventArgs)]
    [InlineData("s.Close(5)", nameof(SocketEvent.Close), None)]
    [InlineData("s.SetRawSocketOption(1, 2, b)", nameof(SocketEvent.SetRawOption), None)]
    [InlineData("s.ExclusiveAddressUse = true", nameof(SocketEvent.SetExclusiveAddressUse), None)]
    [InlineData("_ = s.ExclusiveAddressUse", nameof(SocketEvent.Irrelevant), None)]
    [InlineData("_ = s.Handle", nameof(SocketEvent.Escape), None)]
    [InlineData("listener.Start(5)", nameof(SocketEvent.BindAndListen), None)]
    [InlineData("listener.EndAcceptTcpClient(result)", nameof(SocketEvent.Accept), End)]
    [InlineData("client.Client = s", nameof(SocketEvent.Escape), None)]
    [InlineData("ssl.AuthenticateAsClientAsync(\"host\")", nameof(SocketEvent.ReadWrite), Task)]
    [InlineData("ssl.Write(b)", nameof(SocketEvent.Write), None)]
    [InlineData("writer.AutoFlush = true", nameof(SocketEvent.SetAutoFlush), None)]
    [InlineData("_ = new Socket(s.SafeHandle)", nameof(SocketEvent.Create), None)]
    [InlineData("SocketTaskExtensions.SendAsync(s, b, SocketFlags.None)", nameof(SocketEvent.Write), "Task, Extension")]
    public void An_overload_has_the_event_of_its_row_and_the_form_of_its_signature(string code, string @event, string form)
    {
        var probe = new Probe("net10.0", code);

        var semantics = Assert.NotNull(probe.Table.Of(probe.Method));

        Assert.Equal((@event, form), (semantics.Event.ToString(), semantics.Form.ToString()));
    }

    [Theory]
    [InlineData("net472")]
    [InlineData("netstandard2.0")]
    public void A_call_of_an_extension_method_is_found_in_its_reduced_form(string framework)
    {
        var probe = new Probe(framework, "s.SendAsync(new ArraySegment<byte>(b), SocketFlags.None)");

        var semantics = Assert.NotNull(probe.Table.Of(probe.Method));

        Assert.NotNull(probe.Method.ReducedFrom);
        Assert.Equal((SocketEvent.Write, MemberForm.Task | MemberForm.Extension), (semantics.Event, semantics.Form));
    }

    [Theory]
    [InlineData("_ = client.GetStream()", nameof(SocketEvent.View), nameof(Ownership.Owns))]
    [InlineData("_ = network.Socket", nameof(SocketEvent.View), nameof(Ownership.Owns))]
    [InlineData("_ = reader.BaseStream", nameof(SocketEvent.View), nameof(Ownership.Inherit))]
    [InlineData("_ = new NetworkStream(s)", nameof(SocketEvent.Wrap), nameof(Ownership.OwnsSocketArgument))]
    [InlineData("_ = new SslStream(stream, true)", nameof(SocketEvent.Wrap), nameof(Ownership.LeaveOpenArgument))]
    [InlineData("_ = new BufferedStream(stream)", nameof(SocketEvent.Wrap), nameof(Ownership.Inherit))]
    [InlineData("_ = PipeReader.Create(stream)", nameof(SocketEvent.Wrap), nameof(Ownership.LeaveOpenOption))]
    public void A_view_or_wrapper_says_what_it_owns(string code, string @event, string ownership)
    {
        var probe = new Probe("net10.0", code);

        var semantics = Assert.NotNull(probe.Table.Of(probe.Method));

        Assert.Equal((@event, ownership), (semantics.Event.ToString(), semantics.Ownership.ToString()));
    }

    [Theory]
    [InlineData("network.FlushAsync()", nameof(SocketEvent.Flush), nameof(SocketEvent.Irrelevant))]
    [InlineData("buffered.WriteAsync(b, 0, 1)", nameof(SocketEvent.Write), nameof(SocketEvent.BufferedWrite))]
    [InlineData("stream.Flush()", nameof(SocketEvent.Flush), nameof(SocketEvent.Flush))]
    [InlineData("s.SafeHandle.Dispose()", null, nameof(SocketEvent.Close))]
    [InlineData("derived.FlushAsync()", nameof(SocketEvent.Flush), nameof(SocketEvent.Irrelevant))]
    [InlineData("((IDisposable)client).Dispose()", nameof(SocketEvent.Close), nameof(SocketEvent.Close))]
    [InlineData("s.GetHashCode()", null, null)]
    public void The_type_of_the_receiver_can_change_the_event(string code, string? alone, string? withReceiver)
    {
        var probe = new Probe("net10.0", code, "public class Derived : NetworkStream { public Derived(Socket s) : base(s) { } }");

        Assert.Equal(
            (alone, withReceiver),
            (probe.Table.Of(probe.Method)?.Event.ToString(), probe.Table.Of(probe.Method, probe.Receiver)?.Event.ToString()));
    }

    [Theory]
    [InlineData("Mine")]
    [InlineData("System.Net.Sockets")]
    public void A_look_alike_declared_in_source_is_not_matched(string ns)
    {
        var probe = new Probe(
            "net10.0",
            $"new {ns}.Socket().Send(b)",
            $$"""namespace {{ns}} { public class Socket { public int Send(byte[] data) => 0; } }""");

        Assert.Equal("Probe", probe.Method.ContainingAssembly.Name);
        Assert.Null(probe.Table.Of(probe.Method));
        Assert.Null(probe.Table.Of(probe.Method, probe.Receiver));
    }

    [Fact]
    public void The_platform_type_is_still_matched_beside_its_look_alike()
    {
        var probe = new Probe("net10.0", "client.Client.Send(b)", "namespace System.Net.Sockets { public class Socket { } }");

        Assert.Equal(SocketEvent.Write, probe.Table.Of(probe.Method)?.Event);
    }

    [Theory]
    [InlineData("derived.Connect(1.5)", null)]
    [InlineData("derived.Close(\"why\")", null)]
    [InlineData("derived.Dispose()", nameof(SocketEvent.Close))]
    [InlineData("derived.GetStream()", nameof(SocketEvent.View))]
    public void A_method_that_a_derived_class_adds_is_not_its_base_s(string code, string? @event)
    {
        var probe = new Probe("net10.0", code, """
            public class Derived : TcpClient
            {
                public void Connect(double distance) { }
                public void Close(string reason) { }
                protected override void Dispose(bool disposing) => base.Dispose(disposing);
            }
            """);

        Assert.Equal(@event, probe.Table.Of(probe.Method)?.Event.ToString());
        Assert.Equal(@event, probe.Table.Of(probe.Method, probe.Receiver)?.Event.ToString());
    }

    /// <summary>One statement, bound: the method or accessor that it calls, and the static type that it calls it on.</summary>
    private sealed class Probe
    {
        private const string Usings = "using System; using System.IO; using System.IO.Pipelines; using System.Net; using System.Net.Security; using System.Net.Sockets;";

        private const string Parameters =
            "Socket s, TcpClient client, TcpListener listener, Stream stream, NetworkStream network, SslStream ssl, BufferedStream buffered, "
            + "StreamReader reader, StreamWriter writer, SocketAsyncEventArgs args, IAsyncResult result, byte[] b, SocketError error, "
            + "SocketFlags flags, EndPoint endPoint, IPPacketInformation packet, Derived derived";

        public Probe(string framework, string code, string declarations = "")
        {
            if (!declarations.Contains("class Derived", StringComparison.Ordinal))
                declarations += " public class Derived { }";
            var compilation = FrameworkTypes.Compile(framework, $"{Usings} {declarations} class Caller {{ void M({Parameters}) {{ {code}; }} }}");
            Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

            var tree = compilation.SyntaxTrees.Single();
            var model = compilation.GetSemanticModel(tree);
            var body = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Single(method => method.Identifier.Text == "M").Body!;
            var expression = ((ExpressionStatementSyntax)body.Statements.Single()).Expression;
            var assignment = expression as AssignmentExpressionSyntax;
            var isRead = assignment?.Left is IdentifierNameSyntax { Identifier.Text: "_" };
            var called = isRead ? assignment!.Right : assignment?.Left ?? expression;

            Table = new ProtocolTable(KnownTypes.Create(compilation)!);
            Method = model.GetSymbolInfo(called).Symbol switch
            {
                IPropertySymbol property => isRead ? property.GetMethod! : property.SetMethod!,
                var symbol => Assert.IsAssignableFrom<IMethodSymbol>(symbol),
            };
            var access = called as MemberAccessExpressionSyntax ?? (called as InvocationExpressionSyntax)?.Expression as MemberAccessExpressionSyntax;
            Receiver = access is null ? null : model.GetTypeInfo(access.Expression).Type;
        }

        public ProtocolTable Table { get; }

        public IMethodSymbol Method { get; }

        public ITypeSymbol? Receiver { get; }
    }
}
