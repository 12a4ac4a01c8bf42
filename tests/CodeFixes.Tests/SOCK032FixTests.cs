using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

/// <summary>SOCK032: read until all is there, where all of a known size is wanted.</summary>
public sealed class SOCK032FixTests
{
    private static string InMethod(string body) =>
        $$"""
        class C
        {
            static async Task M(NetworkStream n, Socket s, int size)
            {
                var h = new byte[4];
                {{body}}
                Console.WriteLine(BitConverter.ToInt32(h, 0));
            }
        }
        """;

    [Theory]
    [InlineData("_ = {|SOCK032:n.Read(h, 0, 4)|};", "n.ReadExactly(h, 0, 4);")]
    [InlineData("_ = {|SOCK032:n.Read(h.AsSpan())|}; // length", "n.ReadExactly(h.AsSpan()); // length")]
    [InlineData("_ = await {|SOCK032:n.ReadAsync(h)|};", "await n.ReadExactlyAsync(h);")]
    [InlineData("_ = await {|SOCK032:n.ReadAsync(h, 0, 4)|}.ConfigureAwait(false);", "await n.ReadExactlyAsync(h, 0, 4).ConfigureAwait(false);")]
    public Task All_is_read(string body, string mended) => FixTest.Of<PartialReceiveFix>(InMethod(body), InMethod(mended)).RunAsync();

    [Theory]
    [InlineData("{|SOCK032:n.Read(h, 0, 4)|};", "n.ReadExactly(h, 0, 4);")]
    [InlineData("await {|SOCK032:n.ReadAsync(h.AsMemory())|};", "await n.ReadExactlyAsync(h.AsMemory());")]
    public Task Where_the_SDK_is_silent(string body, string mended)
    {
        var test = FixTest.Of<PartialReceiveFix>(InMethod(body), InMethod(mended));
        test.ReferenceAssemblies = ReferenceSets.All.Single(set => set.TargetFramework == "net8.0").References;
        return test.RunAsync();
    }

    [Theory]
    // A socket has no exact receive.
    [InlineData("{|SOCK032:s.Receive(h)|};")]
    // The count has a name; at the end of the stream the code goes another way.
    [InlineData("var got = {|SOCK032:n.Read(h, 0, 4)|}; if (got == 0) return;")]
    // More is asked for than is wanted: to wait for all of it may be to wait for ever.
    [InlineData("h = new byte[8]; _ = {|SOCK032:n.Read(h, 0, 8)|};")]
    [InlineData("h = new byte[1024]; _ = {|SOCK032:n.Read(h, 0, 1024)|};")]
    public Task Nothing_is_offered(string body) => FixTest.None<PartialReceiveFix>(InMethod(body)).RunAsync();

    [Fact]
    public Task No_exact_read_on_this_framework()
    {
        const string code = """
            using System;
            using System.Net.Sockets;

            class C
            {
                static void M(NetworkStream n)
                {
                    var h = new byte[4];
                    {|SOCK032:n.Read(h, 0, 4)|};
                    Console.WriteLine(BitConverter.ToInt32(h, 0));
                }
            }
            """;
        return FixTest.Bare<PartialReceiveFix>(code, code).OnNetFramework().RunAsync();
    }
}
