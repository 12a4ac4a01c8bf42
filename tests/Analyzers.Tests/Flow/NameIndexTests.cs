using Microsoft.CodeAnalysis.CSharp;
using SocketAnalyzers.Flow;
using Xunit;

namespace SocketAnalyzers.Tests.Flow;

public class NameIndexTests
{
    private const int Names = 300;

    [Fact]
    public void However_many_names_are_asked_for_a_file_is_gone_through_a_few_times()
    {
        var text = "class C { " + string.Concat(Enumerable.Range(0, Names).Select(static i => $"void M{i}() {{ M{(i + 1) % Names}(); /* M{i} */ var s = \"M{i}\"; }} ")) + "}";
        var tree = CSharpSyntaxTree.ParseText(text);
        var index = NameIndex.For(CSharpCompilation.Create("Names", [tree]));

        for (var i = 0; i < Names; i++)
        {
            var name = Assert.Single(index.Of($"M{i}", CancellationToken.None));
            Assert.Equal($"M{i}()", name.Parent!.ToString());
        }

        Assert.Empty(index.Of("M", CancellationToken.None));
        Assert.InRange(NameIndex.PassesOver(tree), 1, 20);
    }

    [Theory]
    [InlineData(2040)]
    [InlineData(2047)]
    [InlineData(2048)]
    public void A_word_over_the_end_of_the_buffer_is_whole(int position)
    {
        var index = new WordIndex(Microsoft.CodeAnalysis.Text.SourceText.From(new string(' ', position) + "Shutdown;x"));

        Assert.Equal([position], index.Of("Shutdown"));
        Assert.Equal([position + 9], index.Of("x"));
        Assert.Empty(index.Of("Shut"));
    }
}
