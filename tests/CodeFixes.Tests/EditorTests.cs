using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

/// <summary>The way of a fix in an editor: diagnostics of an open document, the light bulb, the edit, the diagnostics after it.</summary>
public sealed class EditorTests
{
    private const string Usings = """
        using System;
        using System.Net.Sockets;
        using System.Threading.Tasks;


        """;

    // Side by side, nested, and twice on one line.
    private const string ManyHits = Usings + """
        public static class Client
        {
            public static async Task FinishAsync(Socket a, Socket b, ArraySegment<byte> data)
            {
                a.Listen(9001); b.Listen(9002);
                if (data.Count > 0)
                {
                    a.Listen(9003);
                    if (data.Count > 1)
                        b.Listen(9004);
                }

                Action<Socket> listen = c => c.Listen(9005);
                _ = a.SendAsync(data, SocketFlags.None);
                _ = a.SendAsync(data, SocketFlags.None);
                if (data.Count > 2)
                    _ = a.SendAsync(data, SocketFlags.None);
                a.Close();
            }
        }
        """;

    private const string Listened = Usings + """
        public static class Client
        {
            public static async Task FinishAsync(Socket a, Socket b, ArraySegment<byte> data)
            {
                a.Listen(int.MaxValue); b.Listen(int.MaxValue);
                if (data.Count > 0)
                {
                    a.Listen(int.MaxValue);
                    if (data.Count > 1)
                        b.Listen(int.MaxValue);
                }

                Action<Socket> listen = c => c.Listen(int.MaxValue);
                _ = a.SendAsync(data, SocketFlags.None);
                _ = a.SendAsync(data, SocketFlags.None);
                if (data.Count > 2)
                    _ = a.SendAsync(data, SocketFlags.None);
                a.Close();
            }
        }
        """;

    public static TheoryData<string> Ids => [.. ShippedFixes.All.Select(fixer => fixer.FixableDiagnosticIds.Single())];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_diagnostic_under_the_caret_is_fixed_and_no_other(string id)
    {
        using var editor = new EditorSession();
        var document = editor.Open(editor.AddProject("App"), "Server.cs", FormatSource.Before);
        var before = await editor.IdsAsync(document);

        await editor.ApplyAsync((await editor.LightBulbAsync(document, "// " + id, ShippedFixes.For(id)))[0]);

        Assert.Contains(id, before);
        Assert.Equal(before.Where(other => other != id), await editor.IdsAsync(document));
        Assert.Equal(FormatSource.With(id), await editor.TextOfAsync(document));
    }

    [Fact]
    public async Task Without_a_diagnostic_under_the_caret_there_is_no_light_bulb()
    {
        using var editor = new EditorSession();
        var document = editor.Open(editor.AddProject("App"), "Client.cs", ManyHits);

        Assert.Empty(await editor.LightBulbAsync(document, "a.Close()", ShippedFixes.For("SOCK008")));
        Assert.Empty(await editor.LightBulbAsync(document, "a.Listen(9003)", ShippedFixes.For("SOCK008")));
    }

    [Fact]
    public async Task A_mistake_that_is_typed_again_is_found_and_fixed_again()
    {
        using var editor = new EditorSession();
        var document = editor.Open(editor.AddProject("App"), "Client.cs", ManyHits);
        await editor.ApplyAsync((await editor.LightBulbAsync(document, "9003", ShippedFixes.For("SOCK005")))[0]);
        var fixedOnce = await editor.TextOfAsync(document);

        await editor.ReplaceAsync(document, "a.Listen(int.MaxValue)", "// many\n            a.Listen(9006)");
        Assert.Equal(5, (await editor.IdsAsync(document)).Count(id => id == "SOCK005"));
        await editor.ApplyAsync((await editor.LightBulbAsync(document, "9006", ShippedFixes.For("SOCK005")))[0]);

        Assert.Equal(4, (await editor.IdsAsync(document)).Count(id => id == "SOCK005"));
        Assert.Equal(fixedOnce.Replace("a.Listen(int", "// many\n            a.Listen(int", StringComparison.Ordinal), await editor.TextOfAsync(document));
    }

    [Fact]
    public async Task A_second_open_document_keeps_its_text_and_its_diagnostics()
    {
        using var editor = new EditorSession();
        var project = editor.AddProject("App");
        var first = editor.Open(project, "First.cs", ManyHits);
        var second = editor.Open(project, "Second.cs", ManyHits.Replace("Client", "Other", StringComparison.Ordinal));
        var (text, diagnostics) = (await editor.TextOfAsync(second), await editor.DiagnosticsAsync(second));

        await editor.ApplyAsync((await editor.LightBulbAsync(first, "9003", ShippedFixes.For("SOCK005")))[0]);

        Assert.DoesNotContain("9003", await editor.TextOfAsync(first), StringComparison.Ordinal);
        Assert.Equal(text, await editor.TextOfAsync(second));
        Assert.Equal(diagnostics.Select(Place), (await editor.DiagnosticsAsync(second)).Select(Place));
    }

    /// <summary>A list of open documents, and those of them that Fix All at the first one changes.</summary>
    [Theory]
    [InlineData(FixAllScope.Document, "App/First.cs")]
    [InlineData(FixAllScope.Project, "App/First.cs", "App/Second.cs")]
    [InlineData(FixAllScope.Solution, "App/First.cs", "App/Second.cs", "Tests/Third.cs")]
    public async Task Fix_All_changes_its_scope_in_one_go(FixAllScope scope, params string[] changed)
    {
        using var editor = new EditorSession();
        var (app, tests) = (editor.AddProject("App"), editor.AddProject("Tests"));
        var documents = new Dictionary<string, DocumentId>
        {
            ["App/First.cs"] = editor.Open(app, "First.cs", ManyHits),
            ["App/Second.cs"] = editor.Open(app, "Second.cs", ManyHits.Replace("Client", "Second", StringComparison.Ordinal)),
            ["Tests/Third.cs"] = editor.Open(tests, "Third.cs", ManyHits),
        };

        await editor.ApplyAsync((await editor.FixAllAsync(documents["App/First.cs"], "9003", ShippedFixes.For("SOCK005"), scope))!);

        foreach (var (name, id) in documents)
        {
            var expected = changed.Contains(name) ? Listened : ManyHits;
            Assert.Equal(name == "App/Second.cs" ? expected.Replace("Client", "Second", StringComparison.Ordinal) : expected, await editor.TextOfAsync(id));
        }
    }

    [Fact]
    public async Task Fix_All_awaits_three_sends_of_one_method()
    {
        using var editor = new EditorSession();
        var document = editor.Open(editor.AddProject("App"), "Client.cs", ManyHits);

        await editor.ApplyAsync((await editor.FixAllAsync(document, "_ = a", ShippedFixes.For("SOCK008"), FixAllScope.Document))!);

        Assert.Equal(ManyHits.Replace("_ = a", "await a", StringComparison.Ordinal), await editor.TextOfAsync(document));
        Assert.DoesNotContain("SOCK008", await editor.IdsAsync(document));
    }

    private static string Place(Diagnostic diagnostic) => $"{diagnostic.Id} {diagnostic.Location.GetLineSpan()}";
}
