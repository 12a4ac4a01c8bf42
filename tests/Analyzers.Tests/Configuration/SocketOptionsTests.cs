using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SocketAnalyzers.Configuration;
using Xunit;

namespace SocketAnalyzers.Tests.Configuration;

public class SocketOptionsTests
{
    private static SocketOptions Read(params (string Name, string Value)[] options) =>
        SocketOptions.Read(new DictionaryOptions([.. options.Select(option => ("socket_analyzers." + option.Name, option.Value))]));

    [Fact]
    public void NothingConfiguredGivesTheSharedDefault()
    {
        var options = Read();

        Assert.Same(SocketOptions.Default, options);
        Assert.Equal(4096, options.Somaxconn);
        Assert.Null(options.RuntimeSetsReuseAddress);
        Assert.False(options.AllowPortSharing);
        Assert.Empty(options.OwnershipMethods);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("128", 128)]
    [InlineData(" 65535 ", 65535)]
    [InlineData("2147483647", int.MaxValue)]
    public void SomaxconnIsRead(string value, int expected) => Assert.Equal(expected, Read(("somaxconn", value)).Somaxconn);

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("+5")]
    [InlineData("4,096")]
    [InlineData("4096.0")]
    [InlineData("2147483648")]
    [InlineData("0x1000")]
    [InlineData("many")]
    [InlineData("unset")]
    public void OtherSomaxconnIsTheDefault(string value) => Assert.Equal(4096, Read(("somaxconn", value)).Somaxconn);

    [Theory]
    [InlineData("true", true)]
    [InlineData(" False ", false)]
    [InlineData("TRUE", true)]
    [InlineData("unset", null)]
    [InlineData("yes", null)]
    [InlineData("", null)]
    [InlineData("1", null)]
    public void RuntimeSetsReuseAddressIsRead(string value, bool? expected) =>
        Assert.Equal(expected, Read(("runtime_sets_reuse_address", value)).RuntimeSetsReuseAddress);

    [Theory]
    [InlineData("true", true)]
    [InlineData("False", false)]
    [InlineData("on", false)]
    public void AllowPortSharingIsRead(string value, bool expected) => Assert.Equal(expected, Read(("allow_port_sharing", value)).AllowPortSharing);

    [Theory]
    [InlineData("Handle", "Handle")]
    [InlineData(" Handle , Chat.Server.Run ", "Handle|Chat.Server.Run")]
    [InlineData("Handle;Run", "Handle|Run")]
    [InlineData("A,,_b2,", "A|_b2")]
    [InlineData("", "")]
    [InlineData("Handle()", "")]
    [InlineData("Handle, Run Away", "")]
    [InlineData("Server..Run", "")]
    [InlineData(".Run", "")]
    [InlineData("Run.", "")]
    [InlineData("2Run", "")]
    public void OwnershipMethodsAreRead(string value, string expected) => Assert.Equal(expected, string.Join("|", Read(("ownership_methods", value)).OwnershipMethods));

    [Fact]
    public void OneInvalidOptionDoesNotTouchTheOthers()
    {
        var options = Read(("somaxconn", "many"), ("allow_port_sharing", "true"));

        Assert.Equal(4096, options.Somaxconn);
        Assert.True(options.AllowPortSharing);
    }

    [Theory]
    [InlineData("Handle", true)]
    [InlineData("Server.Handle", true)]
    [InlineData("Outer.Server.Handle", true)]
    [InlineData("Chat.Net.Outer.Server.Handle", true)]
    [InlineData("Net.Outer.Server.Handle", true)]
    [InlineData("Other, Handle", true)]
    [InlineData("handle", false)]
    [InlineData("andle", false)]
    [InlineData("Other.Handle", false)]
    [InlineData("Handle.Handle", false)]
    [InlineData("Server", false)]
    [InlineData("My.Chat.Net.Outer.Server.Handle", false)]
    [InlineData("AChat.Net.Outer.Server.Handle", false)]
    public void TakesOwnershipByName(string value, bool expected) =>
        Assert.Equal(expected, Read(("ownership_methods", value)).TakesOwnership(Method("Chat.Net.Outer+Server", "Handle")));

    [Theory]
    [InlineData("Server", true)]
    [InlineData("Chat.Net.Outer.Server", true)]
    [InlineData("Outer", false)]
    [InlineData("ctor", false)]
    public void AConstructorGoesByItsType(string value, bool expected) =>
        Assert.Equal(expected, Read(("ownership_methods", value)).TakesOwnership(Method("Chat.Net.Outer+Server", ".ctor")));

    [Theory]
    [InlineData("Handle", true)]
    [InlineData("Global.Handle", true)]
    [InlineData("Net.Global.Handle", false)]
    public void ATypeOutsideNamespacesMatches(string value, bool expected) =>
        Assert.Equal(expected, Read(("ownership_methods", value)).TakesOwnership(Method("Global", "Handle")));

    [Fact]
    public void NothingTakesOwnershipByDefault() => Assert.False(SocketOptions.Default.TakesOwnership(Method("Global", "Handle")));

    private static IMethodSymbol Method(string type, string name)
    {
        const string Source = """
            class Global { void Handle<T>(T socket) { } }
            namespace Chat.Net { class Outer { class Server { Server(object socket) { } void Handle(object socket) { } } } }
            """;
        var compilation = CSharpCompilation.Create("Test", [CSharpSyntaxTree.ParseText(Source)]);
        return (IMethodSymbol)compilation.Assembly.GetTypeByMetadataName(type)!.GetMembers(name).Single();
    }
}
