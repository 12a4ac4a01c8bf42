using Microsoft.CodeAnalysis.Text;
using SocketAnalyzers.Flow;
using Xunit;

namespace SocketAnalyzers.Tests.Flow;

public class WordScannerTests
{
    [Theory]
    [InlineData("s.Shutdown(x)")]
    [InlineData("Shutdown")]
    [InlineData("@Shutdown")]
    [InlineData("a+Shutdown")]
    [InlineData("// Shutdown")]
    public void A_word_is_found(string text) => Assert.Equal([7], Scan(text));

    [Theory]
    [InlineData("ShutdownAll")]
    [InlineData("PreShutdown")]
    [InlineData("Shut_down")]
    [InlineData("shutdown")]
    [InlineData("Shutdown\u00e9")]
    [InlineData("Shutdown2")]
    [InlineData("")]
    public void Another_word_is_not(string text) => Assert.Empty(Scan(text));

    [Theory]
    [InlineData(2040)]
    [InlineData(2041)]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(4092)]
    public void A_word_over_the_end_of_the_buffer_is_whole(int position)
    {
        Assert.Equal([7], Scan(new string(' ', position) + "Shutdown;"));
        Assert.Empty(Scan(new string(' ', position) + "ShutdownAll;"));
    }

    [Fact]
    public void Only_the_span_counts()
    {
        var scanner = new WordScanner();
        scanner.Add("Shutdown", 7);
        var found = new List<FoundWord>();

        scanner.Scan(SourceText.From("Shutdown x Shutdown"), TextSpan.FromBounds(8, 11), found);

        Assert.Empty(found);
    }

    [Fact]
    public void Of_a_word_that_is_added_twice_the_first_number_counts()
    {
        var scanner = new WordScanner();
        scanner.Add("Bind", 1);
        scanner.Add("Bind", 2);
        var found = new List<FoundWord>();

        scanner.Scan(SourceText.From("Bind Bind"), new TextSpan(0, 9), found);

        Assert.Equal([1, 1], found.Select(static word => word.Number));
    }

    [Theory]
    [InlineData("Bind(x)", true)]
    [InlineData("Bind \t\n (x)", true)]
    [InlineData("Bind)(", false)]
    [InlineData("Bind x(", false)]
    [InlineData("Bind;", false)]
    [InlineData("Bind", false)]
    [InlineData("Bind<T>()", false)]
    public void What_comes_next_is_told(string text, bool isBeforeParenthesis)
    {
        foreach (var before in new[] { 0, 3, 2043, 2044, 2045, 2047, 2048 })
        {
            var word = Assert.Single(ScanWords(new string(' ', before) + text));
            Assert.Equal((8, before, isBeforeParenthesis), (word.Number, word.Start, word.IsBeforeParenthesis));
        }
    }

    private static IEnumerable<int> Scan(string text) => ScanWords(text).Select(static word => word.Number);

    private static List<FoundWord> ScanWords(string text)
    {
        var scanner = new WordScanner();
        scanner.Add("Shutdown", 7);
        scanner.Add("Bind", 8);
        var found = new List<FoundWord>();
        scanner.Scan(SourceText.From(text), new TextSpan(0, text.Length), found);
        return found;
    }
}
