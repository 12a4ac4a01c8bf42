using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SocketAnalyzers.Protocol;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Protocol;

/// <summary>Which projects are looked at: in the others nothing asks the compiler for operations.</summary>
public class SocketMentionsTests
{
    private const string Library = """
        using System.Net.Sockets;

        public static class Library
        {
            public static TcpClient Connect() => new TcpClient("localhost", 1);
        }
        """;

    [Fact]
    public void A_project_without_sockets_is_not_looked_at() =>
        Assert.Null(TypesOf("public class C { public string Name(System.IO.Stream stream) => \"a packet\" + stream.Length; }"));

    [Fact]
    public void One_file_that_names_them_is_enough() => Assert.NotNull(TypesOf("public class C { }", "global using System.Net.Sockets;"));

    [Fact]
    public void A_TLS_stream_is_enough() => Assert.NotNull(TypesOf("public class C { public System.Net.Security.SslStream Stream; }"));

    [Theory]
    [InlineData(4080)]
    [InlineData(4087)]
    [InlineData(4088)]
    [InlineData(4090)]
    [InlineData(4093)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(8180)]
    public void The_word_is_found_wherever_it_stands(int position) =>
        Assert.NotNull(TypesOf(new string(' ', position) + "public class C { System.Net.Sockets.Socket s; }"));

    [Fact]
    public void The_last_word_of_a_file_is_found() => Assert.NotNull(TypesOf("public class C { } // Socket"));

    [Fact]
    public void A_file_that_is_nearly_a_word_ends_well() => Assert.Null(TypesOf("// Sock", "// SslStrea", "// S", ""));

    [Fact]
    public void A_library_that_gives_sockets_is_enough()
    {
        var library = Compile([Library]);
        using var image = new MemoryStream();
        Assert.True(library.Emit(image).Success);
        var user = Compile(["public class C { public void M() { var c = Library.Connect(); c.Close(); } }"])
            .AddReferences(MetadataReference.CreateFromImage(image.ToArray()));

        Assert.NotNull(KnownTypes.For(user, default));
    }

    [Fact]
    public void An_edit_is_seen()
    {
        var before = Compile(["public class C { }", "public class D { }"]);
        Assert.Null(KnownTypes.For(before, default));
        var edited = CSharpSyntaxTree.ParseText("public class D { System.Net.Sockets.Socket s; }");

        Assert.NotNull(KnownTypes.For(before.ReplaceSyntaxTree(before.SyntaxTrees[1], edited), default));
    }

    [Fact]
    public void All_analyzers_of_a_compilation_share_the_types()
    {
        var compilation = Compile([Library]);

        Assert.Same(KnownTypes.For(compilation, default), KnownTypes.For(compilation, default));
    }

    private static KnownTypes? TypesOf(params string[] sources) => KnownTypes.For(Compile(sources), default);

    private static CSharpCompilation Compile(string[] sources) =>
        CSharpCompilation.Create("Test", sources.Select(source => CSharpSyntaxTree.ParseText(source)), ReferenceSets.Net100, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
}
